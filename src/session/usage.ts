/**
 * Who uses a type, over everything that is open.
 * In: a type. Out: groups with exact counts, windows of rows, and all of it as text.
 */

import { BtfError } from '../format/errors.ts';
import type { UsedBy as Answer } from '../domain/kernel/used-by.ts';
import type { TypeRef } from './source-api.ts';
import type { Relation, UsedBy, UsedByGroup, UsedByRow } from './type-api.ts';
import type { Indexing } from './indexing.ts';
import { rowOf } from './rows.ts';
import { IDLE_SLICE, SLICE, yieldToAll, yieldToEvents } from './slices.ts';
import type { Sources } from './sources.ts';

/** Rows of a group that come with the groups, as long as those before leave room in a window. */
const FIRST_ROWS = 100;
/** Sources of a group that are told by name. */
const NAMED_SOURCES = 4;
/** Rows that one answer carries at most. */
const MAX_ROWS = 10_000;
/** Rows of the whole as text. */
const MAX_TEXT_ROWS = 200_000;
/** Rows between two looks at the clock. */
const TEXT_STEP = 200;

/** Types that are asked about to rehearse: what they are used for differs, and each use has code of its own. */
const REHEARSED = 8;
/** How often each of them is: engines compile well what has been busy for a while. */
const ROUNDS = 3;

interface Asked {
  readonly ref: TypeRef;
  readonly generation: number;
  /** Whether all was indexed then. */
  readonly indexed: boolean;
  readonly answer: Promise<Answer | null>;
}

export class Usage {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  /** The groups of the last type, for the windows that are asked for next. */
  private last: Asked | null = null;
  private rehearsed = false;

  constructor(sources: Sources, indexing: Indexing) {
    this.sources = sources;
    this.indexing = indexing;
  }

  async usedBy(ref: TypeRef, generation: number): Promise<UsedBy> {
    const answer = await this.ask(ref, generation);
    if (!answer) return { groups: [], total: 0, sources: 0, complete: this.indexing.state.usedBy };
    return this.told(answer);
  }

  private told(answer: Answer): UsedBy {
    const keys = new Set<number>();
    let inSight = 0;
    const groups = answer.groups.map(({ relation, rows, bySource }): UsedByGroup => {
      const first = inSight < FIRST_ROWS ? this.window(answer, relation, 0, FIRST_ROWS) : [];
      inSight += rows.length;
      for (const { key } of bySource) keys.add(key);
      const most = this.named(bySource.slice(0, NAMED_SOURCES));
      return { relation, count: rows.length, bySource: most, sources: bySource.length, first };
    });
    return { groups, total: answer.total, sources: keys.size, complete: answer.complete };
  }

  async rows(
    ref: TypeRef,
    relation: Relation,
    from: number,
    count: number,
    generation: number,
  ): Promise<UsedByRow[]> {
    const answer = await this.ask(ref, generation);
    return answer ? this.window(answer, relation, from, Math.min(count, MAX_ROWS)) : [];
  }

  /** A heading for each group, a line for each user. @throws BtfError `too-large` */
  async text(ref: TypeRef, generation: number): Promise<string> {
    const answer = await this.ask(ref, generation);
    if (!answer) return '';
    const all = answer.groups.reduce((sum, { rows }) => sum + rows.length, 0);
    if (all > MAX_TEXT_ROWS) throw new BtfError('too-large', `${all} users are too many for a text`);
    const lines: string[] = [];
    for (const { relation, rows } of answer.groups) {
      lines.push(`${relation.replaceAll('-', ' ')} (${rows.length}):`);
      for (let from = 0; from < rows.length; from += TEXT_STEP) {
        for (const row of this.window(answer, relation, from, TEXT_STEP)) lines.push(lineOf(row));
        await yieldToEvents();
      }
    }
    return lines.map((line) => `${line}\n`).join('');
  }

  /**
   * Asks the dearest questions before anybody does, once: while an engine has not compiled it, an answer takes several times
   * as long. Goes on while nothing else is to be done, and only until somebody asks.
   */
  async rehearse(): Promise<void> {
    if (this.rehearsed) return;
    const types = this.indexing.index.mostReferredTo(REHEARSED);
    for (const { key, id } of Array.from({ length: ROUNDS }, () => types).flat()) {
      this.rehearsed = true;
      const answer = this.indexing.index.usedBy({ key, id });
      do await yieldToAll();
      while (answer && !this.last && !answer.step(IDLE_SLICE));
      if (this.last) return;
      if (answer) this.told(answer);
    }
  }

  letGo(): void {
    this.last = null;
  }

  /** The same question of the same state is asked once. */
  private ask(ref: TypeRef, generation: number): Promise<Answer | null> {
    const { last } = this;
    const indexed = this.indexing.state.usedBy;
    const isSame = last?.ref.source === ref.source && last.ref.id === ref.id;
    if (isSame && last.generation === generation && last.indexed === indexed) return last.answer;
    const answer = this.indexing.answering(() => this.find(ref));
    this.last = { ref, generation, indexed, answer };
    return answer;
  }

  private async find({ source, id }: TypeRef): Promise<Answer | null> {
    const key = this.indexing.keyOf(source);
    const answer = key === null ? null : this.indexing.index.usedBy({ key, id });
    while (answer && !answer.step(SLICE)) await yieldToEvents();
    return answer;
  }

  private window(answer: Answer, relation: Relation, from: number, count: number): UsedByRow[] {
    const rows: UsedByRow[] = [];
    for (const { key, id, via } of answer.rows(relation, from, count)) {
      const source = this.indexing.sourceOf(key);
      const row = source === null ? null : rowOf(this.sources, { source, id });
      if (row) rows.push({ ...row, via });
    }
    return rows;
  }

  private named(counts: readonly { key: number; count: number }[]): UsedByGroup['bySource'] {
    return counts.flatMap(({ key, count }) => {
      const source = this.indexing.sourceOf(key);
      const name = source === null ? undefined : this.sources.get(source)?.name;
      return source === null || name === undefined ? [] : [{ source, name, count }];
    });
  }
}

function lineOf({ kind, name, via, sourceName, displayId }: UsedByRow): string {
  const what = `\t${kind} ${name || '(anon)'}`;
  const where = displayId.startsWith('[') ? `${sourceName}:${displayId}` : displayId;
  return via ? `${what}: ${via}  ${where}` : `${what}  ${where}`;
}
