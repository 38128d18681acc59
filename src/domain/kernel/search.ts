/**
 * A search over everything that is open.
 * In: a query, filters and a column to sort by. Out: the types that match, in the order of the list, and how many. Runs a
 * slice at a time; whoever holds it may drop it at any point, and see the first screenful before it is done. Leaves rows,
 * and waiting between slices, to the session.
 */

import type { TypeKey } from './corpus.ts';
import { asksForElements, findOwners, type ElementIndexes } from './element-owners.ts';
import { countFoldedOnce, foldHits, type FoldedHits, type FoldedRow } from './folded-hits.ts';
import { KIND_PLACE } from './kind-order.ts';
import { matchNames, planNames, type NamePlan, type Phase } from './name-plan.ts';
import type { NameOrder } from './name-order.ts';
import { NO_NAME } from './name-pool.ts';
import type { Query } from './query.ts';
import { typesByIds } from './search-ids.ts';
import { Sieve } from './sieve.ts';
import { NO_SIZE, type Sizes } from './sizes.ts';
import { LAST_KEY, sortByKey } from './sort-hits.ts';
import { typeFilter, type Filters, type TypeFilter } from './type-filter.ts';

export type SortColumn = 'relevance' | 'kind' | 'name' | 'size' | 'source' | 'id';

export interface SearchRequest extends Filters {
  readonly query: Query;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
  /** Whether types of one name and kind are one row. */
  readonly grouped?: boolean;
}

/** The indexes as they are when a search begins; it goes on over them when they are replaced. */
export interface Searched extends ElementIndexes {
  readonly order: NameOrder;
  readonly sizes: Sizes;
}

/** Names or types that are looked at between two looks at the clock. */
const STEP = 1 << 13;

export class Search {
  private finished = false;
  private until = 0;
  private readonly request: SearchRequest;
  private readonly indexes: Searched;
  private readonly filter: TypeFilter;
  private readonly plan: NamePlan;
  private readonly sieve: Sieve;
  private readonly work: Generator<void, void>;
  private folded: FoldedHits | null = null;
  private foldedOf = 0;

  constructor(
    request: SearchRequest,
    { corpus, names, references, members, enumerators, order, sizes }: Searched,
  ) {
    this.request = request;
    this.indexes = { corpus, names, references, members, enumerators, order, sizes };
    this.filter = typeFilter(request.query, request, corpus, names);
    this.plan = planNames(request.query.names, order, names.pool);
    this.sieve = new Sieve(this.filter, corpus, sizes, request.query.sizes);
    this.work = this.run();
  }

  /** Searches for about `budget` milliseconds; true once all is found and in order. */
  step(budget: number): boolean {
    this.until = performance.now() + budget;
    do {
      if (this.work.next().done) this.finished = true;
    } while (!this.finished && !this.isLate());
    return this.finished;
  }

  get done(): boolean {
    return this.finished;
  }

  /** Rows of the list: hits, or names where they are grouped. Exact once it is done. */
  get count(): number {
    return this.request.grouped ? (this.folded?.count ?? 0) : this.sieve.length;
  }

  /** Types that were hit so far; exact once it is done. */
  get types(): number {
    return this.sieve.length;
  }

  /** Leading hits that stay where they are: all of them once it is done, and before that while they are found in order. */
  get settled(): number {
    if (this.request.grouped) return this.count;
    return this.finished || this.inFoundOrder ? this.sieve.length : 0;
  }

  /** Rows that the filters leave, whatever their names. */
  get of(): number {
    return this.request.grouped ? this.foldedOf : this.filter.of;
  }

  /** Hits `from` .. `from + count` as far as they are settled, without those that have been removed since. */
  hits(from: number, count: number): TypeKey[] {
    const { corpus } = this.indexes;
    const gids = this.sieve.hits.subarray(from, Math.max(from, Math.min(this.settled, from + count)));
    return [...gids].filter((gid) => corpus.isOpen(gid)).map((gid) => corpus.typeKey(gid));
  }

  /** Rows `from` .. `from + count` of a grouped search that is done, without those that have been removed since. */
  foldedRows(from: number, count: number): (Omit<FoldedRow, 'first'> & { readonly first: TypeKey })[] {
    const rows: (Omit<FoldedRow, 'first'> & { first: TypeKey })[] = [];
    for (let i = from; i < Math.min(from + count, this.count); i++) {
      const row = this.folded?.row(i);
      if (row) rows.push({ ...row, first: this.indexes.corpus.typeKey(row.first) });
    }
    return rows;
  }

  /** What a row of a grouped search folds, in the order of the list. */
  definitions(row: number): TypeKey[] {
    const { corpus } = this.indexes;
    return (this.folded?.definitions(row) ?? []).map((gid) => corpus.typeKey(gid));
  }

