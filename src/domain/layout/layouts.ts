/**
 * How structs and unions lie in memory, as pahole works it out from BTF.
 * In: a view. Out: one `Layout` a type, decoded once and kept; sizes and alignments of everything else. The object is the
 * cache of one view: a module's borrows its base's. Leaves to others: where one
 * member lies (`placing.ts`), which structs are packed (`packing.ts`, it depends on
 * their surroundings), sums (`stats.ts`) and text (`render/pahole.ts`).
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { MAX_RESOLVE_DEPTH, recordOf } from '../view/walk.ts';
import { FigureBlocks } from './figures.ts';
import { findHoles } from './holes.ts';
import { Layout } from './layout.ts';
import { Placing } from './placing.ts';
import { hasMembers, Tag, tagOf, vlenOf } from './tags.ts';

export const DEFAULT_CACHELINE_SIZE = 64;

/** Bytes; no type is larger. */
const MAX_SIZE = 0xfffffffe;
const UNKNOWN = 0xffffffff;

/** Structs nest by value at most this deep; below, alignments read 1. Bounds what a hostile file can ask of the stack. */
const MAX_NESTING = 256;

export class Layouts {
  readonly view: BtfView;
  /** Bytes; an alignment is taken for the cacheline's where that explains an offset as well (pahole `class__infer_alignment`). */
  readonly cachelineSize: number;
  readonly base: Layouts | null;
  /** By own id. */
  private readonly layouts: (Layout | null | undefined)[];
  private readonly sizes: Uint32Array;
  private readonly embedded = new Map<TypeId, boolean>();
  private readonly blocks = new FigureBlocks();
  private nesting = 0;

  /** `base`: the cache of `view.base`, made with the same cacheline size, to share. */
  constructor(view: BtfView, cachelineSize = DEFAULT_CACHELINE_SIZE, base: Layouts | null = null) {
    this.view = view;
    this.cachelineSize = cachelineSize;
    this.base = base ?? (view.base ? new Layouts(view.base, cachelineSize) : null);
    this.layouts = new Array<Layout | null | undefined>(view.own.nrTypes);
    this.sizes = new Uint32Array(view.own.nrTypes).fill(UNKNOWN);
  }

  /** Null for what is neither struct nor union. */
  of(id: TypeId): Layout | null {
    const { startId } = this.view;
    if (id < startId) return this.base ? this.base.of(id) : null;
    const known = this.layouts[id - startId];
    if (known !== undefined) return known;
    if (!hasMembers(tagOf(this.view, id))) return null;
    // Null while at it: a struct inside itself by value has no layout there.
    this.layouts[id - startId] = null;
    return (this.layouts[id - startId] = this.layOut(id));
  }

  /**
   * Bytes (dwarves `tag__size`): 0 for void, functions in BTF's sense, forward declarations and for the empty struct of size
   * 1 that C++ knows.
   */
  sizeOf(id: TypeId): number {
    return this.sizeAt(id, 0);
  }

  /** Bytes, at least 1 (dwarves `tag__natural_alignment`). `id` as `stripped` gives it. */
  naturalAlignmentOf(id: TypeId): number {
    for (let depth = 0; depth < MAX_RESOLVE_DEPTH; depth++) {
      switch (tagOf(this.view, id)) {
        case Tag.Base:
        case Tag.Enum:
        case Tag.Pointer:
          return this.sizeOf(id) || 1;
        case Tag.Struct:
        case Tag.Union:
          return this.nesting < MAX_NESTING ? (this.of(id)?.naturalAlignment ?? 1) : 1;
        case Tag.Array:
          id = this.stripped(this.elementOf(id).typeId);
          break;
        default:
          return 1;
      }
    }
    return 1;
  }

  /** The type behind typedefs, const, volatile and restrict, but not behind type tags; 0 where there is none. */
  stripped(id: TypeId): TypeId {
    for (let depth = 0; depth <= MAX_RESOLVE_DEPTH; depth++) {
      const tag = tagOf(this.view, id);
      if (tag === Tag.None) return 0;
      if (tag < Tag.Typedef || tag > Tag.Restrict) return id;
      id = this.view.sizeOrTypeOf(id);
    }
    return 0;
  }

