// The store over a fake session and a fake browser: what a person does, and what the page then shows and the address says.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchResult } from '../session/list-api.ts';
import type { OpenProgress } from '../session/source-api.ts';
import { failure } from '../protocol/failure.ts';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { DEFAULT_QUERY } from './place.ts';
import type { Gathered } from './state.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { FakeSession, fakeHash, fakeSource } from './testing/fake-session.ts';
import type { FakeType } from './testing/fake-session.ts';

const vmlinux = fakeSource(1, 'vmlinux');
const conntrack = fakeSource(2, 'nf_conntrack', { role: 'module', base: 1 });
const skBuff: FakeType = { source: 1, id: 40, kind: 'struct', name: 'sk_buff', size: 232, elements: 29 };
const listHead: FakeType = { source: 1, id: 7, kind: 'struct', name: 'list_head', size: 16, elements: 2 };
const schedule: FakeType = { source: 1, id: 9, kind: 'func', name: 'schedule' };
const nfConn: FakeType = { source: 2, id: 133, kind: 'struct', name: 'nf_conn', size: 248, elements: 14 };

const refOf = ({ source, id }: FakeType) => ({ source, id });
const file = (path: string) => ({ name: path.replace(/.*\//, ''), path, blob: new Blob() });
/** Lets every answer that is on its way arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0);

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

function boot(fragment = ''): void {
  session = new FakeSession();
  browser = new FakeBrowser(fragment);
  app = createApp(session, browser);
  app.start();
}

/** A page on which vmlinux and nf_conntrack are open already. */
async function bootWithKernel(fragment = ''): Promise<void> {
  boot(fragment);
  app.takeWorkspace(session.put([vmlinux, conntrack], [skBuff, listHead, schedule, nfConn]));
  await settle();
}

const state = () => app.store.getState();
const shownName = () => {
  const { shown } = state();
  return shown.state === 'page' ? shown.page.name : shown.state;
};
const linkTo = (type: FakeType, source: string, more = '') =>
  `#v1/type?kind=${type.kind}&name=${type.name}&source=${source}&hash=${fakeHash(type)}&size=${type.size}&elements=${type.elements}&id=${type.id}${more}`;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('opening files', () => {
  beforeEach(() => boot());

  it('shows progress, takes over what is in while it comes, and searches it', async () => {
    let finish = () => {};
    session.opening = new Promise((resolve) => (finish = resolve));
    session.incoming = { sources: [conntrack], types: [nfConn] };
    const done = app.actions.openFiles([file('k/vmlinux'), file('k/nf_conntrack')]);
    expect(state().opening).toEqual({ what: '2 files', progress: null, cancelling: false });

    const report: OpenProgress = {
      phase: 'parsing',
      bytesDone: 5,
      bytesTotal: 10,
      filesDone: 1,
      filesTotal: 2,
      workspace: session.put([vmlinux], [skBuff]),
    };
    session.report?.(report);
    await settle();
    expect(state().opening?.progress).toEqual(report);
    expect(state().workspace.sources).toHaveLength(1);
    expect(state().search.result?.count).toBe(1);

    finish();
    await done;
    await settle();
    expect(state().opening).toBeNull();
    expect(state().workspace.sources).toHaveLength(2);
    expect(state().search.result?.count).toBe(2);
    expect(session.asked[0]).toBe('open k/vmlinux k/nf_conntrack');
  });

  it('asks for the sample by an address beside the page', async () => {
    session.incoming = { sources: [vmlinux], types: [] };
    await app.actions.openSample();
    expect(session.asked[0]).toMatch(/^openUrl https:\/\/btf\.example\/samples\/linux-\S+\.tar\.gz /);
  });

  it('says so when it was cancelled', async () => {
    let finish = () => {};
    session.opening = new Promise((resolve) => (finish = resolve));
    const done = app.actions.openFiles([file('a')]);
    app.actions.cancelOpening();
    expect(state().opening?.cancelling).toBe(true);
    finish();
    await done;
    expect(state().opening).toBeNull();
    expect(state().notice?.text).toMatch(/cancelled/);
  });

  it('ends in a problem, not in a hang, when something fails that is no fault of a file', async () => {
    session.failure = new Error('cannot read properties of undefined');
    await app.actions.openFiles([file('vmlinux.btf')]);
    expect(state().opening).toBeNull();
    expect(state().pageProblems).toMatchObject([
      { code: 'internal', file: 'vmlinux.btf', message: 'cannot read properties of undefined' },
    ]);
    await app.actions.dismissProblem(state().pageProblems[0]?.key ?? '');
    expect(state().pageProblems).toEqual([]);
  });

  it('opens what a drop gathers, and reports what could not be read', async () => {
    session.incoming = { sources: [vmlinux], types: [skBuff] };
    const failures = [{ path: 'btf/secret', message: 'permission denied' }];
    await app.actions.openGathered(Promise.resolve({ files: [file('btf/vmlinux')], failures }));
    expect(session.asked[0]).toBe('open btf/vmlinux');
    expect(state().workspace.sources).toHaveLength(1);
    expect(state().pageProblems).toMatchObject([{ code: 'read-failed', file: 'btf/secret' }]);
  });

  it('opens nothing of a drop that is cancelled while it is walked through', async () => {
    let gathered = (_files: Gathered) => {};
    const done = app.actions.openGathered(new Promise((resolve) => (gathered = resolve)));
    expect(state().opening?.what).toBe('what was dropped');
    app.actions.cancelOpening();
    gathered({ files: [file('btf/vmlinux')], failures: [] });
    await done;
    expect(session.asked).toEqual(['cancelOpen']);
    expect(state().notice?.text).toMatch(/cancelled/);
  });

  it('ignores a workspace older than the one in sight', () => {
    const old = session.put([vmlinux], []);
    const now = session.put([conntrack], []);
    app.takeWorkspace(now);
    app.takeWorkspace(old);
    expect(state().workspace).toBe(now);
  });
});

describe('searching', () => {
  beforeEach(() => bootWithKernel());

  it('takes the newest answer, whatever order they come in', async () => {
    const answers: ((result: SearchResult) => void)[] = [];
    session.search = () => new Promise((resolve) => answers.push(resolve));
    app.actions.setQuery({ text: 's' });
    app.actions.setQuery({ text: 'sk' });
    const result = (searchId: number): SearchResult => ({
      searchId,
      generation: 1,
      counted: true,
      count: searchId,
      of: 4,
      types: searchId,
      first: [],
      complaint: null,
      offset: null,
    });
    expect(state().search).toMatchObject({ query: { text: '' }, running: true });
    answers[1]?.(result(2));
    await settle();
    answers[0]?.(result(1));
    await settle();
    expect(state().search).toEqual({ result: result(2), query: state().query, running: false });
  });

  it('is not disturbed by the failure of a search that was superseded', async () => {
    const rejects: ((error: Error) => void)[] = [];
    const real = session.search.bind(session);
    session.search = () => new Promise((_resolve, reject) => rejects.push(reject));
    app.actions.setQuery({ text: 's' });
    session.search = real;
    app.actions.setQuery({ text: 'nf' });
    rejects[0]?.(new Error('superseded'));
    await settle();
    expect(state().search.result?.count).toBe(1);
    expect(state().notice).toBeNull();
  });

  it('writes itself into the address after a pause, without a step of the history', async () => {
    app.actions.setQuery({ text: 'sk_' });
    expect(browser.fragment()).toBe('');
    await vi.advanceTimersByTimeAsync(300);
    expect(browser.fragment()).toBe('#v1/types?q=sk_');
    expect(browser.steps).toHaveLength(1);
    app.actions.resetQuery();
    await vi.advanceTimersByTimeAsync(300);
    expect(browser.fragment()).toBe('');
  });

  it('forgets the filter on a source that is closed', async () => {
    app.actions.setQuery({ sources: [2] });
    await app.actions.remove(2);
    await settle();
    expect(state().query.sources).toBeNull();
    expect(state().search.result?.count).toBe(3);
  });

  it('names the filtered sources in the address, and finds them again in another tab', async () => {
    app.actions.setQuery({ sources: [2] });
    await vi.advanceTimersByTimeAsync(300);
    expect(browser.fragment()).toBe('#v1/types?in=nf_conntrack');

    boot('#v1/types?in=nf_conntrack&q=nf');
    expect(state().query).toEqual({ ...DEFAULT_QUERY, text: 'nf' });
    const conntrackHere = { ...conntrack, id: 5 };
    app.takeWorkspace(session.put([fakeSource(4, 'vmlinux')], [{ ...skBuff, source: 4 }]));
    await settle();
    expect(state().query.sources).toBeNull();
    app.takeWorkspace(session.put([conntrackHere], [{ ...nfConn, source: 5 }]));
    await settle();
    expect(state().query.sources).toEqual([5]);
    expect(state().search.result?.count).toBe(1);
  });
});

describe('opening a type', () => {
  beforeEach(() => bootWithKernel());

  it('shows its page, and says it in the address, the title and the breadcrumb', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack'));
    expect(browser.title).toBe('struct nf_conn - BTF Explorer');
    expect(state().recent).toEqual([
      { ref: refOf(nfConn), title: 'struct nf_conn', sourceName: 'nf_conntrack' },
    ]);
    expect(browser.steps).toHaveLength(2);
  });

  it('keeps the previous page in sight until the next is there, and marks it where that takes long', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    session.slowness = 100;
    app.actions.openType(refOf(skBuff));
    await vi.advanceTimersByTimeAsync(50);
    expect(state().shown).toMatchObject({ state: 'page', stale: false, page: { name: 'nf_conn' } });
    expect(state().place).toMatchObject({ ref: refOf(nfConn) });
    await vi.advanceTimersByTimeAsync(20);
    expect(state().shown).toMatchObject({ state: 'page', stale: true, page: { name: 'nf_conn' } });
    expect(state().place).toMatchObject({ ref: refOf(skBuff) });
    await vi.advanceTimersByTimeAsync(100);
    expect(state().shown).toMatchObject({ state: 'page', stale: false, page: { name: 'sk_buff' } });
    expect(browser.steps).toHaveLength(3);
  });

  it('stays where it is when that is clicked last', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    app.actions.openType(refOf(skBuff));
    app.actions.openType(refOf(nfConn));
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(browser.steps).toHaveLength(2);
  });

  it('stays where it is when the type cannot be read, and says so', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    const opened = vi.fn();
    vi.spyOn(session, 'typePage').mockImplementationOnce(() => {
      throw new Error('out of memory');
    });
    app.actions.openType(refOf(skBuff), undefined, opened);
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(state().place).toMatchObject({ ref: refOf(nfConn) });
    expect(state().shown).toMatchObject({ stale: false });
    expect(browser.steps).toHaveLength(2);
    expect(opened).not.toHaveBeenCalled();
    expect(JSON.stringify(state())).toContain('could not be read');
  });

  it('says so in its place when it was gone to and then cannot be read', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    let fail = (_error: Error): void => undefined;
    vi.spyOn(session, 'typePage').mockImplementationOnce(
      () => new Promise((_resolve, reject) => (fail = reject)),
    );
    app.actions.openType(refOf(skBuff));
    await vi.advanceTimersByTimeAsync(100);
    expect(state().shown).toMatchObject({ state: 'page', stale: true });
    fail(new Error('out of memory'));
    await settle();
    expect(state().shown).toEqual({ state: 'failed', message: 'out of memory' });
    expect(browser.title).not.toContain('nf_conn');
    app.actions.openType(refOf(skBuff));
    await settle();
    expect(shownName()).toBe('sk_buff');
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
  });

  it('stays in sight when it cannot be read anew, which is said', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    vi.spyOn(session, 'typePage').mockRejectedValueOnce(new Error('out of memory'));
    app.takeWorkspace(session.put([fakeSource(9, 'tun')], []));
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(state().shown).toMatchObject({ stale: false });
    expect(state().notice?.text).toContain('out of memory');
  });

  it('shows a place that was asked for: opened, in the table, until the type is opened again', async () => {
    app.actions.openType(refOf(skBuff));
    await settle();
    app.actions.setLayoutForm('pahole');
    app.actions.seek(refOf(skBuff), { path: 'a.b[3].c', room: null });
    await settle();
    const sought = { path: 'a.b[3].c', room: null };
    const layout = { form: 'table', expanded: ['a', 'a.b'] };
    expect(state().place).toMatchObject({ tab: 'layout', sought, layout });
    expect(browser.steps).toHaveLength(2);
    app.actions.openType(refOf(skBuff));
    expect(state().place).toMatchObject({ tab: 'layout', sought: null });

    app.actions.seek(refOf(nfConn), sought);
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(state().place).toMatchObject({ tab: 'layout', sought, layout });
    expect(browser.steps).toHaveLength(3);
    expect(browser.fragment()).not.toContain('sought');
  });

  it('is given up where the list is gone back to before it is there', async () => {
    session.slowness = 20;
    app.actions.openType(refOf(skBuff));
    app.actions.closeType();
    await vi.advanceTimersByTimeAsync(200);
    expect(state().place).toEqual({ view: 'types' });
    expect(browser.steps).toHaveLength(1);
  });

  it('is asked once for what its tab takes long to say', async () => {
    const lines = vi.spyOn(session, 'lines').mockImplementation(() => new Promise(() => undefined));
    app.actions.openType(refOf(nfConn), 'raw');
    await vi.advanceTimersByTimeAsync(200);
    const { shown } = state();
    expect(shown.state === 'page' && shown.answers).toMatchObject([
      { question: { ask: 'lines', text: { form: 'raw' } }, answer: null },
    ]);
    expect(lines).toHaveBeenCalledTimes(1);
  });

  it('goes on when more is opened just then', async () => {
    session.slowness = 20;
    const opened = vi.fn();
    app.actions.openType(refOf(skBuff), undefined, opened);
    await app.actions.openFiles([file('veth.ko')]);
    await vi.advanceTimersByTimeAsync(100);
    expect(shownName()).toBe('sk_buff');
    expect(opened).toHaveBeenCalledTimes(1);
    expect(browser.steps).toHaveLength(2);
  });

  it('has the answer to what its tab asks at hand', async () => {
    app.actions.openType(refOf(nfConn), 'raw');
    await settle();
    const { shown } = state();
    expect(shown.state === 'page' && shown.answers).toMatchObject([
      { question: { ask: 'lines', text: { form: 'raw' } }, answer: { lines: [[{ text: 'raw' }]] } },
    ]);
  });

  it('asks what another tab needs as soon as it is chosen, and keeps what cannot change', async () => {
    app.actions.openType(refOf(nfConn), 'raw');
    await settle();
    const lines = vi.spyOn(session, 'lines');
    const usedBy = vi.spyOn(session, 'usedBy');
    app.actions.setTab('used-by');
    expect(usedBy).toHaveBeenCalledTimes(1);
    app.actions.setTab('raw');
    await settle();
    expect(lines).not.toHaveBeenCalled();
    // There may be more users by now
    app.actions.setTab('used-by');
    expect(usedBy).toHaveBeenCalledTimes(2);
    const { shown } = state();
    const asked = shown.state === 'page' && shown.answers.map(({ question }) => question.ask);
    expect(asked).toEqual(['users', 'lines']);
  });

  it('asks again what failed', async () => {
    app.actions.openType(refOf(nfConn), 'c');
    await settle();
    const layout = vi.spyOn(session, 'layout').mockRejectedValueOnce(new Error('not now'));
    app.actions.setTab('layout');
    await settle();
    app.actions.setTab('c');
    app.actions.setTab('layout');
    expect(layout).toHaveBeenCalledTimes(2);
  });

  it('that another one overtakes leaves no step behind', async () => {
    const opened: string[] = [];
    app.actions.openType(refOf(nfConn), undefined, () => opened.push('nf_conn'));
    app.actions.openType(refOf(skBuff), undefined, () => opened.push('sk_buff'));
    await settle();
    expect(opened).toEqual(['sk_buff']);
    expect(browser.steps).toHaveLength(2);
    expect(state().recent.map(({ title }) => title)).toEqual(['struct sk_buff']);
  });

  it('ends at the type clicked last', async () => {
    app.actions.openType(refOf(nfConn));
    app.actions.openType(refOf(skBuff));
    await settle();
    expect(shownName()).toBe('sk_buff');
    expect(browser.fragment()).toBe(linkTo(skBuff, 'vmlinux'));
  });

  it('makes no step for the type that is shown', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    app.actions.openType(refOf(nfConn));
    expect(browser.steps).toHaveLength(2);
  });

  it('keeps tab and hex for the next type, and forgets what was expanded', async () => {
    app.actions.openType(refOf(nfConn), 'layout');
    await settle();
    app.actions.toggleHex();
    app.actions.toggleExpanded('ct_general');
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack', '&tab=layout&hex=1&expand=ct_general'));
    app.actions.openType(refOf(skBuff));
    await settle();
    expect(browser.fragment()).toBe(linkTo(skBuff, 'vmlinux', '&tab=layout&hex=1'));
  });

  it('shows C where the kind has no layout, and the layout again on the next struct', async () => {
    app.actions.openType(refOf(nfConn), 'layout');
    await settle();
    app.actions.openType(refOf(schedule));
    await settle();
    expect(state().place).toMatchObject({ tab: 'c' });
    app.actions.openType(refOf(skBuff));
    await settle();
    expect(state().place).toMatchObject({ tab: 'layout' });
  });

  it('lists a type once in the breadcrumb, newest first', async () => {
    for (const type of [nfConn, skBuff, nfConn, listHead]) {
      app.actions.openType(refOf(type));
      await settle();
    }
    expect(state().recent.map(({ title }) => title)).toEqual([
      'struct list_head',
      'struct nf_conn',
      'struct sk_buff',
    ]);
  });

  it('copies the address of what is shown, and says when it could not', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    await app.actions.copyLink();
    expect(browser.clipboard).toBe(`https://btf.example/${linkTo(nfConn, 'nf_conntrack')}`);
    expect(state().notice?.text).toBe('Link copied');
    browser.clipboardWorks = false;
    await app.actions.copyLink();
    expect(state().notice?.text).toMatch(/^Nothing was copied/);
  });

  it('says that it is gone when its source is closed, and comes back with it', async () => {
    app.actions.openType(refOf(nfConn));
    await settle();
    await app.actions.remove(2);
    await settle();
    expect(state().shown).toEqual({ state: 'missing', sourceOpen: false, anyOpen: true });
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack'));
    app.takeWorkspace(session.put([{ ...conntrack, id: 9 }], [{ ...nfConn, source: 9 }]));
    await settle();
    expect(state().shown).toMatchObject({ state: 'page', page: { ref: { source: 9 } }, differences: [] });
  });
});

