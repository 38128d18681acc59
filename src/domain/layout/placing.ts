/**
 * Where a member lies: BTF gives the first bit, pahole tells its storage unit and the alignment behind it.
 * In: the members of one struct or union, in order. Out: in its layout, each with offset, size, bits and forced alignment, as pahole's BTF
 * loader works them out (`class__fixup_btf_bitfields`, `class__infer_alignment`). Leaves holes to `holes.ts`.
 */

import { Figure } from './figures.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import { Tag, tagOf } from './tags.ts';

/** Places one member after the other. */
export class Placing {
  naturalAlignment = 1;
  private readonly layouts: Layouts;
  private readonly layout: Layout;
  /** The lowest offset at which the next member could lie: where the last one ends. Bytes. */
  private lowest = 0;

  constructor(layouts: Layouts, layout: Layout) {
    this.layouts = layouts;
    this.layout = layout;
  }

  /** Of the whole type: its size as the offset of what would follow it in an array. */
  get alignment(): number {
    return inferAlignment(this.layout.size, this.naturalAlignment, this.lowest, this.layouts.cachelineSize);
  }

  /** `index` of the member behind the one before. */
  place(index: number): void {
    const { layouts, layout } = this;
    const bitOffset = layout.bitOffsetAt(index);
    const bitfieldSize = layout.bitfieldSizeAt(index);
    let offset = bitOffset >>> 3;
    let firstBit = 0;
    layout.setFigure(index, Figure.Offset, offset);
    const type = layouts.stripped(layout.typeIdAt(index));
    if (type === 0) return;
    const size = layouts.sizeOf(type);
    if (size !== 0 && bitfieldSize !== 0) {
      const tag = tagOf(layouts.view, type);
      if (tag === Tag.Base || tag === Tag.Enum) {
        offset = Math.floor(bitOffset / (size * 8)) * size;
        firstBit = bitOffset - offset * 8;
        layout.setFigure(index, Figure.Offset, offset);
        layout.setFigure(index, Figure.FirstBit, firstBit);
      }
    }
    const natural = layouts.naturalAlignmentOf(type);
    if (natural > this.naturalAlignment) this.naturalAlignment = natural;
    layout.setFigure(index, Figure.Size, size);
    layout.setFigure(index, Figure.Natural, natural);
    const alignment = inferAlignment(offset, natural, this.lowest, layouts.cachelineSize);
    if (alignment !== 0) layout.setFigure(index, Figure.Alignment, alignment);
    if (size === 0) return;
    this.lowest = offset + (bitfieldSize === 0 ? size : Math.floor((firstBit + bitfieldSize + 7) / 8));
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
