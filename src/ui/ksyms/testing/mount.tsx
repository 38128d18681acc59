/** The Ksyms view over a fake session, in a window that has a size: rows of tables are drawn only where they are in sight. */

import { act, render } from '@testing-library/react';
import { vi } from 'vitest';
import { createApp } from '../../../store/app.ts';
import type { App } from '../../../store/app.ts';
import { AppProvider } from '../../../store/react.tsx';
import { FakeBrowser } from '../../../store/testing/fake-browser.ts';
import { FakeSession, fakeSource } from '../../../store/testing/fake-session.ts';
import type { SourceInfo } from '../../../session/source-api.ts';
import type { KsymReport } from '../../../session/ksyms-api.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { KsymsPane } from '../KsymsPane.tsx';
import { KERNEL } from './reports.ts';

/** Pixels. */
const HEIGHT = 600;

export function giveElementsASize(): void {
  vi.stubGlobal('ResizeObserver', MeasuredAtOnce);
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  for (const size of ['offsetHeight', 'clientHeight', 'offsetWidth', 'clientWidth'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(HEIGHT);
}

class MeasuredAtOnce {
  private readonly tell: (entries: readonly unknown[]) => void;
  constructor(tell: (entries: readonly unknown[]) => void) {
    this.tell = tell;
  }
  observe(): void {
    this.tell([]);
  }
  unobserve() {}
  disconnect() {}
}

export interface Mounted {
  readonly session: FakeSession;
  readonly browser: FakeBrowser;
  readonly app: App;
}

export const vmlinux = fakeSource(1, 'vmlinux');
export const conntrack = fakeSource(2, 'nf_conntrack', { role: 'module', base: 1 });

/** What is open: a kernel with nf_conntrack, and an object for each report. */
export function mount(
  reports: readonly KsymReport[],
  fragment = '',
  prepare: (session: FakeSession) => void = () => {},
): Mounted {
  const session = new FakeSession();
  const browser = new FakeBrowser(fragment);
  const app = createApp(session, browser);
  session.kernel = KERNEL;
  prepare(session);
  app.start();
  const objects = reports.map(({ object }) => fakeSource(object.source, object.name, { role: 'object' }));
  for (const one of reports) session.reports.set(one.object.source, one);
  app.takeWorkspace(session.put([vmlinux, conntrack, ...objects], []));
  if (fragment === '') app.actions.openKsyms({});
  render(
    <AppProvider app={app}>
      <Keys />
      <KsymsPane />
    </AppProvider>,
  );
  return { session, browser, app };
}

function Keys() {
  useKeys();
  return null;
}

/** Something else is open now, which makes every pane ask anew. */
export function openMore({ session, app }: Mounted, sources: readonly SourceInfo[]): void {
  act(() => app.takeWorkspace(session.put(sources, [])));
}
