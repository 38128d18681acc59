/**
 * What pahole sums up below a struct.
 * In: a layout. Out: counts and sums, in bytes unless they say bits. Pure: how it is spelt is the renderer's.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import { Tag, tagOf } from './tags.ts';

/** What pahole remarks on a member that is a struct itself (dwarves `class__fprintf_member_type_holes`). */
export interface InnerRoom {
  readonly hasFlexibleArray: boolean;
  readonly hasEmbeddedFlexibleArray: boolean;
  readonly padding: number;
  readonly bitPadding: number;
  readonly holes: number;
  readonly bitHoles: number;
}

export interface LayoutStats {
  /** Cachelines the type covers when it starts at the beginning of one. */
  readonly cachelines: number;
  /** Bytes of the last cacheline that the type covers; 0 for all of them. */
  readonly lastCacheline: number;
  /** Bytes of all members but bitfields. */
  readonly sumMembers: number;
  /** Bits of all bitfields. */
  readonly sumBitfields: number;
  readonly sumHoles: number;
  /** Bits. */
  readonly sumBitHoles: number;
  /** Members that are structs with padding, and the sum of that padding. */
  readonly paddings: number;
  readonly sumPaddings: number;
  /** Members that are structs with bit padding, and the sum of it in bits. */
  readonly withBitPaddings: number;
  readonly sumBitPaddings: number;
  /** Members that are structs with holes, and the holes in them. */
  readonly withHoles: number;
  readonly totalHoles: number;
  readonly withBitHoles: number;
  readonly totalBitHoles: number;
  /** Members that are structs ending in a flexible array, and such that hold one deeper inside. */
  readonly flexibleArrays: number;
  readonly embeddedFlexibleArrays: number;
  /** Members that lie higher than nature would have it, those among them with a hole before, and the sum of those holes. */
  readonly forcedAlignments: number;
  readonly forcedHoles: number;
  readonly sumForcedHoles: number;
  /**
   * Bits by which members, holes and padding miss the size: not 0 where members overlap or BTF contradicts itself (pahole's
   * "BRAIN FART ALERT").
   */
  readonly missingBits: number;
}

/** Null where the type is no struct or has nothing to remark. `typeId` as the member names it: pahole looks through no typedef. */
export function innerRoom(layouts: Layouts, typeId: TypeId): InnerRoom | null {
  if (tagOf(layouts.view, typeId) !== Tag.Struct) return null;
  const layout = layouts.of(typeId);
  if (!layout) return null;
  const { hasFlexibleArray } = layout;
  // pahole keeps these in fields of 16 and 8 bits.
  const padding = layout.padding & 0xffff;
  const bitPadding = layout.bitPadding & 0xff;
  const holes = layout.holes & 0xff;
  const bitHoles = layout.bitHoles & 0xff;
  const hasEmbeddedFlexibleArray = layouts.hasEmbeddedFlexibleArray(typeId);
  if (!padding && !bitPadding && !holes && !bitHoles && !hasFlexibleArray && !hasEmbeddedFlexibleArray)
    return null;
  return { hasFlexibleArray, hasEmbeddedFlexibleArray, padding, bitPadding, holes, bitHoles };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function layoutStats(layouts: Layouts, layout: Layout): LayoutStats {
  const { memberCount, size } = layout;
  const padding = layout.padding & 0xffff;
  const stats: Mutable<LayoutStats> = {
    cachelines: Math.ceil(layouts.sizeOf(layout.id) / layouts.cachelineSize),
    lastCacheline: size % layouts.cachelineSize,
    sumMembers: 0,
    sumBitfields: 0,
    sumHoles: layout.preHole > 0 ? layout.preHole : 0,
    sumBitHoles: layout.preBitHole > 0 ? layout.preBitHole : 0,
    paddings: 0,
    sumPaddings: 0,
    withBitPaddings: 0,
    sumBitPaddings: 0,
    withHoles: 0,
    totalHoles: 0,
    withBitHoles: 0,
    totalBitHoles: 0,
    flexibleArrays: 0,
    embeddedFlexibleArrays: 0,
    forcedAlignments: 0,
    forcedHoles: 0,
    sumForcedHoles: 0,
    missingBits: 0,
  };
  let holeBefore = layout.preHole;
  for (let i = 0; i < memberCount; i++) {
    addForced(stats, layout.alignmentAt(i), holeBefore);
    const hole = (holeBefore = layout.holeAt(i));
    const typeId = layout.typeIdAt(i);
    // pahole prints an error in place of a member of no type, and counts nothing.
    if (tagOf(layouts.view, typeId) === Tag.None) continue;
    const bitfieldSize = layout.bitfieldSizeAt(i);
    if (bitfieldSize) stats.sumBitfields += bitfieldSize;
    else stats.sumMembers += layout.sizeAt(i);
    stats.sumBitHoles += layout.bitHoleAt(i) & 0xff;
    if (hole > 0) stats.sumHoles += hole;
    const room = innerRoom(layouts, typeId);
    if (room) addInner(stats, room);
  }
  stats.missingBits =
    (size - stats.sumMembers - stats.sumHoles - padding) * 8 -
    (stats.sumBitfields + stats.sumBitHoles + (layout.bitPadding & 0xff));
  return stats;
}

function addForced(stats: Mutable<LayoutStats>, alignment: number, holeBefore: number): void {
  if (alignment === 0) return;
  stats.forcedAlignments++;
  if (holeBefore === 0) return;
  stats.forcedHoles++;
  stats.sumForcedHoles += holeBefore;
}

function addInner(stats: Mutable<LayoutStats>, room: InnerRoom): void {
  if (room.hasFlexibleArray) stats.flexibleArrays++;
  if (room.hasEmbeddedFlexibleArray) stats.embeddedFlexibleArrays++;
  if (room.padding) {
    stats.paddings++;
    stats.sumPaddings += room.padding;
  }
  if (room.bitPadding) {
    stats.withBitPaddings++;
    stats.sumBitPaddings += room.bitPadding;
  }
  if (room.holes) {
    stats.withHoles++;
    stats.totalHoles += room.holes;
  }
  if (room.bitHoles) {
    stats.withBitHoles++;
    stats.totalBitHoles += room.bitHoles;
  }
}
