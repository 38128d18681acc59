/**
 * The search box and the list behind it.
 * In: queries, one after the other. Out: hits with exact counts, and windows of rows. A newer query ends an older one, at
 * the latest when its slice is over.
 */

import { parseQuery } from '../domain/kernel/query.ts';
import type { Search } from '../domain/kernel/search.ts';
import type { TypeKey } from '../domain/kernel/corpus.ts';
import type { SearchResult, SourceId, TypeQuery, TypeRef, TypeRow } from './api.ts';
import { SessionFailure } from './failure.ts';
import type { Indexing } from './indexing.ts';
import { rowOf } from './rows.ts';
import { SLICE, yieldToEvents } from './slices.ts';
import type { Sources } from './sources.ts';

/** Rows that one answer carries at most. */
const MAX_ROWS = 10_000;

export class Searching {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private searchId = 0;
  private current: Search | null = null;

  constructor(sources: Sources, indexing: Indexing) {
    this.sources = sources;
    this.indexing = indexing;
  }

  /** @throws SessionFailure `superseded` when a newer search has begun */
  async search(query: TypeQuery, firstRows: number, generation: number): Promise<SearchResult> {
    const started = performance.now();
    const searchId = ++this.searchId;
    const search = this.indexing.index.search({
      query: parseQuery(query.text),
      kinds: query.kinds,
      anonymous: query.anonymous,
      sources: query.sources && this.keysOf(query.sources),
      sort: query.sort,
    });
    this.current = search;
    await this.indexing.answering(() => this.finish(search));
    return {
      searchId,
      generation,
      count: search.count,
      of: search.of,
      first: this.rows(searchId, 0, firstRows),
      complaint: search.complaint,
      ms: performance.now() - started,
    };
  }

  rows(searchId: number, from: number, count: number): TypeRow[] {
    if (searchId !== this.searchId || !this.current) return [];
    return this.rowsOf(this.current.hits(from, Math.min(count, MAX_ROWS)));
  }

  rowOf(searchId: number, { source, id }: TypeRef): number {
    const key = this.indexing.keyOf(source);
    if (searchId !== this.searchId || !this.current || key === null) return -1;
    return this.current.placeOf({ key, id });
  }

  rowsOf(types: readonly TypeKey[]): TypeRow[] {
    const rows: TypeRow[] = [];
    for (const { key, id } of types) {
      const source = this.indexing.sourceOf(key);
      const row = source === null ? null : rowOf(this.sources, { source, id });
      if (row) rows.push(row);
    }
    return rows;
  }

  private async finish(search: Search): Promise<void> {
    while (!search.step(SLICE)) {
      await yieldToEvents();
      if (search !== this.current) throw new SessionFailure('superseded', 'a newer search was asked for');
    }
  }

  private keysOf(sources: readonly SourceId[]): number[] {
    return sources.map((source) => this.indexing.keyOf(source)).filter((key) => key !== null);
  }
}
