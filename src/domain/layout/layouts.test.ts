import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import type { Layout } from './layout.ts';
import { Layouts } from './layouts.ts';
import { Packing } from './packing.ts';
import { layoutStats } from './stats.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');
const open = (name: string, base: BtfView | null = null): BtfView =>
  openBtf(Btf.parse(readFileSync(join(FIXTURES, name)), base?.own), base);

function layoutOf(layouts: Layouts, name: string): Layout {
  const { view } = layouts;
  for (let id = 1; id < view.typeCount; id++) {
    const layout = view.kindOf(id) === Kind.Struct && view.nameOf(id) === name ? layouts.of(id) : null;
    if (layout) return layout;
  }
  throw new Error(`no struct ${name}`);
}

// The figures are those of `pahole base.btf` (e2e/fixtures/golden).
describe('base.btf', () => {
  const layouts = new Layouts(open('base.btf'));

  it('tells holes and padding', () => {
    const holes = layoutOf(layouts, 'holes');
    expect(holes).toMatchObject({ size: 32, holes: 2, padding: 6, alignment: 0, naturalAlignment: 8 });
    expect(holes.members.map(({ name, offset, size, hole }) => [name, offset, size, hole])).toEqual([
      ['a', 0, 1, 3],
      ['b', 4, 4, 0],
      ['c', 8, 1, 7],
      ['d', 16, 8, 0],
      ['e', 24, 2, 0],
    ]);
  });

  it('tells bits', () => {
    const bits = layoutOf(layouts, 'bits');
    expect(bits).toMatchObject({ bitHoles: 3, bitPadding: 23, padding: 0 });
    expect(
      bits.members.map((member) => [member.name, member.offset, member.bitfieldOffset, member.bitHole]),
    ).toEqual([
      ['first', 0, 0, 0],
      ['second', 0, 3, 6],
      ['third', 0, 16, 0],
      ['minus', 0, 25, 2],
      ['own_byte', 4, 0, 4],
      ['across', 8, 0, 0],
      ['state', 12, 1, 0],
      ['flag', 12, 6, 0],
      ['last', 12, 7, 0],
    ]);
  });

  it('infers alignments, flexible arrays and packing', () => {
    const aligned = layoutOf(layouts, 'aligned');
    expect(aligned.alignment).toBe(64);
    expect(aligned.members.map(({ alignment }) => alignment)).toEqual([0, 64, 0]);
    expect(layoutOf(layouts, 'flexible').hasFlexibleArray).toBe(true);
    const inside = layoutOf(layouts, 'flexible_inside');
    expect(inside.hasFlexibleArray).toBe(false);
    const packing = new Packing(layouts);
    expect(packing.infer(layoutOf(layouts, 'packed_header').id)).toBe(true);
    expect(packing.infer(layoutOf(layouts, 'holes').id)).toBe(false);
  });

  it('sums up', () => {
    expect(layoutStats(layouts, layoutOf(layouts, 'nested_holes'))).toMatchObject({
      cachelines: 2,
      lastCacheline: 56,
      sumMembers: 113,
      sumHoles: 7,
      withHoles: 2,
      totalHoles: 3,
      withBitHoles: 1,
      totalBitHoles: 3,
      withBitPaddings: 1,
      sumBitPaddings: 23,
      paddings: 1,
      sumPaddings: 6,
      missingBits: 0,
    });
  });

  it('reckons alignments by the cacheline it is given', () => {
    const wide = layoutOf(new Layouts(layouts.view, 256), 'aligned');
    // 64 explains the offset, but 256 does not
    expect(wide.members[1].alignment).toBe(64);
  });
});

it.each([
  ['base.be.btf', 24, 8],
  ['base.32.btf', 12, 4],
])('%s: pointers and bits as that machine has them', (name, size, pointer) => {
  const layouts = new Layouts(open(name));
  expect(layoutOf(layouts, 'task_ops')).toMatchObject({ size, naturalAlignment: pointer });
  expect(layoutOf(layouts, 'bits').members[2]).toMatchObject({
    offset: 0,
    bitfieldOffset: 16,
    bitfieldSize: 9,
  });
});

it('lends a module the layouts of its base', () => {
  const base = open('base.btf');
  const ofBase = new Layouts(base);
  const ofModule = new Layouts(open('module.btf', base), 64, ofBase);
  const { id } = layoutOf(ofBase, 'task');
  expect(ofModule.of(id)).toBe(ofBase.of(id));
  expect(ofModule.of(ofModule.view.typeCount)).toBeNull();
});

it('has an end for what is inside itself or nests without end', () => {
  const b = new BtfBuilder();
  const self = b.addStruct('self', 8);
  b.addField('self', self, 0);
  const first = b.typeCount;
  for (let level = 0; level < 20_000; level++) {
    const id = b.addStruct('', 8);
    b.addField('a', id + 1, 0);
  }
  b.addInt('int', 4);
  const arrays = b.typeCount;
  b.addArray(arrays, 1, 2);
  const layouts = new Layouts(openBtf(Btf.parse(b.build())));
  expect(layouts.of(self)?.members[0]).toMatchObject({ offset: 0, size: 8 });
  expect(layouts.of(first)?.members[0].size).toBe(8);
  expect(layouts.hasEmbeddedFlexibleArray(first)).toBe(false);
  expect(layouts.sizeOf(arrays)).toBe(0);
  expect(layouts.naturalAlignmentOf(arrays)).toBe(1);
  expect(new Packing(layouts).infer(self)).toBe(false);
});
