/**
 * Where each member lies: offset, size, bits, holes, padding and cacheline boundaries, with nested members in place.
 * Rows are of one height and drawn as far as they are in sight.
 */

import { useRef } from 'react';
import type { LayoutTable as Table, TypePage } from '../../session/type-api.ts';
import { useActions } from '../../store/react.tsx';
import { useRows } from '../parts/use-rows.ts';
import { useRememberedOffset, useRestoredPane, useTypeIsShown } from '../parts/use-remembered-offset.ts';
import { LayoutTableRow } from './LayoutTableRow.tsx';
import { useSoughtRow } from './sought-row.ts';
import css from './LayoutTab.module.css';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;
const PANE = 'type/layout';

interface LayoutTableProps {
  readonly table: Table;
  readonly page: TypePage;
  readonly hex: boolean;
  readonly stale: boolean;
}

export function LayoutTable({ table: { rows, totals, truncated }, page, hex, stale }: LayoutTableProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const { toggleExpanded } = useActions();
  const onScroll = useRememberedOffset(PANE);
  const settled = useTypeIsShown();
  const left = useRestoredPane(PANE, !stale && settled);
  const { index: soughtIndex, restore } = useSoughtRow(rows, ROW_HEIGHT, left);
  const view = useRows({
    scrollerRef,
    layerRef,
    count: rows.length,
    rowHeight: ROW_HEIGHT,
    headerHeight: ROW_HEIGHT,
    restore,
    onScroll,
  });
  return (
    <>
      <div
        ref={scrollerRef}
        className={css.scroller}
        role="table"
        aria-label="Layout"
        aria-rowcount={rows.length + 1}
        aria-busy={stale}
        tabIndex={0}
      >
        <div role="rowgroup" className={css.head}>
          <div role="row" aria-rowindex={1} className={css.row}>
            <div role="columnheader">member</div>
            <div role="columnheader">type</div>
            <div role="columnheader" className={css.number}>
              offset
            </div>
            <div role="columnheader" className={css.number}>
              size
            </div>
            <div role="columnheader">bits</div>
          </div>
        </div>
        <div role="rowgroup" className={css.range} style={{ height: view.height }}>
          <div role="presentation" className={css.sight}>
            <div role="presentation" ref={layerRef}>
              {view.visible.map(({ index, top }) => (
                <LayoutTableRow
                  key={index}
                  row={rows[index]}
                  index={index}
                  sought={index === soughtIndex}
                  top={top}
                  hex={hex}
                  baseName={page.baseName}
                  onToggle={toggleExpanded}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      <div className={css.totals} role="region" aria-label="Totals">
        {truncated && <p>The table stops here; the type has more members than can be shown.</p>}
        {totals.map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
    </>
  );
}
