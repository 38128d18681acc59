/**
 * The grid of types: as many rows as there are hits, drawn where they are in sight.
 * Rows come from the worker in windows; the keyboard moves an active row that need not be in sight to exist.
 */

import { useEffect, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useActions, useApp } from '../../store/react.tsx';
import { questionOf } from '../../store/searching.ts';
import { useRememberedOffset } from '../parts/use-remembered-offset.ts';
import { useRows } from '../parts/use-rows.ts';
import { useSteady } from '../parts/use-steady.ts';
import { plainTerm } from './highlight.ts';
import { TYPES_GRID_ID } from './SearchBox.tsx';
import { GridHead } from './GridHead.tsx';
import { GridRow, rowElementId } from './GridRow.tsx';
import { gridKeys } from './grid-keys.ts';
import { useFolding } from './use-folding.ts';
import { useListPosition } from './use-list-position.ts';
import { useRowCache } from './use-row-cache.ts';
import css from './TypesGrid.module.css';

/** Of `aria-rowcount`. */
const UNKNOWN = -1;
/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;
const PANE = 'types';
/** No row is the current one: the first key goes to the first row. */
const NONE = -1;
/** The last row is the current one, whichever that will be. */
const END = Infinity;

export function TypesGrid() {
  const result = useApp((state) => state.search.result);
  const query = useApp((state) => state.search.query);
  const question = questionOf(query);
  const { text, grouped } = query;
  const opened = useApp((state) => (state.place.view === 'type' ? state.place.ref : null));
  const { openType } = useActions();
  const running = useApp((state) => state.search.running);
  const cache = useRowCache(result);
  const list = useFolding(result, cache, grouped);
  const { count } = list;
  const counted = result?.counted ?? true;

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
  const { want } = list;
  useEffect(() => want(first, last));

  // Of the question that was asked last: keys that come before its answer count in it
  const asked = useApp((state) => questionOf(state.query));
  const [activeAt, setActiveAt] = useState({ question: asked, index: NONE });
  const active = activeAt.question === asked ? activeAt.index : NONE;
  const setActive = (index: number): void => setActiveAt({ question: asked, index });
  const activeRow = Math.min(active, count - 1);
  const moveTo = (index: number): void => {
    setActive(index);
    rows.scrollToRow(index);
  };
  const moveToEnd = (): void => {
    setActive(counted ? count - 1 : END);
    rows.scrollToRow(count - 1);
  };
  const [end, setEnd] = useState({ row: NONE });
  if (counted && active === END) {
    setActive(count - 1);
    setEnd({ row: count - 1 });
  }
  const scrollToRow = useSteady(rows.scrollToRow);
  useEffect(() => {
    if (end.row !== NONE) scrollToRow(end.row);
  }, [end, scrollToRow]);
  const open = (index: number): void => {
    const { row } = list.at(index);
    // Both are drawn at once, unless the keys have gone on meanwhile
    const opened = (): void => setActiveAt((now) => (now === activeAt ? { question: asked, index } : now));
    if (row) openType(row.ref, undefined, opened);
  };
  const toggle = (index: number): void => {
    setActive(index);
    if (list.at(index).unfolded) list.fold(index);
    else list.unfold(index);
  };
  /** As in any tree: Right unfolds, then goes in; Left folds, or goes out. */
  const inwards = (index: number): void => {
    const { unfolded } = list.at(index);
    if (unfolded) moveTo(index + 1);
    else if (unfolded === false) list.unfold(index);
  };
  const outwards = (index: number): void => {
    if (list.at(index).unfolded) list.fold(index);
    else moveTo(list.parentOf(index));
  };
  const onKeyDown = gridKeys({
    active: activeRow,
    count,
    pageSize: rows.pageSize,
    moveTo,
    moveToEnd,
    open,
    ...(grouped && { inwards, outwards }),
  });

  const onToggle = useSteady(toggle);
  const onOpen = useSteady(open);

  const term = plainTerm(text);
  const drawn = visible.map(({ index, top }) => {
    const listed = list.at(index);
    const { row } = listed;
    return (
      <GridRow
        key={index}
        index={index}
        top={top}
        row={row}
        term={term}
        grouped={grouped}
        level={listed.level}
        unfolded={listed.unfolded}
        agreement={listed.agreement}
        variant={listed.variant}
        onToggle={onToggle}
        active={index === activeRow}
        opened={row !== undefined && opened?.source === row.ref.source && opened.id === row.ref.id}
        onOpen={onOpen}
      />
    );
  });
  const activeInSight = visible.some(({ index }) => index === activeRow);
  return (
    <div
      ref={scrollerRef}
      id={TYPES_GRID_ID}
      className={css.grid}
      role={grouped ? 'treegrid' : 'grid'}
      aria-label="Types"
      aria-rowcount={counted ? count + 1 : UNKNOWN}
      aria-colcount={5}
      aria-busy={running || result === null}
      aria-activedescendant={activeInSight ? rowElementId(activeRow) : undefined}
      data-current={activeRow === NONE ? 'none' : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <GridHead />
      <div className={css.range} role="rowgroup" style={{ height: rows.height }}>
        <div className={css.sight} role="presentation">
          <KeptRows drawn={drawn} layerRef={layerRef} />
        </div>
      </div>
    </div>
  );
}

interface KeptRowsProps {
  readonly drawn: readonly ReactElement[];
  readonly layerRef: RefObject<HTMLDivElement | null>;
}

/** Rows that are not needed while nothing is found stay, unseen: to make them again takes several times as long as to fill them. */
function KeptRows({ drawn, layerRef }: KeptRowsProps) {
  const [last, keep] = useState(drawn);
  const none = drawn.length === 0;
  if (!none && drawn !== last) keep(drawn);
  return (
    <div ref={layerRef} role="presentation" hidden={none}>
      {none ? last : drawn}
    </div>
  );
}
