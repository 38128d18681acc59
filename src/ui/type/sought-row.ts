/** The row of a layout that a person asked for: which one it is, and where the table stands to show it. */

import { useMemo } from 'react';
import type { LayoutRow } from '../../session/type-api.ts';
import type { Sought } from '../../store/place.ts';
import { useApp } from '../../store/react.tsx';
import type { RestoredScroll } from '../parts/use-rows.ts';

/** Rows above it that stay in sight. */
const ABOVE = 3;

/** What was brought into sight: whoever comes back to it finds the table as it was left. */
const seen = new WeakSet<Sought>();

interface SoughtRow {
  /** -1 for none. */
  readonly index: number;
  /** Takes the place of `left`, which is where the table was left at this step of the history. */
  readonly restore: RestoredScroll;
}

/** `rows` are those of the type of this step once `left` has a key. */
export function useSoughtRow(rows: readonly LayoutRow[], rowHeight: number, left: RestoredScroll): SoughtRow {
  const sought = useApp(({ place }) => (place.view === 'type' ? place.sought : null));
  const found = useMemo(() => (sought ? rowAt(rows, sought) : -1), [rows, sought]);
  if (!sought || found < 0 || left.key === null) return { index: -1, restore: left };
  const offset = (): number => {
    const top = left.offset();
    if (seen.has(sought)) return top;
    seen.add(sought);
    return Math.max(0, found - ABOVE) * rowHeight;
  };
  return { index: found, restore: { key: `${left.key}/${sought.count}`, offset } };
}

/** The room, or the member, or the member that it is in as far as that is shown; -1 for none. */
export function rowAt(rows: readonly LayoutRow[], { path, room }: Pick<Sought, 'path' | 'room'>): number {
  if (room !== null) {
    const covers = ({ row, offset, size }: LayoutRow): boolean =>
      (row === 'hole' || row === 'padding') && offset <= room && room < offset + size;
    const index = rows.findIndex(covers);
    if (index >= 0) return index;
  }
  // The rows of a member that is an array stand for all its elements
  const wanted = path.replace(/\[\d+\]/g, '');
  let found = -1;
  rows.forEach((row, index) => {
    const leads = wanted === row.path || wanted.startsWith(`${row.path}.`);
    if (row.path !== '' && leads && (found < 0 || row.path.length > rows[found].path.length)) found = index;
  });
  return found;
}
