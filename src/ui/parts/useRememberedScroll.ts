/**
 * Keeps the scroll position of a pane in the history: reports it while the person scrolls, and puts it back when they
 * come back to a step. `ready` says that the content of this step stands at its full height, before which nothing can be
 * put back: false while a page is loading or still the previous one.
 */

import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { ScrollPane } from '../../store/state.ts';
import { useActions, useApp } from '../../store/react.tsx';

export function useRememberedScroll(
  pane: ScrollPane,
  scrollerRef: RefObject<HTMLElement | null>,
  ready: boolean,
): void {
  const { rememberScroll, scrollOf } = useActions();
  const key = useApp((state) => state.entry.key);
  const step = `${key}/${pane}`;
  /** The step the element stands at; until it is put there its position is the browser's, not the person's. */
  const placed = useRef('');
  /** Where it stands, as far as it has said: to ask makes the browser lay the page out at once. A new one is at its top. */
  const known = useRef<{ readonly element: HTMLElement | null; top: number }>({ element: null, top: 0 });

  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (!element || !ready || placed.current === step) return;
    placed.current = step;
    if (known.current.element !== element) known.current = { element, top: 0 };
    const top = scrollOf(pane);
    if (top === known.current.top) return;
    element.scrollTop = top;
    known.current.top = top;
  }, [scrollerRef, ready, step, pane, scrollOf]);

  useEffect(() => {
    const element = scrollerRef.current;
    if (!element) return;
    const scrolled = () => {
      known.current = { element, top: element.scrollTop };
      if (ready && placed.current === step) rememberScroll(pane, element.scrollTop);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => element.removeEventListener('scroll', scrolled);
  }, [scrollerRef, ready, step, pane, rememberScroll]);
}
