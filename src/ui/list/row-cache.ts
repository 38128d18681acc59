/**
 * Rows of one search, fetched in windows as they come into sight.
 * In: a search result and the indexes that are shown. Out: the rows that are there, and a call when more have arrived.
 * While a newer answer to the same question replaces an older one, the older rows stay as stand-ins, so nothing flickers.
 */

import type { SearchResult, TypeRow } from '../../session/api.ts';

/** Rows fetched at once. */
const WINDOW = 100;
/** Windows kept; the list forgets the ones that were seen longest ago. */
const KEPT = 200;

export type FetchRows = (searchId: number, from: number, count: number) => Promise<readonly TypeRow[]>;

export class RowCache {
  private readonly windows = new Map<number, readonly TypeRow[] | 'asked'>();
  private readonly result: SearchResult;
  private readonly fetchRows: FetchRows;
  private readonly arrived: () => void;
  private standIn: RowCache | null;

  /** `standIn` is the cache of the search before, if it asked the same with less open. */
  constructor(result: SearchResult, fetchRows: FetchRows, arrived: () => void, standIn: RowCache | null) {
    this.result = result;
    this.fetchRows = fetchRows;
    this.arrived = arrived;
    this.standIn = standIn;
    if (standIn) standIn.standIn = null;
    for (let from = 0; from < result.first.length; from += WINDOW) {
      const rows = result.first.slice(from, from + WINDOW);
      if (rows.length === WINDOW || from + rows.length === result.count) this.windows.set(from, rows);
    }
  }

  /** The row, or undefined while it is on its way. */
  row(index: number): TypeRow | undefined {
    return this.own(index) ?? this.standIn?.own(index);
  }

  private own(index: number): TypeRow | undefined {
    const rows = this.windows.get(index - (index % WINDOW));
    return Array.isArray(rows) ? (rows as readonly TypeRow[])[index % WINDOW] : undefined;
  }

  /** Asks for the rows `first` .. `last` (both shown) unless they are there or asked for already. */
  want(first: number, last: number): void {
    for (let from = first - (first % WINDOW); from <= last && from < this.result.count; from += WINDOW) {
      if (!this.windows.has(from)) void this.fetch(from);
    }
  }

  private async fetch(from: number): Promise<void> {
    this.windows.set(from, 'asked');
    try {
      const rows = await this.fetchRows(this.result.searchId, from, WINDOW);
      this.windows.set(from, rows);
    } catch {
      // The worker died or the search was replaced: whoever restarts it searches anew.
      this.windows.delete(from);
    }
    for (const key of this.windows.keys()) {
      if (this.windows.size <= KEPT) break;
      if (key !== from) this.windows.delete(key);
    }
    this.arrived();
  }
}
