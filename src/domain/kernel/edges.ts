/**
 * The references that records make, as plain numbers.
 * In: a part of a corpus and a range of its records. Out: pairs of types, referrer and target, in the order of the records; a
 * target may come several times. References to void and to what is not open are left out, and so is the index type of an
 * array: it says how the array is counted, not what it holds, and all arrays share one.
 */

import { infoKind, infoVlen, Kind, VLEN_WORDS } from '../../format/btf/kinds.ts';
import { grownWords } from './columns.ts';
import { gidIn, type Gid, type Part } from './corpus.ts';

/** Where in a record type ids are: word of the record, 0 for none; word of each element, -1 for none. */
const OWN_WORD = new Uint8Array(128);
const ELEMENT_WORD = new Int8Array(128).fill(-1);
for (const kind of [Kind.Ptr, Kind.Typedef, Kind.Volatile, Kind.Const, Kind.Restrict, Kind.TypeTag])
  OWN_WORD[kind] = 2;
for (const kind of [Kind.Func, Kind.FuncProto, Kind.Var, Kind.DeclTag]) OWN_WORD[kind] = 2;
OWN_WORD[Kind.Array] = 3;
ELEMENT_WORD[Kind.Struct] = ELEMENT_WORD[Kind.Union] = ELEMENT_WORD[Kind.FuncProto] = 1;
ELEMENT_WORD[Kind.Datasec] = 0;

export class Edges {
  /** The first `length` are in use; replaced when they grow. */
  targets: Uint32Array = new Uint32Array(1 << 12);
  referrers: Uint32Array = new Uint32Array(1 << 12);
  length = 0;

  /** Replaces what is here by the references of types from `gid` on, about `limit` of them; returns the type to go on with. */
  read(part: Part, gid: Gid, limit: number): Gid {
    const { words, typeOffsets } = part.view.own;
    const end = part.start + part.count;
    this.length = 0;
    for (; gid < end && this.length < limit; gid++) {
      const at = typeOffsets[gid - part.start + 1];
      const info = words[at + 1];
      const kind = infoKind(info);
      const own = OWN_WORD[kind];
      const element = ELEMENT_WORD[kind];
      const elements = element < 0 ? 0 : infoVlen(info);
      this.reserve(elements + 1);
      if (own > 0) this.add(part, words[at + own], gid);
      if (elements > 0) this.readElements(part, gid, at + 3 + element, elements, VLEN_WORDS[kind]);
    }
    return gid;
  }

  private readElements(part: Part, gid: Gid, at: number, count: number, step: number): void {
    const { view, start } = part;
    const { startId, typeCount } = view;
    const { words } = view.own;
    const { targets, referrers } = this;
    let { length } = this;
    for (let i = 0; i < count; i++, at += step) {
      const id = words[at];
      const target = id >= startId && id < typeCount ? start + id - startId : gidIn(part, id);
      if (target < 0) continue;
      targets[length] = target;
      referrers[length++] = gid;
    }
    this.length = length;
  }

  private add(part: Part, id: number, referrer: Gid): void {
    const target = gidIn(part, id);
    if (target < 0) return;
    this.targets[this.length] = target;
    this.referrers[this.length++] = referrer;
  }

  private reserve(more: number): void {
    this.targets = grownWords(this.targets, this.length + more);
    this.referrers = grownWords(this.referrers, this.length + more);
  }
}
