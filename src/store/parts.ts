/** What the parts of the store share: the state, the worker's client, the browser, and a word to the person. */

import type { StoreApi } from 'zustand/vanilla';
import type { Browser } from './browser.ts';
import type { SessionClient } from '../protocol/client.ts';
import type { AppState } from './state.ts';

export interface Parts {
  readonly store: StoreApi<AppState>;
  readonly client: SessionClient;
  readonly browser: Browser;
  readonly notify: (text: string) => void;
}