  /** Element type and count of an array; void and 0 for what is none. */
  elementOf(id: TypeId): { readonly typeId: TypeId; readonly nelems: number } {
    if (this.view.kindOf(id) !== Kind.Array) return { typeId: 0, nelems: 0 };
    const { words, at } = recordOf(this.view, id);
    return { typeId: words[at + 3], nelems: words[at + 5] };
  }

  /** Whether a member's struct, at any depth, ends in an array of no elements (dwarves `class__has_embedded_flexible_array`). */
  hasEmbeddedFlexibleArray(id: TypeId): boolean {
    const known = this.embedded.get(id);
    if (known !== undefined) return known;
    // False while at it, which ends the walk of a struct inside itself.
    this.embedded.set(id, false);
    const found = this.nesting < MAX_NESTING && this.searchEmbedded(id);
    this.embedded.set(id, found);
    return found;
  }

  private searchEmbedded(id: TypeId): boolean {
    const layout = this.of(id);
    if (!layout || layout.isUnion) return false;
    this.nesting++;
    let found = false;
    for (let i = 0; i < layout.memberCount && !found; i++) {
      const inner = this.stripped(layout.typeIdAt(i));
      if (tagOf(this.view, inner) !== Tag.Struct) continue;
      found = this.of(inner)?.hasFlexibleArray || this.hasEmbeddedFlexibleArray(inner);
    }
    this.nesting--;
    return found;
  }

  private sizeAt(id: TypeId, depth: number): number {
    const { view } = this;
    if (id < view.startId) return this.base ? this.base.sizeAt(id, depth) : 0;
    if (id >= view.typeCount || depth > MAX_RESOLVE_DEPTH) return 0;
    const known = this.sizes[id - view.startId];
    if (known !== UNKNOWN) return known;
    return (this.sizes[id - view.startId] = Math.min(this.computeSize(id, depth), MAX_SIZE));
  }

  private computeSize(id: TypeId, depth: number): number {
    const { view } = this;
    switch (tagOf(view, id)) {
      case Tag.Base: {
        const type = view.typeById(id);
        return type?.kind === Kind.Int ? type.bits >>> 3 : view.sizeOrTypeOf(id);
      }
      case Tag.Enum:
        return view.sizeOrTypeOf(id) || 4;
      case Tag.Pointer:
      case Tag.Proto:
        return view.pointerSize;
      case Tag.Struct:
      case Tag.Union: {
        if (view.kindOf(id) === Kind.Fwd) return 0;
        const size = view.sizeOrTypeOf(id);
        return size === 1 && vlenOf(view, id) === 0 ? 0 : size;
      }
      case Tag.Array: {
        const { typeId, nelems } = this.elementOf(id);
        return this.sizeAt(typeId, depth + 1) * nelems;
      }
      case Tag.None:
        return 0;
      default:
        return this.sizeAt(view.sizeOrTypeOf(id), depth + 1);
    }
  }

  private layOut(id: TypeId): Layout {
    const { view } = this;
    const isUnion = tagOf(view, id) === Tag.Union;
    if (view.kindOf(id) === Kind.Fwd) return new Layout(view, id, isUnion, null);
    const layout = new Layout(view, id, isUnion, this.blocks.take(vlenOf(view, id)));
    const placing = new Placing(this, layout);
    this.nesting++;
    for (let i = 0; i < layout.memberCount; i++) placing.place(i);
    this.nesting--;
    layout.naturalAlignment = placing.naturalAlignment;
    if (isUnion) return layout;
    layout.alignment = placing.alignment;
    layout.hasFlexibleArray = this.endsFlexibly(layout);
    findHoles(layout);
    return layout;
  }

  private endsFlexibly(layout: Layout): boolean {
    if (layout.memberCount === 0) return false;
    const typeId = layout.typeIdAt(layout.memberCount - 1);
    return tagOf(this.view, typeId) === Tag.Array && this.elementOf(typeId).nelems === 0;
  }
}
