/**
 * Opens files, one job after the other.
 * In: dropped files. Out: sources and problems, with progress on the way. A bad file becomes a problem; a cancelled job
 * keeps what is in. Leaves reading to `intake` and placing to `sources.ts`.
 */

import { kernelName } from '../intake/names.ts';
import { readBtf } from '../intake/found.ts';
import { readFiles, type Item } from '../intake/intake.ts';
import { assertNever } from '../format/errors.ts';
import type { OpenFile, OpenProgress, OpenReport, Problem, SourceId, Workspace } from './api.ts';
import type { Problems } from './problems.ts';
import type { Sources } from './sources.ts';
import { Slices } from './slices.ts';

export interface OpenHost {
  readonly sources: Sources;
  readonly problems: Problems;
  /** What is open has changed. */
  changed(): void;
  workspace(): Workspace;
}

type Progress = (report: OpenProgress) => void;

/** Milliseconds between two reports that carry what is open: 4,000 sources take a while to send. */
const WORKSPACE_EVERY = 300;
/** Milliseconds between two reports of figures alone. */
const FIGURES_EVERY = 50;

export class Opener {
  private readonly host: OpenHost;
  private queue: Promise<unknown> = Promise.resolve();
  private controller = new AbortController();

  constructor(host: OpenHost) {
    this.host = host;
  }

  open(files: readonly OpenFile[], progress: Progress): Promise<OpenReport> {
    const { signal } = this.controller;
    return this.inTurn(() => new OpenJob(this.host, progress, signal).run(files));
  }

  openUrl(url: string, name: string, progress: Progress): Promise<OpenReport> {
    const { signal } = this.controller;
    return this.inTurn(() => new OpenJob(this.host, progress, signal).runUrl(url, name));
  }

  /** Running and waiting jobs end; later ones are not concerned. */
  cancel(): void {
    this.controller.abort();
    this.controller = new AbortController();
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(job);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

class OpenJob {
  private readonly host: OpenHost;
  private readonly progress: Progress;
  private readonly signal: AbortSignal;
  private readonly slices = new Slices();
  private readonly opened: SourceId[] = [];
  private readonly figures = { bytesDone: 0, bytesTotal: 0, filesDone: 0, filesTotal: 0 };
  private reported = 0;
  private workspaceSent = 0;
  private dirty = false;

  constructor(host: OpenHost, progress: Progress, signal: AbortSignal) {
    this.host = host;
    this.progress = progress;
    this.signal = signal;
  }

  async run(files: readonly OpenFile[]): Promise<OpenReport> {
    this.figures.filesTotal = files.length;
    this.figures.bytesTotal = files.reduce((sum, { blob }) => sum + blob.size, 0);
    this.report('reading');
    for await (const item of readFiles(files, this.signal)) {
      this.take(item);
      this.report('parsing');
      if (this.slices.used) await this.slices.pause();
      if (this.signal.aborted) break;
    }
    await this.placeWaiting();
    return this.finish();
  }

  async runUrl(url: string, name: string): Promise<OpenReport> {
    this.report('fetching');
    try {
      const response = await fetch(url, { signal: this.signal });
      if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
      return await this.run([{ name, path: name, blob: await response.blob() }]);
    } catch (error) {
      if (!this.signal.aborted) this.host.problems.addError(name, error, 'fetch-failed');
      return this.finish();
    }
  }

  private take(item: Item): void {
    switch (item.item) {
      case 'leaf':
        this.add(item.path, item.bytes);
        return;
      case 'fault':
        this.fault(item.path, item.error, item.unreadable ? 'read-failed' : 'internal');
        return;
      case 'end':
        this.figures.filesDone++;
        this.figures.bytesDone += item.size;
        return;
      default:
        assertNever(item);
    }
  }

  private add(path: string, bytes: Uint8Array): void {
    try {
      this.opened.push(this.host.sources.add(kernelName(path), path, readBtf(bytes)).id);
      this.change();
    } catch (error) {
      this.fault(path, error, 'internal');
    }
  }

  private fault(path: string, error: unknown, otherwise: Problem['code']): void {
    this.host.problems.addError(path, error, otherwise);
    this.change();
  }

  /** Whether a base has come with this drop or is still to come, modules are tried once more at its end. */
  private async placeWaiting(): Promise<void> {
    for (const source of this.host.sources.unplaced) {
      this.host.sources.placeAgain(source);
      if (this.slices.used) await this.slices.pause();
    }
    this.change();
  }

  private change(): void {
    this.dirty = true;
    this.host.changed();
  }

  private report(phase: OpenProgress['phase']): void {
    const now = performance.now();
    const withWorkspace = this.dirty && now - this.workspaceSent > WORKSPACE_EVERY;
    if (!withWorkspace && now - this.reported < FIGURES_EVERY) return;
    this.reported = now;
    if (withWorkspace) {
      this.workspaceSent = now;
      this.dirty = false;
    }
    this.progress({ phase, ...this.figures, workspace: withWorkspace ? this.host.workspace() : null });
  }

  private finish(): OpenReport {
    return { opened: this.opened, cancelled: this.signal.aborted, workspace: this.host.workspace() };
  }
}
