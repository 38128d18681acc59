/**
 * The store in React: a provider, and hooks that read state, actions and the worker's answers from it.
 * Components take the app from here and never create one, so that a test can mount them over a fake session.
 */

import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { App } from './app.ts';
import type { SessionClient } from '../protocol/client.ts';
import type { AppActions, AppState } from './state.ts';

const AppContext = createContext<App | null>(null);

export function AppProvider({ app, children }: { readonly app: App; readonly children: ReactNode }) {
  return <AppContext value={app}>{children}</AppContext>;
}

function useAppContext(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('no AppProvider around this component');
  return app;
}

/** Selects a part of the state; what it returns must keep its identity while nothing changed. */
export function useApp<Part>(select: (state: AppState) => Part): Part {
  return useStore(useAppContext().store, select);
}

/** Reads the state of the moment, for what happens outside of rendering. */
export function useAppState(): () => AppState {
  return useAppContext().store.getState;
}

export function useActions(): AppActions {
  return useAppContext().actions;
}

/** For panes that fetch windows of rows or texts themselves. */
export function useClient(): SessionClient {
  return useAppContext().client;
}

/** What the page itself knows of how it does: times of answers, and what the browser says of memory. */
export function usePerformance(): Pick<App, 'roundTrips' | 'browser'> {
  const { roundTrips, browser } = useAppContext();
  return { roundTrips, browser };
}
