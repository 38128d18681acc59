/**
 * The kernel that objects are held against: which modules count as loaded, in what order, and which vmlinux it is.
 * Nothing here rejects; what goes wrong becomes a notice.
 */

import type { Workspace } from '../session/api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import type { AppActions } from './state.ts';

type KernelActions = Pick<AppActions, 'setLoaded' | 'moveModule' | 'takeModuleOrder' | 'chooseKernel'>;

export function createKernel(
  { client, notify }: Parts,
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

  return {
    setLoaded: (sources, loaded) => change(() => client.setLoaded(sources, loaded)),
    moveModule: (module, before) => change(() => client.moveModule(module, before)),
    takeModuleOrder: async (text) => {
      const report = await guarded(() => client.takeModuleOrder(text));
      if (report) takeWorkspace(report.workspace);
      return report;
    },
    chooseKernel: (vmlinux) => change(() => client.chooseKernel(vmlinux)),
  };
}
