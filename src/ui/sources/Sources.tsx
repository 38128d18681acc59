/** The open files: what each is, what it sits on, how it stands. A click filters the list of types to it. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { X } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useApp } from '../../store/react.tsx';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { stateAdvice } from '../../store/messages/states.ts';
import { Command } from '../parts/Command.tsx';
import { TOLD_LAYOUT } from '../parts/told-layout.ts';
import { arrange, filterRows } from './arrange.ts';
import type { SourceRow } from './arrange.ts';
import { Directories } from './Directories.tsx';
import { ModuleBar } from './ModuleBar.tsx';
import { SourceItem } from './SourceItem.tsx';
import css from './Sources.module.css';

/** From so many sources on there is a filter. */
const FILTER_FROM = 20;
/** Up to so many all are drawn. */
const DRAWN_WHOLE = 100;
/** Pixels, of a module under its base and of anything else; items with reasons are taller and are measured. */
const MODULE_HEIGHT = 24;
const ITEM_HEIGHT = 43;
/** Pixels, of the pane. */
const TYPICAL_HEIGHT = 640;

interface SourcesProps {
  /** Set where the sources lie over the page and can be closed. */
  readonly onClose?: () => void;
}

export function Sources({ onClose }: SourcesProps) {
  // While thousands of modules come in, the list follows as there is time.
  const sources = useDeferredValue(useApp(({ workspace }) => workspace.sources));
  const [text, setText] = useState('');
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const scrolled = useRef(0);
  const sort = useApp((state) => state.moduleSort);
  const all = useMemo(() => arrange(sources, sort), [sources, sort]);
  const filtering = sources.length >= FILTER_FROM;
  const rows = useMemo(() => (filtering ? filterRows(all, text) : all), [all, text, filtering]);
  return (
    <section className={css.pane} aria-label="Sources">
      <div className={css.head}>
        <h2>Sources</h2>
        <span className={css.count}>
          {rows.length === sources.length
            ? groupDigits(sources.length)
            : `${groupDigits(rows.length)} of ${groupDigits(sources.length)}`}
        </span>
        {onClose && (
          <button type="button" className={css.close} aria-label="Close sources" onClick={onClose}>
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {filtering && (
        <input
          type="search"
          className={css.filter}
          aria-label="Filter sources"
          placeholder={`Filter ${countOf(sources.length, 'source')} by name or directory`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Directories sources={sources} />
      {sources.some(({ role }) => role === 'module') && <ModuleBar />}
      <Advice />
      <div
        ref={setScroller}
        className={css.scroller}
        tabIndex={-1}
        onScroll={({ currentTarget }) => (scrolled.current = currentTarget.scrollTop)}
      >
        {rows.length > DRAWN_WHOLE ? (
          <ItemsInSight rows={rows} scroller={scroller} scrolledRef={scrolled} />
        ) : (
          <AllItems rows={rows} />
        )}
        {sources.length === 0 && <p className={css.empty}>Nothing has been read yet.</p>}
        {sources.length > 0 && rows.length === 0 && (
          <p className={css.empty}>
            No source is called <code>{text}</code>, or lies in a directory that is.
          </p>
        )}
      </div>
    </section>
  );
}

const STATES_WITH_ADVICE = ['waiting-for-base', 'no-base-fits', 'over-distilled-base'] as const;

/** What concerns many sources alike is told once. */
function Advice() {
  const sources = useApp(({ workspace }) => workspace.sources);
  const opening = useApp((state) => state.opening !== null);
  // The base may be among the files that are still to come.
  if (opening) return null;
  return STATES_WITH_ADVICE.map((state) => {
    const count = sources.filter((source) => source.state.state === state).length;
    const advice = count === 0 ? null : stateAdvice(state, count);
    if (!advice) return null;
    return (
      <div key={state} className={css.advice}>
        <p>{advice.sentence}</p>
        {advice.command !== null && <Command text={advice.command} />}
      </div>
    );
  });
}

function AllItems({ rows }: { readonly rows: readonly SourceRow[] }) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.source.id}>
          <SourceItem row={row} />
        </li>
      ))}
    </ul>
  );
}

interface ItemsInSightProps {
  readonly rows: readonly SourceRow[];
  /** Null where it is as new as the items. */
  readonly scroller: HTMLElement | null;
  /** Pixels; where it stood when all items were drawn. */
  readonly scrolledRef: RefObject<number>;
}

function ItemsInSight({ rows, scroller, scrolledRef }: ItemsInSightProps) {
  // With other functions the virtualizer measures thousands of rows anew.
  const estimateSize = useCallback(
    (index: number) => (isCompact(rows[index]) ? MODULE_HEIGHT : ITEM_HEIGHT),
    [rows],
  );
  const getItemKey = useCallback((index: number) => rows[index].source.id, [rows]);
  // eslint-disable-next-line react-hooks/incompatible-library -- the React compiler is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize,
    getItemKey,
    // Rows are first drawn for this height, piece by piece; for a height that is measured they would be drawn in one go
    initialRect: { width: 0, height: TYPICAL_HEIGHT },
    initialOffset: () => scrolledRef.current,
    overscan: 4,
    ...TOLD_LAYOUT,
  });
  return (
    <ul className={css.placing} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => (
        <li
          key={key}
          ref={isCompact(rows[index]) ? undefined : virtualizer.measureElement}
          data-index={index}
          className={css.placed}
          style={{ top: start }}
          aria-setsize={rows.length}
          aria-posinset={index + 1}
        >
          <SourceItem row={rows[index]} />
        </li>
      ))}
    </ul>
  );
}

/** Modules that are simply open have one height, which spares measuring thousands of them. */
function isCompact({ indented, source }: SourceRow): boolean {
  return indented && source.state.state === 'ready';
}
