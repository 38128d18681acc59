/**
 * A kernel, as a loader on it would see it.
 * In: views that others own and lend. Out: nothing but names for what resolving needs; the resolvers read it.
 */

import type { Kallsyms } from '../../format/kallsyms/kallsyms.ts';
import type { BtfView } from '../view/view.ts';

export interface KernelModule {
  /** As the kernel names it, with underscores. */
  readonly name: string;
  /** A split view over the kernel's vmlinux. */
  readonly view: BtfView;
}

export interface KernelUnderTest {
  /** Null for a kernel without BTF; modules are then out of reach as well. */
  readonly vmlinux: BtfView | null;
  /** Loaded modules in the order of their BTF ids, which is the order in which they were loaded. */
  readonly modules: readonly KernelModule[];
  /**
   * Whether `modules` is in the order of a kernel, rather than just as they were opened. kallsyms, which has the module
   * first that was loaded last, is then read in that order, whatever order the file has them in.
   */
  readonly orderIsKnown: boolean;
  /** Open, but switched off: never searched by a verdict, only for advice. */
  readonly notLoaded: readonly KernelModule[];
  /** Null when it is not open, which says nothing about the kernel. */
  readonly kallsyms: Kallsyms | null;
  /** Whether the loader may see module BTFs, which takes CAP_SYS_ADMIN. */
  readonly seesModules: boolean;
}

/** A place that names are looked up in; `module` is null for vmlinux. */
export interface SearchedBtf {
  readonly module: string | null;
  readonly view: BtfView;
}

/** vmlinux, then the modules that the loader sees, in the order in which libbpf searches them. */
export function searchedBtfs(kernel: KernelUnderTest): SearchedBtf[] {
  const { vmlinux, modules, seesModules } = kernel;
  if (!vmlinux) return [];
  const seen = seesModules ? modules.map(({ name, view }) => ({ module: name, view })) : [];
  return [{ module: null, view: vmlinux }, ...seen];
}
