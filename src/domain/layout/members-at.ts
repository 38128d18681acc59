/**
 * From an offset to members: what is at `task_struct+0x4a8`?
 * In: a struct or union and a byte. Out: every member that covers it, as a path through anonymous members, unions, typedefs and
 * arrays; or the hole it lies in. Bounded in depth, results and visits, whatever the file says.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { stringStart } from '../view/bounded-string.ts';
import { resolveType } from '../view/walk.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import type { LayoutMember } from './member.ts';
import { hasMembers, Tag, tagOf } from './tags.ts';

const MAX_DEPTH = 64;
const MAX_VISITS = 1_000_000;
const MAX_RESULTS = 256;
/** Characters of a member's name; the rest is an ellipsis. */
const MAX_NAME = 512;

/** Offsets and sizes in bytes. */
export interface MemberAt {
  /** `se.load.weight`, `comm[3]`; '' for the type itself. */
  readonly path: string;
  /** A member, or room between or behind the members of what `path` names. */
  readonly place: 'member' | 'hole' | 'padding';
  /** Of the member; of the struct for a hole or padding. */
  readonly typeId: TypeId;
  /** Where the member (or the struct with the hole) starts, from the start of the outermost type. */
  readonly offset: number;
  readonly size: number;
  /** Of a bitfield, from the start of the outermost type. */
  readonly bits: { readonly offset: number; readonly size: number } | null;
}

export interface MembersAt {
  readonly members: readonly MemberAt[];
  /** Whether there are more, or might be. */
  readonly truncated: boolean;
}

/** Every member that covers a byte: one for a struct, one a member for a union. None for an offset outside the type. */
export function memberPathsAt(
  layouts: Layouts,
  id: TypeId,
  byteOffset: number,
  maxResults = MAX_RESULTS,
): MembersAt {
  const finder = new OffsetFinder(layouts, byteOffset, maxResults);
  const target = resolveType(layouts.view, id) ?? 0;
  if (Number.isInteger(byteOffset) && byteOffset >= 0 && layouts.of(target)) finder.visit(target, 0, '', 0);
  return { members: finder.members, truncated: finder.truncated };
}

class OffsetFinder {
  readonly members: MemberAt[] = [];
  truncated = false;
  private readonly layouts: Layouts;
  private readonly wanted: number;
  private readonly maxResults: number;
  private visits = 0;

  constructor(layouts: Layouts, wanted: number, maxResults: number) {
    this.layouts = layouts;
    this.wanted = wanted;
    this.maxResults = maxResults;
  }

  /** A type that starts at `base` and may hold the byte. */
  visit(id: TypeId, base: number, path: string, depth: number): void {
    if (depth > MAX_DEPTH || ++this.visits > MAX_VISITS) {
      this.truncated = true;
      return;
    }
    const target = resolveType(this.layouts.view, id) ?? 0;
    const tag = tagOf(this.layouts.view, target);
    const layout = hasMembers(tag) ? this.layouts.of(target) : null;
    if (layout?.memberCount) this.composite(layout, base, path, depth);
    else if (tag === Tag.Array) this.array(target, base, path, depth);
    else {
      const size = this.layouts.sizeOf(id);
      // A struct without members ends where it begins, or where it says
      if (layout && this.wanted - base >= size) return;
      this.found({ path, place: 'member', typeId: id, offset: base, size, bits: null });
    }
  }

  private array(id: TypeId, base: number, path: string, depth: number): void {
    const { typeId } = this.layouts.elementOf(id);
    const stride = this.layouts.sizeOf(typeId);
    const index = stride > 0 ? Math.floor((this.wanted - base) / stride) : 0;
    this.visit(typeId, base + index * stride, `${path}[${index}]`, depth + 1);
  }

  private composite(layout: Layout, base: number, path: string, depth: number): void {
    let covered = false;
    for (let index = 0; index < layout.memberCount; index++) {
      if (++this.visits > MAX_VISITS) this.truncated = true;
      if (this.truncated) return;
      const member = layout.memberAt(index);
      const isLast = index === layout.memberCount - 1;
      if (!this.covers(member, this.wanted - base, isLast && !layout.isUnion)) continue;
      covered = true;
      this.member(member, base, path, depth);
    }
    const inside = this.wanted - base;
    if (covered || inside >= layout.size) return;
    const isPadding = inside >= layout.size - layout.padding && !layout.isUnion;
    const { id, size } = layout;
    this.found({ path, place: isPadding ? 'padding' : 'hole', typeId: id, offset: base, size, bits: null });
  }

  private member(member: LayoutMember, base: number, path: string, depth: number): void {
    const { typeId, offset, size, bitOffset, bitfieldSize, nameOff } = member;
    const own = joinPath(path, stringStart(this.layouts.view, nameOff, MAX_NAME));
    if (bitfieldSize === 0) return this.visit(typeId, base + offset, own, depth + 1);
    const bits = { offset: base * 8 + bitOffset, size: bitfieldSize };
    this.found({ path: own, place: 'member', typeId, offset: base + offset, size, bits });
  }

  /** `inside` counts from the start of the struct. A flexible array covers everything behind its start. */
  private covers(
    { typeId, offset, size, bitOffset, bitfieldSize }: LayoutMember,
    inside: number,
    isLast: boolean,
  ) {
    if (bitfieldSize > 0) return bitOffset < inside * 8 + 8 && bitOffset + bitfieldSize > inside * 8;
    if (inside < offset) return false;
    if (size > 0) return inside < offset + size;
    const { layouts } = this;
    const target = layouts.stripped(typeId);
    const isArray = tagOf(layouts.view, target) === Tag.Array;
    return isLast && isArray && layouts.sizeOf(layouts.elementOf(target).typeId) > 0;
  }

  private found(member: MemberAt): void {
    if (this.members.length < this.maxResults) this.members.push(member);
    else this.truncated = true;
  }
}

/** An anonymous member leaves no trace in a path. */
export const joinPath = (path: string, name: string): string =>
  path && name ? `${path}.${name}` : path || name;
