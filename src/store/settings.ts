/**
 * What is kept between visits (theme, pane sizes, how text is copied and modules are listed), and the small things that are
 * not: overlays and notices.
 * Stored values are checked when read: they may be from another version or edited by hand.
 */

import type { StoreApi } from 'zustand/vanilla';
import type { Browser } from './browser.ts';
import type { AppActions, AppState, ModuleSort, Theme } from './state.ts';

const KEY = 'btf-explorer/settings';

type Settings = Pick<AppState, 'theme' | 'panes' | 'copyWithLink' | 'moduleSort'>;
type SettingsActions = Pick<
  AppActions,
  'setTheme' | 'setPanes' | 'setCopyWithLink' | 'setModuleSort' | 'setOverlay' | 'setProblemsOpen' | 'notify'
>;

export function loadSettings(browser: Browser): Settings {
  const stored = parseObject(browser.load(KEY));
  return {
    theme: themeOf(stored['theme']),
    panes: panesOf(stored['panes']),
    copyWithLink: stored['copyWithLink'] === true,
    moduleSort: moduleSortOf(stored['moduleSort']),
  };
}

export function createSettings(store: StoreApi<AppState>, browser: Browser): SettingsActions {
  const save = () => {
    const { theme, panes, copyWithLink, moduleSort } = store.getState();
    browser.save(KEY, JSON.stringify({ theme, panes, copyWithLink, moduleSort }));
  };
  return {
    setTheme: (theme) => {
      store.setState({ theme });
      save();
    },
    setPanes: (panes) => {
      store.setState({ panes });
      save();
    },
    setCopyWithLink: (copyWithLink) => {
      store.setState({ copyWithLink });
      save();
    },
    setModuleSort: (moduleSort) => {
      store.setState({ moduleSort });
      save();
    },
    setOverlay: (overlay) => store.setState({ overlay }),
    setProblemsOpen: (problemsOpen) => store.setState({ problemsOpen }),
    notify: (text) => store.setState(({ notice }) => ({ notice: { text, count: (notice?.count ?? 0) + 1 } })),
  };
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function themeOf(value: unknown): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

function moduleSortOf(value: unknown): ModuleSort {
  return value === 'load' ? value : 'name';
}

function panesOf(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const sizes = Object.entries(value).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0 && entry[1] <= 100,
  );
  return Object.fromEntries(sizes);
}
