/** The row of a layout that a person asked for by its offset: which one it is, and where the table stands to show it. */

import type { LayoutRow } from '../../session/type-api.ts';
import { useApp } from '../../store/react.tsx';
import type { SoughtPlace } from '../../store/state.ts';
import type { RestoredScroll } from '../parts/use-rows.ts';

/** Rows above it that stay in sight. */
const ABOVE = 3;

interface SoughtRow {
  /** -1 for none. */
  readonly index: number;
  /** Instead of `restore`, where there is one and this step of the history is not one that was come back to. */
  readonly restore: RestoredScroll;
}

export function useSoughtRow(
  rows: readonly LayoutRow[],
  rowHeight: number,
  restore: RestoredScroll,
): SoughtRow {
  const sought = useApp(({ sought: one, entry }) => (one?.step === entry.key ? one : null));
  const restored = useApp(({ entry }) => entry.restored);
  const index = sought ? rowAt(rows, sought) : -1;
  if (!sought || index < 0 || restored) return { index, restore };
  const offset = (): number => Math.max(0, index - ABOVE) * rowHeight;
  return { index, restore: { key: restore.key && `${restore.key}/${sought.count}`, offset } };
}

/** The first of the innermost rows that cover the place; -1 for none. */
export function rowAt(
  rows: readonly LayoutRow[],
  { offset, bit }: Pick<SoughtPlace, 'offset' | 'bit'>,
): number {
  let found = -1;
  rows.forEach(({ row, offset: start, size, bits, depth }, index) => {
    if (row === 'cacheline' || row === 'end') return;
    if (offset < start || offset >= start + Math.max(size, 1)) return;
    if (bit !== null && bits && bits.offset !== bit) return;
    if (found < 0 || depth > rows[found].depth) found = index;
  });
  return found;
}
