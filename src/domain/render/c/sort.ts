/**
 * The order in which bpftool starts from types, so that vmlinux.h changes little from one build to the next: by rank of
 * kind, by name, and where those are equal by a hash of names (bpftool `sort_btf_c`).
 * In: records. Out: ids. Functions, variables, sections and tags are left out: they print nothing.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isAnyEnum, isModifierOrTypedef, Kind } from '../../../format/btf/kinds.ts';
import { MAX_CHAIN } from './limits.ts';
import { NameHasher } from './name-hash.ts';
import { NameRanks } from './name-ranks.ts';
import { HEAD_WORDS, type Records } from './records.ts';

const LAST_RANK = 10;

/** Behind a chain that is too long to have an end. */
const NO_END = 0xffffffff;

/** All ids that can print something, void among them as in bpftool, in bpftool's order. */
export function sortForC(records: Records): Uint32Array {
  const sorting = new Sorting(records);
  const { ranks, sortNames, ownNames, nameCount } = sorting;
  // Each pass keeps what the one before it did among equals; the ids come in ascending.
  let sorted = countingSort(sorting.ids, ownNames, nameCount);
  sorted = countingSort(sorted, sortNames, nameCount);
  sorted = countingSort(sorted, ranks, LAST_RANK + 1);
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    while (to < sorted.length && sorting.isSame(sorted[from], sorted[to])) to++;
    if (to - from > 1) sorting.byHash(sorted.subarray(from, to));
  }
  return sorted;
}

/** What types are sorted by, in columns by id. */
class Sorting {
  /** All that can print something, ascending. */
  readonly ids: Uint32Array;
  readonly ranks: Uint8Array;
  /** Rank of the name of what a type leads to; a nameless enum goes by its first enumerator. */
  readonly sortNames: Uint32Array;
  readonly ownNames: Uint32Array;
  /** Ranks of names are below this. */
  readonly nameCount: number;
  private readonly records: Records;
  private readonly hasher: NameHasher;
  /** What types lead to. */
  private readonly ends: Uint32Array;
  /** One byte per type: whether its hash is that of its end, because nothing on the way adds to it. */
  private readonly hashesAsEnd: Uint8Array;

  constructor(records: Records) {
    const { typeCount } = records;
    this.records = records;
    this.hasher = new NameHasher(records);
    this.ids = printableIds(records);
    this.ends = new Uint32Array(typeCount);
    this.hashesAsEnd = new Uint8Array(typeCount);
    this.ranks = new Uint8Array(typeCount);
    this.sortNames = new Uint32Array(typeCount);
    this.ownNames = new Uint32Array(typeCount);
    this.nameCount = this.rankAll();
  }

  isSame(a: TypeId, b: TypeId): boolean {
    const { ranks, sortNames, ownNames } = this;
    return sortNames[a] === sortNames[b] && ranks[a] === ranks[b] && ownNames[a] === ownNames[b];
  }

  /** Where names leave a tie, the hash decides, and the id after it; in: ascending ids. */
  byHash(run: Uint32Array): void {
    if (this.endAlike(run)) return;
    const rest: { id: TypeId; high: number; low: number }[] = [];
    let count = 0;
    // Most of what has no name at all hashes to zero: that comes first, in the order it is in.
    for (const id of run) {
      if (this.hashesAsEnd[id] && this.hashesToZero(this.ends[id])) {
        run[count++] = id;
        continue;
      }
      this.hasher.hash(id);
      const { high, low } = this.hasher;
      if (low === 0 && high === 0) run[count++] = id;
      else rest.push({ id, high, low });
    }
    rest.sort((a, b) => a.high - b.high || a.low - b.low || a.id - b.id);
    for (const { id } of rest) run[count++] = id;
  }

  /** Whether all have one hash because all lead to one type: pointers to a struct, the same with const. */
  private endAlike(run: Uint32Array): boolean {
    const end = this.ends[run[0]];
    for (const id of run) if (this.ends[id] !== end || !this.hashesAsEnd[id]) return false;
    return true;
  }

  /** Prototypes have no name, and void has none. */
  private hashesToZero(end: TypeId): boolean {
    return end === 0 || (this.records.kind(end) === Kind.FuncProto && this.records.nameOff(end) === 0);
  }

