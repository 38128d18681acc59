/** Rows of the answer that is shown, as they come; the answer before stands in for it while the question is the same. */

import { useState } from 'react';
import type { SearchResult, TypeRow } from '../../session/list-api.ts';
import { useApp, useClient } from '../../store/react.tsx';
import { questionOf } from '../../store/searching.ts';
import { WindowCache } from '../parts/window-cache.ts';

interface Held {
  readonly result: SearchResult | null;
  readonly question: string;
  readonly cache: WindowCache<TypeRow> | null;
}

export function useRowCache(result: SearchResult | null): WindowCache<TypeRow> | null {
  const client = useClient();
  const question = useApp((state) => questionOf(state.search.query));
  const [, redraw] = useState(0);
  const [held, hold] = useState<Held>({ result: null, question: '', cache: null });
  if (held.result === result) return held.cache;
  const cache =
    result &&
    new WindowCache(
      {
        count: result.count,
        first: result.first,
        fetch: (from, count) => client.rows(result.searchId, from, count),
        arrived: () => redraw((n) => n + 1),
      },
      held.question === question ? held.cache : null,
    );
  hold({ result, question, cache });
  return cache;
}
