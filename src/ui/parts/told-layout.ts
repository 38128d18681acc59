/**
 * For `useVirtualizer`: a list that is told how the browser has laid it out, and never asks. To ask, as the virtualizer does of
 * its own accord when it is new, has the browser lay out everything that has just come in one go, ahead of the frame.
 * Leaves to the caller: `initialRect` and `estimateSize`, which hold until then.
 */

import { elementScroll, type Rect, type Virtualizer } from '@tanstack/react-virtual';

type List = Virtualizer<HTMLElement, Element>;
type ScrollOptions = Parameters<typeof elementScroll>[1];

export const TOLD_LAYOUT = { observeElementRect, measureElement, scrollToFn };

function observeElementRect({ scrollElement }: List, tell: (rect: Rect) => void): () => void {
  const observer = new ResizeObserver(([{ borderBoxSize }]) => {
    const [box] = borderBoxSize;
    if (box) tell({ width: Math.round(box.inlineSize), height: Math.round(box.blockSize) });
  });
  if (scrollElement) observer.observe(scrollElement, { box: 'border-box' });
  return () => observer.disconnect();
}

/** Pixels. */
function measureElement(item: Element, laidOut: ResizeObserverEntry | undefined, list: List): number {
  const [box] = laidOut?.borderBoxSize ?? [];
  if (box) return Math.round(box.blockSize);
  const index = list.indexFromElement(item);
  return list.measurementsCache[index]?.size ?? list.options.estimateSize(index);
}

/** A new list stands at its top, where the virtualizer would put it. */
function scrollToFn(offset: number, options: ScrollOptions, list: List): void {
  const isNew = offset === 0 && list.scrollOffset === 0 && options.adjustments === undefined;
  if (!isNew) elementScroll(offset, options, list);
}
