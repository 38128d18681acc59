import { expect, it, vi } from 'vitest';
import type { SearchResult, TypeRow } from '../../session/api.ts';
import { RowCache } from './row-cache.ts';

function row(index: number, name = `type_${index}`): TypeRow {
  const ref = { source: 1, id: index + 1 };
  return {
    ref,
    kind: 'struct',
    name,
    size: 8,
    sourceName: 'vmlinux',
    displayId: `[${index + 1}]`,
    kfunc: false,
  };
}

function result(count: number, first: readonly TypeRow[], searchId = 1): SearchResult {
  return { searchId, generation: 1, count, of: count, first, complaint: null, ms: 0 };
}

const rows = (from: number, count: number): TypeRow[] =>
  Array.from({ length: count }, (_, i) => row(from + i));

it('shows the first rows without asking', () => {
  const fetchRows = vi.fn();
  const cache = new RowCache(result(1000, rows(0, 100)), fetchRows, () => undefined, null);
  cache.want(0, 99);
  expect(cache.row(99)?.name).toBe('type_99');
  expect(fetchRows).not.toHaveBeenCalled();
});

it('asks once for each window that comes into sight', async () => {
  const fetchRows = vi.fn((_id: number, from: number, count: number) => Promise.resolve(rows(from, count)));
  const arrived = vi.fn();
  const cache = new RowCache(result(1000, rows(0, 100)), fetchRows, arrived, null);
  cache.want(90, 210);
  cache.want(95, 215);
  expect(cache.row(150)).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(2));
  expect(fetchRows.mock.calls.map(([, from]) => from)).toEqual([100, 200]);
  expect(cache.row(150)?.name).toBe('type_150');
});

it('asks again after a failure', async () => {
  const fetchRows = vi
    .fn<(id: number, from: number, count: number) => Promise<TypeRow[]>>()
    .mockRejectedValueOnce(new Error('gone'))
    .mockResolvedValueOnce(rows(100, 100));
  const arrived = vi.fn();
  const cache = new RowCache(result(200, rows(0, 100)), fetchRows, arrived, null);
  cache.want(100, 120);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  cache.want(100, 120);
  await vi.waitFor(() => expect(cache.row(100)).toBeDefined());
});

it('keeps the rows of the search before in sight until its own are in', async () => {
  const old = new RowCache(
    result(300, rows(0, 100)),
    () => Promise.resolve(rows(100, 100)),
    () => undefined,
    null,
  );
  old.want(100, 110);
  await vi.waitFor(() => expect(old.row(100)).toBeDefined());
  let answer: (rows: TypeRow[]) => void = () => undefined;
  const fetchRows = (): Promise<TypeRow[]> => new Promise((resolve) => (answer = resolve));
  const cache = new RowCache(result(300, rows(0, 100), 2), fetchRows, () => undefined, old);
  cache.want(100, 110);
  expect(cache.row(100)?.name).toBe('type_100');
  answer([row(100, 'new')]);
  await vi.waitFor(() => expect(cache.row(100)?.name).toBe('new'));
});
