/**
 * Keeps the scroll position of a pane in the history: reports it while the person scrolls, and puts it back when they
 * come back to a step. `ready` says that the content stands at its full height, before which nothing can be put back.
 * The element is passed as state (`const [element, setElement] = useState(null)`, `ref={setElement}`).
 */

import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ScrollPane } from '../../store/state.ts';
import { useActions, useApp } from '../../store/react.tsx';

export function useRememberedScroll(pane: ScrollPane, element: HTMLElement | null, ready: boolean): void {
  const { rememberScroll, scrollOf } = useActions();
  const key = useApp((state) => state.entry.key);
  const placed = useRef('');

  useLayoutEffect(() => {
    const step = `${key}/${pane}`;
    if (!element || !ready || placed.current === step) return;
    placed.current = step;
    element.scrollTop = scrollOf(pane);
  }, [element, ready, key, pane, scrollOf]);

  useEffect(() => {
    if (!element) return;
    const remember = () => {
      // Before it is put back the position is the browser's, not the person's.
      if (placed.current === `${key}/${pane}`) rememberScroll(pane, element.scrollTop);
    };
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [element, key, pane, rememberScroll]);
}
