/**
 * The search box and the list behind it.
 * In: queries, one after the other. Out: first rows, exact counts, with them or when they are asked for, and windows of rows.
 * A newer query ends an older one, at the latest when its slice is over.
 */

import { parseQuery } from '../domain/kernel/query.ts';
import type { Search } from '../domain/kernel/search.ts';
import type { TypeKey } from '../domain/kernel/corpus.ts';
import { Agreements } from './agreements.ts';
import type { Agreement, SearchCount, SearchResult, TypeQuery, TypeRow } from './list-api.ts';
import type { SourceId } from './source-api.ts';
import type { Caches } from './caches.ts';
import { SessionFailure } from './failure.ts';
import type { Indexing } from './indexing.ts';
import { Offsets } from './offsets.ts';
import { rowOf } from './rows.ts';
import { scopeOf, type Scope } from './search-scope.ts';
import { IDLE_SLICE, SLICE, yieldToAll, yieldToEvents } from './slices.ts';
import type { Sources } from './sources.ts';

/** Milliseconds that all may take to be found; then the first rows are an answer. */
const FIRST_SLICE = 2;
/** Milliseconds of counting after which it is told how many there are so far. */
const COUNT_FOR = 100;
/** Rows that one answer carries at most. */
const MAX_ROWS = 10_000;
/** Rows whose definitions are compared for one answer at most. */
const MAX_COMPARED = 200;

/** Texts to rehearse: nearly every name matches, some do, none does. */
const REHEARSED = ['e', 'list', 'zqxj'];
const REHEARSED_ROWS = 100;
/** Among fewer a search is quick, whatever an engine makes of it. */
const MANY_TYPES = 50_000;

interface Asked {
  readonly search: Search;
  readonly query: TypeQuery;
  readonly scope: Scope;
}

export class Searching {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private searchId = 0;
  private rehearsed = false;
  private current: Asked | null = null;
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
    const searchId = ++this.searchId;
    const asked = this.begin(query);
    this.current = asked;
    await this.find(asked, FIRST_SLICE, firstRows);
    const count = this.countOf(asked);
    const first = this.rows(searchId, 0, firstRows);
    const offset = this.offsets.find(query.text, asked.scope.isSearched);
    return { searchId, generation, of: asked.search.of, first, offset, ...count };
  }

  /**
   * Searches before anybody does, once, while nothing else is to be done: what an engine has not compiled takes several times
   * as long, and a person's first letter is what most types match.
   */
  async rehearse(): Promise<void> {
    const { current } = this;
    if (this.rehearsed || !current || this.indexing.index.types < MANY_TYPES) return;
    this.rehearsed = true;
    for (const text of REHEARSED) {
      const { search } = this.begin({ ...current.query, text });
      do await yieldToAll();
      while (!search.step(IDLE_SLICE));
      this.rowsOf(search.hits(0, REHEARSED_ROWS));
    }
  }

  /** @throws SessionFailure `superseded` when a newer search has begun */
  async counted(searchId: number): Promise<SearchCount> {
    const { current } = this;
    if (!current || searchId !== this.searchId) throw superseded();
    await this.find(current, SLICE, Infinity, COUNT_FOR);
    return this.countOf(current);
  }

  rows(searchId: number, from: number, count: number): TypeRow[] {
    if (searchId !== this.searchId || !this.current) return [];
    const { search, query } = this.current;
    if (query.grouped) return this.foldedRows(search, from, Math.min(count, MAX_ROWS));
    return this.rowsOf(search.hits(from, Math.min(count, MAX_ROWS)));
  }

  definitions(searchId: number, row: number, from: number, count: number): TypeRow[] {
    if (searchId !== this.searchId || !this.current) return [];
    return this.rowsOf(this.current.search.definitions(row).slice(from, from + Math.min(count, MAX_ROWS)));
  }

  async agreement(searchId: number, from: number, count: number): Promise<(Agreement | null)[]> {
    const found: (Agreement | null)[] = [];
    const search = this.current?.search;
    if (!search || searchId !== this.searchId) return found;
    for (let row = from; row < Math.min(from + Math.min(count, MAX_COMPARED), search.count); row++) {
      found.push(await this.agreements.of(search.definitions(row)));
      if (searchId !== this.searchId) return [];
    }
    return found;
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

  private begin(query: TypeQuery): Asked {
    const scope = scopeOf(query, parseQuery(query.text), this.sources);
    const { kinds, anonymous, sort, grouped } = query;
    const sources = scope.sources && this.keysOf(scope.sources);
    const request = { query: scope.query, kinds, anonymous, sources, sort, grouped };
    return { search: this.indexing.index.search(request), query, scope };
  }

  /** Until all is found, or the first `enough` hits are, or for `most` milliseconds; other work pauses. */
  private find(asked: Asked, firstSlice: number, enough: number, most = Infinity): Promise<void> {
    return this.indexing.answering(async () => {
      const { search } = asked;
      const until = performance.now() + most;
      let slice = firstSlice;
      while (!search.step(slice) && search.settled < enough && performance.now() < until) {
        await yieldToEvents();
        if (asked !== this.current) return;
        slice = SLICE;
      }
    });
  }

  private countOf(asked: Asked): SearchCount {
    if (asked !== this.current) throw superseded();
    const { search, scope } = asked;
    return {
      counted: search.done,
      count: search.settled,
      types: search.types,
      complaint: [search.complaint, scope.complaint].filter(Boolean).join(' ') || null,
    };
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

const superseded = (): SessionFailure => new SessionFailure('superseded', 'a newer search was asked for');
