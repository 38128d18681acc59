/**
 * The lists on the page of a source.
 * In: a source and which list. Out: how long it is, windows of rows, and all of it as text. A list is made once, in slices,
 * with progress, and kept until something else is open or more of it is indexed; another one, or a word, ends its making.
 */

import { BtfError } from '../../format/errors.ts';
import type { SourceId } from '../source-api.ts';
import type { SourceList, SourceListHead, SourceListProgress, SourceListRow } from '../source-page-api.ts';
import type { Indexing } from '../indexing.ts';
import { Slices, yieldToEvents } from '../slices.ts';
import type { Sources } from '../sources.ts';
import { textOfRow } from './list-text.ts';
import { makers, type MadeList } from './makers.ts';
import type { Context } from './makers.ts';

/** Rows that one answer carries at most. */
const MAX_ROWS = 1000;
/** Rows of a list as text. */
const MAX_TEXT_ROWS = 200_000;
const TEXT_STEP = 200;
/** Milliseconds between two words on how far it is. */
const TELL_EVERY = 100;

type Progress = (report: SourceListProgress) => void;

const NO_LIST = { count: 0, total: 0, complete: false };

export class SourceLists {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private readonly context: Context;
  private made = new Map<string, MadeList & { readonly complete: boolean }>();
  private state = '';
  /** Grows with every list that is asked for, and with every cancelling. */
  private turn = 0;

  constructor(context: Context) {
    this.sources = context.sources;
    this.indexing = context.indexing;
    this.context = context;
  }

  async make(
    source: SourceId,
    list: SourceList,
    generation: number,
    progress: Progress,
  ): Promise<SourceListHead> {
    const turn = ++this.turn;
    this.forgetOld(generation);
    const key = keyOf(source, list);
    const before = this.made.get(key);
    if (before) return headOf(before);
    const { names, usedBy } = this.indexing.state;
    const steps = this.sources.shown(source) ? makers[list](this.context, source) : null;
    if (!steps) return { ...NO_LIST, cancelled: false };
    const slices = new Slices();
    let nextTell = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        const made = { ...step.value, complete: names && usedBy };
        this.made.set(key, made);
        return headOf(made);
      }
      if (!slices.used) continue;
      if (performance.now() >= nextTell) {
        nextTell = performance.now() + TELL_EVERY;
        progress({ found: step.value });
      }
      await slices.pause();
      if (turn !== this.turn) return { ...NO_LIST, cancelled: true };
    }
  }

  cancel(): void {
    this.turn++;
  }

  /** A row that is asked for alone is told whole. */
  rows(source: SourceId, list: SourceList, from: number, count: number): readonly SourceListRow[] {
    const made = this.made.get(keyOf(source, list));
    return made ? made.rows(from, Math.min(count, MAX_ROWS), count === 1) : [];
  }

  /** @throws BtfError `too-large` */
  async text(source: SourceId, list: SourceList): Promise<string> {
    const made = this.made.get(keyOf(source, list));
    if (!made) return '';
    if (made.count > MAX_TEXT_ROWS)
      throw new BtfError('too-large', `${made.count} rows are too many for a text`);
    const lines: string[] = [];
    for (let from = 0; from < made.count; from += TEXT_STEP) {
      for (const row of made.rows(from, TEXT_STEP, true)) lines.push(`${textOfRow(list, row)}\n`);
      await yieldToEvents();
    }
    return lines.join('');
  }

  letGo(): void {
    this.cancel();
    this.made = new Map();
  }

  private forgetOld(generation: number): void {
    const { names, usedBy } = this.indexing.state;
    const state = `${generation} ${names} ${usedBy}`;
    if (state === this.state) return;
    this.state = state;
    this.made = new Map();
  }
}

const keyOf = (source: SourceId, list: SourceList): string => `${source} ${list}`;

const headOf = ({ count, total, complete }: MadeList & { complete: boolean }): SourceListHead => ({
  count,
  total,
  complete,
  cancelled: false,
});
