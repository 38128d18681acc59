// The page of a source over a fake session: what is told and asked, ways in, and what a link to it shows before it is open.
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { SourcePage } from '../../session/source-page-api.ts';
import { createApp } from '../../store/app.ts';
import type { App } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeSource } from '../../store/testing/fake-session.ts';
import { SourcePane } from './SourcePane.tsx';

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

const vmlinux = fakeSource(1, 'vmlinux', { ownTypes: 900, bytes: 9000 });
const tun = fakeSource(2, 'tun', { role: 'module', base: 1, ownTypes: 100, bytes: 1000 });

const kernel = { base: 1, name: 'vmlinux', modules: 1, types: 1000, bytes: 10_000 };
const modulePage: SourcePage = {
  info: tun,
  generation: 2,
  baseName: 'vmlinux',
  btfBytes: 1000,
  stringBytes: 300,
  kinds: [
    { kind: 'struct', named: 40, nameless: 2, inKernel: null },
    { kind: 'ptr', named: 0, nameless: 58, inKernel: null },
  ],
  kernel,
  lists: ['taken', 'kfuncs'],
  misfits: 0,
};

function show(fragment = ''): void {
  session = new FakeSession();
  browser = new FakeBrowser(fragment);
  app = createApp(session, browser);
  app.start();
  render(
    <AppProvider app={app}>
      <SourcePane />
    </AppProvider>,
  );
}

function open(): void {
  session.sourcePages.set(2, modulePage);
  act(() => app.takeWorkspace(session.put([vmlinux, tun], [])));
}

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

it('says what a source is, its share, and how it stands', async () => {
  show();
  open();
  act(() => app.actions.openSource(2));
  expect(await screen.findByRole('heading', { name: 'tun', level: 2 })).toBeTruthy();
  const overview = screen.getByRole('region', { name: 'Overview' });
  expect(overview.textContent).toContain('10 % of its 10 kB, 10 % of its types');
  expect(overview.textContent).toContain('fits its base vmlinux');
  const table = screen.getByRole('table', { name: 'Types by kind' });
  expect(within(table).getByRole('row', { name: 'struct 40 2' })).toBeTruthy();
  expect(browser.fragment()).toBe('#v1/source?source=tun');
  expect(browser.title).toBe('tun - BTF Explorer');
});

it('leads to the list of a kind, and to the page of the base', async () => {
  show();
  open();
  act(() => app.actions.openSource(2));
  await userEvent.click(await screen.findByRole('button', { name: 'ptr' }));
  expect(app.store.getState().query).toMatchObject({ kinds: ['ptr'], anonymous: true, sources: [2] });
  await userEvent.click(screen.getByRole('link', { name: 'vmlinux' }));
  expect(app.store.getState().place).toEqual({
    view: 'source',
    source: 1,
    name: 'vmlinux',
    tab: 'overview',
  });
});

it('copies the figures as text', async () => {
  show();
  open();
  act(() => app.actions.openSource(2));
  await userEvent.click(await screen.findByRole('button', { name: 'Copy text' }));
  expect(browser.clipboard).toContain('Own types: 100\n');
  expect(browser.clipboard).toContain('\nstruct\t40\t2\n');
});

it('asks for a list when its tab is opened, and says what it counts', async () => {
  show();
  open();
  const type = { ref: { source: 1, id: 5 }, kind: 'struct', name: 'list_head', size: 16 } as const;
  const row = { sourceName: 'vmlinux', displayId: '[5]', kfunc: false };
  session.sourceLists.set('2 taken', [
    {
      type: { ...type, ...row },
      source: null,
      figure: 7,
      line: null,
      definitions: [],
      definitionCount: 0,
      misfit: null,
    },
  ]);
  act(() => app.actions.openSource(2));
  await screen.findByRole('tab', { name: 'Takes from base' });
  expect(session.asked.some((question) => question.startsWith('sourceList'))).toBe(false);
  await userEvent.click(screen.getByRole('tab', { name: 'Takes from base' }));
  expect(await screen.findByText('7 references to 1 type of vmlinux')).toBeTruthy();
  expect(screen.getByRole('table', { name: 'Takes from base of tun' })).toBeTruthy();
  expect(session.asked).toContain('sourceList 2 taken');
  expect(browser.fragment()).toBe('#v1/source?source=tun&tab=taken');
  await userEvent.click(screen.getByRole('button', { name: 'Copy text' }));
  expect(browser.clipboard).toBe('taken of 2\n');
});

it('says why a list is empty, and ends its making when it is left', async () => {
  show();
  open();
  act(() => app.actions.openSource(2, 'kfuncs'));
  expect(await screen.findByText(/No function here is tagged bpf_kfunc/)).toBeTruthy();
  act(() => app.actions.openSource(1));
  await waitFor(() => expect(session.asked).toContain('cancelSourceList'));
});

it('hands the focus from Cancel to Look again, and back', async () => {
  show();
  let end: () => void = () => undefined;
  session.sourceList = (_source, _list, progress) => {
    progress?.({ found: 0.5 });
    return new Promise((resolve) => {
      end = () => resolve({ count: 0, total: 0, complete: true, cancelled: true });
    });
  };
  session.cancelSourceList = () => Promise.resolve(end());
  open();
  act(() => app.actions.openSource(2, 'kfuncs'));
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  const again = await screen.findByRole('button', { name: 'Look again' });
  expect(document.activeElement).toBe(again);
  await userEvent.click(again);
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
});

it('waits for the file that a link names', async () => {
  show('#v1/source?source=tun&tab=kfuncs');
  expect(screen.getByText(/No source called/).textContent).toContain('tun');
  open();
  expect(await screen.findByRole('heading', { name: 'tun', level: 2 })).toBeTruthy();
  expect(screen.getByRole('tab', { name: 'Kfuncs' }).getAttribute('aria-selected')).toBe('true');
});
