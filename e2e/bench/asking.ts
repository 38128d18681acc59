/**
 * What is measured as the page sees it: questions to a session, from the call to the answer.
 * In: the protocol's client, over a port or without one. Out: times in milliseconds, and the counts that belong to them.
 */

import type { SessionClient } from '../../src/protocol/client.ts';
import type { TypeRow } from '../../src/session/list-api.ts';
import type { OpenFile, TypeRef } from '../../src/session/source-api.ts';
import { Moments, type Reached } from './moments.ts';
import { FIRST_ROWS, seeded, typeQuery } from './questions.ts';

export interface Opened extends Reached {
  readonly types: number;
  readonly sources: number;
  readonly problems: number;
}

export interface Keystroke {
  readonly text: string;
  /** Milliseconds until the first rows are there. */
  readonly ms: number;
  /** Milliseconds until the exact count is there. */
  readonly countedMs: number;
  readonly count: number;
  readonly first: readonly TypeRow[];
}

export interface UsedByAnswer {
  readonly ms: number;
  readonly total: number;
}

export class Asking {
  private readonly client: SessionClient;

  constructor(client: SessionClient) {
    this.client = client;
  }

  /** Until the worker has started, as it has by the time that a person has found a file to drop. */
  async ready(): Promise<void> {
    await this.client.workspace();
  }

  async open(files: readonly OpenFile[]): Promise<Opened> {
    const started = performance.now();
    const moments = new Moments(this.client, files.length, () => performance.now() - started);
    const opening = this.client.open(files, (report) => moments.progress(report));
    const reached = await moments.reached();
    const { types, sources, problems } = (await opening).workspace;
    return { ...reached, types, sources: sources.length, problems: problems.length };
  }

  /** Each query `passes` times, in turns; the first pass over all of them is thrown away. */
  async keystrokes(queries: readonly string[], passes: number): Promise<Keystroke[]> {
    const keystrokes: Keystroke[] = [];
    for (let pass = 0; pass <= passes; pass++) {
      for (const text of queries) {
        const started = performance.now();
        const { searchId, first, counted, ...answer } = await this.client.search(typeQuery(text), FIRST_ROWS);
        const ms = performance.now() - started;
        const count = counted ? answer.count : await this.countOf(searchId);
        const countedMs = performance.now() - started;
        if (pass > 0) keystrokes.push({ text, ms, countedMs, count, first });
      }
    }
    return keystrokes;
  }

  /**
   * Opens types that are spread over the list at random (always the same ones), and the ten largest structs, one question
   * after the other as the page asks them: the page of the type, then its C. Each is opened for the first time, but for 20
   * that are thrown away.
   */
  async openTypes(count: number): Promise<number[]> {
    const largest = typeQuery('', { kinds: ['struct'], sort: { column: 'size', descending: true } });
    const refs = (await this.client.search(largest, 10)).first.map(({ ref }) => ref);
    refs.push(...(await this.randomRows(count)).map(({ ref }) => ref));
    const times: number[] = [];
    for (const ref of [...refs.slice(-20), ...refs]) times.push(await this.openType(ref));
    return times.slice(20);
  }

  /** Groups and the first screenful of the first one. Null where there is no such struct, or used-by is not complete. */
  async usedBy(name: string): Promise<UsedByAnswer | null> {
    const row = await this.struct(name);
    if (!row) return null;
    const started = performance.now();
    const { groups, total, complete } = await this.client.usedBy(row.ref);
    if (!complete) return null;
    if (groups[0]) await this.client.usedByRows(row.ref, groups[0].relation, 0, FIRST_ROWS);
    return { ms: performance.now() - started, total };
  }

  /** Queries for named types that are spread over the list at random, always the same ones: `struct nf_conn`. */
  async someNames(count: number): Promise<string[]> {
    const rows = await this.randomRows(count);
    return rows.filter(({ name }) => /^\w+$/.test(name)).map(({ kind, name }) => `${kind} ${name}`);
  }

  /** Closes everything. */
  async closeAll(): Promise<void> {
    const { sources } = await this.client.workspace();
    await this.client.removeAll(sources.map(({ id }) => id));
  }

  private async countOf(searchId: number): Promise<number> {
    for (;;) {
      const { counted, count } = await this.client.counted(searchId);
      if (counted) return count;
    }
  }

  private async randomRows(count: number): Promise<TypeRow[]> {
    const { searchId } = await this.client.search(typeQuery(''), 1);
    const hits = await this.countOf(searchId);
    const random = seeded(1);
    const rows: TypeRow[] = [];
    for (let i = 0; i < count; i++)
      rows.push(...(await this.client.rows(searchId, Math.floor(random() * hits), 1)));
    return rows;
  }

  private async openType(ref: TypeRef): Promise<number> {
    const started = performance.now();
    await this.client.typePage(ref);
    await this.client.lines(ref, { form: 'declaration' });
    return performance.now() - started;
  }

  private async struct(name: string): Promise<TypeRow | undefined> {
    const { first } = await this.client.search(typeQuery(`struct ${name}`), FIRST_ROWS);
    return first.find((row) => row.kind === 'struct' && row.name === name);
  }
}
