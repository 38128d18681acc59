/**
 * Where a member lies: BTF gives the first bit, pahole tells its storage unit and the alignment behind it.
 * In: the members of one struct or union, in order. Out: each with offset, size, bits and forced alignment, as pahole's BTF
 * loader works them out (`class__fixup_btf_bitfields`, `class__infer_alignment`). Leaves holes to `holes.ts`.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import type { BtfView } from '../view/view.ts';
import type { Placed } from './holes.ts';
import type { Layouts } from './layouts.ts';
import { Tag, tagOf } from './tags.ts';

/** Offsets count from the start of the struct or union. */
export interface LayoutMember {
  /** Empty where there is none. Read from the file each time: a hostile one may name megabytes in every member. */
  readonly name: string;
  readonly nameOff: StrOff;
  readonly typeId: TypeId;
  /** Bytes; for a bitfield of its storage unit: a run of the declared type's size, aligned to it. */
  readonly offset: number;
  /** Bytes of the declared type. */
  readonly size: number;
  /** Bits. */
  readonly bitOffset: number;
  /** Bits; 0 for what is no bitfield. */
  readonly bitfieldSize: number;
  /** Bits from the start of the storage unit, the `3` of pahole's `52: 3`; as BTF counts them, in either endianness. */
  readonly bitfieldOffset: number;
  /** Bytes; an alignment the source must have asked for, else the member would lie lower. 0 where none shows. */
  readonly alignment: number;
  /** Bytes left free behind the member; negative where the next one starts before this one ends. */
  readonly hole: number;
  /** Bits left free behind the member. */
  readonly bitHole: number;
}

class PlacedMember implements Placed, LayoutMember {
  readonly nameOff: StrOff;
  readonly typeId: TypeId;
  readonly bitOffset: number;
  readonly bitfieldSize: number;
  offset: number;
  size = 0;
  bitfieldOffset = 0;
  alignment = 0;
  hole = 0;
  bitHole = 0;
  private readonly view: BtfView;

  constructor(view: BtfView, nameOff: StrOff, typeId: TypeId, bitOffset: number, bitfieldSize: number) {
    this.view = view;
    this.nameOff = nameOff;
    this.typeId = typeId;
    this.bitOffset = bitOffset;
    this.bitfieldSize = bitfieldSize;
    this.offset = bitOffset >>> 3;
  }

  get name(): string {
    return this.view.stringAt(this.nameOff) ?? '';
  }
}

/** Places one member after the other. */
export class Placing {
  naturalAlignment = 1;
  private readonly layouts: Layouts;
  private readonly size: number;
  /** The lowest offset at which the next member could lie: where the last one ends. Bytes. */
  private lowest = 0;

  constructor(layouts: Layouts, size: number) {
    this.layouts = layouts;
    this.size = size;
  }

  /** Of the whole type: its size as the offset of what would follow it in an array. */
  get alignment(): number {
    return inferAlignment(this.size, this.naturalAlignment, this.lowest, this.layouts.cachelineSize);
  }

  /** As the record has them (`Member` in format/btf/decode.ts). */
  member(nameOff: StrOff, typeId: TypeId, bitOffset: number, bitfieldSize: number): LayoutMember & Placed {
    const { layouts } = this;
    const { view } = layouts;
    const placed = new PlacedMember(view, nameOff, typeId, bitOffset, bitfieldSize);
    const type = layouts.stripped(typeId);
    if (type === 0) return placed;
    const size = layouts.sizeOf(type);
    const tag = tagOf(view, type);
    if (size !== 0 && bitfieldSize !== 0 && (tag === Tag.Base || tag === Tag.Enum)) {
      placed.offset = Math.floor(bitOffset / (size * 8)) * size;
      placed.bitfieldOffset = bitOffset - placed.offset * 8;
    }
    const natural = layouts.naturalAlignmentOf(type);
    if (natural > this.naturalAlignment) this.naturalAlignment = natural;
    placed.size = size;
    placed.alignment = inferAlignment(placed.offset, natural, this.lowest, layouts.cachelineSize);
    if (size !== 0) {
      const taken = bitfieldSize === 0 ? size : Math.floor((placed.bitfieldOffset + bitfieldSize + 7) / 8);
      this.lowest = placed.offset + taken;
    }
    return placed;
  }
}

/**
 * The alignment that would make a compiler leave the gap between `lowest` and `offset`: the power of two above the gap, or
 * the cacheline's size where that fits as well; 0 where nature suffices (pahole `class__infer_alignment`). Bytes.
 */
function inferAlignment(offset: number, natural: number, lowest: number, cachelineSize: number): number {
  const gap = offset - lowest;
  if (gap <= 0 || gap >= 0x80000000 || offset % 2 !== 0) return 0;
  // A power of two by shifting stays a small integer, which keeps the objects small.
  const alignment = (1 << (32 - Math.clz32(gap))) >>> 0;
  if (alignment <= natural || alignment === 1) return 0;
  const fitsCacheline =
    alignment < cachelineSize && cachelineSize % alignment === 0 && offset % cachelineSize === 0;
  return fitsCacheline ? cachelineSize : alignment;
}
