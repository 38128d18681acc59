/**
 * How one struct or union lies in memory.
 * In: what `layouts.ts` finds out. Out: plain figures to read. A class so that a hundred thousand of them stay small.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import type { BtfView } from '../view/view.ts';
import type { Holes } from './holes.ts';
import type { LayoutMember } from './placing.ts';

/** Offsets count from the start of the struct or union. */
export class Layout implements Holes {
  readonly id: TypeId;
  readonly nameOff: StrOff;
  readonly isUnion: boolean;
  /** A forward declaration: no members, size 0. */
  readonly isDeclaration: boolean;
  /** Bytes. */
  readonly size: number;
  readonly members: readonly LayoutMember[];
  /** Bytes; largest of the members' natural alignments, at least 1. */
  naturalAlignment = 1;
  /** Bytes; as `LayoutMember.alignment`, for the whole type. 0 for a union. */
  alignment = 0;
  /** Whether the last member of a struct is an array of no elements. */
  hasFlexibleArray = false;
  preHole = 0;
  preBitHole = 0;
  holes = 0;
  bitHoles = 0;
  padding = 0;
  bitPadding = 0;
  private readonly view: BtfView;

  constructor(
    view: BtfView,
    id: TypeId,
    isUnion: boolean,
    isDeclaration: boolean,
    size: number,
    members: readonly LayoutMember[],
  ) {
    this.view = view;
    this.id = id;
    this.nameOff = view.nameOffOf(id);
    this.isUnion = isUnion;
    this.isDeclaration = isDeclaration;
    this.size = size;
    this.members = members;
  }

  /** As a member's, read from the file each time. */
  get name(): string {
    return this.view.nameOf(this.id);
  }
}
