/**
 * Where a struct has room to spare.
 * In: its members in order, placed, and its size. Out: the hole behind (or before the first) member, in bytes and bits, and
 * what is left at the end. The reckoning is pahole's (dwarves `class__find_holes`): a run of bitfields owns its storage
 * unit to the end, so what the run leaves there is a bit hole, and only what lies beyond is a byte hole.
 */

import { Figure } from './figures.ts';
import type { Layout } from './layout.ts';

export interface Holes {
  /** Bytes and bits before the first member. */
  preHole: number;
  preBitHole: number;
  /** Number of byte holes, and of bit holes. */
  holes: number;
  bitHoles: number;
  /** Bytes behind the last member, and bits left in the storage unit of the last bitfield. */
  padding: number;
  bitPadding: number;
}

/** As far back as a hole is told; what is below 0 says only that members overlap. */
const LOWEST = -0x80000000;

/** Sets `hole` and `bitHole` of each member, and all of `Holes`, of a layout that has zeros there and its members placed. */
export function findHoles(layout: Layout): void {
  const { size, memberCount } = layout;
  let inBitfield = false;
  let unitBits = 0;
  let unitEnd = size * 8;
  let seen = 0;
  for (let i = 0; i < memberCount; i++) {
    const start = layout.bitOffsetAt(i);
    const bitfieldSize = layout.bitfieldSizeAt(i);
    const offset = layout.offsetAt(i);
    const memberBits = layout.sizeAt(i) * 8;
    const end = start + (bitfieldSize || memberBits);
    let bytes = 0;
    let bits = 0;
    if (inBitfield) {
      const left = Math.min(start, unitEnd);
      bits = left - seen;
      seen = left;
    }
    if (bitfieldSize) {
      const unitStart = offset * 8;
      if (seen < unitStart && unitStart <= start) {
        bytes = offset - (seen >>> 3);
        seen = unitStart;
      }
      bits += start - seen;
      if (end > unitEnd || memberBits > unitBits) {
        unitBits = memberBits;
        unitEnd = offset * 8 + unitBits;
        // A bitfield may reach into the unit behind the one it starts in.
        if (end > unitEnd) unitEnd += unitBits;
      }
      inBitfield = true;
    } else {
      bytes = Math.floor(start / 8) - Math.floor(seen / 8);
      inBitfield = false;
      unitBits = 0;
      unitEnd = end;
    }
    seen = end;
    if (i > 0) {
      // Behind a member of 4 GiB the next one may start further back than fits.
      layout.setFigure(i - 1, Figure.Hole, Math.max(bytes, LOWEST));
      layout.setFigure(i - 1, Figure.BitHole, bits);
    } else {
      layout.preHole = bytes;
      layout.preBitHole = bits;
    }
    if (bits !== 0) layout.bitHoles++;
    if (bytes > 0) layout.holes++;
  }
  if (inBitfield) {
    const left = Math.min(size * 8, unitEnd);
    layout.bitPadding = left - seen;
    seen = left;
  }
  layout.padding = size - Math.floor(seen / 8);
}
