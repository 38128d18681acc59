/**
 * Puts the store together: state, actions, and the loop that keeps list and type page in step with what is open.
 * In: the worker's client and the browser. Out: `App`, created once by `main.tsx` and once by every test.
 */

import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Workspace } from '../session/source-api.ts';
import type { Browser } from './browser.ts';
import type { SessionClient, WorkerEvent } from '../protocol/client.ts';
import { RoundTrips } from '../protocol/round-trips.ts';
import { createDownloading } from './downloading.ts';
import { createKernel } from './kernel.ts';
import { KERNEL_AS_OPENED } from './link/address.ts';
import { createLinkedKernel } from './linked-kernel.ts';
import { createNavigation } from './navigating.ts';
import { createOpening } from './opening.ts';
import { createSearching } from './searching.ts';
import { createWorkerLife } from './worker-life.ts';
import { createSettings, loadSettings } from './settings.ts';
import type { Parts } from './parts.ts';
import { DEFAULT_QUERY } from './place.ts';
import { EMPTY_WORKSPACE } from './state.ts';
import type { AppActions, AppState } from './state.ts';

export interface App {
  readonly store: StoreApi<AppState>;
  readonly actions: AppActions;
  readonly client: SessionClient;
  readonly roundTrips: RoundTrips;
  readonly browser: Browser;
  /** Reads the address the page was opened with and follows the history from then on; returns what ends it. */
  readonly start: () => () => void;
  /** Takes over what is open, as the worker reports it; an older report than the last is left aside. */
  readonly takeWorkspace: (workspace: Workspace) => void;
  readonly workerEvent: (event: WorkerEvent) => void;
}

/** `roundTrips` are those of the client, where somebody counts them. */
export function createApp(
  client: SessionClient,
  browser: Browser,
  roundTrips: RoundTrips = new RoundTrips(),
): App {
  const store = createStore<AppState>(() => initialState(browser));
  const settings = createSettings(store, browser);
  const parts: Parts = { store, client, browser, notify: settings.notify };

  const searching = createSearching(parts, () => navigation.queryChanged());
  const kernel = createKernel(parts, (workspace) => takeWorkspace(workspace));
  const linked = createLinkedKernel(parts, kernel);
  const navigation = createNavigation(parts, searching, linked);
  const takeWorkspace = (workspace: Workspace) => {
    if (workspace.generation >= store.getState().workspace.generation) take(workspace);
  };
  const take = (workspace: Workspace) => {
    store.setState({ workspace });
    searching.workspaceChanged();
    navigation.workspaceChanged();
  };
  const startOver = (workspace: Workspace) => {
    navigation.forgetNumbers();
    take(workspace);
  };
  const opening = createOpening(parts, takeWorkspace, linked.workspaceChanged);
  const downloading = createDownloading(parts);

  return {
    store,
    client,
    browser,
    roundTrips,
    actions: {
      ...opening.actions,
      ...searching.actions,
      ...navigation.actions,
      ...downloading,
      ...linked.actions,
      ...settings,
    },
    start: navigation.start,
    takeWorkspace,
    workerEvent: createWorkerLife({ ...parts, report: opening.report, startOver }),
  };
}

function initialState(browser: Browser): AppState {
  return {
    workspace: EMPTY_WORKSPACE,
    worker: 'running',
    pageProblems: [],
    opening: null,
    closedObjects: [],
    query: DEFAULT_QUERY,
    search: { result: null, query: DEFAULT_QUERY, running: false },
    place: { view: 'types' },
    shown: { state: 'nothing' },
    entry: { key: 'first', restored: false, behind: 0, ahead: 0 },
    recent: [],
    overlay: 'none',
    problemsOpen: true,
    notice: null,
    changedForLink: null,
    kernelAwaited: KERNEL_AS_OPENED,
    download: null,
    ...loadSettings(browser),
  };
}
