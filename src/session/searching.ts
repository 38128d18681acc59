/**
 * The search box and the list behind it.
 * In: queries, one after the other. Out: hits with exact counts, and windows of rows. A newer query ends an older one, at
 * the latest when its slice is over.
 */

import { parseQuery } from '../domain/kernel/query.ts';
import type { Search } from '../domain/kernel/search.ts';
import type { TypeKey } from '../domain/kernel/corpus.ts';
import { Agreements } from './agreements.ts';
import type { Agreement, SearchResult, SourceId, TypeQuery, TypeRef, TypeRow } from './api.ts';
import type { Caches } from './caches.ts';
import { SessionFailure } from './failure.ts';
import type { Indexing } from './indexing.ts';
import { Offsets } from './offsets.ts';
import { rowOf } from './rows.ts';
import { scopeOf } from './search-scope.ts';
import { SLICE, yieldToEvents } from './slices.ts';
import type { Sources } from './sources.ts';

/** Rows that one answer carries at most. */
const MAX_ROWS = 10_000;
/** Rows whose definitions are compared for one answer at most. */
const MAX_COMPARED = 200;

export class Searching {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private searchId = 0;
  private current: Search | null = null;
  private grouped = false;
  private readonly offsets: Offsets;
  private readonly agreements: Agreements;

  constructor(sources: Sources, indexing: Indexing, caches: Caches) {
    this.sources = sources;
    this.indexing = indexing;
    this.offsets = new Offsets(sources, indexing, caches);
    this.agreements = new Agreements(sources, indexing);
  }

  /** @throws SessionFailure `superseded` when a newer search has begun */
  async search(query: TypeQuery, firstRows: number, generation: number): Promise<SearchResult> {
    const started = performance.now();
    const searchId = ++this.searchId;
    const scope = scopeOf(query, parseQuery(query.text), this.sources);
    const search = this.indexing.index.search({
      query: scope.query,
      kinds: query.kinds,
      anonymous: query.anonymous,
      sources: scope.sources && this.keysOf(scope.sources),
      sort: query.sort,
      grouped: query.grouped,
    });
    this.current = search;
    this.grouped = query.grouped;
    await this.indexing.answering(() => this.finish(search));
    return {
      searchId,
      generation,
      count: search.count,
      of: search.of,
      types: search.types,
      first: this.rows(searchId, 0, firstRows),
      complaint: [search.complaint, scope.complaint].filter(Boolean).join(' ') || null,
      offset: this.offsets.find(query.text, scope.isSearched),
      ms: performance.now() - started,
    };
  }

  rows(searchId: number, from: number, count: number): TypeRow[] {
    if (searchId !== this.searchId || !this.current) return [];
    if (this.grouped) return this.foldedRows(this.current, from, Math.min(count, MAX_ROWS));
    return this.rowsOf(this.current.hits(from, Math.min(count, MAX_ROWS)));
  }

  definitions(searchId: number, row: number, from: number, count: number): TypeRow[] {
    if (searchId !== this.searchId || !this.current) return [];
    return this.rowsOf(this.current.definitions(row).slice(from, from + Math.min(count, MAX_ROWS)));
  }

  async agreement(searchId: number, from: number, count: number): Promise<(Agreement | null)[]> {
    const found: (Agreement | null)[] = [];
    const { current } = this;
    if (!current || searchId !== this.searchId) return found;
    for (let row = from; row < Math.min(from + Math.min(count, MAX_COMPARED), current.count); row++) {
      found.push(await this.agreements.of(current.definitions(row)));
      if (searchId !== this.searchId) return [];
    }
    return found;
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

  /** As if nothing had been searched. */
  letGo(): void {
    this.searchId++;
    this.current = null;
  }

  private async finish(search: Search): Promise<void> {
    while (!search.step(SLICE)) {
      await yieldToEvents();
      if (search !== this.current) throw new SessionFailure('superseded', 'a newer search was asked for');
    }
  }

  private foldedRows(search: Search, from: number, count: number): TypeRow[] {
    return search.foldedRows(from, count).flatMap(({ first, definitions, sources }) => {
      const [row] = this.rowsOf([first]);
      if (!row) return [];
      return definitions > 1 ? { ...row, folded: { definitions, sources } } : row;
    });
  }

  private keysOf(sources: readonly SourceId[]): number[] {
    return sources.map((source) => this.indexing.keyOf(source)).filter((key) => key !== null);
  }
}
