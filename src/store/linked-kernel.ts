/**
 * What a link says of the kernel that objects are held against: which modules are switched off, and which vmlinux it is.
 * In: the words of a link, and what is open. Out: the same kernel, made once all that was on its way in is open, and a note of
 * what was changed for it. What a person says of the kernel then, or before, wins over the link.
 */

import type { SourceId, SourceInfo, Workspace } from '../session/source-api.ts';
import type { KernelActions } from './kernel.ts';
import { KERNEL_AS_OPENED } from './link/address.ts';
import type { LinkedKernel } from './link/address.ts';
import { changedWords } from './messages/linked-kernel.ts';
import type { Parts } from './parts.ts';
import { sourceLabels } from './source-labels.ts';
import type { AppActions, AppState, ChangedForLink } from './state.ts';

export interface KernelOfLinks {
  /** What a person says of the kernel: the link that was followed has no more say then. */
  readonly actions: KernelActions & Pick<AppActions, 'dismissChangedForLink'>;
  /** What a link says takes the place of what an earlier one said. */
  follow(words: LinkedKernel): void;
  /** As it is, and as a link that waits for its sources will make it. */
  forAddress(): LinkedKernel;
  /** What is open has changed, or the last file of several is in. */
  readonly workspaceChanged: () => void;
}

export function createLinkedKernel({ store, notify }: Parts, kernel: KernelActions): KernelOfLinks {
  let choosing = false;

  const wanted = (): LinkedKernel => store.getState().kernelAwaited;
  const want = (kernelAwaited: LinkedKernel): void => {
    if (kernelAwaited !== wanted()) store.setState({ kernelAwaited });
  };

  const personFirst =
    <Args extends readonly unknown[], Answer>(act: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      want(KERNEL_AS_OPENED);
      return act(...args);
    };

  function note(change: Partial<ChangedForLink>): void {
    store.setState(({ changedForLink }) => ({
      changedForLink: { vmlinux: null, off: [], ...changedForLink, ...change },
    }));
  }

  /** Modules of a kernel are switched only when it is the one held against. */
  async function apply(): Promise<void> {
    const { opening, workspace } = store.getState();
    if (opening !== null || choosing) return;
    const { vmlinux: words, off } = wanted();
    const vmlinux = words === '' ? null : vmlinuxCalled(words, workspace.sources);
    if (vmlinux === null) return await switchOff(workspace);
    want({ vmlinux: '', off });
    choosing = true;
    await kernel.chooseKernel(vmlinux);
    choosing = false;
    if (workspace.kernel !== vmlinux) {
      note({ vmlinux });
      tell();
    }
    return await apply();
  }

  async function switchOff(workspace: Workspace): Promise<void> {
    const { vmlinux, off } = wanted();
    const names = new Set(off.map(kernelsName));
    const named = modulesOn(workspace).filter(({ name }) => names.has(kernelsName(name)));
    const found = new Set(named.map(({ name }) => kernelsName(name)));
    // The vmlinux that the link names may still come, with modules of the same names.
    if (vmlinux === '' && found.size > 0)
      want({ vmlinux, off: off.filter((name) => !found.has(kernelsName(name))) });
    const ids = named.filter(({ loaded }) => loaded).map(({ id }) => id);
    if (ids.length === 0) return;
    note({ off: [...(store.getState().changedForLink?.off ?? []), ...ids] });
    await kernel.setLoaded(ids, false);
    tell();
  }

  function tell(): void {
    const words = changedWords(changedNow(store.getState()));
    if (words !== '') notify(`${words}, as in the link`);
  }

  return {
    actions: {
      setLoaded: personFirst(kernel.setLoaded),
      moveModule: kernel.moveModule,
      takeModuleOrder: personFirst(kernel.takeModuleOrder),
      chooseKernel: personFirst(kernel.chooseKernel),
      dismissChangedForLink: () => store.setState({ changedForLink: null }),
    },
    follow: (words) => {
      store.setState({ changedForLink: null, kernelAwaited: words });
      void apply();
    },
    forAddress: () => kernelToLink(store.getState()),
    workspaceChanged: () => void apply(),
  };
}

/** Of what was changed for a link, what is still so and matters: a label of vmlinux, '' without one, and names of modules on it. */
export function changedNow({
  changedForLink,
  workspace,
}: Pick<AppState, 'changedForLink' | 'workspace'>): LinkedKernel {
  if (changedForLink === null) return KERNEL_AS_OPENED;
  const { vmlinux, off } = changedForLink;
  const names = modulesOn(workspace).flatMap(({ id, name, loaded }) =>
    !loaded && off.includes(id) ? [name] : [],
  );
  const held = vmlinux !== null && vmlinux === workspace.kernel;
  return { vmlinux: held ? (sourceLabels(workspace.sources).get(vmlinux) ?? '') : '', off: names };
}

interface Told {
  readonly awaited: LinkedKernel;
  readonly words: LinkedKernel;
}

const told = new WeakMap<Workspace, Told>();

/** What a link says of the kernel, as it is and as it waits to be made. Of the same state it is the same object. */
export function kernelToLink({
  workspace,
  kernelAwaited,
}: Pick<AppState, 'workspace' | 'kernelAwaited'>): LinkedKernel {
  const last = told.get(workspace);
  if (last?.awaited === kernelAwaited) return last.words;
  const words = withAwaited(wordsOf(workspace), kernelAwaited);
  told.set(workspace, { awaited: kernelAwaited, words });
  return words;
}

function withAwaited({ vmlinux, off }: LinkedKernel, awaited: LinkedKernel): LinkedKernel {
  const known = new Set(off.map(kernelsName));
  const waiting = awaited.off.filter((name) => !known.has(kernelsName(name)));
  return { vmlinux: awaited.vmlinux || vmlinux, off: [...off, ...waiting] };
}

function wordsOf(workspace: Workspace): LinkedKernel {
  const { sources, kernel } = workspace;
  const several = kernel !== null && sources.filter(({ role }) => role === 'base').length > 1;
  const off = modulesOn(workspace).filter(({ loaded }) => !loaded);
  if (!several && off.length === 0) return KERNEL_AS_OPENED;
  return {
    vmlinux: several ? (sourceLabels(sources).get(kernel) ?? '') : '',
    off: off.map(({ name }) => name),
  };
}

function modulesOn({ sources, kernel }: Workspace): readonly SourceInfo[] {
  return kernel === null ? [] : sources.filter(({ role, base }) => role === 'module' && base === kernel);
}

/** Files of one module are called `nf-conntrack` and `nf_conntrack`. */
const kernelsName = (name: string): string => name.replaceAll('-', '_');

/**
 * The vmlinux that is called so, as the list of sources calls it; else the one at that path, or at a path of which that is the
 * end or which is the end of it: whoever follows a link may have dropped another directory. Null where none is, or several.
 */
function vmlinuxCalled(words: string, sources: readonly SourceInfo[]): SourceId | null {
  const labels = sourceLabels(sources);
  const bases = sources.filter(({ role }) => role === 'base');
  const tests: readonly ((base: SourceInfo) => boolean)[] = [
    ({ id }) => labels.get(id) === words,
    ({ path }) => path === words,
    ({ path }) => path.endsWith(`/${words}`) || words.endsWith(`/${path}`),
  ];
  for (const test of tests) {
    const called = bases.filter(test);
    if (called.length > 0) return called.length === 1 ? called[0].id : null;
  }
  return null;
}