describe('back and forward', () => {
  beforeEach(() => bootWithKernel());

  async function visit(type: FakeType): Promise<void> {
    app.actions.openType(refOf(type));
    await settle();
  }

  it('restore type, tab, search and scroll positions', async () => {
    app.actions.setQuery({ text: 'nf' });
    await visit(nfConn);
    app.actions.setTab('layout');
    app.actions.rememberScroll('type/layout', 120);
    app.actions.rememberScroll('types', 33);
    await visit(skBuff);
    expect(app.actions.scrollOf('type/layout')).toBe(0);
    expect(app.actions.scrollOf('types')).toBe(33);
    app.actions.setQuery({ text: 'sk' });
    app.actions.rememberScroll('types', 44);
    app.actions.rememberScroll('type/layout', 7);
    const before = state().entry.key;

    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(state().place).toMatchObject({ tab: 'layout' });
    expect(state().query.text).toBe('nf');
    expect(state().entry).toMatchObject({ restored: true, behind: 1, ahead: 1 });
    expect(app.actions.scrollOf('type/layout')).toBe(120);
    expect(app.actions.scrollOf('types')).toBe(33);

    app.actions.rememberScroll('type/layout', 130);
    app.actions.forward();
    await settle();
    expect(shownName()).toBe('sk_buff');
    expect(state().query.text).toBe('sk');
    expect(state().entry).toEqual({ key: before, restored: true, behind: 2, ahead: 0 });
    expect(app.actions.scrollOf('type/layout')).toBe(7);
    expect(app.actions.scrollOf('types')).toBe(44);
  });

  it('are not misled by a pane that is drawn anew, at its top, before it is put back', async () => {
    await visit(nfConn);
    app.actions.rememberScroll('type/c', 120);
    await visit(skBuff);
    for (const _time of [1, 2]) {
      app.actions.back();
      app.actions.rememberScroll('type/c', 0);
      await settle();
      app.actions.rememberScroll('type/c', 0);
      expect(app.actions.scrollOf('type/c')).toBe(120);
      app.actions.forward();
      await settle();
    }
    app.actions.back();
    await settle();
    expect(app.actions.scrollOf('type/c')).toBe(120);
    app.actions.rememberScroll('type/c', 300);
    app.actions.forward();
    await settle();
    app.actions.back();
    await settle();
    expect(app.actions.scrollOf('type/c')).toBe(300);
  });

  it('lead back to the list alone', async () => {
    await visit(nfConn);
    app.actions.back();
    await settle();
    expect(state().place).toEqual({ view: 'types' });
    expect(shownName()).toBe('nothing');
    expect(browser.title).toBe('BTF Explorer');
  });

  it('count closing a type as a step', async () => {
    await visit(nfConn);
    app.actions.closeType();
    expect(shownName()).toBe('nothing');
    expect(browser.fragment()).toBe('');
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
  });

  it('drop what was ahead once another way is taken', async () => {
    await visit(nfConn);
    await visit(skBuff);
    app.actions.back();
    await settle();
    await visit(listHead);
    expect(state().entry).toMatchObject({ behind: 2, ahead: 0 });
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
  });

  it('outrun an answer that is still on its way', async () => {
    await visit(nfConn);
    app.actions.openType(refOf(skBuff));
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack'));
  });

  it('keep the address of the step that is left, typed text included', async () => {
    await visit(nfConn);
    app.actions.setQuery({ text: 'late' });
    await visit(skBuff);
    expect(browser.steps[1]?.fragment).toBe(linkTo(nfConn, 'nf_conntrack', '&q=late'));
  });
});

