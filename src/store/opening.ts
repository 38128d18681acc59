/**
 * Opening and closing files: hands them to the worker and keeps its progress and the resulting workspace in the state.
 * Nothing here rejects: a file that cannot be read is a problem in the workspace, the worker's death is one too.
 */

import type { OpenFile, OpenProgress, OpenReport, SourceId, Workspace } from '../session/source-api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import type { AnyProblem } from './messages/problems.ts';
import type { AppActions, Gathered } from './state.ts';

/** The kernel that this site serves itself, relative to the page. */
export const SAMPLE_FILE = 'linux-6.12.117-debian-cloud-amd64.tar.gz';
const SAMPLE_PATH = `samples/${SAMPLE_FILE}`;

type OpeningActions = Pick<
  AppActions,
  'openFiles' | 'openGathered' | 'openSample' | 'cancelOpening' | 'remove' | 'removeAll' | 'dismissProblem'
>;
type Job = (progress: (report: OpenProgress) => unknown) => Promise<OpenReport | null>;

/** Keys of the page's own problems; the session's are numbers. */
const PAGE_KEY = 'page-';
/** Files of one drop that are reported one by one. */
const MAX_REPORTED = 1000;
/** Objects that were closed are remembered by name. */
const MAX_CLOSED = 1000;

export interface Opening {
  readonly actions: OpeningActions;
  /** Puts something of the page's own on the list of problems. */
  readonly report: (code: AnyProblem['code'], file: string, message: string) => void;
}

/** `settled` is called when nothing is on its way in any more. */
export function createOpening(
  parts: Parts,
  takeWorkspace: (workspace: Workspace) => void,
  settled: () => void,
): Opening {
  const { store, client, browser, notify } = parts;
  let running = 0;
  let reported = 0;
  /** Grows with every cancelling, so that a drop that is still being walked through knows it is meant too. */
  let cancels = 0;

  async function run(what: string, job: Job): Promise<void> {
    running += 1;
    store.setState({ opening: { what, progress: null, cancelling: false } });
    try {
      const report = await job((progress) => {
        store.setState(({ opening }) => (opening ? { opening: { ...opening, progress } } : {}));
        if (!progress.workspace) return null;
        takeWorkspace(progress.workspace);
        return browser.drawn();
      });
      if (report) takeWorkspace(report.workspace);
      if (!report || report.cancelled) notify('Opening was cancelled; what was in stays open.');
    } catch (error) {
      await explainFailure(what, error);
    } finally {
      running -= 1;
      if (running === 0) {
        store.setState({ opening: null });
        settled();
      }
    }
  }

  /** The session reports bad files as problems, so a rejection is the worker's death, told of elsewhere, or our own defect. */
  async function explainFailure(what: string, error: unknown): Promise<void> {
    if (isToldElsewhere(error)) return;
    report('internal', what, messageOf(error));
    await change(() => client.workspace());
  }

  function report(code: AnyProblem['code'], file: string, message: string): void {
    reported += 1;
    const problem: AnyProblem = {
      key: `${PAGE_KEY}${reported}`,
      file,
      source: null,
      code,
      message,
      offset: -1,
      details: {},
    };
    store.setState(({ pageProblems }) => ({ pageProblems: [...pageProblems, problem] }));
  }

  async function openGathered(what: string, gathering: Promise<Gathered>): Promise<void> {
    const before = cancels;
    await run(what, async (progress) => {
      const { files, failures } = await gathering;
      for (const { path, message } of failures.slice(0, MAX_REPORTED)) report('read-failed', path, message);
      return cancels === before ? client.open(files, progress) : null;
    });
  }

  async function change(ask: () => Promise<Workspace>): Promise<void> {
    try {
      takeWorkspace(await ask());
    } catch (error) {
      if (!isToldElsewhere(error)) notify(`The parser did not answer: ${messageOf(error)}`);
    }
  }

  /** So that a page about an object that is closed does not take its absence for a link's. */
  function noteClosed(sources: readonly SourceId[]): void {
    const gone = new Set(sources);
    store.setState(({ workspace, closedObjects }) => {
      const names = workspace.sources
        .filter(({ id, role }) => role === 'object' && gone.has(id))
        .map(({ name }) => name);
      if (names.length === 0) return {};
      const others = closedObjects.filter((name) => !names.includes(name));
      return { closedObjects: [...others, ...names].slice(-MAX_CLOSED) };
    });
  }

  const actions: OpeningActions = {
    openFiles: async (files) => {
      if (files.length > 0) await run(wordsFor(files), (progress) => client.open(files, progress));
    },
    openGathered: (gathering) => openGathered('what was dropped', gathering),
    openSample: () =>
      run('the sample kernel', (progress) =>
        client.openUrl(browser.resolve(SAMPLE_PATH), SAMPLE_FILE, progress),
      ),
    cancelOpening: () => {
      cancels += 1;
      store.setState(({ opening }) => (opening ? { opening: { ...opening, cancelling: true } } : {}));
      client.cancelOpen().catch((error: unknown) => notify(messageOf(error)));
    },
    remove: (source) => {
      noteClosed([source]);
      return change(() => client.remove(source));
    },
    removeAll: (sources) => {
      noteClosed(sources);
      return change(() => client.removeAll(sources));
    },
    dismissProblem: async (key) => {
      if (!key.startsWith(PAGE_KEY)) return change(() => client.dismissProblem(key));
      store.setState(({ pageProblems }) => ({ pageProblems: pageProblems.filter((one) => one.key !== key) }));
    },
  };
  return { actions, report };
}

function wordsFor(files: readonly OpenFile[]): string {
  const [first] = files;
  return files.length === 1 && first ? first.name : `${files.length} files`;
}
