/**
 * Where the focus goes when what has it goes: a table that comes takes it over, a row gets it back, a heading where there is
 * no list. Nowhere is a focus taken that somebody has put elsewhere meanwhile.
 */

import { useCallback } from 'react';
import type { RefObject } from 'react';

/** Where the page's keys find the table of rows that is shown. */
export const ROW_TABLE_ID = 'row-table';
/** The title of the type that is shown. */
export const TYPE_HEADING_ID = 'type-heading';

/** Until when a table that comes in place of another takes the focus over, in milliseconds of the page. */
let awaited = 0;
/** What has the focus until then: it is free to be taken, as is one that is nowhere. */
let keeper: Element | null = null;
/** Milliseconds. A pane and an object may still have to be read. */
const PATIENCE = 10_000;
/** In which a row that is the current one is drawn, or the page of a type arrives. */
const FRAMES = 120;

/** What has the focus is about to go, by key or with its pane: it is to go on in the table that comes. */
export function awaitTable(): void {
  awaited = performance.now() + PATIENCE;
  keeper = document.activeElement;
}

/** Called by a table or a pane that has come. A pane keeps the focus only until its table comes. */
export function takeFocus(element: HTMLElement | null): void {
  if (!element || performance.now() > awaited || !isFree()) return;
  if (element.id !== ROW_TABLE_ID) {
    element.focus({ preventScroll: true });
    keeper = element;
    return;
  }
  awaited = 0;
  focusCurrentRow();
}

/** Out of a search into its table, to the first row. */
export function focusFirstRow(): void {
  const table = document.getElementById(ROW_TABLE_ID);
  table?.focus();
  table?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
}

/** After a step of the history, or a note is gone: if the focus was in it, it goes to the row that is the current one now. */
export function focusAfterStep(pane: HTMLElement | null): void {
  if (document.activeElement !== document.body) return;
  awaitTable();
  takeFocus(document.getElementById(ROW_TABLE_ID) ?? pane);
}

/** Called before what is opened goes: its row in the list, or the list, has the focus afterwards. */
export function focusOpenedRow(): void {
  keeper = document.activeElement;
  // On a phone the list is out of sight, and has no rows, until it is drawn.
  requestAnimationFrame(() => requestAnimationFrame(focusCurrentRow));
}

/** The table has it at once, and the row as soon as it is drawn. */
function focusCurrentRow(left = FRAMES): void {
  const table = document.getElementById(ROW_TABLE_ID);
  if (!table || (!isFree() && document.activeElement !== table)) return;
  const row = table.querySelector<HTMLElement>('[data-current] a');
  (row ?? table).focus({ preventScroll: true });
  if (row && document.activeElement === row) return;
  if (left > 0) requestAnimationFrame(() => focusCurrentRow(left - 1));
}

/** Called when a whole view goes with the focus in it: the title of the type that comes has it then. */
export function focusTypeHeading(left = FRAMES): void {
  if (document.activeElement !== document.body) return;
  const heading = document.getElementById(TYPE_HEADING_ID);
  if (heading) heading.focus({ preventScroll: true });
  else if (left > 0) requestAnimationFrame(() => focusTypeHeading(left - 1));
}

/** Nobody has it, or what was left with it. */
function isFree(): boolean {
  const { activeElement, body } = document;
  return activeElement === body || activeElement === null || activeElement === keeper;
}

/** On a phone the list goes out of sight with the focus in it. */
export function usePhoneFocus(target: RefObject<HTMLElement | null>): () => void {
  return useCallback(() => {
    if (window.matchMedia('(max-width: 700px)').matches) target.current?.focus({ preventScroll: true });
  }, [target]);
}
