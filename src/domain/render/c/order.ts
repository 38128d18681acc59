/**
 * The order in which C must see definitions: what is embedded first, what is only pointed to at any time.
 * In: records and the ids to print. Out: a queue of definitions for each. The rules, and with them the order of
 * vmlinux.h, are libbpf's (`btf_dump_order_type`). What C cannot express at all (a struct inside itself, a cycle of
 * modifiers) is told apart instead of ending the walk.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isComposite, Kind } from '../../../format/btf/kinds.ts';
import { MAX_ORDER_DEPTH } from './limits.ts';
import type { COut } from './out.ts';
import { HEAD_WORDS, type Records } from './records.ts';

/** 0 is for types that nothing has asked for yet. */
const ORDERING = 1;
const ORDERED = 2;
const BROKEN = 3;

/** How a type needs another one: broken is infectious, strong must be defined before, weak may be declared only. */
export const Link = { Broken: -1, Weak: 0, Strong: 1 } as const;
export type Link = (typeof Link)[keyof typeof Link];

export class TypeOrder {
  /** Definitions in the order in which they must stand; the caller empties it. */
  readonly queue: TypeId[] = [];
  /** Why the last type that came out broken is so. */
  reason = '';
  private readonly records: Records;
  private readonly out: COut;
  private readonly states: Uint8Array;
  private readonly referenced: Uint8Array;
  private readonly reasons = new Map<TypeId, string>();
  private depth = 0;

  /** Work without text is charged to `out`: some graphs have exponentially many paths. */
  constructor(records: Records, out: COut) {
    this.records = records;
    this.out = out;
    this.states = new Uint8Array(records.typeCount);
    this.states[0] = ORDERED;
    this.referenced = markReferenced(records);
  }

  /** Puts into the queue what `id` needs and the queue has not had, and `id` itself if it is a definition. */
  order(id: TypeId, throughPointer = false): Link {
    const { records, states } = this;
    if (!records.has(id)) return this.broken(`type [${id}] is not there`);
    const state = states[id];
    if (state === ORDERED) return Link.Strong;
    const kind = records.kind(id);
    // Whatever is in it, or will be, it can be declared.
    if (throughPointer && isComposite(kind) && records.nameOff(id) !== 0) return Link.Weak;
    if (state === BROKEN) return this.broken(this.reasons.get(id) ?? '');
    if (state === ORDERING) return this.broken(`[${id}] contains itself`);
    if (this.depth >= MAX_ORDER_DEPTH)
      return this.broken(`types nest more than ${MAX_ORDER_DEPTH} deep, or for ever`);
    this.out.step();
    this.depth++;
    const link = this.orderKind(id, kind, throughPointer);
    this.depth--;
    if (link === Link.Broken) {
      states[id] = BROKEN;
      this.reasons.set(id, this.reason);
    }
    return link;
  }

  private orderKind(id: TypeId, kind: number, throughPointer: boolean): Link {
    const { records, states } = this;
    switch (kind) {
      case Kind.Int:
      case Kind.Float:
      case Kind.Func:
      case Kind.Var:
      case Kind.Datasec:
      case Kind.DeclTag:
        states[id] = ORDERED;
        return Link.Weak;
      case Kind.Ptr: {
        const link = this.order(records.third(id), true);
        states[id] = ORDERED;
        return link;
      }
      case Kind.Array:
        return this.order(records.words(id)[records.at(id) + HEAD_WORDS], false);
      case Kind.Struct:
      case Kind.Union:
        return this.orderComposite(id);
      case Kind.Enum:
      case Kind.Enum64:
      case Kind.Fwd:
        // An anonymous enum that something refers to is printed there, in place.
        if (records.nameOff(id) !== 0 || !this.referenced[id]) this.queue.push(id);
        states[id] = ORDERED;
        return Link.Strong;
      case Kind.Typedef:
        return this.orderTypedef(id, throughPointer);
      case Kind.Const:
      case Kind.Volatile:
      case Kind.Restrict:
      case Kind.TypeTag:
        return this.order(records.third(id), throughPointer);
      case Kind.FuncProto:
        return this.orderPrototype(id, throughPointer);
      default:
        return this.broken(`[${id}] is of kind ${kind}, which is unknown`);
    }
  }

  private orderComposite(id: TypeId): Link {
    const { records, states } = this;
    states[id] = ORDERING;
    const words = records.words(id);
    const start = records.at(id) + HEAD_WORDS;
    const end = start + records.vlen(id) * 3;
    for (let at = start; at < end; at += 3) {
      if (this.order(words[at + 1], false) === Link.Broken) return Link.Broken;
    }
    if (records.nameOff(id) !== 0) this.queue.push(id);
    states[id] = ORDERED;
    return Link.Strong;
  }

  private orderTypedef(id: TypeId, throughPointer: boolean): Link {
    const link = this.order(this.records.third(id), throughPointer);
    if (link === Link.Broken || (throughPointer && link === Link.Weak)) return link;
    this.queue.push(id);
    this.states[id] = ORDERED;
    return Link.Strong;
  }

  private orderPrototype(id: TypeId, throughPointer: boolean): Link {
    const { records } = this;
    const words = records.words(id);
    const start = records.at(id) + HEAD_WORDS;
    const end = start + records.vlen(id) * 2;
    let strongest = this.order(records.third(id), throughPointer);
    for (let at = start; at < end && strongest !== Link.Broken; at += 2) {
      const link = this.order(words[at + 1], throughPointer);
      if (link !== Link.Weak) strongest = link;
    }
    return strongest;
  }

  private broken(reason: string): Link {
    this.reason = reason;
    return Link.Broken;
  }
}

/**
 * One byte per type: whether another one refers to it. A prototype's return type does not count (libbpf); that of functions
 * does, but what they refer to is a prototype, of which nobody asks.
 */
function markReferenced(records: Records): Uint8Array {
  const marks = new Uint8Array(records.typeCount);
  for (let id = 1; id < records.typeCount; id++) {
    const words = records.words(id);
    const at = records.at(id);
    const kind = records.kind(id);
    const step = REFERENCE_STEP[kind];
    if (step > 0) {
      const first = at + HEAD_WORDS + REFERENCE_WORD[kind];
      const end = at + HEAD_WORDS + records.vlen(id) * step;
      for (let word = first; word < end; word += step) marks[words[word]] = 1;
    } else if (kind === Kind.Array) {
      marks[words[at + HEAD_WORDS]] = marks[words[at + HEAD_WORDS + 1]] = 1;
    } else if (REFERS_BY_HEAD[kind]) {
      marks[words[at + 2]] = 1;
    }
  }
  return marks;
}

/** Words of an element that refers to a type, by kind, and which of them does. */
const REFERENCE_STEP = new Uint8Array(128);
const REFERENCE_WORD = new Uint8Array(128);
/** Kinds whose third word is a type. */
const REFERS_BY_HEAD = new Uint8Array(128);
REFERENCE_STEP[Kind.Struct] = REFERENCE_STEP[Kind.Union] = REFERENCE_STEP[Kind.Datasec] = 3;
REFERENCE_WORD[Kind.Struct] = REFERENCE_WORD[Kind.Union] = REFERENCE_WORD[Kind.FuncProto] = 1;
REFERENCE_STEP[Kind.FuncProto] = 2;
for (const kind of [
  Kind.Volatile,
  Kind.Const,
  Kind.Restrict,
  Kind.Ptr,
  Kind.Typedef,
  Kind.Var,
  Kind.DeclTag,
  Kind.TypeTag,
])
  REFERS_BY_HEAD[kind] = 1;
