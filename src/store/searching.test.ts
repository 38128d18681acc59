// A search whose hits take long to count: its first rows come at once, the rest when they have been drawn.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchCount, SearchResult } from '../session/list-api.ts';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { FakeSession, fakeSource } from './testing/fake-session.ts';
import type { FakeType } from './testing/fake-session.ts';

const vmlinux = fakeSource(1, 'vmlinux');
const skBuff: FakeType = { source: 1, id: 40, kind: 'struct', name: 'sk_buff', size: 232, elements: 29 };

let session: FakeSession;
let browser: FakeBrowser;
let app: App;
/** What was asked to be counted, and how it is answered. */
let counting: { searchId: number; answer: (count: SearchCount) => void }[];

const ALL: SearchCount = { counted: true, count: 9000, types: 9000, complaint: null };

beforeEach(async () => {
  vi.useFakeTimers();
  session = new FakeSession();
  browser = new FakeBrowser('');
  app = createApp(session, browser);
  app.start();
  app.takeWorkspace(session.put([vmlinux], [skBuff]));
  await vi.advanceTimersByTimeAsync(0);
  const whole = session.search.bind(session);
  session.search = async (query, firstRows): Promise<SearchResult> => ({
    ...(await whole(query, firstRows)),
    counted: false,
    count: 2000,
    types: 2000,
  });
  counting = [];
  session.counted = (searchId) =>
    new Promise((answer) => {
      counting.push({ searchId, answer });
    });
});
afterEach(() => {
  vi.useRealTimers();
});

const search = () => app.store.getState().search;

describe('a search that takes long to count', () => {
  it('shows its first rows, and how many there are once they were drawn', async () => {
    app.actions.setQuery({ text: 's' });
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ query: { text: 's' }, running: true });
    expect(search().result).toMatchObject({ counted: false, count: 2000 });
    expect(counting).toEqual([]);
    const first = search().result?.first;
    await vi.advanceTimersByTimeAsync(100);
    expect(counting.map(({ searchId }) => searchId)).toEqual([search().result?.searchId]);
    counting[0].answer(ALL);
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ running: false, result: { ...ALL } });
    // The very rows that are drawn
    expect(search().result?.first).toBe(first);
  });

  it('shows how many there are so far, until all are counted', async () => {
    app.actions.setQuery({ text: 's' });
    await vi.advanceTimersByTimeAsync(100);
    counting[0].answer({ ...ALL, counted: false, count: 5000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ running: true, result: { counted: false, count: 5000 } });
    expect(counting).toHaveLength(2);
    counting[1].answer(ALL);
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ running: false, result: { ...ALL } });
  });

  it('is not counted when something else has been asked for meanwhile', async () => {
    app.actions.setQuery({ text: 's' });
    await vi.advanceTimersByTimeAsync(5);
    app.actions.setQuery({ text: 'sk' });
    await vi.advanceTimersByTimeAsync(100);
    expect(counting).toHaveLength(1);
    expect(counting[0].searchId).toBe(search().result?.searchId);
    counting[0].answer(ALL);
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ query: { text: 'sk' }, running: false, result: { count: 9000 } });
  });

  describe('while a list of the same question is in sight', () => {
    beforeEach(async () => {
      app.actions.setQuery({ text: 's' });
      await vi.advanceTimersByTimeAsync(100);
      counting[0].answer(ALL);
      await vi.advanceTimersByTimeAsync(0);
    });

    /** The list keeps its rows, and the count is asked for without a wait. */
    async function expectNoLess(): Promise<void> {
      await vi.advanceTimersByTimeAsync(0);
      expect(search()).toMatchObject({ running: true, result: { count: 9000 } });
      expect(counting).toHaveLength(2);
      counting[1].answer({ ...ALL, counted: false, count: 4000 });
      await vi.advanceTimersByTimeAsync(0);
      expect(search()).toMatchObject({ running: true, result: { count: 9000 } });
      counting[2].answer({ ...ALL, count: 9500 });
      await vi.advanceTimersByTimeAsync(0);
      expect(search()).toMatchObject({ running: false, result: { count: 9500 } });
    }

    it('leaves it as it is when more comes in', async () => {
      app.takeWorkspace(session.put([fakeSource(2, 'tun')], []));
      await expectNoLess();
    });

    it('leaves it as it is when the question is put in other words', async () => {
      app.actions.setQuery({ text: 's', sources: null });
      await expectNoLess();
    });

    it('leaves it as it is when a letter came and went', async () => {
      app.actions.setQuery({ text: 'sk' });
      app.actions.setQuery({ text: 's' });
      await expectNoLess();
    });
  });

  it('shows the first rows of a list that was empty', async () => {
    await app.actions.remove(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(search().result).toBeNull();
    app.takeWorkspace(session.put([fakeSource(2, 'vmlinux')], []));
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ running: true, result: { counted: false, count: 2000 } });
  });

  it('shows nothing before all is counted when it comes back with a step of the history', async () => {
    app.actions.setQuery({ text: 's' });
    await vi.advanceTimersByTimeAsync(400);
    counting[0].answer(ALL);
    await vi.advanceTimersByTimeAsync(0);
    app.actions.openType({ source: 1, id: 40 });
    await vi.advanceTimersByTimeAsync(100);
    app.actions.setQuery({ text: 'sk_' });
    await vi.advanceTimersByTimeAsync(400);
    browser.back();
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ query: { text: 'sk_' }, running: true });
    counting.at(-1)?.answer(ALL);
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ query: { text: 's' }, running: false, result: { count: 9000 } });
  });

  it('goes on after everything was closed in the middle of it', async () => {
    app.actions.setQuery({ text: 's' });
    await vi.advanceTimersByTimeAsync(5);
    await app.actions.remove(1);
    app.actions.setQuery({ text: 'sk' });
    await vi.advanceTimersByTimeAsync(100);
    app.takeWorkspace(session.put([fakeSource(2, 'vmlinux')], [{ ...skBuff, source: 2 }]));
    await vi.advanceTimersByTimeAsync(0);
    expect(search()).toMatchObject({ query: { text: 'sk' }, result: { count: 2000 } });
  });
});
