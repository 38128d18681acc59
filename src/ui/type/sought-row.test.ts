// The row of a layout that a person asked for.
import { expect, it } from 'vitest';
import type { LayoutRow } from '../../session/type-api.ts';
import { rowAt } from './sought-row.ts';

const row = (path: string, offset: number, size: number, more: Partial<LayoutRow> = {}): LayoutRow => ({
  row: 'member',
  depth: 0,
  path,
  name: path.replace(/.*\./, ''),
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
  row('__group_begin', 8, 0),
  row('se', 8, 48),
  row('se.load', 8, 16, { depth: 1 }),
  row('se.load.weight', 8, 8, { depth: 2 }),
  row('se.on_rq', 24, 32, { depth: 1 }),
  row('#4', 56, 8),
  row('list', 56, 8, { depth: 1 }),
  row('rcu', 56, 8, { depth: 1 }),
  row('first', 64, 4, { bits: { offset: 0, size: 3 } }),
  row('second', 64, 4, { bits: { offset: 3, size: 5 } }),
  row('', 68, 4, { row: 'padding' }),
  row('flexible', 72, 0),
  row('', 72, 0, { row: 'end' }),
];
const at = (path: string, room: number | null = null): string => {
  const index = rowAt(rows, { path, room });
  return index < 0 ? 'none' : rows[index].path || rows[index].row;
};

it('is the member itself, whatever else lies where it does', () => {
  const members = rows.filter(({ path }) => path !== '').map(({ path }) => path);
  expect(members.map((path) => at(path))).toEqual(members);
});

it('is what holds it where it is not shown, and the array of an element', () => {
  expect(at('se.avg.load_avg')).toBe('se');
  expect(at('se.load.inv_weight')).toBe('se.load');
  expect(at('flexible[5]')).toBe('flexible');
  expect(at('se[2].load[1].weight')).toBe('se.load.weight');
  expect(at('sec')).toBe('none');
});

it('is room between members, or what has room that is not shown', () => {
  expect([at('', 4), at('', 7), at('', 70)]).toEqual(['hole', 'hole', 'padding']);
  expect(at('se.avg', 30)).toBe('se');
  expect(at('', 100)).toBe('none');
});
