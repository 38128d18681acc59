/**
 * One member of a struct or union, placed: what `Layout` knows of it in columns, as an object to hand around.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import type { Layout } from './layout.ts';

/** Offsets count from the start of the struct or union. */
export class LayoutMember {
  private readonly layout: Layout;
  private readonly index: number;

  constructor(layout: Layout, index: number) {
    this.layout = layout;
    this.index = index;
  }

  /** Empty where there is none. Read from the file each time: a hostile one may name megabytes in every member. */
  get name(): string {
    return this.layout.stringAt(this.nameOff);
  }

  get nameOff(): StrOff {
    return this.layout.nameOffAt(this.index);
  }

  get typeId(): TypeId {
    return this.layout.typeIdAt(this.index);
  }

  /** Bytes; for a bitfield of its storage unit: a run of the declared type's size, aligned to it. */
  get offset(): number {
    return this.layout.offsetAt(this.index);
  }

  /** Bytes of the declared type. */
  get size(): number {
    return this.layout.sizeAt(this.index);
  }

  /** Bits. */
  get bitOffset(): number {
    return this.layout.bitOffsetAt(this.index);
  }

  /** Bits; 0 for what is no bitfield. */
  get bitfieldSize(): number {
    return this.layout.bitfieldSizeAt(this.index);
  }

  /** Bits from the start of the storage unit, the `3` of pahole's `52: 3`; as BTF counts them, in either endianness. */
  get bitfieldOffset(): number {
    return this.layout.firstBitAt(this.index);
  }

  /** Bytes; an alignment the source must have asked for, else the member would lie lower. 0 where none shows. */
  get alignment(): number {
    return this.layout.alignmentAt(this.index);
  }

  /** Bytes left free behind the member; negative where the next one starts before this one ends. */
  get hole(): number {
    return this.layout.holeAt(this.index);
  }

  /** Bits left free behind the member. */
  get bitHole(): number {
    return this.layout.bitHoleAt(this.index);
  }
}
