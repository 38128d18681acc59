/** Listens to the page's keys. While something is typed, or a dialog is open, they belong to that. */

import { useEffect } from 'react';
import { useActions, useAppState } from '../../store/react.tsx';
import { ROW_TABLE_ID, awaitTable, focusOpenedRow } from '../parts/row-focus.ts';
import { SEARCH_BOX_ID, TYPES_GRID_ID } from '../list/SearchBox.tsx';
import { commandAnywhere, commandOf, isListKey } from './keys.ts';

export function useKeys(): void {
  const actions = useActions();
  const now = useAppState();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const anywhere = event.defaultPrevented ? null : commandAnywhere(event);
      if (anywhere) {
        event.preventDefault();
        anywhere({ state: now(), actions, ...focusing });
        return;
      }
      if (event.defaultPrevented || isTyping(event.target) || isInDialog(event.target)) return;
      const state = now();
      if (state.overlay !== 'none') return;
      if (isListKey(event.key) && event.target === document.body && !event.altKey && !event.ctrlKey) {
        handToList(event);
        return;
      }
      const command = commandOf(event);
      if (!command) return;
      event.preventDefault();
      command({ state, actions, ...focusing });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [actions, now]);
}

const focusing = {
  focusSearch,
  focusList,
  awaitTable,
  focusOpenedRow,
};

function focusSearch(): void {
  const box = document.getElementById(SEARCH_BOX_ID);
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.select();
}

const listInSight = (): HTMLElement | null =>
  document.getElementById(TYPES_GRID_ID) ?? document.getElementById(ROW_TABLE_ID);

/** Also where the list comes into sight only now, in place of another. */
function focusList(): boolean {
  const list = listInSight();
  list?.focus();
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) listInSight()?.focus();
    }),
  );
  return list !== null;
}

/** The first key already moves in the list. */
function handToList(event: KeyboardEvent): void {
  if (!focusList()) return;
  event.preventDefault();
  const { key, code, shiftKey } = event;
  listInSight()?.dispatchEvent(
    new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }),
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog]') !== null;
}
