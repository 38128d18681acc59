/**
 * A list of the page of a source, as it is made.
 * In: which list, and when it is out of date. Out: how far it is, its figures, and rows as they come into sight. While a
 * newer one is being made the older one stays. Leaving it ends its making.
 */

import { useEffect, useState } from 'react';
import type { SourceId } from '../../session/source-api.ts';
import type { SourceList, SourceListHead, SourceListRow } from '../../session/source-page-api.ts';
import { useClient } from '../../store/react.tsx';
import { WindowCache } from '../parts/window-cache.ts';

export interface MadeList {
  readonly head: SourceListHead;
  readonly rows: WindowCache<SourceListRow>;
}

export interface ListInMaking {
  readonly made: MadeList | null;
  /** From 0 to 1 while it is being made; null otherwise. */
  readonly found: number | null;
  readonly cancelled: boolean;
  /** In words, where the worker could not answer. */
  readonly failure: string | null;
  readonly cancel: () => void;
  readonly again: () => void;
}

/** `state` names what is open; null while it is not the time to ask. */
export function useSourceList(source: SourceId, list: SourceList, state: string | null): ListInMaking {
  const client = useClient();
  const [, redraw] = useState(0);
  const [tries, setTries] = useState(0);
  const [made, setMade] = useState<MadeList | null>(null);
  const [found, setFound] = useState<number | null>(null);
  const [cancelled, setCancelled] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    if (state === null) return;
    let wanted = true;
    const take = (head: SourceListHead): void => {
      setFound(null);
      setFailure(null);
      setCancelled(head.cancelled);
      if (head.cancelled) return;
      const rows = new WindowCache<SourceListRow>({
        count: head.count,
        first: [],
        fetch: (from, count) => client.sourceListRows(source, list, from, count),
        arrived: () => redraw((n) => n + 1),
      });
      setMade({ head, rows });
    };
    const progress = (report: { readonly found: number }): void => {
      if (wanted) setFound(report.found);
    };
    client.sourceList(source, list, progress).then(
      (head) => {
        if (wanted) take(head);
      },
      (error: unknown) => {
        if (!wanted) return;
        setFound(null);
        setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      wanted = false;
      client.cancelSourceList().catch(() => undefined);
    };
  }, [client, source, list, state, tries]);

  return {
    made,
    found,
    cancelled,
    failure,
    cancel: () => void client.cancelSourceList().catch(() => undefined),
    again: () => {
      setCancelled(false);
      setTries(tries + 1);
    },
  };
}
