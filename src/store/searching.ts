/**
 * The query and its answer: every change asks the worker at once, the newest question wins.
 * While files come in, the same question is asked again whenever more is open, one at a time.
 */

import type { SearchResult, SourceId, TypeQuery } from '../session/api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import { DEFAULT_QUERY } from './place.ts';
import type { AppActions } from './state.ts';

/** Rows that come with the answer itself: more than a tall window shows. */
export const FIRST_ROWS = 100;

/** Milliseconds that first rows are left to be drawn, which needs all of a small machine, before the rest is counted. */
const UNTIL_DRAWN = 25;

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

  async function search(): Promise<void> {
    const number = (newest += 1);
    const { query, workspace } = store.getState();
    if (workspace.sources.length === 0) {
      store.setState({ search: { result: null, query, running: false } });
      return;
    }
    inFlight = true;
    store.setState(({ search }) => ({ search: { ...search, running: true } }));
    try {
      const result = await client.search(query, FIRST_ROWS);
      if (number !== newest) return;
      const show = (answer: SearchResult): void => {
        if (number === newest)
          store.setState({ search: { result: answer, query, running: !answer.counted } });
      };
      // A list that is in sight, and perhaps scrolled, does not shrink for as long as its successor is counted
      if (result.counted || store.getState().search.query !== query) show(result);
      if (result.counted) return;
      await new Promise((resolve) => setTimeout(resolve, UNTIL_DRAWN));
      if (number === newest) show({ ...result, ...(await client.counted(result.searchId)) });
    } catch (error) {
      if (number !== newest) return;
      store.setState(({ search }) => ({ search: { ...search, running: false } }));
      if (!isToldElsewhere(error)) notify(`The search failed: ${messageOf(error)}`);
    } finally {
      if (number === newest) finished();
    }
  }

  function finished(): void {
    inFlight = false;
    if (!again) return;
    again = false;
    void search();
  }

  function take(query: TypeQuery): void {
    store.setState({ query });
    void search();
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
      if (query !== store.getState().query) take(query);
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
