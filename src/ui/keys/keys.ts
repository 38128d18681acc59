/**
 * The keys of the whole page, as data: what each does, for the keyboard and for the help alike.
 * Keys of the list itself (arrows, Home, End, Enter) are its own. Alt+Left and Alt+Right are most browsers' own, but not
 * where the page has no browser around it (installed, or full screen).
 */

import { isDetailOpen, ksymsDoor } from '../../store/ksyms-door.ts';
import type { AppActions, AppState } from '../../store/state.ts';

export interface KeyContext {
  readonly state: AppState;
  readonly actions: AppActions;
  readonly focusSearch: () => void;
  /** Puts the focus on the list of types, or the table of Ksyms; false where there is none. */
  readonly focusList: () => boolean;
  /** Has the table of Ksyms take the focus, also where it comes only later. */
  readonly awaitTable: () => void;
  /** Puts the focus on the row whose extern or relocation is about to be closed. */
  readonly focusOpenedRow: () => void;
}

/** Nothing opened beside the list of externs or relocations. */
const CLOSED = { extern: '', relocation: null } as const;

type Command = (context: KeyContext) => void;

const COMMANDS: Readonly<Record<string, Command>> = {
  '/': ({ focusSearch }) => focusSearch(),
  '?': ({ actions }) => actions.setOverlay('help'),
  K: ({ state, actions, focusList, awaitTable }) => {
    actions.openKsyms(ksymsDoor(state.workspace.sources));
    focusList();
    awaitTable();
  },
  x: ({ actions }) => actions.toggleHex(),
  y: ({ actions }) => void actions.copyLink(),
  Escape: ({ state, actions, focusList, focusOpenedRow }) => {
    if (state.place.view === 'types') return actions.closeType();
    if (state.place.view === 'ksyms' && isDetailOpen(state.place)) {
      focusOpenedRow();
      actions.openKsyms(CLOSED);
      return;
    }
    actions.closeType();
    focusList();
  },
};

const ALT_COMMANDS: Readonly<Record<string, Command>> = {
  ArrowLeft: ({ actions }) => actions.back(),
  ArrowRight: ({ actions }) => actions.forward(),
};

/** With Ctrl and Shift, also while something is typed. */
const CTRL_SHIFT_COMMANDS: Readonly<Record<string, Command>> = {
  D: ({ state, actions }) => actions.setOverlay(state.overlay === 'diagnostics' ? 'none' : 'diagnostics'),
};

type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'shiftKey' | 'metaKey'>;

/** What a key does wherever the focus is; null if it does nothing there. */
export function commandAnywhere({ key, altKey, ctrlKey, shiftKey, metaKey }: KeyPress): Command | null {
  if (!ctrlKey || !shiftKey || altKey || metaKey) return null;
  const name = key.toUpperCase();
  return Object.hasOwn(CTRL_SHIFT_COMMANDS, name) ? CTRL_SHIFT_COMMANDS[name] : null;
}

/** What a key does where nothing else takes it; null if it does nothing. */
export function commandOf(event: Omit<KeyPress, 'shiftKey'>): Command | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey) return Object.hasOwn(ALT_COMMANDS, event.key) ? ALT_COMMANDS[event.key] : null;
  return Object.hasOwn(COMMANDS, event.key) ? COMMANDS[event.key] : null;
}

/** Keys that go to the list when nothing has the focus. */
export function isListKey(key: string): boolean {
  return ['j', 'k', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'].includes(key);
}

export const KEY_HELP: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'Search'],
  [['↓', '↑', 'j', 'k'], 'Next and previous row of a list'],
  [['Home', 'End'], 'First and last row'],
  [['Enter'], 'Open the type or the row'],
  [['Esc'], 'Clear the search, close the type, the extern or what lies over the page'],
  [['Alt+←', 'Alt+→'], 'Back and forward'],
  [['K'], 'Ksyms: how the kernel symbols of BPF objects resolve'],
  [['x'], 'Offsets and sizes in hex'],
  [['y'], 'Copy the link to what is shown'],
  [['→', '←'], 'Unfold and fold a row of the list grouped by name'],
  [['Ctrl+Shift+D'], 'Diagnostics: bytes held, times, memory'],
  [['?'], 'This help'],
];
