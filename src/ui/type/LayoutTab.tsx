/**
 * Where each member lies: offset, size, bits, holes, padding and cacheline boundaries, with nested members in place.
 * Rows are of one height and drawn as far as they are in sight.
 */

import { useRef } from 'react';
import type { LayoutTable, TypePage } from '../../session/api.ts';
import { CACHELINE_SIZES, DEFAULT_LAYOUT } from '../../store/place.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import { useRows } from '../parts/use-rows.ts';
import { useRememberedOffset, useRestoredPane } from '../parts/use-remembered-offset.ts';
import { CopyText } from './CopyText.tsx';
import { LayoutTableRow } from './LayoutTableRow.tsx';
import panel from './Panel.module.css';
import css from './LayoutTab.module.css';
import { questionKey } from './question-key.ts';
import { useAnswer } from './use-answer.ts';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;
const PANE = 'type/layout';

export function LayoutTab({ page }: { readonly page: TypePage }) {
  const { hex, expanded, cachelineSize } = useApp((state) =>
    state.place.view === 'type' ? state.place.layout : DEFAULT_LAYOUT,
  );
  const client = useClient();
  const { toggleHex, setCachelineSize } = useActions();
  const key = questionKey(page, cachelineSize, ...expanded);
  const { value, stale, failure } = useAnswer(key, () =>
    client.layout(page.ref, { cachelineSize, expanded }),
  );
  return (
    <>
      <div className={panel['bar']}>
        <label className={panel['check']}>
          <input type="checkbox" checked={hex} onChange={toggleHex} /> Hex
        </label>
        <label className={panel['check']}>
          Cacheline
          <select value={cachelineSize} onChange={(event) => setCachelineSize(Number(event.target.value))}>
            {CACHELINE_SIZES.map((size) => (
              <option key={size} value={size}>
                {size} bytes
              </option>
            ))}
          </select>
        </label>
        <CopyText page={page} form="layout" />
      </div>
      {failure && <p role="alert">The layout could not be shown: {failure}</p>}
      {value && <Table table={value} page={page} hex={hex} stale={stale} />}
    </>
  );
}

interface TableProps {
  readonly table: LayoutTable;
  readonly page: TypePage;
  readonly hex: boolean;
  readonly stale: boolean;
}

function Table({ table: { rows, totals, truncated }, page, hex, stale }: TableProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const { toggleExpanded } = useActions();
  const onScroll = useRememberedOffset(PANE);
  const restore = useRestoredPane(PANE, !stale);
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