describe('following a link', () => {
  it('waits for the file it needs and shows the type once it is in', async () => {
    boot(linkTo(nfConn, 'nf_conntrack', '&tab=layout&hex=1'));
    await settle();
    expect(state().shown).toEqual({ state: 'missing', sourceOpen: false, anyOpen: false });
    expect(state().place).toMatchObject({ target: { name: 'nf_conn', source: 'nf_conntrack' } });

    app.takeWorkspace(session.put([vmlinux], [skBuff]));
    await settle();
    expect(state().shown).toEqual({ state: 'missing', sourceOpen: false, anyOpen: true });

    app.takeWorkspace(session.put([conntrack], [nfConn]));
    await settle();
    expect(shownName()).toBe('nf_conn');
    expect(state().place).toMatchObject({ tab: 'layout', layout: { hex: true }, followed: false });
    expect(state().shown).toMatchObject({ differences: [] });
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack', '&tab=layout&hex=1'));
  });

  it('says what differs on another build, and keeps the address until that is accepted', async () => {
    const link = linkTo({ ...nfConn, size: 240 }, 'nf_conntrack');
    await bootWithKernel(link);
    expect(state().shown).toMatchObject({
      state: 'page',
      differences: [{ field: 'size', link: '240', found: '248' }],
    });
    expect(browser.fragment()).toBe(link);
    await app.actions.copyLink();
    expect(browser.clipboard).toContain(linkTo(nfConn, 'nf_conntrack'));

    app.actions.acceptDifferences();
    expect(state().shown).toMatchObject({ differences: [] });
    expect(browser.fragment()).toBe(linkTo(nfConn, 'nf_conntrack'));
  });

  it('turns to the type that is meant when its file comes in later', async () => {
    const older = { ...nfConn, source: 3, size: 240 };
    await bootWithKernel(linkTo(older, 'nf_conntrack'));
    app.takeWorkspace(session.put([fakeSource(3, 'nf_conntrack')], [older]));
    await settle();
    expect(state().shown).toMatchObject({ page: { ref: refOf(older) }, differences: [] });
  });

  it('does not turn a kind the link does not say into a difference', async () => {
    boot('#v1/type?name=nf_conn');
    session.resolveLink = () =>
      Promise.resolve({
        state: 'found',
        ref: refOf(nfConn),
        differences: [{ field: 'kind', link: 'unknown', found: 'struct' }],
      });
    app.takeWorkspace(session.put([conntrack], [nfConn]));
    await settle();
    expect(state().shown).toMatchObject({ state: 'page', differences: [] });
  });

  it('works for an address that is edited while the page is open', async () => {
    await bootWithKernel();
    browser.edit(linkTo(skBuff, 'vmlinux', '&tab=raw'));
    await settle();
    expect(shownName()).toBe('sk_buff');
    expect(state().place).toMatchObject({ tab: 'raw' });
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nothing');
  });

  it('works after a reload, where the steps of the history are of an earlier page', async () => {
    await bootWithKernel();
    app.actions.openType(refOf(nfConn));
    await settle();
    app.actions.openType(refOf(skBuff));
    await settle();
    const { steps, index } = browser;

    session = new FakeSession();
    browser = new FakeBrowser();
    browser.steps.splice(0, 1, ...structuredClone(steps));
    browser.index = index;
    app = createApp(session, browser);
    app.start();
    app.takeWorkspace(session.put([vmlinux, conntrack], [skBuff, nfConn]));
    await settle();
    expect(shownName()).toBe('sk_buff');
    expect(state().entry.behind).toBe(2);
    app.actions.back();
    await settle();
    expect(shownName()).toBe('nf_conn');
  });

  it('never ends in a blank page', async () => {
    await bootWithKernel('#v1/type?name=no_such_type&tab=%%%');
    expect(state().shown).toEqual({ state: 'missing', sourceOpen: false, anyOpen: true });
  });
});

