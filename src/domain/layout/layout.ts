/**
 * How one struct or union lies in memory.
 * In: what `layouts.ts` finds out. Out: plain figures to read. A class so that a hundred thousand of them stay small; its
 * members are columns, partly the record's own, and become objects only where somebody asks for one.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { infoKindFlag, infoVlen } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { Figure, FIGURES, type FigureRoom } from './figures.ts';
import type { Holes } from './holes.ts';
import { LayoutMember } from './member.ts';

/** Words of a record before its members, and of each of those: name, type, offset with a bitfield's size. */
const HEAD_WORDS = 3;
const MEMBER_WORDS = 3;

const NO_ROOM: FigureRoom = { figures: new Int32Array(0), start: 0 };

/** Offsets count from the start of the struct or union. */
export class Layout implements Holes {
  readonly id: TypeId;
  readonly nameOff: StrOff;
  readonly isUnion: boolean;
  /** A forward declaration: no members, size 0. */
  readonly isDeclaration: boolean;
  /** Bytes. */
  readonly size: number;
  readonly memberCount: number;
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
  /** The type section, and where in it the first member's words are. */
  private readonly words: Uint32Array;
  private readonly firstWord: number;
  private readonly hasBitfields: boolean;
  /** What the record does not say, see `figures.ts`. */
  private readonly figures: Int32Array;
  private readonly firstFigure: number;
  private madeMembers: readonly LayoutMember[] | null = null;

  /** `id`: an own type of the view. Without `room` a forward declaration. */
  constructor(view: BtfView, id: TypeId, isUnion: boolean, room: FigureRoom | null) {
    const { words, typeOffsets } = view.own;
    const at = typeOffsets[id - view.startId + 1];
    this.view = view;
    this.id = id;
    this.nameOff = words[at];
    this.isUnion = isUnion;
    this.isDeclaration = room === null;
    this.size = room ? words[at + 2] : 0;
    this.memberCount = room ? infoVlen(words[at + 1]) : 0;
    this.words = words;
    this.firstWord = at + HEAD_WORDS;
    this.hasBitfields = infoKindFlag(words[at + 1]);
    this.figures = (room ?? NO_ROOM).figures;
    this.firstFigure = (room ?? NO_ROOM).start;
  }

  /** As a member's, read from the file each time. */
  get name(): string {
    return this.view.nameOf(this.id);
  }

  /** All members as objects, which are made once and kept; for a look at many layouts there is `memberAt`. */
  get members(): readonly LayoutMember[] {
    return (this.madeMembers ??= Array.from({ length: this.memberCount }, (_, index) =>
      this.memberAt(index),
    ));
  }

  /** A member as an object, made anew. `index` from 0 and below `memberCount`, as of all that follows. */
  memberAt(index: number): LayoutMember {
    return new LayoutMember(this, index);
  }

  /** '' where there is none. */
  stringAt(off: StrOff): string {
    return this.view.stringAt(off) ?? '';
  }

  nameOffAt(index: number): StrOff {
    return this.words[this.firstWord + index * MEMBER_WORDS];
  }

  typeIdAt(index: number): TypeId {
    return this.words[this.firstWord + index * MEMBER_WORDS + 1];
  }

  /** Bits. */
  bitOffsetAt(index: number): number {
    const word = this.words[this.firstWord + index * MEMBER_WORDS + 2];
    return this.hasBitfields ? word & 0xffffff : word;
  }

  /** Bits; 0 for what is no bitfield. */
  bitfieldSizeAt(index: number): number {
    return this.hasBitfields ? this.words[this.firstWord + index * MEMBER_WORDS + 2] >>> 24 : 0;
  }

  /** Bytes, of the storage unit for a bitfield. */
  offsetAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.Offset];
  }

  /** Bytes. */
  sizeAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.Size] >>> 0;
  }

  /** Bits. */
  firstBitAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.FirstBit];
  }

  /** Bytes, at least 1: of the member's type. */
  naturalAlignmentAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.Natural] || 1;
  }

  /** Bytes; 0 for none that shows. */
  alignmentAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.Alignment] >>> 0;
  }

  /** Bytes behind the member; negative where the next one starts before this one ends. */
  holeAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.Hole];
  }

  /** Bits behind the member. */
  bitHoleAt(index: number): number {
    return this.figures[this.firstFigure + index * FIGURES + Figure.BitHole];
  }

  /** For who finds them out. */
  setFigure(index: number, figure: number, value: number): void {
    this.figures[this.firstFigure + index * FIGURES + figure] = value;
  }
}
