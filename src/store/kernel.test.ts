// Switching modules: shown at once, and put right by the worker's answer or its failure.
import { beforeEach, expect, it } from 'vitest';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { FakeSession, fakeSource } from './testing/fake-session.ts';

let session: FakeSession;
let app: App;
const loaded = () => app.store.getState().workspace.sources.map((one) => one.loaded);

beforeEach(() => {
  session = new FakeSession();
  app = createApp(session, new FakeBrowser(''));
  app.takeWorkspace(
    session.put(
      [
        fakeSource(1, 'vmlinux'),
        fakeSource(2, 'veth', { role: 'module' }),
        fakeSource(3, 'tun', { role: 'module' }),
      ],
      [],
    ),
  );
});

it('is seen before the worker has answered, and after it', async () => {
  const switching = app.actions.setLoaded([2], false);
  expect(loaded()).toEqual([true, false, true]);
  await switching;
  expect(loaded()).toEqual([true, false, true]);
});

it('of one module is not undone by the answer for another', async () => {
  const answers: (() => void)[] = [];
  const setLoaded = session.setLoaded.bind(session);
  session.setLoaded = async (sources, on) => {
    const workspace = await setLoaded(sources, on);
    await new Promise<void>((done) => answers.push(done));
    return workspace;
  };
  const first = app.actions.setLoaded([2], false);
  await Promise.resolve();
  const second = app.actions.setLoaded([3], false);
  while (answers.length < 2) await Promise.resolve();
  answers[0]();
  await first;
  expect(loaded()).toEqual([true, false, false]);
  answers[1]();
  await second;
  expect(loaded()).toEqual([true, false, false]);
});

it('is taken back where it fails', async () => {
  session.setLoaded = () => Promise.reject(new Error('no'));
  await app.actions.setLoaded([2], false);
  expect(loaded()).toEqual([true, true, true]);
  expect(app.store.getState().notice?.text).toContain('That could not be done');
});
