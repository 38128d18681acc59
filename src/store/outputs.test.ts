// How texts are shown, copied and saved, as far as it is the store's: what stays when another type is opened, what the
// address says, and downloads from their start to their end.
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../protocol/failure.ts';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { FakeSession, fakeSource } from './testing/fake-session.ts';
import type { FakeType } from './testing/fake-session.ts';

const item: FakeType = { source: 1, id: 5, kind: 'struct', name: 'item', size: 24, elements: 2 };
const other: FakeType = { source: 1, id: 6, kind: 'struct', name: 'other', size: 8, elements: 1 };

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

const settled = () => new Promise((resolve) => setTimeout(resolve));

function start(fragment = ''): void {
  session = new FakeSession();
  browser = new FakeBrowser(fragment);
  app = createApp(session, browser);
  app.start();
  app.takeWorkspace(session.put([fakeSource(1, 'vmlinux')], [item, other]));
}

async function open(type: FakeType): Promise<void> {
  app.actions.openType({ source: type.source, id: type.id });
  await settled();
}

const place = () => {
  const { place: now } = app.store.getState();
  if (now.view !== 'type') throw new Error('no type is shown');
  return now;
};

beforeEach(() => start());

describe('how a type is shown', () => {
  it('is in the address, and comes back from it', async () => {
    await open(item);
    app.actions.setC({ form: 'header', asserts: true, flavor: 'new' });
    app.actions.setLayoutForm('pahole');
    app.actions.setExpand(true);
    const { c, layout } = place();
    expect(browser.fragment()).toContain('&c=header&asserts=1&flavor=new&layout=pahole&expanded=1');

    start(browser.fragment());
    await settled();
    expect(place()).toMatchObject({ c, layout });
  });

  it('stays for the next type, but for what is of all types and for members of this one', async () => {
    await open(item);
    app.actions.setLayoutForm('pahole');
    app.actions.toggleExpanded('list');
    app.actions.setC({ form: 'header', flavor: 'new' });
    await open(other);
    expect(place()).toMatchObject({
      c: { form: 'header', flavor: 'new' },
      layout: { form: 'pahole', expanded: [] },
    });
    app.actions.setC({ form: 'everything', sorted: false });
    await open(item);
    expect(place().c).toMatchObject({ form: 'declaration', sorted: false });
  });

  it('folds single members where all are expanded, and opens single ones where none is', async () => {
    await open(item);
    app.actions.toggleExpanded('list');
    expect(place().layout).toMatchObject({ expand: false, expanded: ['list'], folded: [] });
    app.actions.setExpand(true);
    expect(place().layout).toMatchObject({ expand: true, expanded: [], folded: [] });
    app.actions.toggleExpanded('list');
    expect(place().layout).toMatchObject({ expand: true, expanded: [], folded: ['list'] });
    app.actions.toggleExpanded('list');
    expect(place().layout.folded).toEqual([]);
  });
});

it('keeps whether copied text ends in a link', () => {
  app.actions.setCopyWithLink(true);
  const again = new FakeBrowser();
  for (const [key, value] of browser.stored) again.save(key, value);
  expect(createApp(session, again).store.getState().copyWithLink).toBe(true);
});

describe('a download', () => {
  const RAW = { form: 'raw' } as const;
  const notice = () => app.store.getState().notice?.text;

  it('is all parts in a file', async () => {
    session.wholeParts = [
      { text: 'one\n', done: 0.5 },
      { text: 'zwei ä\n', done: 1 },
    ];
    await app.actions.downloadWhole(1, RAW, 'vmlinux.raw.txt');
    expect(browser.files.map(({ name }) => name)).toEqual(['vmlinux.raw.txt']);
    expect(await browser.files[0].content.text()).toBe('one\nzwei ä\n');
    expect(app.store.getState().download).toBeNull();
  });

  it('says how far it is, in bytes', async () => {
    session.wholeParts = [
      { text: 'ä\n', done: 0.25 },
      { text: '', done: 1 },
    ];
    const seen: (number | null)[][] = [];
    app.store.subscribe(({ download }) => download && seen.push([download.done, download.bytes]));
    await app.actions.downloadWhole(1, RAW, 'x');
    expect(seen).toEqual([
      [null, 0],
      [0.25, 3],
      [1, 3],
    ]);
  });

  it('is cancelled: no file, and a word about it', async () => {
    let goOn = (): void => undefined;
    session.writing = new Promise((resolve) => (goOn = resolve));
    const ended = app.actions.downloadWhole(1, RAW, 'vmlinux.raw.txt');
    app.actions.cancelDownload();
    expect(app.store.getState().download?.cancelling).toBe(true);
    goOn();
    await ended;
    expect(session.asked).toContain('cancelWholeText');
    expect(browser.files).toEqual([]);
    expect(notice()).toContain('cancelled');
    expect(app.store.getState().download).toBeNull();
  });

  it('is one at a time', async () => {
    let goOn = (): void => undefined;
    session.writing = new Promise((resolve) => (goOn = resolve));
    const first = app.actions.downloadWhole(1, RAW, 'one');
    await app.actions.downloadWhole(1, RAW, 'two');
    expect(notice()).toContain('one is still being written');
    goOn();
    await first;
    expect(browser.files.map(({ name }) => name)).toEqual(['one']);
  });

  it.each([
    [failure('too-large', 'the text is too long'), 'the text is too long'],
    [failure('worker-died', 'gone'), 'was not saved'],
  ])('that fails says why, and another may follow: %s', async (error, words) => {
    session.failure = error;
    await app.actions.downloadWhole(1, RAW, 'vmlinux.h');
    expect(notice()).toContain(words);
    expect(browser.files).toEqual([]);
    session.failure = null;
    await app.actions.downloadWhole(1, RAW, 'vmlinux.h');
    expect(browser.files).toHaveLength(1);
  });
});
