// A text is drawn in two steps, the first of which is what an ordinary window shows; told anew, it stays whole.
import { act, render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { PageLine } from '../../session/type-api.ts';
import { createApp } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeSource } from '../../store/testing/fake-session.ts';
import { TokenLines } from './TokenLines.tsx';

const types = [1, 2].map((id) => ({ source: 1, id, kind: 'struct', name: `s${id}`, size: 8 }) as const);
const text = (count: number): PageLine[] =>
  Array.from({ length: count }, (_, i) => [{ kind: 'punctuation', text: `line ${i}` }]);

it('draws the rest of a type once, and of the next type again', async () => {
  const session = new FakeSession();
  const app = createApp(session, new FakeBrowser());
  app.takeWorkspace(session.put([fakeSource(1, 'vmlinux')], types));
  const open = async (id: number): Promise<void> => {
    app.actions.openType({ source: 1, id });
    await vi.waitFor(() => expect(app.store.getState().place).toMatchObject({ ref: { id } }));
  };
  await open(1);
  const shown = (lines: readonly PageLine[]) => (
    <AppProvider app={app}>
      <TokenLines lines={lines} baseName={null} scroller={null} />
    </AppProvider>
  );
  const { container, rerender } = render(shown(text(100)));
  const drawn = (): number => container.firstElementChild?.childElementCount ?? 0;
  expect(drawn()).toBe(48);
  await vi.waitFor(() => expect(drawn()).toBe(100));
  rerender(shown(text(90)));
  expect(drawn()).toBe(90);
  const last = text(80);
  rerender(shown(last));
  await act(() => open(2));
  expect(drawn()).toBe(80);
  rerender(shown(text(70)));
  expect(drawn()).toBe(48);
  await vi.waitFor(() => expect(drawn()).toBe(70));
});
