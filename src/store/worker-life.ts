/**
 * What the page makes of its worker's end: a problem with the reason, the progress of opening everything again, and the
 * list and type page as they were. In: the events of `protocol`. Numbers of sources are new afterwards, so what the person
 * was looking at is found again by name.
 */

import type { WorkerEvent } from '../protocol/client.ts';
import type { Workspace } from '../session/source-api.ts';
import type { Opening } from './opening.ts';
import type { Parts } from './parts.ts';

interface WorkerLifeParts extends Parts {
  readonly report: Opening['report'];
  /** Takes the workspace of another worker, whose counting starts anew. */
  readonly startOver: (workspace: Workspace) => void;
}

export function createWorkerLife({
  store,
  report,
  startOver,
  notify,
}: WorkerLifeParts): (event: WorkerEvent) => void {
  return (event) => {
    switch (event.event) {
      case 'died': {
        const { code, message } = event.failure;
        report(code === 'stale-worker' ? code : 'worker-died', '', message);
        store.setState({ worker: event.again ? 'restarting' : 'dead', opening: null });
        return;
      }
      case 'reopening':
        store.setState({
          opening: { what: 'what was open', progress: event.progress, cancelling: false },
        });
        return;
      case 'restarted':
        store.setState({ worker: 'running', opening: null });
        startOver(event.workspace);
        notify('Reading was started anew with what was open.');
        return;
    }
  };
}
