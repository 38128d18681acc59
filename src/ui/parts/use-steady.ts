/** A handler that keeps its identity and does what the newest one does: rows that are drawn once stay as they are. */

import { useCallback, useLayoutEffect, useRef } from 'react';

export function useSteady<Args extends readonly unknown[]>(
  action: (...args: Args) => void,
): (...args: Args) => void {
  const newest = useRef(action);
  useLayoutEffect(() => {
    newest.current = action;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
