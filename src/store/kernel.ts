/**
 * The kernel that objects are held against: which modules count as loaded, in what order, and which vmlinux it is.
 * Nothing here rejects; what goes wrong becomes a notice.
 */

import type { SourceId, Workspace } from '../session/source-api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import type { AppActions } from './state.ts';

export type KernelActions = Pick<AppActions, 'setLoaded' | 'moveModule' | 'takeModuleOrder' | 'chooseKernel'>;

export function createKernel(
  { store, client, notify }: Parts,
  takeWorkspace: (workspace: Workspace) => void,
): KernelActions {
  async function guarded<Value>(ask: () => Promise<Value>): Promise<Value | null> {
    try {
      return await ask();
    } catch (error) {
      if (!isToldElsewhere(error)) notify(`That could not be done: ${messageOf(error)}`);
      return null;
    }
  }

  async function change(ask: () => Promise<Workspace>): Promise<void> {
    const workspace = await guarded(ask);
    if (workspace) takeWorkspace(workspace);
  }

  /** Questions under way whose answer does not know of a later one. */
  let switching = 0;
  let latest: Workspace | null = null;

  function show(loaded: (source: SourceId) => boolean | undefined): void {
    store.setState(({ workspace }) => ({
      workspace: {
        ...workspace,
        sources: workspace.sources.map((one) => {
          const now = loaded(one.id) ?? one.loaded;
          return now === one.loaded ? one : { ...one, loaded: now };
        }),
      },
    }));
  }

  /** Shown at once; the worker's answer follows, or what was before where it fails. */
  async function setLoaded(sources: readonly SourceId[], loaded: boolean): Promise<void> {
    const wanted = new Set(sources);
    const before = new Map(store.getState().workspace.sources.map((one) => [one.id, one.loaded]));
    show((id) => (wanted.has(id) ? loaded : undefined));
    switching += 1;
    const answer = await guarded(() => client.setLoaded(sources, loaded));
    switching -= 1;
    latest = answer ?? latest;
    if (!answer) show((id) => (wanted.has(id) ? before.get(id) : undefined));
    if (switching > 0 || !latest) return;
    takeWorkspace(latest);
    latest = null;
  }

  return {
    setLoaded,
    moveModule: (module, before) => change(() => client.moveModule(module, before)),
    takeModuleOrder: async (text) => {
      const report = await guarded(() => client.takeModuleOrder(text));
      if (report) takeWorkspace(report.workspace);
      return report;
    },
    chooseKernel: (vmlinux) => change(() => client.chooseKernel(vmlinux)),
  };
}
