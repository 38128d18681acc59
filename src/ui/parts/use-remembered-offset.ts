/** The scroll position of a long list in the history: what is scrolled is remembered, what was left is put back. */

import { useCallback } from 'react';
import type { RestoredScroll } from './use-rows.ts';
import { useActions, useApp } from '../../store/react.tsx';
import type { ScrollPane } from '../../store/state.ts';

export function useRememberedOffset(pane: ScrollPane): (offset: number) => void {
  const { rememberScroll } = useActions();
  return useCallback((offset: number) => rememberScroll(pane, offset), [pane, rememberScroll]);
}

/** Whether the Type region shows the type of this step of the history: not while it is loading, or still the one before. */
export function useTypeIsShown(): boolean {
  return useApp(({ shown }) => shown.state === 'page' && !shown.stale);
}

/** For `useRows`: a new step of the history puts the list where that step left it, once its rows are there. */
export function useRestoredPane(pane: ScrollPane, ready: boolean): RestoredScroll {
  const step = useApp((state) => state.entry.key);
  const { scrollOf } = useActions();
  return { key: ready ? `${step}/${pane}` : null, offset: () => scrollOf(pane) };
}