  /** What could not be read or, once it is done, was not looked at, in sentences; null when there is nothing to say. */
  get complaint(): string | null {
    const { query } = this.request;
    const sentences = [...query.complaints];
    if (this.filter.complaint) sentences.push(this.filter.complaint);
    if (asksForElements(query) && !this.elementsComplete)
      sentences.push('Members and enumerators are still being indexed.');
    const { skipped } = this.plan;
    if (this.finished && skipped > 0)
      sentences.push(`The regular expression was not tried on ${skipped} names, which are too long for it.`);
    return sentences.length > 0 ? sentences.join(' ') : null;
  }

  get byteLength(): number {
    const { hits, owners } = this.sieve;
    return hits.byteLength + (owners?.byteLength ?? 0) + (this.folded?.byteLength ?? 0);
  }

  private readonly isLate = (): boolean => performance.now() >= this.until;

  private get elementsComplete(): boolean {
    const { corpus, references, members, enumerators } = this.indexes;
    return [references, members, enumerators].every((index) => index?.end === corpus.end);
  }

  private get inFoundOrder(): boolean {
    const { column, descending } = this.request.sort;
    return column === 'relevance' || (column === 'name' && !descending);
  }

  private *run(): Generator<void, void> {
    const { query, sort } = this.request;
    const { order, sizes } = this.indexes;
    if (asksForElements(query)) this.sieve.owners = yield* findOwners(query, this.indexes, this.isLate);
    const bySize = query.sizes.length > 0 || sort.column === 'size';
    while (bySize && sizes.end < order.end) {
      sizes.advance(STEP, order.end);
      yield;
    }
    if (query.ids.length > 0) {
      const gids = typesByIds(query, this.filter, this.indexes);
      this.sieve.take(gids, 0, gids.length);
    } else yield* this.takeNames();
    this.sieve.hits = this.sieve.hits.subarray(0, this.sieve.length);
    if (this.request.grouped) yield* this.fold();
    else yield* this.sort();
  }

  private *fold(): Generator<void, void> {
    const { sort } = this.request;
    const { order, corpus } = this.indexes;
    const descending = sort.descending && sort.column !== 'relevance';
    const folded = yield* foldHits(this.sieve.hits, this.indexes, this.keyOf(), descending);
    this.foldedOf = yield* countFoldedOnce(this.filter, order, corpus);
    this.folded = folded;
  }

  private *takeNames(): Generator<void, void> {
    const { phases, nameless } = this.plan;
    const byName = this.request.sort.column !== 'relevance';
    const inTurn = byName ? [...phases].sort((a, b) => a.from - b.from) : phases;
    for (const phase of inTurn) yield* this.takePhase(phase);
    const { names, first } = this.indexes.order;
    if (nameless) yield* this.takeTypes(first[names - 1], first[names], true);
  }

  private *takePhase(phase: Phase): Generator<void, void> {
    const { first, gids } = this.indexes.order;
    if (!phase.literal && !phase.test) {
      yield* this.takeTypes(first[phase.from], first[phase.end]);
      return;
    }
    const take = (rank: number): void => this.sieve.take(gids, first[rank], first[rank + 1]);
    yield* matchNames(phase, this.indexes.order, this.isLate, take);
  }

  private *takeTypes(from: number, end: number, nameless = false): Generator<void, void> {
    for (let at = from; at < end; at += STEP) {
      this.sieve.take(this.indexes.order.gids, at, Math.min(end, at + STEP), nameless);
      yield;
    }
  }

  private *sort(): Generator<void, void> {
    const { column, descending } = this.request.sort;
    const { sieve } = this;
    const keyOf = this.keyOf();
    if (keyOf) sieve.hits = yield* sortByKey(sieve.hits, descending, keyOf);
    else if (descending && column === 'name') this.reverse();
  }

  /** Null for the order in which hits are found. Relevance has no other direction. */
  private keyOf(): ((gid: number) => number) | null {
    const { corpus, order, sizes } = this.indexes;
    const { partPlace } = order;
    switch (this.request.sort.column) {
      case 'kind':
        return (gid) => KIND_PLACE[corpus.kinds[gid]] ?? LAST_KEY;
      case 'source':
        return (gid) => partPlace[corpus.partOf[gid]];
      case 'size':
        return (gid) => (sizes.values[gid] === NO_SIZE ? LAST_KEY : sizes.values[gid]);
      case 'id':
        return (gid) => {
          const part = corpus.parts[corpus.partOf[gid]];
          return part ? gid - part.start + part.view.startId : LAST_KEY;
        };
      case 'name':
      case 'relevance':
        return null;
    }
  }

  /** Types without a name stay last. */
  private reverse(): void {
    const { hits } = this.sieve;
    const { nameOf } = this.indexes.names;
    let named = hits.length;
    while (named > 0 && nameOf[hits[named - 1]] === NO_NAME) named--;
    hits.subarray(0, named).reverse();
  }
}
