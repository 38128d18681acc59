/** The rows of a list of a source: a table as long as there are, drawn where it is in sight. */

import { useEffect, useRef } from 'react';
import type { SourceList, SourcePage } from '../../session/api.ts';
import { useRememberedOffset, useRestoredPane } from '../parts/use-remembered-offset.ts';
import { useRows } from '../parts/use-rows.ts';
import { COLUMNS } from './list-columns.tsx';
import css from './ListRows.module.css';
import type { MadeList } from './use-source-list.ts';
import { TAB_LABELS } from './words.ts';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;

interface ListRowsProps {
  readonly page: SourcePage;
  readonly list: SourceList;
  readonly made: MadeList;
}

export function ListRows({ page, list, made: { head, rows } }: ListRowsProps) {
  const pane = `source/${list}`;
  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const onScroll = useRememberedOffset(pane);
  const view = useRows({
    scrollerRef,
    layerRef,
    count: head.count,
    rowHeight: ROW_HEIGHT,
    headerHeight: ROW_HEIGHT,
    restore: useRestoredPane(pane, true),
    onScroll,
  });
  const first = view.visible[0]?.index ?? 0;
  const last = view.visible.at(-1)?.index ?? 0;
  useEffect(() => rows.want(first, last), [rows, first, last]);
  const columns = COLUMNS[list];
  const shape = `${css.row} ${css[list] ?? ''}`;
  return (
    <div ref={scrollerRef} className={css.scroller} role="region" aria-label={TAB_LABELS[list]} tabIndex={0}>
      <div
        role="table"
        aria-label={`${TAB_LABELS[list]} of ${page.info.name}`}
        aria-rowcount={head.count + 1}
      >
        <div role="rowgroup" className={css.head}>
          <div role="row" aria-rowindex={1} className={shape}>
            {columns.map(({ label, numeric }) => (
              <div key={label} role="columnheader" className={numeric ? css.numeric : undefined}>
                {label}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={css.range} style={{ height: view.height }}>
          <div className={css.sight} role="presentation">
            <div ref={layerRef} role="presentation">
              {view.visible.map(({ index, top }) => {
                const row = rows.row(index);
                return (
                  <div
                    key={index}
                    role="row"
                    aria-rowindex={index + 2}
                    className={`${shape} ${css.body}`}
                    style={{ transform: `translateY(${top}px)` }}
                  >
                    {columns.map(({ label, numeric, Cell }) => (
                      <div key={label} role="cell" className={numeric ? css.numeric : undefined}>
                        {row ? <Cell row={row} page={page} /> : '…'}
                      </div>
                    ))}
                  </div>
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
