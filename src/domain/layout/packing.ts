/**
 * Which structs were declared packed: BTF does not say, so it is inferred, as pahole does it.
 * In: layouts. Out: yes or no for a struct. pahole finds out as it prints, and a struct may be given away by one that
 * embeds it (dwarves `class__infer_packed_attributes`, `union__infer_packed_attributes`): the answer depends on what was
 * printed before. This object is that memory: one for each run of pahole it stands for.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import { Tag, tagOf } from './tags.ts';

const INFERRED = 1;
const PACKED = 2;

export class Packing {
  private readonly layouts: Layouts;
  /** By id, the base's included: what is learnt over one module must not reach the next. */
  private readonly state: Uint8Array;

  /** `after`: what a run over the base has learnt, to go on from. */
  constructor(layouts: Layouts, after: Packing | null = null) {
    this.layouts = layouts;
    this.state = new Uint8Array(layouts.view.typeCount);
    if (after) this.state.set(after.state.subarray(0, this.state.length));
  }

  /** What is known so far, without inferring anything. */
  isPacked(id: TypeId): boolean {
    return (this.state[id] & PACKED) !== 0;
  }

  /** Settles a struct, and marks the structs in it that lie where only a packed one may. False for what is no struct. */
  infer(id: TypeId): boolean {
    if (this.state[id] & INFERRED) return this.isPacked(id);
    if (tagOf(this.layouts.view, id) !== Tag.Struct) return false;
    const layout = this.layouts.of(id);
    if (!layout) return false;
    const { padding, holes } = layout;
    // Cut to pahole's fields of 16 and 8 bits: what wraps to zero there is no hole to it.
    const hasRoom = (padding & 0xffff) !== 0 || (holes & 0xff) !== 0;
    if (hasRoom) this.markMisplaced(layout);
    const packed = !hasRoom && this.looksPacked(layout);
    this.state[id] |= packed ? INFERRED | PACKED : INFERRED;
    return packed;
  }

  /** Marks the structs in a union that an array of unions would misplace. */
  inferUnion(id: TypeId): void {
    if (this.state[id] & INFERRED) return;
    const layout = this.layouts.of(id);
    if (!layout) return;
    this.markMisplaced(layout);
    this.state[id] |= INFERRED;
  }

  /** Structs in a struct that their offset misplaces, or in a union whose size does. */
  private markMisplaced(layout: Layout): void {
    const { layouts } = this;
    for (let i = 0; i < layout.memberCount; i++) {
      const type = layouts.stripped(layout.typeIdAt(i));
      if (tagOf(layouts.view, type) !== Tag.Struct) continue;
      const place = layout.isUnion ? layout.size : layout.offsetAt(i);
      if (place % layout.naturalAlignmentAt(i) !== 0) this.state[type] |= INFERRED | PACKED;
    }
  }

  /** No room to spare, yet a member, or the next struct in an array, would lie below its natural alignment. */
  private looksPacked(layout: Layout): boolean {
    let largest = 1;
    for (let i = 0; i < layout.memberCount; i++) {
      const natural = layout.naturalAlignmentAt(i);
      if (layout.offsetAt(i) % natural !== 0) return true;
      if (natural > largest) largest = natural;
    }
    return layout.size % largest !== 0;
  }
}