describe('when the worker dies', () => {
  beforeEach(() => bootWithKernel());
  const died = failure('worker-died', 'out of memory');
  /** The same files, as another worker numbers them. */
  const again = {
    generation: 1,
    sources: [
      { ...vmlinux, id: 1_000_001 },
      { ...conntrack, id: 1_000_002 },
    ],
  };
  const anew = (type: FakeType) => ({ ...type, source: type.source + 1_000_000 });

  function restart(): void {
    app.workerEvent({ event: 'died', failure: died, again: true });
    session.sources = again.sources;
    session.types = [skBuff, listHead, schedule, nfConn].map(anew);
    session.generation = 1;
    app.workerEvent({ event: 'restarted', workspace: session.now() });
  }

  it('says so once, as a problem', () => {
    app.workerEvent({ event: 'died', failure: died, again: true });
    expect(state().worker).toBe('restarting');
    expect(state().pageProblems).toMatchObject([{ code: 'worker-died', message: 'out of memory' }]);
  });

  it('says nothing of the questions that end with it', async () => {
    session.search = () => Promise.reject(died);
    session.typePage = () => Promise.reject(died);
    session.failure = died;
    app.actions.setQuery({ text: 'x' });
    app.actions.openType(refOf(nfConn));
    await app.actions.openFiles([file('a')]);
    await settle();
    expect(state().notice).toBeNull();
    expect(state().pageProblems).toEqual([]);
    expect(state().opening).toBeNull();
  });

  it('finds type, list and filter again under the new numbers', async () => {
    app.actions.openType(refOf(skBuff));
    await settle();
    app.actions.openType(refOf(nfConn), 'layout');
    app.actions.setQuery({ sources: [2] });
    await settle();
    restart();
    await settle();
    expect(state().worker).toBe('running');
    expect(state().query.sources).toEqual([1_000_002]);
    expect(state().search.result?.count).toBe(1);
    expect(state().shown).toMatchObject({
      state: 'page',
      page: { ref: refOf(anew(nfConn)) },
      differences: [],
    });
    expect(state().place).toMatchObject({ tab: 'layout' });
    app.actions.back();
    await settle();
    expect(state().shown).toMatchObject({ state: 'page', page: { ref: refOf(anew(skBuff)) } });
  });

  it('gives up when it is told to, and says to reload for a stale one', () => {
    const stale = failure('stale-worker', 'the page is of build b, its worker of a');
    app.workerEvent({ event: 'died', failure: stale, again: false });
    expect(state().worker).toBe('dead');
    expect(state().pageProblems).toMatchObject([{ code: 'stale-worker' }]);
  });
});

describe('settings', () => {
  it('are kept between visits', () => {
    boot();
    app.actions.setTheme('dark');
    app.actions.setPanes({ sources: 20, types: 40, type: 40 });
    const { stored } = browser;
    browser = new FakeBrowser();
    for (const [key, value] of stored) browser.save(key, value);
    const next = createApp(new FakeSession(), browser).store.getState();
    expect(next.theme).toBe('dark');
    expect(next.panes).toEqual({ sources: 20, types: 40, type: 40 });
  });

  it.each(['', 'null', '[]', '{', '{"theme":"pink","panes":{"a":"wide","b":-3,"c":1e9}}', '{"panes":7}'])(
    'fall back when %j is stored',
    (text) => {
      browser = new FakeBrowser();
      browser.load = () => text;
      const fresh = createApp(new FakeSession(), browser).store.getState();
      expect(fresh.theme).toBe('system');
      expect(fresh.panes).toEqual({});
    },
  );
});
