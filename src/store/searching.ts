/**
 * The query and its answer: every change asks the worker at once, the newest question wins. What takes long to count shows
 * its first rows before. While files come in, the same question is asked again whenever more is open, one at a time.
 */

import type { SearchResult, TypeQuery } from '../session/list-api.ts';
import type { SourceId } from '../session/source-api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import { DEFAULT_QUERY } from './place.ts';
import type { AppActions } from './state.ts';

/** Rows that come with the answer itself: more than a tall window shows. */
export const FIRST_ROWS = 100;

/** Milliseconds that first rows are left to be drawn, which needs all of a small machine, before the rest is counted. */
const UNTIL_DRAWN = 25;

/** What makes a list another one, rather than the same one with more open. */
export function questionOf({ text, kinds, anonymous, sources, directory, grouped, sort }: TypeQuery): string {
  return JSON.stringify([text, kinds, anonymous, sources, directory, grouped, sort]);
}

export interface Searching {
  readonly actions: Pick<AppActions, 'setQuery' | 'resetQuery'>;
  /** Takes over a query from the history or from an address. */
  restore(query: TypeQuery): void;
  workspaceChanged(): void;
}

export function createSearching(parts: Parts, onQuery: () => void): Searching {
  const { store, client, notify } = parts;
  let newest = 0;
  let inFlight = false;
  let again = false;

  /** `whole`: what stands in for the answer until it is counted is not shown. */
  async function search(whole = false): Promise<void> {
    const number = (newest += 1);
    const { query, workspace } = store.getState();
    again = false;
    if (workspace.sources.length === 0) {
      inFlight = false;
      store.setState({ search: { result: null, query, running: false } });
      return;
    }
    inFlight = true;
    store.setState(({ search }) => ({ search: { ...search, running: true } }));
    try {
      const result = await client.search(query, FIRST_ROWS);
      const show = (answer: SearchResult): void =>
        store.setState({ search: { result: answer, query, running: !answer.counted } });
      if (number !== newest) return;
      if (result.counted) return show(result);
      if (!whole && !shrinks(query, result)) {
        show(result);
        await new Promise((resolve) => setTimeout(resolve, UNTIL_DRAWN));
        if (number !== newest) return;
      }
      for (let counted = false; !counted && number === newest;) {
        const count = await client.counted(result.searchId);
        ({ counted } = count);
        // Of a list that is not shown yet the exact count is waited for
        if (number === newest && (counted || store.getState().search.result?.searchId === result.searchId))
          show({ ...result, ...count });
      }
    } catch (error) {
      if (number !== newest) return;
      store.setState(({ search }) => ({ search: { ...search, running: false } }));
      if (!isToldElsewhere(error)) notify(`The search failed: ${messageOf(error)}`);
    } finally {
      if (number === newest) finished();
    }
  }

  /** Whether the list in sight, which may be scrolled, would lose rows that it is about to get back. */
  function shrinks(query: TypeQuery, { count }: SearchResult): boolean {
    const { search } = store.getState();
    const shown = search.result?.count ?? 0;
    return count < shown && questionOf(search.query) === questionOf(query);
  }

  function finished(): void {
    inFlight = false;
    if (again) void search();
  }

  function take(query: TypeQuery, whole = false): void {
    store.setState({ query });
    void search(whole);
  }

  return {
    actions: {
      setQuery: (change) => {
        take({ ...store.getState().query, ...change });
        onQuery();
      },
      resetQuery: () => {
        take(DEFAULT_QUERY);
        onQuery();
      },
    },
    restore: (query) => {
      if (query !== store.getState().query) take(query, true);
    },
    workspaceChanged: () => {
      const { query, workspace } = store.getState();
      const open = keepOpen(
        query.sources,
        workspace.sources.map(({ id }) => id),
      );
      if (open !== query.sources) store.setState({ query: { ...query, sources: open } });
      if (inFlight) again = true;
      else void search();
    },
  };
}

/** A filter on sources that are closed is dropped source by source, and altogether with the last one. */
function keepOpen(wanted: TypeQuery['sources'], open: readonly SourceId[]): TypeQuery['sources'] {
  if (wanted === null) return null;
  const known = new Set(open);
  const left = wanted.filter((id) => known.has(id));
  if (left.length === wanted.length) return wanted;
  return left.length === 0 ? null : left;
}
