/** The keys of a long list: arrows and j/k by a row, PageUp/PageDown by a view, Home/End, Enter opens, and Right/Left unfold and fold. */

import type { KeyboardEvent } from 'react';

interface GridKeys {
  /** -1 where no row is the current one yet. */
  readonly active: number;
  readonly count: number;
  /** Rows that fit into view. */
  readonly pageSize: number;
  readonly moveTo: (index: number) => void;
  /** For a list that may still grow; else End goes to its last row. */
  readonly moveToEnd?: () => void;
  readonly open: (index: number) => void;
  /** For lists whose rows unfold. */
  readonly inwards?: (index: number) => void;
  readonly outwards?: (index: number) => void;
}

type Step = (keys: GridKeys) => number;

const STEPS: Readonly<Record<string, Step>> = {
  ArrowDown: ({ active }) => active + 1,
  ArrowUp: ({ active }) => active - 1,
  j: ({ active }) => active + 1,
  k: ({ active }) => active - 1,
  PageDown: ({ active, pageSize }) => active + pageSize,
  PageUp: ({ active, pageSize }) => active - pageSize,
  Home: () => 0,
  End: ({ count }) => count - 1,
};

export function gridKeys(keys: GridKeys): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || keys.count === 0) return;
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    const current = Math.max(keys.active, 0);
    if (event.key === 'Enter') keys.open(current);
    else if (event.key === 'End' && keys.moveToEnd) keys.moveToEnd();
    else if (event.key === 'ArrowRight' && keys.inwards) keys.inwards(current);
    else if (event.key === 'ArrowLeft' && keys.outwards) keys.outwards(current);
    else if (step) keys.moveTo(Math.min(Math.max(step(keys), 0), keys.count - 1));
    else return;
    event.preventDefault();
  };
}
