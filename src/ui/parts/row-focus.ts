/** Where the focus goes when something is opened from a list, and when it is closed again. */

import { useCallback } from 'react';
import type { RefObject } from 'react';

/** Where the page's keys find the table of rows that is shown. */
export const ROW_TABLE_ID = 'row-table';

/** Until when a table that comes in place of another takes the focus over, in milliseconds of the page. */
let awaited = 0;
/** Milliseconds. */
const PATIENCE = 3000;

/** A row was opened by key: if the table goes with it, the focus is to go on in the one that comes. */
export function awaitTable(): void {
  awaited = performance.now() + PATIENCE;
}

/** Called by a table that has come. A focus that somebody has put elsewhere meanwhile stays there. */
export function takeFocus(table: HTMLElement | null): void {
  if (performance.now() > awaited || document.activeElement !== document.body) return;
  awaited = 0;
  table?.focus({ preventScroll: true });
}

/** Called before what is opened goes: its row in the list, or the list, has the focus afterwards. */
export function focusOpenedRow(): void {
  const table = document.getElementById(ROW_TABLE_ID);
  const row = table?.querySelector<HTMLElement>('a[aria-current]') ?? table;
  // On a phone the list is out of sight until it is drawn.
  requestAnimationFrame(() => requestAnimationFrame(() => row?.focus()));
}

/** On a phone the list goes out of sight with the focus in it. */
export function usePhoneFocus(target: RefObject<HTMLElement | null>): () => void {
  return useCallback(() => {
    if (window.matchMedia('(max-width: 700px)').matches) target.current?.focus({ preventScroll: true });
  }, [target]);
}
