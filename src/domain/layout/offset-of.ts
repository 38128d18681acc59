/**
 * From a path of members to an offset: where is `mm.pgd` in `task_struct`?
 * In: a struct or union and a path as C writes it. Out: the offset, the struct it counts from and what lies there; or which step
 * fails, as a value. Looks through anonymous members, typedefs and arrays, and steps through pointers.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { storedName } from '../view/bounded-string.ts';
import { resolveType } from '../view/walk.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import type { LayoutMember } from './member.ts';
import { joinPath } from './members-at.ts';
import { Tag, tagOf } from './tags.ts';

/** Steps of a path. */
const MAX_STEPS = 32;
/** Nesting of anonymous members. */
const MAX_DEPTH = 64;
/** Members that all steps of a path may look at together. */
const MAX_VISITS = 1_000_000;

/** One struct on the way, and how far into it the path goes before it ends or follows a pointer. */
export interface Hop {
  readonly typeId: TypeId;
  readonly path: string;
  /** Bytes from the start of that struct. */
  readonly offset: number;
}

export type PathOffset =
  | {
      readonly state: 'found';
      /** One for each struct: a pointer starts the next. The last one's offset is the answer. */
      readonly hops: readonly Hop[];
      /** Bytes from the start of the last struct. */
      readonly offset: number;
      /** What lies there, and its size in bytes; of a bitfield the declared type's. */
      readonly typeId: TypeId;
      readonly size: number;
      /** Of a bitfield, from the start of the last struct. */
      readonly bits: { readonly offset: number; readonly size: number } | null;
    }
  /**
   * `at`: the step that fails; `typeId`: what it was tried on. `too-large`: not all members were looked at, and it may be
   * among those.
   */
  | {
      readonly state: 'no-member' | 'no-struct' | 'no-array' | 'out-of-range' | 'too-large';
      readonly at: string;
      readonly typeId: TypeId;
    }
  | { readonly state: 'bad-path'; readonly at: string };

/** `pid`, `se.load.weight`, `comm[3]`, `mm.pgd` or `mm->pgd`: a dot follows a pointer as well as an arrow does. */
export function offsetOfPath(layouts: Layouts, id: TypeId, path: string): PathOffset {
  const steps = parsePath(path);
  if (typeof steps === 'string') return { state: 'bad-path', at: steps };
  return new PathWalk(layouts, id).walk(steps);
}

type Step = string | number;

/** Names and indexes, or the rest of the text that is no path. */
function parsePath(path: string): Step[] | string {
  const steps: Step[] = [];
  const step = /(?:^|\.|->)([^\s.[\]>-]+)|\[(\d{1,10})\]/y;
  while (step.lastIndex < path.length) {
    const { lastIndex } = step;
    const match = step.exec(path);
    if (!match || steps.length >= MAX_STEPS) return path.slice(lastIndex);
    steps.push(match[2] === undefined ? match[1] : Number(match[2]));
  }
  return steps.length > 0 ? steps : path;
}

class PathWalk {
  private readonly layouts: Layouts;
  private readonly search: NameSearch;
  private readonly hops: Hop[] = [];
  private struct: TypeId;
  private typeId: TypeId;
  private path = '';
  private offset = 0;
  private size = 0;
  private bits: { offset: number; size: number } | null = null;

  constructor(layouts: Layouts, id: TypeId) {
    this.layouts = layouts;
    this.search = new NameSearch(layouts);
    this.typeId = this.struct = id;
  }

  walk(steps: readonly Step[]): PathOffset {
    for (const [i, step] of steps.entries()) {
      const failure = typeof step === 'number' ? this.index(step) : this.name(step, i > 0);
      if (failure) return failure;
    }
    this.endHop();
    const { hops, offset, typeId, size, bits } = this;
    return { state: 'found', hops, offset, typeId, size, bits };
  }

  private name(name: string, mayFollow: boolean): PathOffset | null {
    const { layouts } = this;
    const { view } = layouts;
    let target = resolveType(view, this.typeId) ?? 0;
    if (mayFollow && tagOf(view, target) === Tag.Pointer) {
      this.endHop();
      target = resolveType(view, view.sizeOrTypeOf(target)) ?? 0;
      this.struct = this.typeId = target;
      this.offset = 0;
      this.path = '';
    }
    const layout = layouts.of(target);
    if (!layout || layout.memberCount === 0) return { state: 'no-struct', at: name, typeId: this.typeId };
    const found = this.search.find(layout, name);
    if (!found) return { state: this.search.isCut ? 'too-large' : 'no-member', at: name, typeId: target };
    const { member, base } = found;
    const start = this.offset + base;
    this.offset = start + member.offset;
    this.typeId = member.typeId;
    this.size = member.size;
    this.path = joinPath(this.path, name);
    const { bitfieldSize, bitOffset } = member;
    this.bits = bitfieldSize ? { offset: start * 8 + bitOffset, size: bitfieldSize } : null;
    return null;
  }

  private index(index: number): PathOffset | null {
    const { layouts } = this;
    const target = resolveType(layouts.view, this.typeId) ?? 0;
    const at = `[${index}]`;
    if (tagOf(layouts.view, target) !== Tag.Array) return { state: 'no-array', at, typeId: this.typeId };
    const { typeId, nelems } = layouts.elementOf(target);
    // A flexible array has no elements and any number of them.
    if (nelems > 0 && index >= nelems) return { state: 'out-of-range', at, typeId: target };
    this.size = layouts.sizeOf(typeId);
    this.offset += index * this.size;
    this.typeId = typeId;
    this.bits = null;
    this.path += at;
    return null;
  }

  private endHop(): void {
    this.hops.push({ typeId: this.struct, path: this.path, offset: this.offset });
  }
}

interface FoundMember {
  readonly member: LayoutMember;
  /** Bytes from the start of the struct to that of the anonymous member that holds it. */
  readonly base: number;
}

/**
 * Members by name, also inside anonymous members. Compares stored bytes: a hostile file may name megabytes in each of them.
 */
class NameSearch {
  /** Whether a limit was reached, and not all members were looked at. */
  isCut = false;
  private readonly layouts: Layouts;
  private visits = 0;

  constructor(layouts: Layouts) {
    this.layouts = layouts;
  }

  find(layout: Layout, name: string): FoundMember | null {
    return this.findIn(layout, encoder.encode(name), 0, 0);
  }

  private findIn(layout: Layout, name: Uint8Array, base: number, depth: number): FoundMember | null {
    const { view } = this.layouts;
    for (let i = 0; i < layout.memberCount; i++) {
      if (++this.visits > MAX_VISITS) {
        this.isCut = true;
        return null;
      }
      const { bytes, start } = storedName(view, layout.nameOffAt(i));
      if (bytes[start]) {
        if (isStored(name, bytes, start)) return { member: layout.memberAt(i), base };
        continue;
      }
      const inner = this.layouts.of(resolveType(view, layout.typeIdAt(i)) ?? 0);
      if (!inner) continue;
      if (depth >= MAX_DEPTH) {
        this.isCut = true;
        continue;
      }
      const found = this.findIn(inner, name, base + layout.offsetAt(i), depth + 1);
      if (found) return found;
    }
    return null;
  }
}

const encoder = new TextEncoder();

/** Whether the string at `start` is `name`, to its end. */
function isStored(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  if (bytes[start + name.length]) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}
