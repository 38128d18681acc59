/**
 * The rows of a long list that are in sight.
 * In: how many rows there are. Out: a few of them with their places, and ways to scroll. @tanstack/react-virtual finds the
 * range; since it keeps a record per row, it is only ever told of `SLAB` rows around the position, and `ScaledScroll`
 * carries the position beyond what an element can be tall. Rows are drawn in a layer that stays put; its shift is set on
 * every scroll without rendering.
 */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { MAX_SCROLL_RANGE, ScaledScroll } from './scaled-scroll.ts';

/** Rows that the virtualizer knows of at a time: it makes its records of all of them whenever their number changes. */
const SLAB = 4000;
/** Milliseconds without scrolling after which the scrollbar's thumb is put where it belongs. */
const SYNC_AFTER = 150;
/** Rows drawn beyond what is in sight: they move only together with what is drawn, so more would never be seen. */
const OVERSCAN = 2;

export interface VisibleRow {
  readonly index: number;
  /** Inside the layer, pixels. */
  readonly top: number;
}

export interface Rows {
  readonly visible: readonly VisibleRow[];
  /** Height of the element inside the scroller, pixels; the sticky header not included. */
  readonly height: number;
  /** Rows that fit into view. */
  readonly pageSize: number;
  readonly scrollToRow: (index: number) => void;
  /** To a position in the full list, pixels. */
  readonly scrollToOffset: (offset: number) => void;
}

export interface RowsOptions {
  readonly scrollerRef: RefObject<HTMLElement | null>;
  /** The layer that the rows stand in. */
  readonly layerRef: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Pixels, the same for every row. */
  readonly rowHeight: number;
  /** Pixels of the scroller that a sticky header covers. */
  readonly headerHeight: number;
  readonly restore: RestoredScroll;
  readonly onScroll: (offset: number) => void;
}

/** Where the list is put when `key` changes; null while its rows are not there yet. */
export interface RestoredScroll {
  readonly key: string | null;
  /** Position in the full list, pixels. */
  readonly offset: () => number;
}

export function useRows({
  scrollerRef,
  layerRef,
  count,
  rowHeight,
  headerHeight,
  restore,
  onScroll,
}: RowsOptions): Rows {
  const [scroll] = useState(() => new ScaledScroll());
  const report = useRef<(offset: number, scrolling: boolean) => void>(() => undefined);
  const [slab, setSlab] = useState(0);
  const [viewportHeight, setViewportHeight] = useState(0);
  const contentHeight = count * rowHeight;

  /** After every change of position: choose the slab, tell the virtualizer, shift the layer. */
  const moved = useCallback(
    (scrolling: boolean) => {
      const first = Math.floor(scroll.offset / rowHeight);
      const inside = first - slab;
      if ((inside < SLAB * 0.1 && slab > 0) || inside > SLAB * 0.9) setSlab(Math.max(0, first - SLAB / 2));
      else {
        report.current(scroll.offset - slab * rowHeight, scrolling);
        shift(layerRef.current, slab * rowHeight - scroll.offset);
      }
      onScroll(scroll.offset);
    },
    [layerRef, onScroll, rowHeight, scroll, slab],
  );

  /** Where the element is: to ask or to tell it makes the browser lay the page out at once. */
  const elementTop = useRef(0);
  const putElement = useCallback(
    (top: number) => {
      const element = scrollerRef.current;
      if (!element || elementTop.current === top) return;
      element.scrollTop = top;
      elementTop.current = element.scrollTop;
      scroll.stands(elementTop.current);
    },
    [scroll, scrollerRef],
  );
  const moveElement = useCallback(
    (top: number) => {
      putElement(top);
      moved(false);
    },
    [moved, putElement],
  );

  const scrollToOffset = useCallback(
    (offset: number) => moveElement(scroll.scrollTo(offset)),
    [moveElement, scroll],
  );

  // eslint-disable-next-line react-hooks/incompatible-library -- the React compiler is not used here
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: Math.min(Math.max(0, count - slab), SLAB),
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollToFn: () => undefined,
    observeElementOffset: (_instance, callback) => {
      report.current = callback;
      callback(scroll.offset - slab * rowHeight, false);
      return () => {
        report.current = () => undefined;
      };
    },
  });

  useLayoutEffect(() => {
    scroll.resize({ contentHeight, viewportHeight });
    moved(false);
  }, [contentHeight, moved, scroll, viewportHeight]);

  // At once, not when the observer first speaks: a list is drawn with its first frame
  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (!element) return;
    const measure = (): void => setViewportHeight(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headerHeight, scrollerRef]);

  useEffect(() => {
    const element = scrollerRef.current;
    if (!element) return;
    let timer = 0;
    const settle = (): void => {
      if (scroll.scaled) putElement(scroll.synced());
    };
    const scrolled = (): void => {
      elementTop.current = element.scrollTop;
      scroll.onScroll(elementTop.current);
      moved(true);
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, SYNC_AFTER);
    };
    /** While scaled, the wheel moves the list itself: at its ends the element has too few pixels for it. */
    const wheel = (event: WheelEvent): void => {
      if (!scroll.scaled || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? element.clientHeight : 1;
      putElement(scroll.scrollTo(scroll.offset + event.deltaY * unit));
      moved(true);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      window.clearTimeout(timer);
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheel);
    };
  }, [moved, putElement, rowHeight, scroll, scrollerRef]);

  const restored = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (restore.key === null || restored.current === restore.key || viewportHeight === 0) return;
    restored.current = restore.key;
    scrollToOffset(restore.offset());
  }, [restore, scrollToOffset, viewportHeight]);

  return {
    visible: virtualizer.getVirtualItems().map((item) => ({ index: slab + item.index, top: item.start })),
    height: Math.min(contentHeight, MAX_SCROLL_RANGE),
    pageSize: Math.max(1, Math.floor(viewportHeight / rowHeight)),
    scrollToOffset,
    scrollToRow: (index) => {
      const top = index * rowHeight;
      const bottom = top + rowHeight - viewportHeight;
      if (top < scroll.offset) moveElement(scroll.scrollTo(top));
      else if (bottom > scroll.offset) moveElement(scroll.scrollTo(bottom));
    },
  };
}

function shift(layer: HTMLElement | null, pixels: number): void {
  if (layer) layer.style.transform = `translateY(${pixels}px)`;
}
