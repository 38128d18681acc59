/**
 * Opens files, one job after the other.
 * In: dropped files. Out: sources and problems, with progress on the way. A bad file becomes a problem; a cancelled job
 * keeps what is in. Leaves reading to `intake` and placing to `sources.ts`.
 */

import { kernelName } from '../intake/names.ts';
import { readBtfOrObject } from '../intake/found.ts';
import { readFiles, type Item } from '../intake/intake.ts';
import { assertNever, BtfError } from '../format/errors.ts';
import { Kallsyms } from '../format/kallsyms/kallsyms.ts';
import type { OpenFile, OpenProgress, OpenReport, Problem, SourceId, Workspace } from './source-api.ts';
import type { Indexing } from './indexing.ts';
import type { Problems } from './problems.ts';
import type { Source, Sources } from './sources.ts';
import { fetchBlob } from './fetching.ts';
import { FIGURES_EVERY, Reporter } from './reporting.ts';
import { Slices } from './slices.ts';

export interface OpenHost {
  readonly sources: Sources;
  readonly problems: Problems;
  readonly indexing: Indexing;
  /** What is open has changed. */
  changed(): void;
  workspace(): Workspace;
}

type Progress = (report: OpenProgress) => unknown;

/** Problems of one drop that come in thousands when a directory is dropped; the first ones are told of each. */
const EXPECTED_IN_BULK: ReadonlySet<Problem['code']> = new Set(['not-btf', 'empty-file', 'elf-no-btf']);
const TOLD_EACH = 3;

