/**
 * Figures of the members of many structs, without an object each.
 * In: how many members a struct has. Out: room for its figures, in blocks that structs share: a kernel has a hundred thousand
 * members, and as many objects that live on would keep the collector of garbage busy.
 */

/** Figures of one member, in this order, bytes unless they say bits. */
export const Figure = {
  Offset: 0,
  Size: 1,
  FirstBit: 2,
  Natural: 3,
  Alignment: 4,
  Hole: 5,
  BitHole: 6,
} as const;

/** Numbers that a member takes. */
export const FIGURES = 7;

/** Numbers in a block, 112 KiB; a struct with more members than fit has a block of its own. */
const BLOCK = FIGURES << 12;

export interface FigureRoom {
  /** Signed, as holes are; sizes and alignments are read back unsigned. */
  readonly figures: Int32Array;
  /** Index of the first member's first figure. */
  readonly start: number;
}

export class FigureBlocks {
  private block = new Int32Array(0);
  private used = 0;

  /** Room for so many members, all figures 0. */
  take(members: number): FigureRoom {
    const count = members * FIGURES;
    if (count > BLOCK) return { figures: new Int32Array(count), start: 0 };
    if (this.used + count > this.block.length) {
      this.block = new Int32Array(BLOCK);
      this.used = 0;
    }
    const start = this.used;
    this.used += count;
    return { figures: this.block, start };
  }
}
