/**
 * The page's main thread as the browser traces it.
 * In: a page, from now until it is asked. Out: the longest task since files were dropped, in milliseconds of processor time: a
 * busy machine makes tasks last, and no task do more.
 */

import type { CDPSession, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of processor time. */
  readonly tdur?: number;
}

export class MainThread {
  private readonly session: CDPSession;
  private readonly events: TraceEvent[] = [];

  private constructor(session: CDPSession) {
    this.session = session;
    session.on('Tracing.dataCollected', ({ value }) =>
      this.events.push(...(value as object[] as TraceEvent[])),
    );
  }

  static async start(page: Page): Promise<MainThread> {
    const browser = page.context().browser();
    if (!browser) throw new Error('the page has no browser');
    const session = await browser.newBrowserCDPSession();
    const includedCategories = ['toplevel', 'blink.user_timing'];
    await session.send('Tracing.start', {
      traceConfig: { includedCategories },
      transferMode: 'ReportEvents',
    });
    return new MainThread(session);
  }

  /** Null where the browser traced nothing of the kind. The task in which files were dropped counts. */
  async longest(): Promise<number | null> {
    const complete = new Promise<void>((resolve) => {
      this.session.once('Tracing.tracingComplete', () => resolve());
    });
    await this.session.send('Tracing.end');
    await complete;
    await this.session.detach();
    const mark = this.events.find(({ name }) => name === 'dropped');
    if (!mark) return null;
    const tasks = this.events.filter(
      ({ name, ph, pid, tid, ts, dur }) =>
        name.endsWith('RunTask') &&
        ph === 'X' &&
        pid === mark.pid &&
        tid === mark.tid &&
        ts + (dur ?? 0) >= mark.ts,
    );
    return tasks.reduce((longest, { tdur, dur }) => Math.max(longest, tdur ?? dur ?? 0), 0) / 1000;
  }
}
