/**
 * The list grouped by name: what is unfolded, and whether the definitions of a name agree.
 * In: the answer that is shown, and its rows. Out: what stands at an index, and ways to unfold and fold. Agreement is asked
 * for as rows come into sight. Another answer begins with everything folded.
 */

import { useState } from 'react';
import type { Agreement, SearchResult, TypeRow } from '../../session/list-api.ts';
import { useClient } from '../../store/react.tsx';
import { WindowCache } from '../parts/window-cache.ts';
import { Unfolding } from './unfolding.ts';

export interface ListedRow {
  /** Missing while it is on its way. */
  readonly row: TypeRow | undefined;
  /** 2 for a definition below its name. */
  readonly level: 1 | 2;
  /** Null where there is nothing to unfold. */
  readonly unfolded: boolean | null;
  /** Of a name with several definitions, once it is known. */
  readonly agreement: Agreement | null;
  /** Of a definition where they differ, once it is known: its number, from 0. */
  readonly variant: number | null;
}

export interface Folding {
  /** Rows of the list as it is shown. */
  readonly count: number;
  readonly at: (index: number) => ListedRow;
  /** Asks for what stands at indexes `first` .. `last`. */
  readonly want: (first: number, last: number) => void;
  /** Index of the row that a definition lies below; of a row, its own. */
  readonly parentOf: (index: number) => number;
  readonly unfold: (index: number) => void;
  readonly fold: (index: number) => void;
}

interface Held {
  readonly result: SearchResult | null;
  readonly unfolding: Unfolding;
  readonly agreements: WindowCache<Agreement | null> | null;
  readonly definitions: ReadonlyMap<number, WindowCache<TypeRow>>;
}

const NOTHING: Held = { result: null, unfolding: new Unfolding(0), agreements: null, definitions: new Map() };

export function useFolding(
  result: SearchResult | null,
  cache: WindowCache<TypeRow> | null,
  grouped: boolean,
): Folding {
  const client = useClient();
  const [, redraw] = useState(0);
  const [last, hold] = useState<Held>(NOTHING);
  const arrived = (): void => redraw((n) => n + 1);
  let held = last;
  if (last.result !== result) {
    const count = result?.count ?? 0;
    const agreements =
      result && grouped
        ? new WindowCache<Agreement | null>({
            count,
            first: [],
            fetch: (from, rows) => client.agreement(result.searchId, from, rows),
            arrived,
          })
        : null;
    held = { result, unfolding: new Unfolding(count), agreements, definitions: new Map() };
    hold(held);
  }
  const { unfolding, agreements, definitions } = held;

  const definitionsOf = (row: number, count: number): WindowCache<TypeRow> =>
    new WindowCache({
      count,
      first: [],
      fetch: (from, rows) => client.definitions(result?.searchId ?? -1, row, from, rows),
      arrived,
    });

  const at = (index: number): ListedRow => {
    const { row, child } = unfolding.at(index);
    const agreement = agreements?.row(row) ?? null;
    if (child !== null) {
      const differ = agreement !== null && agreement.variants > 1;
      const variant = differ ? (agreement.variantOf[child] ?? null) : null;
      return { row: definitions.get(row)?.row(child), level: 2, unfolded: null, agreement: null, variant };
    }
    const found = cache?.row(row);
    const unfolded = found?.folded ? unfolding.isUnfolded(row) : null;
    return { row: found, level: 1, unfolded, agreement, variant: null };
  };

  const want = (first: number, end: number): void => {
    const from = unfolding.at(first);
    const to = unfolding.at(end);
    cache?.want(from.row, to.row);
    agreements?.want(from.row, to.row);
    for (const [row, below] of definitions) {
      const top = unfolding.indexOf(row) + 1;
      const [low, high] = [Math.max(first - top, 0), Math.min(end - top, below.count - 1)];
      if (low <= high) below.want(low, high);
    }
  };

  const unfold = (index: number): void => {
    const { row, child } = unfolding.at(index);
    const count = cache?.row(row)?.folded?.definitions;
    if (child !== null || count === undefined || unfolding.isUnfolded(row)) return;
    const next = new Map(definitions).set(row, definitionsOf(row, count));
    hold({ ...held, unfolding: unfolding.unfold(row, count), definitions: next });
  };

  const fold = (index: number): void => {
    const { row } = unfolding.at(index);
    if (!unfolding.isUnfolded(row)) return;
    const next = new Map(definitions);
    next.delete(row);
    hold({ ...held, unfolding: unfolding.fold(row), definitions: next });
  };

  return {
    count: unfolding.count,
    at,
    want,
    parentOf: (index) => unfolding.indexOf(unfolding.at(index).row),
    unfold,
    fold,
  };
}
