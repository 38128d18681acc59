/**
 * Opening and closing files: hands them to the worker and keeps its progress and the resulting workspace in the state.
 * Nothing here rejects: a file that cannot be read is a problem in the workspace, the worker's death is one too.
 */

import type { OpenProgress, OpenReport, Workspace } from '../session/api.ts';
import type { Parts } from './parts.ts';
import type { AppActions } from './state.ts';

/** The kernel that this site serves itself, relative to the page. */
export const SAMPLE_FILE = 'linux-6.12.117-debian-cloud-amd64.tar.gz';
const SAMPLE_PATH = `samples/${SAMPLE_FILE}`;

type OpeningActions = Pick<
  AppActions,
  'openFiles' | 'openSample' | 'cancelOpening' | 'remove' | 'dismissProblem'
>;
type Job = (progress: (report: OpenProgress) => void) => Promise<OpenReport>;

export function createOpening(parts: Parts, takeWorkspace: (workspace: Workspace) => void): OpeningActions {
  const { store, client, browser, notify } = parts;
  let running = 0;

  async function run(what: string, job: Job): Promise<void> {
    running += 1;
    store.setState({ opening: { what, progress: null, cancelling: false } });
    try {
      const report = await job((progress) => {
        store.setState(({ opening }) => (opening ? { opening: { ...opening, progress } } : {}));
        if (progress.workspace) takeWorkspace(progress.workspace);
      });
      takeWorkspace(report.workspace);
      if (report.cancelled) notify('Opening was cancelled; what was in stays open.');
    } catch (error) {
      await explainFailure(what, error);
    } finally {
      running -= 1;
      if (running === 0) store.setState({ opening: null });
    }
  }

  /** The session itself reports bad files as problems, so a rejection is the worker's death or our own defect. */
  async function explainFailure(what: string, error: unknown): Promise<void> {
    notify(`Opening ${what} failed: ${messageOf(error)}`);
    await change(() => client.workspace());
  }

  async function change(ask: () => Promise<Workspace>): Promise<void> {
    try {
      takeWorkspace(await ask());
    } catch (error) {
      notify(`The parser did not answer: ${messageOf(error)}`);
    }
  }

  return {
    openFiles: async (files) => {
      if (files.length === 0) return;
      const what = files.length === 1 && files[0] ? files[0].name : `${files.length} files`;
      await run(what, (progress) => client.open(files, progress));
    },
    openSample: () =>
      run('the sample kernel', (progress) =>
        client.openUrl(browser.resolve(SAMPLE_PATH), SAMPLE_FILE, progress),
      ),
    cancelOpening: () => {
      store.setState(({ opening }) => (opening ? { opening: { ...opening, cancelling: true } } : {}));
      client.cancelOpen().catch((error: unknown) => notify(messageOf(error)));
    },
    remove: (source) => change(() => client.remove(source)),
    dismissProblem: (key) => change(() => client.dismissProblem(key)),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
