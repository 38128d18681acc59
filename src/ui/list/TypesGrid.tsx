/**
 * The grid of types: as many rows as there are hits, drawn where they are in sight.
 * Rows come from the worker in windows; the keyboard moves an active row that need not be in sight to exist.
 */

import { useEffect, useRef, useState } from 'react';
import type { SearchResult, TypeQuery, TypeRow } from '../../session/api.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import { useRememberedOffset } from '../parts/use-remembered-offset.ts';
import { useRows } from '../parts/use-rows.ts';
import { WindowCache } from '../parts/window-cache.ts';
import { plainTerm } from './highlight.ts';
import { TYPES_GRID_ID } from './SearchBox.tsx';
import { GridHead } from './GridHead.tsx';
import { GridRow, rowElementId } from './GridRow.tsx';
import { gridKeys } from './grid-keys.ts';
import { useListPosition } from './use-list-position.ts';

import css from './TypesGrid.module.css';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;
const PANE = 'types';

/** What makes a list another one, rather than the same one with more open. */
function questionOf({ text, kinds, anonymous, sources, sort }: TypeQuery): string {
  return JSON.stringify([text, kinds, anonymous, sources, sort]);
}

/** The cache of the answer that is shown; its predecessor stands in for it while the question is the same. */
function useRowCache(result: SearchResult | null): WindowCache<TypeRow> | null {
  const client = useClient();
  const question = useApp((state) => questionOf(state.query));
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

interface Held {
  readonly result: SearchResult | null;
  readonly question: string;
  readonly cache: WindowCache<TypeRow> | null;
}

export function TypesGrid() {
  const result = useApp((state) => state.search.result);
  const question = useApp((state) => questionOf(state.query));
  const text = useApp((state) => state.query.text);
  const opened = useApp((state) => (state.place.view === 'type' ? state.place.ref : null));
  const { openType } = useActions();
  const running = useApp((state) => state.search.running);
  const count = result?.count ?? 0;
  const cache = useRowCache(result);

  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const onScroll = useRememberedOffset(PANE);
  const restore = useListPosition(PANE, question);
  const rows = useRows({
    scrollerRef,
    layerRef,
    count,
    rowHeight: ROW_HEIGHT,
    headerHeight: ROW_HEIGHT,
    restore,
    onScroll,
  });
  const { visible } = rows;

  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => cache?.want(first, last), [cache, first, last]);

  const [activeAt, setActiveAt] = useState({ question, index: 0 });
  const active = activeAt.question === question ? activeAt.index : 0;
  const setActive = (index: number): void => setActiveAt({ question, index });
  const activeRow = Math.min(active, Math.max(0, count - 1));
  const moveTo = (index: number): void => {
    setActive(index);
    rows.scrollToRow(index);
  };
  const open = (index: number): void => {
    const row = cache?.row(index);
    setActive(index);
    if (row) openType(row.ref);
  };
  const onKeyDown = gridKeys({ active: activeRow, count, pageSize: rows.pageSize, moveTo, open });

  const term = plainTerm(text);
  const activeInSight = visible.some(({ index }) => index === activeRow);
  return (
    <div
      ref={scrollerRef}
      id={TYPES_GRID_ID}
      className={css.grid}
      role="grid"
      aria-label="Types"
      aria-rowcount={count + 1}
      aria-colcount={5}
      aria-busy={running || result === null}
      aria-activedescendant={activeInSight ? rowElementId(activeRow) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <GridHead />
      <div className={css.range} role="rowgroup" style={{ height: rows.height }}>
        <div className={css.sight} role="presentation">
          <div ref={layerRef} role="presentation">
            {visible.map(({ index, top }) => {
              const row = cache?.row(index);
              return (
                <GridRow
                  key={index}
                  index={index}
                  top={top}
                  row={row}
                  term={term}
                  active={index === activeRow}
                  opened={row !== undefined && opened?.source === row.ref.source && opened.id === row.ref.id}
                  onOpen={open}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
