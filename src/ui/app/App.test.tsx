// The page as a person meets it, over a fake session: roles and names that browser tests rely on, keys, and what is told
// about files that are missing or wrong. The library of the splitters measures elements, which jsdom cannot: the tests run
// at the width of a phone.
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../store/app.ts';
import type { App as Store } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeHash, fakeSource } from '../../store/testing/fake-session.ts';
import type { FakeType } from '../../store/testing/fake-session.ts';
import { App } from './App.tsx';
import { preload } from './lazy.ts';

const vmlinux = fakeSource(1, 'vmlinux', { ownTypes: 112_768 });
const conntrack = fakeSource(2, 'nf_conntrack', { role: 'module', base: 1, ownTypes: 630 });
const nfConn: FakeType = { source: 2, id: 133, kind: 'struct', name: 'nf_conn', size: 248, elements: 14 };

let session: FakeSession;
let browser: FakeBrowser;
let store: Store;

function open(fragment = ''): void {
  session = new FakeSession();
  browser = new FakeBrowser(fragment);
  store = createApp(session, browser);
  store.start();
  render(
    <AppProvider app={store}>
      <App />
    </AppProvider>,
  );
}

async function openKernel(fragment = ''): Promise<void> {
  open(fragment);
  act(() => store.takeWorkspace(session.put([vmlinux, conntrack], [nfConn])));
  await screen.findByRole('grid', { name: 'Types' });
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeAll(preload);
beforeEach(() => {
  // Nothing has a size in jsdom, and nothing changes it.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query.includes('max-width'),
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
});

describe('the start screen', () => {
  it('offers every way in, and says where the files are and that they stay here', () => {
    open();
    expect(screen.getByLabelText('Open files')).toHaveProperty('multiple', true);
    expect(button('Open the sample kernel')).toBeTruthy();
    expect(button('Open a directory')).toBeTruthy();
    expect(screen.getByText('cat /sys/kernel/btf/vmlinux > vmlinux.btf')).toBeTruthy();
    expect(screen.getByText('Files stay in this tab: nothing is uploaded.')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('Nothing is open');
  });

  it('opens the files that are chosen', async () => {
    open();
    session.incoming = { sources: [vmlinux], types: [] };
    await userEvent.upload(screen.getByLabelText('Open files'), new File(['x'], 'vmlinux'));
    await waitFor(() => expect(session.asked).toContain('open vmlinux'));
    expect(screen.getByRole('status').textContent).toBe('0 types in 1 source');
  });

  it('says what a link needs, and shows it once that is open', async () => {
    open(`#v1/type?kind=struct&name=nf_conn&source=nf_conntrack&hash=${fakeHash(nfConn)}&size=248`);
    const needed = screen.getByRole('region', { name: 'What the link needs' });
    expect(needed.textContent).toContain('struct nf_conn');
    expect(within(needed).getByText('cat /sys/kernel/btf/vmlinux > vmlinux.btf')).toBeTruthy();
    expect(within(needed).getByText('cat /sys/kernel/btf/nf_conntrack > nf_conntrack.btf')).toBeTruthy();
    act(() => store.takeWorkspace(session.put([vmlinux, conntrack], [nfConn])));
    const page = await screen.findByRole('region', { name: 'Type' });
    expect((await within(page).findByRole('heading')).textContent).toContain('struct nf_conn');
  });

  it('puts nothing from an address into a command but what can be a name', () => {
    open('#v1/type?name=x&source=%24(reboot)');
    const needed = screen.getByRole('region', { name: 'What the link needs' });
    expect(needed.textContent).toContain('cat /sys/kernel/btf/NAME > NAME.btf');
    expect(screen.queryByText(/btf\/\$\(reboot\)/)).toBeNull();
  });
});

describe('while files come in', () => {
  it('shows how far it is, and can be stopped', async () => {
    open();
    let finish = () => {};
    session.opening = new Promise((resolve) => (finish = resolve));
    act(() => void store.actions.openFiles([{ name: 'a', path: 'a', blob: new Blob() }]));
    const figures = { bytesDone: 4_000_000, bytesTotal: 8_000_000, filesDone: 3, filesTotal: 51 };
    act(() => session.report?.({ phase: 'parsing', ...figures, workspace: null }));
    const bar = screen.getByRole('progressbar', { name: 'Parsing a' });
    expect(bar.getAttribute('aria-valuenow')).toBe('50');
    expect(bar.getAttribute('aria-valuetext')).toBe('3 of 51 files, 4.0 MB of 8.0 MB');
    await userEvent.click(button('Cancel'));
    expect(session.asked).toContain('cancelOpen');
    await act(async () => {
      finish();
      await Promise.resolve();
    });
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });
});

describe('problems', () => {
  it('are told with file, sentence, next step and offset, and can be dismissed', async () => {
    open();
    session.problems = [
      {
        key: '1',
        file: 'broken.btf',
        source: null,
        code: 'section-out-of-range',
        message: 'strings at 80 + 9 end after the 60 bytes behind the header',
        offset: 16,
        details: {},
      },
    ];
    act(() => store.takeWorkspace(session.now()));
    const region = screen.getByRole('region', { name: 'Problems' });
    const [item] = within(region).getAllByRole('listitem');
    expect(item.textContent).toContain('broken.btf');
    expect(item.textContent).toContain('reaches beyond the end of the file');
    expect(item.textContent).toContain('0x10');

    await userEvent.click(button('1 problem'));
    expect(screen.queryByRole('region', { name: 'Problems' })).toBeNull();
    await userEvent.click(button('1 problem'));
    await userEvent.click(button('Dismiss: broken.btf'));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Problems' })).toBeNull());
  });
});

describe('sources', () => {
  it('are listed with what they sit on, filter the list, and can be removed', async () => {
    await openKernel();
    await userEvent.click(button('Show sources'));
    const region = await screen.findByRole('region', { name: 'Sources' });
    const items = within(region).getAllByRole('listitem');
    expect(items).toHaveLength(2);
    expect(items[0].textContent).toContain('base of 1 module');
    expect(items[1].textContent).toContain('module on vmlinux');

    await userEvent.click(within(items[1]).getByRole('button', { name: /^nf_conntrack/ }));
    expect(store.store.getState().query.sources).toEqual([2]);
    await userEvent.click(within(region).getByRole('button', { name: 'Remove nf_conntrack' }));
    await waitFor(() => expect(within(region).getAllByRole('listitem')).toHaveLength(1));
    expect(store.store.getState().query.sources).toBeNull();
  });

  it('say why a module has no base', async () => {
    await openKernel();
    const misfit = {
      base: 1,
      baseName: 'vmlinux',
      names: 1073,
      namesFromBase: 900,
      midString: 293,
      outOfRange: 644,
      idsOutOfRange: 0,
      implausible: 0,
      error: null,
    };
    const stray = fakeSource(3, 'tun', { role: 'module', state: { state: 'no-base-fits', tried: [misfit] } });
    act(() => store.takeWorkspace(session.put([stray], [])));
    await userEvent.click(button('Show sources'));
    const region = await screen.findByRole('region', { name: 'Sources' });
    const [first] = within(region).getAllByRole('listitem');
    expect(first.textContent).toContain('no base fits');
    expect(first.textContent).toContain('293 of 1,073 names begin in the middle of a string');
  });
});

describe('a module over its distilled base', () => {
  it('says so, and why it is not over the vmlinux that is open', async () => {
    await openKernel();
    const distilled = fakeSource(3, 'tun base', { role: 'distilled-base' });
    const rejected = [
      { base: 1, baseName: 'vmlinux', code: 'not-relocatable', message: 'struct sk_buff has 240 bytes' },
    ] as const;
    const state = { state: 'over-distilled-base', rejected } as const;
    const tun = fakeSource(4, 'tun', { role: 'module', base: 3, state });
    act(() => store.takeWorkspace(session.put([distilled, tun], [])));
    await userEvent.click(button('Show sources'));
    const region = await screen.findByRole('region', { name: 'Sources' });
    const item = within(region).getAllByRole('listitem').at(-1);
    expect(item?.textContent).toContain('over its distilled base');
    expect(item?.textContent).toContain('not over vmlinux: struct sk_buff has 240 bytes');
  });
});

describe('keys', () => {
  it('search, help and back out again', async () => {
    await openKernel();
    await userEvent.keyboard('/');
    const box = screen.getByRole('searchbox', { name: 'Search types' });
    expect(document.activeElement).toBe(box);
    await userEvent.keyboard('x?');
    expect(box).toHaveProperty('value', 'x?');
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.keyboard('{Escape}{Escape}');
    await userEvent.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Help' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('copy the link and close the type', async () => {
    await openKernel();
    act(() => store.actions.openType({ source: 2, id: 133 }));
    const page = await screen.findByRole('region', { name: 'Type' });
    await within(page).findByRole('heading');
    await userEvent.keyboard('y');
    expect(browser.clipboard).toContain('#v1/type?kind=struct&name=nf_conn&source=nf_conntrack');
    await userEvent.keyboard('{Escape}');
    expect(store.store.getState().place).toEqual({ view: 'types' });
  });

  it('leave the browser its own', async () => {
    await openKernel();
    await userEvent.keyboard('{Control>}y{/Control}{Alt>}{ArrowLeft}{/Alt}');
    expect(browser.clipboard).toBe('');
    expect(browser.index).toBe(0);
  });
});

describe('on a phone', () => {
  it('typing a search leads from the type back to the list', async () => {
    await openKernel();
    act(() => store.actions.openType({ source: 2, id: 133 }));
    await screen.findByRole('region', { name: 'Type' });
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search types' }), 'n');
    expect(await screen.findByRole('grid', { name: 'Types' })).toBeTruthy();
    act(() => store.actions.back());
    expect(await screen.findByRole('region', { name: 'Type' })).toBeTruthy();
  });
});

describe('the theme', () => {
  it('goes round and is remembered', async () => {
    open();
    await userEvent.click(button('Theme: system'));
    await userEvent.click(button('Theme: light'));
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(browser.stored.get('btf-explorer/settings')).toContain('dark');
    await userEvent.click(button('Theme: dark'));
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });
});