/** Milliseconds that are waited at most for the page to draw what is open. */
const UNTIL_DRAWN = 100;

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
  private readonly signal: AbortSignal;
  private readonly reporter: Reporter;
  private readonly slices = new Slices();
  private readonly opened: SourceId[] = [];
  private readonly faults = new Map<Problem['code'], number>();

  constructor(host: OpenHost, progress: Progress, signal: AbortSignal) {
    this.host = host;
    this.signal = signal;
    this.reporter = new Reporter(progress, () => host.workspace());
  }

  async run(files: readonly OpenFile[]): Promise<OpenReport> {
    const { figures } = this.reporter;
    figures.filesTotal = files.length;
    figures.bytesDone = 0;
    figures.bytesTotal = files.reduce((sum, { blob }) => sum + blob.size, 0);
    await this.host.indexing.expecting((isIn) => this.readAll(files, isIn));
    await this.indexAll();
    return this.finish();
  }

  async runUrl(url: string, name: string): Promise<OpenReport> {
    const { figures } = this.reporter;
    figures.filesTotal = 1;
    this.reporter.report('fetching');
    let blob: Blob;
    try {
      blob = await fetchBlob(url, this.signal, (done, total) => {
        figures.bytesDone = done;
        figures.bytesTotal = total;
        this.reporter.report('fetching');
      });
    } catch (error) {
      if (!this.signal.aborted) this.host.problems.addError(name, error, 'fetch-failed');
      return this.finish();
    }
    return this.run([{ name, path: name, blob }]);
  }

  private async readAll(files: readonly OpenFile[], isIn: (share: number) => void): Promise<void> {
    const { figures } = this.reporter;
    this.reporter.report('reading');
    for await (const item of readFiles(files, this.signal)) {
      await this.take(item);
      if (item.item === 'end') isIn(figures.bytesDone / figures.bytesTotal);
      this.reporter.report('parsing');
      await this.untilDrawn();
      if (this.slices.used) await this.slices.pause();
      if (this.signal.aborted) return;
    }
  }

  /** Drawing what has come needs all of a small machine: meanwhile nothing is done here. */
  private async untilDrawn(): Promise<void> {
    const drawing = this.reporter.takeDrawing();
    if (!drawing) return;
    const late = new Promise((resolve) => setTimeout(resolve, UNTIL_DRAWN));
    await this.host.indexing.answering(() => Promise.race([drawing, late]));
  }

  /** Until every index is complete, or nobody waits for it any more; it goes on all the same. */
  private async indexAll(): Promise<void> {
    const finished = this.host.indexing.finish().then(() => true);
    const tick = (): Promise<false> => new Promise((resolve) => setTimeout(resolve, FIGURES_EVERY, false));
    do this.reporter.report('indexing');
    while (!this.signal.aborted && !(await Promise.race([finished, tick()])));
  }

  private async take(item: Item): Promise<void> {
    switch (item.item) {
      case 'leaf':
        if (item.format === 'kallsyms') this.addKallsyms(item.path, item.bytes);
        else await this.add(item.path, item.bytes);
        return;
      case 'fault':
        this.fault(item.path, item.error, item.unreadable ? 'read-failed' : 'internal');
        return;
      case 'end':
        this.reporter.figures.filesDone++;
        this.reporter.figures.bytesDone += item.size;
        return;
      default:
        assertNever(item);
    }
  }

  private async add(path: string, bytes: Uint8Array): Promise<void> {
    const { sources, indexing } = this.host;
    const name = kernelName(path);
    try {
      const found = readBtfOrObject(bytes);
      const same = sources.sameAs(name, found);
      if (same) {
        this.duplicate(path, same);
        return;
      }
      const source = sources.add(name, path, found);
      this.opened.push(source.id);
      if (source.distilled) indexing.refresh(source.distilled.id);
      indexing.refresh(source.id);
      void indexing.run();
      this.change();
      if (sources.isBase(source)) await this.placeWaiting(source);
    } catch (error) {
      this.fault(path, error, 'internal');
    }
  }

  private addKallsyms(path: string, bytes: Uint8Array): void {
    const { sources } = this.host;
    try {
      const isPart = bytes.byteLength < bytes.buffer.byteLength;
      const kallsyms = Kallsyms.parse(isPart ? new Uint8Array(bytes) : bytes);
      const same = sources.sameKallsyms(kallsyms);
      if (same) {
        this.duplicate(path, same);
        return;
      }
      this.opened.push(sources.addKallsyms(kernelName(path), path, kallsyms).id);
      this.change();
    } catch (error) {
      this.fault(path, error, 'internal');
    }
  }

  /** A base has come: it may be the one that modules have been waiting for. */
  private async placeWaiting(base: Source): Promise<void> {
    const { sources, indexing } = this.host;
    for (const source of sources.unplaced) {
      sources.placeOn(base, source);
      indexing.refresh(source.id);
      if (this.slices.used) await this.slices.pause();
    }
    this.change();
  }

  private duplicate(path: string, { id, name }: Pick<Source, 'id' | 'name'>): void {
    this.host.problems.add(path, id, 'duplicate', `it is open already, as ${name}`, -1, { name });
    this.change();
  }

  private fault(path: string, error: unknown, otherwise: Problem['code']): void {
    const code = error instanceof BtfError ? error.code : otherwise;
    const seen = (this.faults.get(code) ?? 0) + 1;
    this.faults.set(code, seen);
    if (seen > TOLD_EACH && EXPECTED_IN_BULK.has(code)) return;
    this.host.problems.addError(path, error, otherwise);
    this.change();
  }

  /** A directory may hold thousands of files that are no BTF: nobody wants a line for each. */
  private tellOfMore(): void {
    for (const [code, count] of this.faults) {
      const more = count - TOLD_EACH;
      if (more <= 0 || !EXPECTED_IN_BULK.has(code)) continue;
      const files = `${more} more file${more === 1 ? '' : 's'}`;
      this.host.problems.add(files, null, code, `the same of ${files}`, -1, { files: more });
    }
  }

  private change(): void {
    this.reporter.change();
    this.host.changed();
  }

  private finish(): OpenReport {
    this.tellOfMore();
    return { opened: this.opened, cancelled: this.signal.aborted, workspace: this.host.workspace() };
  }
}
