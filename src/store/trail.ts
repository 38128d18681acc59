/**
 * The steps of the history that this page made: what was shown at each, and where its panes were scrolled to.
 * The browser keeps only a key per step; after a reload the keys are strange and the address itself is read instead.
 */

import type { TypeQuery } from '../session/list-api.ts';
import type { Parts } from './parts.ts';
import { withoutNumbers } from './place.ts';
import type { Place } from './place.ts';
import type { HistoryEntry, ScrollPane } from './state.ts';

/** Browsers themselves keep about 50. */
const MAX_STEPS = 500;

interface Step {
  place: Place;
  query: TypeQuery;
  readonly scroll: Map<ScrollPane, number>;
}

/** What the browser holds for a step. */
interface Mark {
  readonly key: string;
  readonly index: number;
}

export interface Trail {
  start(): void;
  /** Notes what is shown at the current step, before another is gone to. */
  leave(): void;
  push(fragment: string): void;
  replace(fragment: string): void;
  /** Takes over the step that the browser has moved to; null if this page did not make it. */
  arrive(): { readonly place: Place; readonly query: TypeQuery } | null;
  /** Numbers of sources mean something else from now on: types of earlier steps are to be found by their links. */
  readonly forgetNumbers: () => void;
  readonly rememberScroll: (pane: ScrollPane, top: number) => void;
  readonly scrollOf: (pane: ScrollPane) => number;
}

export function createTrail({ store, browser }: Parts): Trail {
  const run = Date.now().toString(36);
  const steps = new Map<string, Step>();
  let made = 0;
  let index = 0;
  let last = 0;

  /** Panes that have asked where they stood at the current step, if it was come back to. */
  const placed = new Set<ScrollPane>();

  const newKey = () => `${run}-${(made += 1)}`;
  const entry = (key: string, restored: boolean): HistoryEntry => ({
    key,
    restored,
    behind: index,
    ahead: last - index,
  });
  const current = (): Step => {
    const { entry: at, place, query } = store.getState();
    const known = steps.get(at.key);
    if (known) return known;
    const step: Step = { place, query, scroll: new Map() };
    steps.set(at.key, step);
    forgetOldest();
    return step;
  };

  function forgetOldest(): void {
    if (steps.size <= MAX_STEPS) return;
    const [oldest] = steps.keys();
    if (oldest !== undefined) steps.delete(oldest);
  }

  const mark = (): Mark => ({ key: store.getState().entry.key, index });

  return {
    start: () => {
      const left = readMark(browser.entryState());
      index = left?.index ?? 0;
      last = index;
      store.setState({ entry: entry(newKey(), false) });
      browser.replace(browser.fragment(), mark());
    },
    leave: () => {
      const { place, query } = store.getState();
      const step = current();
      step.place = place;
      step.query = query;
    },
    push: (fragment) => {
      const scroll = new Map(current().scroll);
      placed.clear();
      index += 1;
      last = index;
      store.setState({ entry: entry(newKey(), false) });
      keepListPlace(scroll, current().scroll);
      browser.push(fragment, mark());
    },
    replace: (fragment) => {
      if (fragment !== browser.fragment()) browser.replace(fragment, mark());
    },
    arrive: () => {
      const found = readMark(browser.entryState());
      const step = found ? steps.get(found.key) : undefined;
      index = found?.index ?? index + 1;
      last = Math.max(last, index);
      placed.clear();
      store.setState({ entry: entry(found?.key ?? newKey(), step !== undefined) });
      if (!found) browser.replace(browser.fragment(), mark());
      return step ?? null;
    },
    forgetNumbers: () => {
      for (const step of steps.values()) {
        step.query = { ...step.query, sources: null };
        step.place = withoutNumbers(step.place);
      }
    },
    // A pane that is drawn anew reports its top before it is put back: that would overwrite where it is to be put.
    rememberScroll: (pane, top) => {
      if (!store.getState().entry.restored || placed.has(pane)) current().scroll.set(pane, top);
    },
    scrollOf: (pane) => {
      placed.add(pane);
      return steps.get(store.getState().entry.key)?.scroll.get(pane) ?? 0;
    },
  };
}

/** Panes of what was opened from a list: a type, an extern, a relocation. */
const OPENED = /^(type|opened)\//;

/** What is opened from a list leaves the list where it is; only its own panes start at their top. */
function keepListPlace(from: ReadonlyMap<ScrollPane, number>, to: Map<ScrollPane, number>): void {
  for (const [pane, top] of from) if (!OPENED.test(pane)) to.set(pane, top);
}

function readMark(value: unknown): Mark | null {
  if (typeof value !== 'object' || value === null || !('key' in value) || !('index' in value)) return null;
  const { key, index } = value;
  return typeof key === 'string' && typeof index === 'number' && index >= 0 ? { key, index } : null;
}
