/**
 * Where a struct has room to spare.
 * In: its members in order, placed, and its size. Out: the hole behind (or before the first) member, in bytes and bits, and
 * what is left at the end. The reckoning is pahole's (dwarves `class__find_holes`): a run of bitfields owns its storage
 * unit to the end, so what the run leaves there is a bit hole, and only what lies beyond is a byte hole.
 */

/** What the search needs of a member. Offsets count from the start of the struct. */
export interface Placed {
  /** Bits. */
  readonly bitOffset: number;
  /** Bits; 0 for what is no bitfield. */
  readonly bitfieldSize: number;
  /** Bytes, of the storage unit for a bitfield. */
  readonly offset: number;
  /** Bytes, of the storage unit for a bitfield. */
  readonly size: number;
  /** Bytes behind the member; set by the search. Negative where the next one starts before this one ends. */
  hole: number;
  /** Bits behind the member; set by the search. */
  bitHole: number;
}

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

/** Sets `hole` and `bitHole` of each member, and all of `found`, which must come with zeros. `size` in bytes. */
export function findHoles(members: readonly Placed[], size: number, found: Holes): void {
  let inBitfield = false;
  let unitBits = 0;
  let unitEnd = size * 8;
  let seen = 0;
  let last: Placed | null = null;
  for (const member of members) {
    const start = member.bitOffset;
    const { bitfieldSize } = member;
    const end = start + (bitfieldSize || member.size * 8);
    let bytes = 0;
    let bits = 0;
    if (inBitfield) {
      const left = Math.min(start, unitEnd);
      bits = left - seen;
      seen = left;
    }
    if (bitfieldSize) {
      const unitStart = member.offset * 8;
      if (seen < unitStart && unitStart <= start) {
        bytes = member.offset - (seen >>> 3);
        seen = unitStart;
      }
      bits += start - seen;
      const memberBits = member.size * 8;
      if (end > unitEnd || memberBits > unitBits) {
        unitBits = memberBits;
        unitEnd = member.offset * 8 + unitBits;
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
    if (last) {
      last.hole = bytes;
      last.bitHole = bits;
    } else {
      found.preHole = bytes;
      found.preBitHole = bits;
    }
    if (bits !== 0) found.bitHoles++;
    if (bytes > 0) found.holes++;
    last = member;
  }
  if (inBitfield) {
    const left = Math.min(size * 8, unitEnd);
    found.bitPadding = left - seen;
    seen = left;
  }
  found.padding = size - Math.floor(seen / 8);
}
