/**
 * Ranks of names: equal for equal names, and otherwise in the order of `strcmp`.
 * In: ids, each with the name that it brings. Out: a rank by id. Sorts four bytes of all names at a time with the engine's own
 * sort of numbers, which calls nothing back: most names need one to three rounds.
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import { HOST_LITTLE_ENDIAN } from '../../../format/bytes.ts';
import { NAME_LIMIT } from './occurrences.ts';
import type { ByteAt } from './records.ts';

/** Bytes of a name that are looked at in a round. */
const STEP = 4;
/** Names that are compared one with another: fewer than that are not worth the call that sorts them. */
const FEW = 12;
const LOW = HOST_LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

export class NameRanks {
  /** Ranks are below this. */
  count = 1;
  private readonly byteAt: ByteAt;
  /** By id. */
  private readonly offsets: Uint32Array;
  private readonly ranks: Uint32Array;
  /** To be sorted: some bytes of a name above the id that brings it. */
  private readonly keys: BigUint64Array;
  private readonly halves: Uint32Array;
  private used = 0;

  constructor(byteAt: ByteAt, typeCount: number) {
    this.byteAt = byteAt;
    this.offsets = new Uint32Array(typeCount);
    this.ranks = new Uint32Array(typeCount);
    this.keys = new BigUint64Array(typeCount);
    this.halves = new Uint32Array(this.keys.buffer);
  }

  /** Brings a name; one for each id. */
  add(id: TypeId, off: StrOff): void {
    if (this.offsets[id] !== 0 || this.byteAt(off) === 0) return;
    this.offsets[id] = off;
    this.halves[this.used++ * 2 + LOW] = id;
  }

  /** To be called once, when all names are there. */
  sort(): void {
    this.sortRange(0, this.used, 0);
    let before = -1;
    for (let i = 0; i < this.used; i++) {
      const id = this.halves[i * 2 + LOW];
      if (before < 0 || this.compare(before, id, 0) !== 0) this.count++;
      this.ranks[id] = this.count - 1;
      before = id;
    }
  }

  /** 0 for what brought no name, or an empty one. */
  of(id: TypeId): number {
    return this.ranks[id];
  }

  /** Sorts names that are equal in their first `depth` bytes. */
  private sortRange(from: number, to: number, depth: number): void {
    if (to - from <= FEW) return this.insertionSort(from, to, depth);
    const { halves } = this;
    for (let i = from; i < to; i++) halves[i * 2 + HIGH] = this.bytesAt(halves[i * 2 + LOW], depth);
    this.keys.subarray(from, to).sort();
    for (let start = from, end = from + 1; start < to; start = end++) {
      const bytes = halves[start * 2 + HIGH];
      while (end < to && halves[end * 2 + HIGH] === bytes) end++;
      const goesOn = (bytes & 0xff) !== 0 && depth + STEP < NAME_LIMIT;
      if (goesOn && end - start > 1) this.sortRange(start, end, depth + STEP);
    }
  }

  private insertionSort(from: number, to: number, depth: number): void {
    const { halves } = this;
    for (let i = from + 1; i < to; i++) {
      const id = halves[i * 2 + LOW];
      let at = i;
      for (; at > from && this.compare(halves[at * 2 - 2 + LOW], id, depth) > 0; at--)
        halves[at * 2 + LOW] = halves[at * 2 - 2 + LOW];
      halves[at * 2 + LOW] = id;
    }
  }

  /** Four bytes of a name, the first one highest; zeros behind its end. */
  private bytesAt(id: TypeId, depth: number): number {
    const { byteAt } = this;
    let bytes = 0;
    const start = this.offsets[id] + depth;
    for (let i = 0; i < STEP; i++) {
      const byte = byteAt(start + i);
      if (byte === 0) return (bytes << (8 * (STEP - i))) >>> 0;
      bytes = (bytes << 8) | byte;
    }
    return bytes >>> 0;
  }

  /** `strcmp` from `depth` on. */
  private compare(a: TypeId, b: TypeId, depth: number): number {
    const { byteAt, offsets } = this;
    const [left, right] = [offsets[a], offsets[b]];
    if (left === right) return 0;
    for (let i = depth; i < NAME_LIMIT; i++) {
      const byte = byteAt(left + i);
      const difference = byte - byteAt(right + i);
      if (difference !== 0 || byte === 0) return difference;
    }
    return 0;
  }
}
