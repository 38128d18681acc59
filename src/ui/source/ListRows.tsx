/** The rows of a list of a source: a table as long as there are, drawn where it is in sight. */

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SourceList, SourcePage } from '../../session/source-page-api.ts';
import { useRememberedOffset, useRestoredPane } from '../parts/use-remembered-offset.ts';
import { useRows } from '../parts/use-rows.ts';
import { COLUMNS, wordsOf } from './list-columns.tsx';
import css from './ListRows.module.css';
import type { MadeList } from './use-source-list.ts';
import { VARIANTS_ID, VariantsOf } from './VariantsOf.tsx';
import { TAB_LABELS } from './words.ts';

/** Pixels; the same as `--row-height`. */
const ROW_HEIGHT = 24;

interface ListRowsProps {
  readonly page: SourcePage;
  readonly list: SourceList;
  readonly made: MadeList;
}

export function ListRows({ page, list, made }: ListRowsProps) {
  const { head, rows } = made;
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
  const unfolds = list === 'disagreeing';
  /** The row whose variants are told below; another list has others. */
  const [open, setOpen] = useState<{ readonly made: MadeList; readonly index: number } | null>(null);
  const openIndex = open?.made === made ? open.index : -1;
  const openRow = openIndex < 0 ? undefined : rows.row(openIndex);
  const toggle = (index: number): void => setOpen(index === openIndex ? null : { made, index });
  const close = (): void => {
    setOpen(null);
    (
      scrollerRef.current?.querySelector<HTMLElement>('[aria-expanded="true"]') ?? scrollerRef.current
    )?.focus();
  };
  const shape = `${css.row} ${css[list] ?? ''}`;
  return (
    <>
      <div
        ref={scrollerRef}
        className={css.scroller}
        role="region"
        aria-label={TAB_LABELS[list]}
        tabIndex={0}
      >
        <div
          role="table"
          aria-label={`${TAB_LABELS[list]} of ${page.info.name}`}
          aria-rowcount={head.count + 1}
        >
          <div role="rowgroup" className={css.head}>
            <div role="row" aria-rowindex={1} className={shape}>
              {columns.map(({ label, numeric, className }) => (
                <div key={label} role="columnheader" className={numeric ? css.numeric : className}>
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
                      style={{ top }}
                    >
                      {columns.map(({ label, numeric, className, Cell }, at) => (
                        <div key={label} role="cell" className={numeric ? css.numeric : className}>
                          {unfolds && at === 0 && row?.type && (
                            <Unfold
                              words={wordsOf(row.type)}
                              open={index === openIndex}
                              onPress={() => toggle(index)}
                            />
                          )}
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
      {openRow && <VariantsOf page={page} row={openRow} index={openIndex} onClose={close} />}
    </>
  );
}

interface UnfoldProps {
  readonly words: string;
  readonly open: boolean;
  readonly onPress: () => void;
}

function Unfold({ words, open, onPress }: UnfoldProps) {
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className={css.unfold}
      aria-expanded={open}
      aria-controls={open ? VARIANTS_ID : undefined}
      aria-label={`All variants of ${words}`}
      title={`All variants of ${words}`}
      onClick={onPress}
    >
      <Icon size={13} aria-hidden="true" />
    </button>
  );
}
