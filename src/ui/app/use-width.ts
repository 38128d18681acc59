/** How much room the window has, as one of three frames: three panes, two and a drawer, or one pane at a time. */

import { useSyncExternalStore } from 'react';

export type Frame = 'wide' | 'medium' | 'phone';

const WIDE = '(min-width: 1160px)';
const PHONE = '(max-width: 700px)';

export function useFrame(): Frame {
  const wide = useMedia(WIDE);
  const phone = useMedia(PHONE);
  if (phone) return 'phone';
  return wide ? 'wide' : 'medium';
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
