/**
 * Structs and unions as pahole prints them: members with offset and size, remarks on holes, the sums below.
 * In: an id and the style of its members. Out: text on the pen, from `struct` to the closing brace and its attributes. Follows
 * dwarves `__class__fprintf`, `union__fprintf`, `class_member__fprintf`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { Layout } from '../layout/layout.ts';
import type { Packing } from '../layout/packing.ts';
import type { LayoutMember } from '../layout/member.ts';
import { innerRoom, type InnerRoom } from '../layout/stats.ts';
import { hasKeyword, isNamed, Tag, tagOf } from '../layout/tags.ts';
import type { PaholeCache } from './pahole-cache.ts';
import { counted, padded, printPlace, type Pen } from './pahole-out.ts';
import type { PaholeStyle } from './pahole-function.ts';
import { totals } from './pahole-totals.ts';
import { TypePrinter, type Style } from './pahole-type.ts';

const PACKED = ' __attribute__((__packed__))';

export class StructPrinter extends TypePrinter {
  private readonly packing: Packing;
  /** Cacheline of the last member printed; the boundaries before are announced. */
  private cacheline = 0;

  /** `packing` learns from what is printed. */
  constructor(cache: PaholeCache, packing: Packing, pen: Pen, style: PaholeStyle) {
    super(cache, pen, style);
    this.packing = packing;
  }

  protected override struct(id: TypeId, style: Style): void {
    const { pen, packing } = this;
    const layout = this.heading('struct', id, style);
    if (!layout) return;
    packing.infer(id);
    let blank = this.preHoles(layout, style.indent);
    let last: LayoutMember | null = null;
    let lastSize = 0;
    const { memberCount } = layout;
    for (let i = 0; i < memberCount; i++) {
      const member = layout.memberAt(i);
      if (last && lastSize !== 0) blank = this.betweenMembers(last, lastSize, member, style, blank);
      if (blank) pen.newline();
      pen.tabs(style.indent);
      if (tagOf(this.view, member.typeId) === Tag.None) {
        this.missingType(member);
        blank = false;
      } else {
        style.first = last === null;
        style.last = i === memberCount - 1;
        this.member(member, style, false);
        blank = this.afterMember(member, style.indent);
        pen.newline();
        if (isNewUnit(last, lastSize, member)) lastSize = member.size;
      }
      last = member;
    }
    if (style.emitStats) this.statistics(layout, style);
    pen.tabs(style.indent - 1);
    pen.put('punctuation', '}');
    const isPacked = packing.isPacked(id);
    if (isPacked) pen.put('keyword', PACKED);
    this.suffix(style.suffix);
    if (layout.alignment !== 0 && !isPacked) this.aligned(layout.alignment);
  }

  protected override union(id: TypeId, style: Style): void {
    const { pen } = this;
    const layout = this.heading('union', id, style);
    if (!layout) return;
    this.packing.inferUnion(id);
    const members = { ...style, inUnion: true };
    // Each member starts again where the union does.
    const { cacheline } = this;
    for (let i = 0; i < layout.memberCount; i++) {
      const member = layout.memberAt(i);
      pen.tabs(style.indent);
      if (tagOf(this.view, member.typeId) === Tag.None) {
        this.missingType(member);
        continue;
      }
      this.member(member, members, true);
      pen.newline();
      this.cacheline = cacheline;
    }
    pen.tabs(style.indent - 1);
    pen.put('punctuation', '}');
    this.suffix(style.suffix);
  }

  private heading(keyword: string, id: TypeId, { prefix }: Style): Layout | null {
    const { pen } = this;
    const layout = this.cache.layouts.of(id);
    pen.put('keyword', prefix === null ? keyword : `${prefix} ${keyword}`);
    if (isNamed(this.view, id)) {
      pen.put('punctuation', ' ');
      this.stored('type', this.view.nameOffOf(id), id);
    }
    pen.put('punctuation', ' {');
    pen.newline();
    if (layout) return layout;
    pen.put('comment', '/* inside itself */ }');
    return null;
  }

  /** As pahole's, this prints no blank line between remark and member for what has no type. */
  private missingType({ typeId, nameOff }: LayoutMember): void {
    this.pen.put('comment', `<ERROR: type ${typeId} of `);
    this.stored('name', nameOff);
    this.pen.put('comment', ' not found!>');
    this.pen.newline();
  }

  private remark(indent: number, text: string): void {
    const { pen } = this;
    pen.tabs(indent);
    pen.put('comment', '/* ');
    pen.put('comment', text);
    pen.put('comment', ' */');
  }

  /** Whether a blank line is due before what comes next. */
  private preHoles({ preHole, preBitHole }: Layout, indent: number): boolean {
    const { pen } = this;
    const bits = preBitHole & 0xff;
    const bytes = preHole & 0xffff;
    if (bits === 0 && bytes === 0) return false;
    pen.newline();
    if (bits > 0) {
      this.remark(indent, `XXX ${counted(bits, 'bit')} hole, try to pack`);
      pen.newline();
    }
    if (bytes > 0) {
      this.remark(indent, `XXX ${counted(bytes, 'byte')} hole, try to pack`);
      pen.newline();
    }
    return true;
  }

  /** What the source must have had between two members: unnamed bitfields, shared storage. Whether a blank line is due. */
  private betweenMembers(
    last: LayoutMember,
    lastSize: number,
    member: LayoutMember,
    style: Style,
    blank: boolean,
  ): boolean {
    const { pen } = this;
    const { indent } = style;
    const bitHole = last.bitHole & 0xff;
    if (bitHole !== 0 && member.bitfieldSize !== 0 && tagOf(this.view, member.typeId) !== Tag.None) {
      const isNextUnit = last.offset !== member.offset;
      if (isNextUnit) {
        pen.newline();
        this.remark(indent, 'Force alignment to the next boundary:');
        pen.newline();
      }
      pen.tabs(indent);
      this.type(style, member.typeId, '', style.baseOffset);
      pen.put('number', `:${isNextUnit ? 0 : bitHole}`);
      pen.put('punctuation', ';');
      pen.newline();
    }
    const isBehind = member.offset - last.offset;
    const joinsBitfield = isBehind === 0 && last.bitfieldSize === 0 && member.bitfieldSize !== 0;
    const remark =
      isBehind < 0 || joinsBitfield ? 'previous' : isBehind > 0 && isBehind < lastSize ? 'next' : null;
    if (remark === null) return blank;
    if (!blank) pen.newline();
    this.remark(indent, `Bitfield combined with ${remark} fields`);
    pen.newline();
    return true;
  }

  /** Remarks behind a member, each on its own line. Whether there were any. */
  private afterMember(member: LayoutMember, indent: number): boolean {
    let blank = false;
    if (tagOf(this.view, member.typeId) === Tag.Struct) {
      this.packing.infer(member.typeId);
      const room = innerRoom(this.cache.layouts, member.typeId);
      if (room) blank = this.remarkBehind(blank, indent, `XXX last struct has${describeRoom(room)}`);
    }
    const bits = member.bitHole & 0xff;
    const bytes = member.hole;
    if (bits !== 0) blank = this.remarkBehind(blank, indent, `XXX ${counted(bits, 'bit')} hole, try to pack`);
    if (bytes > 0)
      blank = this.remarkBehind(blank, indent, `XXX ${counted(bytes, 'byte')} hole, try to pack`);
    return blank;
  }

  /** On a line of its own, and the first one behind an empty line. */
  private remarkBehind(isNext: boolean, indent: number, text: string): true {
    if (!isNext) this.pen.newline();
    this.pen.newline();
    this.remark(indent, text);
    return true;
  }

  private member(member: LayoutMember, style: Style, isOfUnion: boolean): void {
    const { pen } = this;
    const { typeId, bitfieldSize, alignment } = member;
    const offset = style.relOffset ? member.offset : member.offset + style.baseOffset;
    const base = style.relOffset || isOfUnion ? style.baseOffset : offset;
    this.cachelineBoundary(offset, style.indent);
    const start = pen.count;
    const name = member.nameOff || null;
    const tag = tagOf(this.view, typeId);
    const isAnonymous = hasKeyword(tag) && !isNamed(this.view, typeId);
    let nameWidth = -1;
    if (!hasKeyword(tag)) this.type(style, typeId, name, base);
    else {
      this.type(style, typeId, null, base);
      if (name !== null) {
        if (isAnonymous || this.expanded) pen.put('punctuation', ' ');
        nameWidth = this.stored('name', name);
      }
    }
    if (bitfieldSize) pen.put('number', `:${bitfieldSize}`);
    const attribute = alignment === 0 ? 0 : this.aligned(alignment);
    pen.put('punctuation', ';');
    const { typeSpacing, nameSpacing } = style;
    if (isAnonymous) {
      let taken = attribute + nameWidth;
      if (this.packing.isPacked(typeId)) taken += PACKED.length;
      pen.spaces(Math.max(1, Math.abs(typeSpacing + nameSpacing - taken - 3)));
    } else {
      pen.spaces(Math.max(1, typeSpacing + nameSpacing - (pen.count - start)));
    }
    this.place(member, offset);
  }

  /** The `/* offset size *\/` of a member: in bytes, for a bitfield its storage unit's with its first bit. */
  private place({ size, bitfieldSize, bitfieldOffset }: LayoutMember, offset: number): void {
    const { hex, pen } = this;
    if (bitfieldSize === 0 && !hex) return printPlace(pen, offset, size);
    const bits = bitfieldSize === 0 ? '' : `:${padded(bitfieldOffset, hex, 2)}`;
    pen.put('comment', `/* ${padded(offset, hex, 5)}${bits} ${padded(size, hex, bits ? 2 : 5)} */`);
  }

  private aligned(alignment: number): number {
    const text = ` __attribute__((__aligned__(${alignment})))`;
    this.pen.put('keyword', text);
    return text.length;
  }

  private cachelineBoundary(offset: number, indent: number): void {
    const { cachelineSize } = this.cache.layouts;
    const cacheline = Math.floor(offset / cachelineSize);
    if (cacheline <= this.cacheline) return;
    this.cacheline = cacheline;
    const ago = offset % cachelineSize;
    const was = ago === 0 ? '' : ` was ${counted(ago, 'byte')} ago`;
    this.pen.put('comment', `/* --- cacheline ${cacheline} boundary (${offset - ago} bytes)${was} --- */`);
    this.pen.newline();
    this.pen.tabs(indent);
  }

  private statistics(layout: Layout, { indent, baseOffset }: Style): void {
    const { pen } = this;
    const { lines, alert } = totals(this.cache.layouts, layout, baseOffset);
    pen.newline();
    for (const line of lines) {
      pen.tabs(indent);
      pen.put('comment', '/* ');
      for (const piece of line) pen.put('comment', typeof piece === 'number' ? `${piece}` : piece);
      pen.put('comment', ' */');
      pen.newline();
    }
    if (alert === null) return;
    pen.newline();
    this.remark(indent, alert);
    pen.newline();
  }
}

/** Whether the storage reckoned with moves on to this member. */
function isNewUnit(last: LayoutMember | null, lastSize: number, member: LayoutMember): boolean {
  return (
    last === null ||
    lastSize === 0 ||
    last.offset !== member.offset ||
    (last.bitfieldSize === 0 && member.bitfieldSize !== 0)
  );
}

function describeRoom(room: InnerRoom): string {
  const parts: string[] = [];
  if (room.hasFlexibleArray) parts.push(' a flexible array');
  if (room.hasEmbeddedFlexibleArray) parts.push(' embedded flexible array(s)');
  if (room.padding) parts.push(` ${counted(room.padding, 'byte')} of padding`);
  if (room.bitPadding) parts.push(` ${counted(room.bitPadding, 'bit')} of padding`);
  if (room.holes) parts.push(` ${counted(room.holes, 'hole')}`);
  if (room.bitHoles) parts.push(` ${counted(room.bitHoles, 'bit hole')}`);
  return parts.join(',');
}
