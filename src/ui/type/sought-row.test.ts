// The row of a layout that a person asked for by its offset.
import { expect, it } from 'vitest';
import type { LayoutRow } from '../../session/type-api.ts';
import { rowAt } from './sought-row.ts';

const row = (name: string, offset: number, size: number, more: Partial<LayoutRow> = {}): LayoutRow => ({
  row: 'member',
  depth: 0,
  path: '',
  name,
  type: [],
  offset,
  size,
  bits: null,
  expandable: false,
  expanded: false,
  note: '',
  ...more,
});

const rows = [
  row('usage', 0, 4),
  row('', 4, 4, { row: 'hole' }),
  row('se', 8, 48),
  row('load', 8, 16, { depth: 1 }),
  row('weight', 8, 8, { depth: 2 }),
  row('inv_weight', 16, 4, { depth: 2 }),
  row('on_rq', 24, 32, { depth: 1 }),
  row('', 64, 0, { row: 'cacheline' }),
  row('first', 56, 4, { bits: { offset: 0, size: 3 } }),
  row('second', 56, 4, { bits: { offset: 3, size: 5 } }),
  row('flexible', 64, 0),
  row('', 64, 0, { row: 'end' }),
];
const nameAt = (offset: number, bit: number | null = null): string | undefined =>
  (rows[rowAt(rows, { offset, bit })] as LayoutRow | undefined)?.name;

it('is the innermost that covers the place', () => {
  expect([0, 3, 8, 15, 16, 24, 55].map((offset) => nameAt(offset))).toEqual([
    'usage',
    'usage',
    'weight',
    'weight',
    'inv_weight',
    'on_rq',
    'on_rq',
  ]);
});

it('is a hole, a bitfield by its bit, a member without a size', () => {
  expect(rows[rowAt(rows, { offset: 6, bit: null })].row).toBe('hole');
  expect([nameAt(56, 0), nameAt(56, 3), nameAt(56)]).toEqual(['first', 'second', 'first']);
  expect(nameAt(64)).toBe('flexible');
});

it('is none beyond the end', () => {
  expect(rowAt(rows, { offset: 65, bit: null })).toBe(-1);
  expect(rowAt([], { offset: 0, bit: null })).toBe(-1);
});
