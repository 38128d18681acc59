// The forms of a type's text as a person chooses them, over a fake session: which text is asked for, copied and saved.
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../store/app.ts';
import type { App } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeSource } from '../../store/testing/fake-session.ts';
import { TypePane } from './TypePane.tsx';

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

const PLAIN_HEADER = { form: 'header', asserts: false, preserveAccessIndex: false, flavor: '' };
const PAHOLE = { form: 'pahole', hex: false, expand: false, cachelineSize: 64 };

const choose = (name: string) => userEvent.click(screen.getByRole('radio', { name }));
const check = (name: string) => userEvent.click(screen.getByRole('checkbox', { name }));
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const openTab = (name: string) => userEvent.click(screen.getByRole('tab', { name }));
const wasAsked = (question: string, about: object) =>
  waitFor(() => expect(session.asked.at(-1)).toBe(`${question} ${JSON.stringify(about)}`));

beforeEach(async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  session = new FakeSession();
  browser = new FakeBrowser();
  app = createApp(session, browser);
  app.start();
  const item = { source: 1, id: 5, kind: 'struct', name: 'item', size: 24, elements: 2 } as const;
  app.takeWorkspace(session.put([fakeSource(1, 'vmlinux')], [item]));
  app.actions.openType({ source: 1, id: 5 });
  render(
    <AppProvider app={app}>
      <TypePane />
    </AppProvider>,
  );
  await screen.findByRole('radio', { name: 'Declaration' });
});

it('shows C in three forms, with what each can be told', async () => {
  await wasAsked('lines', { form: 'declaration' });
  expect(screen.queryByRole('checkbox', { name: 'Static asserts' })).toBeNull();
  await choose('Minimal header');
  await wasAsked('lines', PLAIN_HEADER);
  await check('Static asserts');
  await check('preserve_access_index');
  await userEvent.type(screen.getByRole('textbox', { name: 'Flavor' }), 'v6');
  await wasAsked('lines', { ...PLAIN_HEADER, asserts: true, preserveAccessIndex: true, flavor: 'v6' });
  await choose('Everything');
  await wasAsked('lines', { form: 'everything', sorted: true, exact: false });
  await check('Sorted');
  await wasAsked('lines', { form: 'everything', sorted: false, exact: false });
  await check('Exact layouts');
  await wasAsked('lines', { form: 'everything', sorted: false, exact: true });
  await press('Download');
  await waitFor(() =>
    expect(session.asked).toContain(
      `wholeText 1 ${JSON.stringify({ form: 'c', sorted: false, exact: true })}`,
    ),
  );
});

it('shows the layout as text, expanded, in hex, by the cacheline size that is chosen', async () => {
  await openTab('Layout');
  await choose('Pahole text');
  await wasAsked('lines', PAHOLE);
  await check('Hex');
  await check('Expand');
  await wasAsked('lines', { ...PAHOLE, hex: true, expand: true });
  await userEvent.selectOptions(screen.getByLabelText('Cacheline'), '128');
  await wasAsked('lines', { ...PAHOLE, hex: true, expand: true, cachelineSize: 128 });
});

it('copies what is shown; with the link behind it, if wanted', async () => {
  await choose('Minimal header');
  await press('Copy text');
  await wasAsked('text', PLAIN_HEADER);
  await waitFor(() => expect(browser.clipboard).toBe('header\n'));
  await check('With link');
  await press('Copy text');
  await waitFor(() => expect(browser.clipboard).toBe(`header\n/* ${app.actions.linkToHere()} */\n`));
  expect(app.actions.linkToHere()).toContain('&c=header');
});

it('saves the text of the type, or all of its source', async () => {
  const names = () => browser.files.map(({ name }) => name);
  await press('Download');
  await waitFor(() => expect(names()).toEqual(['item.h']));
  await userEvent.selectOptions(screen.getByLabelText('What to save'), 'all of vmlinux');
  await press('Download');
  await waitFor(() => expect(names()).toEqual(['item.h', 'vmlinux.h']));
  await openTab('Layout');
  await check('Expand');
  await press('Download');
  await waitFor(() => expect(names().at(-1)).toBe('item.pahole-expanded.txt'));
  await userEvent.selectOptions(screen.getByLabelText('What to save'), 'all of vmlinux');
  await press('Download');
  await waitFor(() => expect(names().at(-1)).toBe('vmlinux.pahole-expanded.txt'));
  expect(session.asked).toContain(`wholeText 1 ${JSON.stringify({ ...PAHOLE, expand: true })}`);
});

it('shows a download on its way, and ends it', async () => {
  let goOn = (): void => undefined;
  session.writing = new Promise((resolve) => (goOn = resolve));
  await choose('Everything');
  await press('Download');
  expect(screen.getByRole('progressbar', { name: 'Writing vmlinux.h' })).toBeTruthy();
  await press('Cancel the download');
  expect(session.asked).toContain('cancelWholeText');
  expect(screen.getByRole('button', { name: 'Cancel the download' })).toHaveProperty('disabled', true);
  act(goOn);
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  expect(browser.files).toEqual([]);
});
