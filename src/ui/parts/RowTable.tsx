/**
 * A table of rows of one height, drawn as far as they are in sight; its first column is a link that opens the row.
 * Arrow keys, j/k, Page and Home/End move the focus from row to row, also to rows that are not drawn yet; Enter opens.
 */

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useApp } from '../../store/react.tsx';
import { gridKeys } from '../list/grid-keys.ts';
import css from './RowTable.module.css';
import { ROW_TABLE_ID, awaitTable, takeFocus } from './row-focus.ts';
import { isPlainClick } from './TypeLink.tsx';
import { useRememberedOffset, useRestoredPane } from './use-remembered-offset.ts';
import { useRows } from './use-rows.ts';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;

/** The current row of each table, by pane, and the step of the history it was at: where the person was. */
const lastRows = new Map<string, { readonly row: number; readonly step: string }>();

export interface Column<Row> {
  readonly name: string;
  /** Of head and cells: width, alignment. */
  readonly className?: string | undefined;
  readonly cell: (row: Row) => ReactNode;
  readonly title?: (row: Row) => string;
}

interface RowTableProps<Row> {
  readonly label: string;
  /** Name of the table's scroll position in the history. */
  readonly pane: string;
  /** Sets `grid-template-columns`, for head and rows. */
  readonly className: string | undefined;
  readonly columns: readonly Column<Row>[];
  readonly count: number;
  /** Undefined while it is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Index of the row that is opened beside the table; -1 without one. */
  readonly opened?: number;
  readonly hrefOf: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  readonly isDim?: (row: Row) => boolean;
  /** Whether these are not yet the rows of what is asked. */
  readonly busy: boolean;
  readonly onSight?: (first: number, last: number) => void;
}

export function RowTable<Row>(props: RowTableProps<Row>) {
  const { label, pane, className, columns, count, rowAt, opened = -1, busy, onOpen, onSight } = props;
  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const onScroll = useRememberedOffset(pane);
  const restore = useRestoredPane(pane, !busy);
  const view = useRows({
    scrollerRef,
    layerRef,
    count,
    rowHeight: ROW_HEIGHT,
    headerHeight: ROW_HEIGHT,
    restore,
    onScroll,
  });
  const { key: step, restored } = useApp(({ entry }) => entry);
  /** -1 until a row is chosen: the first key then goes to the first row. */
  const [chosen, setActive] = useState(() => {
    if (opened >= 0) return opened;
    const last = lastRows.get(pane);
    // Come back to by the history, or drawn anew where it was because the window has become another.
    return last && (restored || last.step === step) ? last.row : -1;
  });
  const [seen, see] = useState(opened);
  if (seen !== opened) {
    see(opened);
    if (opened >= 0) setActive(opened);
  }
  const active = Math.min(chosen, count - 1);
  useEffect(() => {
    lastRows.set(pane, { row: active, step });
  }, [pane, active, step]);
  /** The row that is to get the focus as soon as it is drawn. */
  const wanted = useRef(-1);
  useEffect(() => {
    if (wanted.current < 0) return;
    const link = scrollerRef.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] a`);
    if (!link) return;
    wanted.current = -1;
    link.focus({ preventScroll: true });
  });
  const first = view.visible[0]?.index ?? 0;
  const last = view.visible.at(-1)?.index ?? 0;
  useLayoutEffect(() => {
    const scroller = scrollerRef.current;
    return () => {
      if (scroller?.contains(document.activeElement)) awaitTable();
    };
  }, []);
  useEffect(() => takeFocus(scrollerRef.current), []);
  useEffect(() => onSight?.(first, last), [onSight, first, last]);

  const moveTo = (index: number): void => {
    wanted.current = index;
    setActive(index);
    view.scrollToRow(index);
  };
  const open = (index: number): void => {
    const row = rowAt(index);
    setActive(index);
    lastRows.set(pane, { row: index, step });
    if (row !== undefined) onOpen(row);
  };
  const openByKey = (index: number): void => {
    awaitTable();
    open(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // On a link Enter is the link's own.
    if (event.key === 'Enter' && event.target !== event.currentTarget) return;
    gridKeys({ active, count, pageSize: view.pageSize, moveTo, open: openByKey })(event);
  };

  return (
    <div
      ref={scrollerRef}
      id={ROW_TABLE_ID}
      className={css.scroller}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-busy={busy}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css.head}>
        <div role="row" aria-rowindex={1} className={`${css.row} ${className ?? ''}`}>
          {columns.map((column) => (
            <div key={column.name} role="columnheader" className={column.className}>
              {column.name}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css.range} style={{ height: view.height }}>
        <div role="presentation" className={css.sight}>
          <div role="presentation" ref={layerRef}>
            {view.visible.map(({ index, top }) => (
              <OneRow
                key={index}
                index={index}
                top={top}
                table={props}
                active={index === active}
                opened={index === opened}
                onOpen={open}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

interface OneRowProps<Row> {
  readonly index: number;
  /** Inside the layer, pixels. */
  readonly top: number;
  readonly table: RowTableProps<Row>;
  readonly active: boolean;
  readonly opened: boolean;
  readonly onOpen: (index: number) => void;
}

function OneRow<Row>({ index, top, table, active, opened, onOpen }: OneRowProps<Row>) {
  const { className, columns, rowAt, hrefOf, isDim } = table;
  const row = rowAt(index);
  const [first, ...others] = columns;
  const follow = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    // A key presses a link without any click of the mouse.
    if (event.detail === 0) awaitTable();
    onOpen(index);
  };
  /** A press anywhere in the row that is not on something of its own. */
  const press = (event: MouseEvent): void => {
    const onSomething = event.target instanceof Element && event.target.closest('a, button') !== null;
    if (!onSomething && isPlainClick(event) && getSelection()?.type !== 'Range') onOpen(index);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      data-current={active || undefined}
      className={[
        css.row,
        css.body,
        className,
        active ? css.active : '',
        opened ? css.opened : '',
        row !== undefined && isDim?.(row) ? css.dim : '',
      ].join(' ')}
      style={{ top }}
      onClick={press}
    >
      {row === undefined || first === undefined ? (
        <div role="cell" className={css.loading}>
          …
        </div>
      ) : (
        <>
          <div role="cell" className={first.className} title={first.title?.(row)}>
            <a
              className={css.link}
              href={hrefOf(row)}
              tabIndex={-1}
              aria-current={opened ? 'true' : undefined}
              onClick={follow}
            >
              {first.cell(row)}
            </a>
          </div>
          {others.map((column) => (
            <div key={column.name} role="cell" className={column.className} title={column.title?.(row)}>
              {column.cell(row)}
            </div>
          ))}
        </>
      )}
    </div>
  );
}
