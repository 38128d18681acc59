import { expect, it, vi } from 'vitest';
import { WindowCache } from './window-cache.ts';

const rows = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `row ${from + i}`);
const nothing = (): void => undefined;
type Fetch = (from: number, count: number) => Promise<readonly string[]>;

it('shows the first rows without asking', () => {
  const fetch = vi.fn<Fetch>();
  const cache = new WindowCache({ count: 1000, first: rows(0, 100), fetch, arrived: nothing });
  cache.want(0, 99);
  expect(cache.row(99)).toBe('row 99');
  expect(fetch).not.toHaveBeenCalled();
});

it('asks once for each window that comes into sight', async () => {
  const fetch = vi.fn<Fetch>((from, count) => Promise.resolve(rows(from, count)));
  const arrived = vi.fn();
  const cache = new WindowCache({ count: 1000, first: rows(0, 100), fetch, arrived });
  cache.want(90, 210);
  cache.want(95, 215);
  expect(cache.row(150)).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(2));
  expect(fetch.mock.calls.map(([from]) => from)).toEqual([100, 200]);
  expect(cache.row(150)).toBe('row 150');
});

it('asks again after a failure', async () => {
  const fetch = vi.fn<Fetch>().mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce(rows(100, 100));
  const arrived = vi.fn();
  const cache = new WindowCache({ count: 200, first: rows(0, 100), fetch, arrived });
  cache.want(100, 120);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  cache.want(100, 120);
  await vi.waitFor(() => expect(cache.row(100)).toBe('row 100'));
});

it('keeps the rows of the answer before in sight until its own are in', async () => {
  const fetchOld: Fetch = () => Promise.resolve(rows(100, 100));
  const old = new WindowCache({ count: 300, first: rows(0, 100), fetch: fetchOld, arrived: nothing });
  old.want(100, 110);
  await vi.waitFor(() => expect(old.row(100)).toBeDefined());
  let answer: (rows: readonly string[]) => void = nothing;
  const fetch: Fetch = () => new Promise((resolve) => (answer = resolve));
  const cache = new WindowCache({ count: 300, first: rows(0, 100), fetch, arrived: nothing }, old);
  cache.want(100, 110);
  expect(cache.row(100)).toBe('row 100');
  answer(['new row']);
  await vi.waitFor(() => expect(cache.row(100)).toBe('new row'));
});

it('forgets windows that were seen long ago', async () => {
  const fetch = vi.fn<Fetch>((from, count) => Promise.resolve(rows(from, count)));
  const cache = new WindowCache({ count: 1_000_000, first: rows(0, 100), fetch, arrived: nothing });
  for (let at = 100; at < 60_000; at += 100) cache.want(at, at);
  await vi.waitFor(() => expect(cache.row(59_900)).toBeDefined());
  expect(cache.row(100)).toBeUndefined();
  cache.want(100, 100);
  await vi.waitFor(() => expect(cache.row(100)).toBe('row 100'));
});
