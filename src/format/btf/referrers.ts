/**
 * The records of a blob that refer to others, sorted by where in them that is: what a check of all references looks at.
 * In: records, from the walk over a type section (`type-section.ts`). Out: a list for each shape, and the greatest id and
 * string offset of all that a record says in its first three words. Knows no bounds: they depend on the base.
 *
 * A loop over records of one kind runs several times as fast as a loop that asks each record for its kind, because a
 * processor foresees the former; and sorting costs next to nothing during the walk, which waits for memory at each record.
 * There is one set of lists, that of the blob that was walked last: it is asked for right after, and 4,230 modules must not
 * allocate 4,230.
 */

import { byTopByte, Kind, TYPE_WORDS } from './kinds.ts';

/**
 * What of a record refers to something beyond what the walk looks at itself: a name in the first word, an id in the third.
 * Elements are `vlen` groups of two or three words.
 */
export const Shape = {
  Plain: 0,
  /** The third word is the id of a FUNC_PROTO. */
  Func: 1,
  /** Elements begin with a name and a type id; three words each. */
  Members: 2,
  /** Elements begin with a name and a type id; two words each. */
  Params: 3,
  /** Any other: enumerators, arrays, variables. */
  Other: 4,
} as const;

/** `Shape` by the topmost byte of the info word, which is kind_flag and kind. */
export const SHAPES = byTopByte((kind) => {
  switch (kind) {
    case Kind.Func:
      return Shape.Func;
    case Kind.Struct:
    case Kind.Union:
      return Shape.Members;
    case Kind.FuncProto:
      return Shape.Params;
    case Kind.Array:
    case Kind.Enum:
    case Kind.Enum64:
    case Kind.Datasec:
      return Shape.Other;
    default:
      return Shape.Plain;
  }
});

/** All ones where the third word is a type id that must exist, by the topmost byte of the info word; libbpf lets a return type be. */
export const THIRD_IS_ID = Int32Array.from(
  byTopByte((kind) => {
    const { Ptr, Typedef, Volatile, Const, Restrict, Func, Var, DeclTag, TypeTag } = Kind;
    const kinds: readonly number[] = [Ptr, Typedef, Volatile, Const, Restrict, Func, Var, DeclTag, TypeTag];
    return kinds.includes(kind) ? 1 : 0;
  }),
  (is) => -is,
);

/** Two lists share an array, from either end: together they have no more entries than there are records. Plain ones are not kept. */
const LIST_STEP = Int32Array.from([0, 1, 1, -1, -1]);
const LISTS = LIST_STEP.length;

/**
 * By shape, where the walk puts the next record of that shape. A constant that is longer than it needs to be: engines then
 * know its address, while arrays of up to 64 bytes are moved about, and looking for them takes the walk a tenth longer.
 */
export const NEXT_ENTRY = new Uint32Array(32);

/** `LIST_STEP` by the topmost byte of the info word. */
export const STEPS = Int32Array.from(SHAPES, (shape) => LIST_STEP[shape]);

/** Part of a list of records: `entries[i]` is an index of words, from `first` in steps of `step` to before `end`. */
export interface Records {
  readonly entries: Uint32Array;
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

/** Entries by local id that must be there for a type section of `words` words, while it is walked. */
export function recordRoom(words: number): number {
  return Math.ceil(words / TYPE_WORDS) + 4;
}

/** Entries for which room is kept when a smaller section comes; a vmlinux takes half as many. */
const KEPT = 1 << 20;

/** Whether an array that is used again and again is too short, or far too long. In entries, the second what is needed. */
export function isUnfit(length: number, room: number): boolean {
  return length < room || (length > KEPT && length > 4 * room);
}

export class Referrers {
  /** Counts the walks, and so tells whose the lists are; 0 is no walk. */
  walk = 1;
  /** For the walk: whether it sorts. */
  sorts = false;
  /** For the walk: all lists, one plain record to be overwritten behind them. */
  entries = new Uint32Array(0);
  /** `Shape` by local id. */
  shapes = new Uint8Array(0);
  /** Greatest type id in the third word of a record, 0 if there is none. */
  maxTypeId = 0;
  /** Greatest string offset in the first word of a record, 0 if there is none. */
  maxNameOff = 0;
  /** All bits of both. Negative where one has 32 of them, and then the two above mean nothing. */
  seen = 0;
  private readonly first = new Uint32Array(LISTS);

  /** Empties the lists, for a type section of `words` words; without `sorts` they stay empty, and nobody's. */
  begin(words: number, sorts: boolean): void {
    this.walk++;
    this.sorts = sorts;
    if (!sorts) return;
    const room = recordRoom(words);
    if (isUnfit(this.shapes.length, room)) {
      this.entries = new Uint32Array(room * 2 + 1);
      this.shapes = new Uint8Array(room);
    }
    this.first[Shape.Plain] = room * 2;
    this.first[Shape.Func] = 0;
    this.first[Shape.Other] = room - 1;
    this.first[Shape.Members] = room;
    this.first[Shape.Params] = room * 2 - 1;
    NEXT_ENTRY.set(this.first);
    this.maxTypeId = this.maxNameOff = this.seen = 0;
  }

  /** Part `index` of `parts` about equal ones of a list. */
  part(shape: (typeof Shape)[keyof typeof Shape], index: number, parts: number): Records {
    const { entries } = this;
    const step = LIST_STEP[shape];
    const start = this.first[shape];
    const length = Math.abs(NEXT_ENTRY[shape] - start);
    const at = (share: number): number => (start + Math.imul(((length * share) / parts) | 0, step)) | 0;
    return { entries, first: at(index), end: at(index + 1), step };
  }
}

/** Those of the blob that was walked last. */
export const lastReferrers = new Referrers();
