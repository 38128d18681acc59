/**
 * Progress of a job, told often enough to be watched and seldom enough to cost nothing.
 * In: figures as they change. Out: reports; some of them carry what is open, so that it can be used before the last file is
 * in.
 */

import type { OpenProgress, Workspace } from './source-api.ts';

/** Milliseconds between two reports of figures alone. */
export const FIGURES_EVERY = 50;
/** Milliseconds between two reports that carry what is open. */
const WORKSPACE_EVERY = 300;
/** The same in terms of how long it took to put together: 4,000 sources take a while, and as long again to send. */
const WORKSPACE_SHARE = 20;

export class Reporter {
  readonly figures = { bytesDone: 0, bytesTotal: 0, filesDone: 0, filesTotal: 0 };
  private readonly progress: (report: OpenProgress) => unknown;
  private readonly workspace: () => Workspace;
  private changed = false;
  private phase: OpenProgress['phase'] | null = null;
  private nextFigures = 0;
  private nextWorkspace = 0;
  private drawing: Promise<unknown> | null = null;

  constructor(progress: (report: OpenProgress) => unknown, workspace: () => Workspace) {
    this.progress = progress;
    this.workspace = workspace;
  }

  /** What is open has changed: the next report that can will say so. */
  change(): void {
    this.changed = true;
  }

  /** Does nothing where it is too early; the first report of a phase never is. */
  report(phase: OpenProgress['phase']): void {
    const now = performance.now();
    const workspace = this.changed && now >= this.nextWorkspace ? this.takeWorkspace(now) : null;
    if (!workspace && phase === this.phase && now < this.nextFigures) return;
    this.phase = phase;
    this.nextFigures = now + FIGURES_EVERY;
    const drawn = this.progress({ phase, ...this.figures, workspace });
    if (workspace) this.drawing = Promise.resolve(drawn).catch(() => undefined);
  }

  /** What is open, as it was told last, being drawn; never rejects. Null once it was taken. */
  takeDrawing(): Promise<unknown> | null {
    const { drawing } = this;
    this.drawing = null;
    return drawing;
  }

  private takeWorkspace(now: number): Workspace {
    const workspace = this.workspace();
    this.changed = false;
    const cost = performance.now() - now;
    this.nextWorkspace = now + Math.max(WORKSPACE_EVERY, cost * WORKSPACE_SHARE);
    return workspace;
  }
}
