/** A search that takes long: answered with its first rows, counted when that is asked for. The clock is one that runs away. */

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { KernelIndex } from '../domain/kernel/kernel-index.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import { Session } from './session.ts';
import { file, ignore, query } from './testing/kernels.ts';

const TYPES = 60_000;
const session = new Session();
const nameOf = (index: number): string => `item_${String(index).padStart(5, '0')}`;

beforeAll(async () => {
  const b = new BtfBuilder();
  for (let i = 0; i < TYPES; i++) b.addStruct(nameOf(i), 4);
  await session.open([file('vmlinux', b.build())], ignore);
  const searches = vi.spyOn(KernelIndex.prototype, 'search');
  await session.search(query('item'), 1);
  // Its rehearsal is none of the tests
  await vi.waitFor(() => expect(searches).toHaveBeenCalledTimes(4), { timeout: 15_000 });
  searches.mockRestore();
}, 30_000);

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every look at the clock finds that a slice is over. */
function hurry(): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 50));
}

describe('a search that takes long', () => {
  it('answers with rows that stay where they are, and is counted exactly', async () => {
    hurry();
    const result = await session.search(query('item'), 10);
    expect(result.counted).toBe(false);
    expect(result.count).toBeLessThan(TYPES);
    expect(result.of).toBe(TYPES);
    expect(result.first.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, i) => nameOf(i)));
    const last = result.count - 1;
    expect(session.rows(result.searchId, last, 5).map(({ name }) => name)).toEqual([nameOf(last)]);

    const counts = [result.count];
    for (let counted = false; !counted;) {
      const answer = await session.counted(result.searchId);
      ({ counted } = answer);
      counts.push(answer.count);
    }
    expect(counts.length).toBeGreaterThan(3);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(TYPES);
    expect(session.rows(result.searchId, 0, 10)).toEqual(result.first);
    expect(session.rows(result.searchId, TYPES - 1, 5).map(({ name }) => name)).toEqual([nameOf(TYPES - 1)]);
  });

  it('is answered with no more rows than were asked for, where those are known', async () => {
    hurry();
    expect(await session.search(query('item_000'), 50)).toMatchObject({ counted: false, count: 100 });
  });

  it('is found in one go where its rows have another order, or are few', async () => {
    hurry();
    const sort = { column: 'size', descending: true } as const;
    expect(await session.search(query('item', { sort }), 10)).toMatchObject({ counted: true, count: TYPES });
    expect(await session.search(query('item', { grouped: true }), 10)).toMatchObject({ counted: true });
    expect(await session.search(query('item_0001'), 20)).toMatchObject({ counted: true, count: 10 });
  });

  it('is not counted any more once a newer one has begun', async () => {
    hurry();
    const { searchId } = await session.search(query('item'), 10);
    const counting = session.counted(searchId);
    const newer = session.search(query('item_'), 10);
    await expect(counting).rejects.toMatchObject({ code: 'superseded' });
    await expect(session.counted(searchId)).rejects.toMatchObject({ code: 'superseded' });
    vi.restoreAllMocks();
    expect(await session.counted((await newer).searchId)).toMatchObject({ counted: true, count: TYPES });
  });

  it('is ended by a newer one, and by the end of everything, also in one turn', async () => {
    const older = session.search(query('item'), 10);
    const newer = session.search(query('item_00001'), 10);
    await expect(older).rejects.toMatchObject({ code: 'superseded' });
    expect(await newer).toMatchObject({ count: 1 });
    const other = new Session();
    const b = new BtfBuilder();
    b.addStruct('lonely', 4);
    await other.open([file('vmlinux', b.build())], ignore);
    const lost = other.search(query('lonely'), 10);
    other.removeAll(other.workspace().sources.map(({ id }) => id));
    await expect(lost).rejects.toMatchObject({ code: 'superseded' });
  });
});

describe('the rehearsal of searches', () => {
  it('comes once, when much is open and somebody looks at it, and leaves what they see', async () => {
    const large = new BtfBuilder();
    for (let i = 0; i < TYPES; i++) large.addStruct(nameOf(i), 4);
    const small = new BtfBuilder();
    small.addStruct('lonely', 4);
    const searches = vi.spyOn(KernelIndex.prototype, 'search');
    const other = new Session();
    const open = (name: string, bytes: Uint8Array) => other.open([file(name, bytes)], ignore);
    await open('small', small.build());
    await other.search(query('lonely'), 10);
    await open('little', small.build());
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(searches).toHaveBeenCalledTimes(1);
    await open('large', large.build());
    const { searchId, first } = await other.search(query('item'), 10);
    await vi.waitFor(() => expect(searches).toHaveBeenCalledTimes(5), { timeout: 15_000 });
    await open('another', small.build());
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(searches).toHaveBeenCalledTimes(5);
    expect(other.rows(searchId, 0, 10)).toEqual(first);
  });
});