  /** @returns how many ranks of names there are */
  private rankAll(): number {
    const { records, ids, ends } = this;
    const names = new NameRanks(records.byteAt, records.typeCount);
    for (const id of ids) {
      this.follow(id);
      const end = ends[id];
      this.ranks[id] = rankOf(records, id, end);
      names.add(id, this.isUnnamedEnum(id) ? firstEnumerator(records, id) : records.nameOff(id));
      // A function, say, which is in no list of its own.
      if (end !== NO_END && !this.isUnnamedEnum(end)) names.add(end, records.nameOff(end));
    }
    names.sort();
    for (const id of ids) {
      const end = ends[id];
      const isUnnamed = this.isUnnamedEnum(id);
      // What an unnamed enum has brought is the name of its first enumerator.
      if (!isUnnamed) this.ownNames[id] = names.of(id);
      if (isUnnamed || (end !== NO_END && !this.isUnnamedEnum(end))) this.sortNames[id] = names.of(end);
    }
    return names.count;
  }

  /** Finds out what a pointer, an array, a modifier or a typedef leads to. */
  private follow(id: TypeId): void {
    const { records } = this;
    let end = id;
    let addsNothing = 1;
    for (let step = 0; step < MAX_CHAIN; step++) {
      const kind = records.kind(end);
      const next = kind < 0 ? null : behind(records, end, kind);
      if (next === null) {
        this.ends[id] = kind < 0 ? NO_END : end;
        this.hashesAsEnd[id] = kind < 0 ? 0 : addsNothing;
        return;
      }
      if (kind === Kind.Array || records.nameOff(end) !== 0) addsNothing = 0;
      end = next;
    }
    this.ends[id] = NO_END;
  }

  private isUnnamedEnum(id: TypeId): boolean {
    return isAnyEnum(this.records.kind(id)) && this.records.nameOff(id) === 0;
  }
}

function printableIds(records: Records): Uint32Array {
  const ids = new Uint32Array(records.typeCount);
  let count = 0;
  for (let id = 0; id < records.typeCount; id++) {
    const kind = records.kind(id);
    if (kind !== Kind.Func && kind !== Kind.Var && kind !== Kind.Datasec && kind !== Kind.DeclTag)
      ids[count++] = id;
  }
  return ids.subarray(0, count);
}

/** Enumerators of nameless enums first, then enums, base types, structs and unions, prototypes, the rest. */
function rankOf(records: Records, id: TypeId, end: TypeId): number {
  const hasName = records.nameOff(id) !== 0;
  const kind = records.kind(id);
  if (!hasName) {
    if (isAnyEnum(kind)) return 0;
    return kind === Kind.Int || kind === Kind.Float ? 2 : LAST_RANK;
  }
  switch (end === NO_END ? -1 : records.kind(end)) {
    case Kind.Enum:
    case Kind.Enum64:
      return 1;
    case Kind.Int:
    case Kind.Float:
      return 2;
    case Kind.Struct:
    case Kind.Union:
      return 3;
    case Kind.FuncProto:
      return 4;
    default:
      return LAST_RANK;
  }
}

/** The name of a nameless enum's first enumerator, none where it has none. */
const firstEnumerator = (records: Records, id: TypeId): number =>
  records.vlen(id) > 0 ? records.words(id)[records.at(id) + HEAD_WORDS] : 0;

/** What a pointer, modifier, typedef, array or tag refers to; null for the others. */
function behind(records: Records, id: TypeId, kind: number): TypeId | null {
  if (kind === Kind.Ptr || kind === Kind.DeclTag || isModifierOrTypedef(kind)) return records.third(id);
  return kind === Kind.Array ? records.words(id)[records.at(id) + HEAD_WORDS] : null;
}

/** Stable; `keys[id]` below `keyCount` for each id. */
function countingSort(ids: Uint32Array, keys: ArrayLike<number>, keyCount: number): Uint32Array {
  const starts = new Uint32Array(keyCount + 1);
  for (let i = 0; i < ids.length; i++) starts[keys[ids[i]] + 1]++;
  for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
  const sorted = new Uint32Array(ids.length);
  for (let i = 0; i < ids.length; i++) sorted[starts[keys[ids[i]]]++] = ids[i];
  return sorted;
}
