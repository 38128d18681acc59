// The diagnostics over a fake session: opened by its key from anywhere, what it tells, and as text.
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { RoundTrips } from '../../protocol/round-trips.ts';
import { createApp } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession } from '../../store/testing/fake-session.ts';
import { useKeys } from '../keys/use-keys.ts';
import { Diagnostics } from './Diagnostics.tsx';

let browser: FakeBrowser;

function Page() {
  useKeys();
  return (
    <>
      <input aria-label="anything" />
      <Diagnostics />
    </>
  );
}

beforeEach(() => {
  const session = new FakeSession();
  session.diagnosed = {
    sources: 3,
    types: 1200,
    distinctNames: 400,
    btfBytes: 5000,
    heldBytes: 7000,
    indexes: [
      { name: 'names', bytes: 90_000, ms: 12.34, complete: true },
      { name: 'members', bytes: 10_000, ms: null, complete: false },
    ],
  };
  browser = new FakeBrowser();
  browser.memory = 123_000_000;
  const trips = new RoundTrips();
  for (const ms of [1, 2, 30]) trips.add('search', ms);
  const app = createApp(session, browser, trips);
  render(
    <AppProvider app={app}>
      <Page />
    </AppProvider>,
  );
});

it('opens and closes with its key, also while something is typed', async () => {
  await userEvent.click(screen.getByRole('textbox', { name: 'anything' }));
  await userEvent.keyboard('{Control>}{Shift>}D{/Shift}{/Control}');
  expect(await screen.findByRole('dialog', { name: 'Diagnostics' })).toBeTruthy();
  await userEvent.keyboard('{Control>}{Shift>}D{/Shift}{/Control}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('tells bytes, work and answers, and what the browser says of memory', async () => {
  await userEvent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}');
  const held = await screen.findByRole('table', { name: 'Held' });
  await waitFor(() => expect(within(held).getByRole('row', { name: 'Page and worker 123 MB' })).toBeTruthy());
  expect(within(held).getByRole('row', { name: 'Indexes 100 kB' })).toBeTruthy();
  const indexes = screen.getByRole('table', { name: 'Indexes' });
  expect(within(indexes).getByRole('row', { name: 'names 90,000 12.3 ms complete' })).toBeTruthy();
  expect(within(indexes).getByRole('row', { name: 'members 10,000 – growing' })).toBeTruthy();
  const answers = screen.getByRole('table', { name: 'Answers of the worker' });
  expect(within(answers).getByRole('row', { name: 'search 3 2.0 ms 30.0 ms 30.0 ms' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Copy text' }));
  expect(browser.clipboard).toContain(
    'Indexes\n  index\tbytes\twork\tstate\n  names\t90,000\t12.3 ms\tcomplete\n',
  );
});
