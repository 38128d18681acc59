/**
 * Keeps the indexes in step with what is open.
 * In: sources as they are shown and hidden. Out: indexes that grow in the background, a slice at a time, while questions are
 * answered. Leaves to `domain/kernel`: what an index is.
 */

import { KernelIndex, type IndexFigures, type IndexState } from '../domain/kernel/kernel-index.ts';
import type { BtfView } from '../domain/view/view.ts';
import type { SourceId } from './source-api.ts';
import type { ShownSource, Sources } from './sources.ts';
import { SLICE, yieldToEvents } from './slices.ts';

interface Indexed {
  readonly key: number;
  readonly view: BtfView;
}

export class Indexing {
  private indexes = new KernelIndex();
  private readonly sources: Sources;
  private readonly bySource = new Map<SourceId, Indexed>();
  private readonly byKey = new Map<number, SourceId>();
  private nextKey = 1;
  private opening = 0;
  private questions = 0;
  /** Goes on once the last question is answered. */
  private resume: (() => void) | null = null;
  private running: Promise<void> | null = null;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** Looks at one source anew: whether it is shown, and over what. A module's base must have been looked at before. */
  refresh(id: SourceId): void {
    const source = this.sources.shown(id);
    const indexed = this.bySource.get(id);
    if (indexed?.view === source?.placement.view) return;
    if (indexed) this.drop(id, indexed);
    if (source) this.take(source);
  }

  /** Looks at all sources anew: modules go before their bases, and come behind them. */
  refreshAll(): void {
    const shown = this.sources.allShown;
    const isModule = (view: BtfView): boolean => view.base !== null;
    const stale = [...this.bySource].filter(
      ([id, { view }]) => this.sources.shown(id)?.placement.view !== view,
    );
    if (stale.length * 2 > this.bySource.size) this.reset();
    else
      for (const modules of [true, false])
        for (const [id, indexed] of stale) if (isModule(indexed.view) === modules) this.drop(id, indexed);
    for (const modules of [false, true])
      for (const source of shown)
        if (isModule(source.placement.view) === modules && !this.bySource.has(source.id)) this.take(source);
  }

  /** Null for a source that is not indexed. */
  keyOf(source: SourceId): number | null {
    return this.bySource.get(source)?.key ?? null;
  }

  /** Null for a source that is gone. */
  sourceOf(key: number): SourceId | null {
    return this.byKey.get(key) ?? null;
  }

  get index(): KernelIndex {
    return this.indexes;
  }

  get state(): IndexState {
    return this.index.state;
  }

  get figures(): IndexFigures {
    return this.index.figures;
  }

  /**
   * While more is to come, what is dear to make anew waits. `job` is given a function to say which share of it is in,
   * 0 to 1: what comes is likely to be as what came.
   */
  async expecting<T>(job: (isIn: (share: number) => void) => Promise<T>): Promise<T> {
    const before = this.index.types;
    this.opening++;
    try {
      return await job((share) => {
        const { types } = this.index;
        this.index.expect(share > 0 ? before + (types - before) / share : 0);
      });
    } finally {
      this.opening--;
      this.index.expect(this.index.types);
    }
  }

  /** A person is waiting for an answer: the indexes pause. */
  async answering<T>(question: () => Promise<T>): Promise<T> {
    this.questions++;
    try {
      return await question();
    } finally {
      if (--this.questions === 0) this.resume?.();
    }
  }

  /** Works until nothing is left to do; does nothing when that is under way. */
  run(): Promise<void> {
    this.running ??= this.work().finally(() => (this.running = null));
    return this.running;
  }

  /** Until all that is open is indexed. */
  async finish(): Promise<void> {
    // A run that is about to end may have looked while more was expected
    await this.running;
    await this.run();
  }

  private async work(): Promise<void> {
    do {
      await yieldToEvents();
      while (this.questions > 0) await new Promise<void>((resolve) => (this.resume = resolve));
    } while (this.index.step(SLICE, this.opening > 0));
  }

  private take({ id, name, placement: { view } }: ShownSource): void {
    const key = this.nextKey++;
    this.index.add(key, name, view);
    this.bySource.set(id, { key, view });
    this.byKey.set(key, id);
  }

  /** Beginning anew costs less than taking most of it out. */
  private reset(): void {
    this.indexes = new KernelIndex();
    this.bySource.clear();
    this.byKey.clear();
  }

  private drop(id: SourceId, { key }: Indexed): void {
    this.index.remove(key);
    this.bySource.delete(id);
    this.byKey.delete(key);
  }
}
