// The page's composition root: worker, store and panes, mounted in `#root`. The start screen does not wait for the worker.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './protocol/client.ts';
import type { WorkerEvent } from './protocol/client.ts';
import { RoundTrips } from './protocol/round-trips.ts';
import { createApp } from './store/app.ts';
import type { App as Store } from './store/app.ts';
import { windowBrowser } from './store/browser.ts';
import { AppProvider } from './store/react.tsx';
import { App } from './ui/app/App.tsx';
import { Failsafe } from './ui/app/Failsafe.tsx';
import { preload } from './ui/app/lazy.ts';
import './ui/theme/theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// A worker that cannot be started is told of while `connect` runs, when there is no store yet.
const onWorker = (event: WorkerEvent) => queueMicrotask(() => store.workerEvent(event));
const roundTrips = new RoundTrips();
const client = connect(undefined, { onWorker, onAnswer: (question, ms) => roundTrips.add(question, ms) });
const store: Store = createApp(client, windowBrowser(window), roundTrips);
store.start();

createRoot(root).render(
  <StrictMode>
    <Failsafe>
      <AppProvider app={store}>
        <App />
      </AppProvider>
    </Failsafe>
  </StrictMode>,
);
setTimeout(() => void preload());
