/**
 * How often each name came: the same text is the same name, wherever in the strings it lies.
 * In: string offsets. Out: counts. Names stay where they lie; a table of their hashes finds them again.
 */

import type { StrOff } from '../../../format/btf/decode.ts';
import type { BtfView } from '../../view/view.ts';

/** Bytes of a name that are looked at; the kernel's end at 512. Keeps a file of long names from costing its square. */
export const NAME_LIMIT = 1024;

const FIRST_SLOTS = 1 << 12;

/** Words of a slot: offset of a name and one more, so that 0 is a free slot; its hash; its count. */
const SLOT = 3;

/** Drawn anew for each run, so that no file can be made whose names all fall into one slot. */
const SEED = (Math.random() * 2 ** 32) >>> 0;

export class Occurrences {
  private readonly view: BtfView;
  /** Open addressing, half empty at least. */
  private table = new Uint32Array(FIRST_SLOTS * SLOT);
  private mask = FIRST_SLOTS - 1;
  private names = 0;

  constructor(view: BtfView) {
    this.view = view;
  }

  /** 1 for the first time. */
  next(off: StrOff): number {
    const { bytes, at } = place(this.view, off);
    const stop = Math.min(bytes.length, at + NAME_LIMIT);
    let hash = SEED;
    let end = at;
    for (; end < stop && bytes[end] !== 0; end++) hash = Math.imul(hash ^ bytes[end], 0x01000193);
    hash = scrambled(hash);
    const slot = this.slotOf(off, hash, bytes, at, end);
    const { table } = this;
    if (table[slot] !== 0) return ++table[slot + 2];
    table[slot] = off + 1;
    table[slot + 1] = hash;
    table[slot + 2] = 1;
    if (++this.names * 2 > this.mask) this.grow();
    return 1;
  }

  /** The slot that holds this name, or the free one where it belongs. */
  private slotOf(off: StrOff, hash: number, bytes: Uint8Array, at: number, end: number): number {
    const { table, mask } = this;
    let slot = hash & mask;
    for (let known = table[slot * SLOT]; known !== 0; known = table[slot * SLOT]) {
      if (known === off + 1) break;
      if (table[slot * SLOT + 1] === hash && this.isAt(known - 1, bytes, at, end)) break;
      slot = (slot + 1) & mask;
    }
    return slot * SLOT;
  }

  /** Names that are too long to be looked at are equal only where they are one string: those are stored once. */
  private isAt(known: StrOff, bytes: Uint8Array, at: number, end: number): boolean {
    const length = end - at;
    if (length >= NAME_LIMIT) return false;
    const other = place(this.view, known);
    for (let i = 0; i < length; i++) if (other.bytes[other.at + i] !== bytes[at + i]) return false;
    return (other.bytes[other.at + length] || 0) === 0;
  }

  private grow(): void {
    const old = this.table;
    const mask = (this.mask + 1) * 4 - 1;
    const table = new Uint32Array((mask + 1) * SLOT);
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from] === 0) continue;
      let slot = old[from + 1] & mask;
      while (table[slot * SLOT] !== 0) slot = (slot + 1) & mask;
      for (let word = 0; word < SLOT; word++) table[slot * SLOT + word] = old[from + word];
    }
    this.table = table;
    this.mask = mask;
  }
}

function place(view: BtfView, off: StrOff): { readonly bytes: Uint8Array; readonly at: number } {
  while (view.base && off < view.startStrOff) view = view.base;
  return { bytes: view.own.strings.bytes, at: off - view.startStrOff };
}

/** The low bits of FNV-1a alone would cluster. */
function scrambled(hash: number): number {
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
