/**
 * What an address says, apart from how it is written: the place, what is searched, and the sources it is searched in.
 * Plain data between the store and the version that writes and reads it (`fragment.ts`).
 */

import type { TypeQuery } from '../../session/list-api.ts';
import type { LinkTarget } from '../../session/type-api.ts';
import type { CChoice, KsymsPlace, LayoutChoice, SourcePlace, TypeTab } from '../place.ts';

export type AddressPlace =
  | { readonly view: 'types' }
  | Omit<KsymsPlace, 'source'>
  | Omit<SourcePlace, 'source'>
  | {
      readonly view: 'type';
      readonly target: LinkTarget;
      readonly tab: TypeTab;
      readonly c: CChoice;
      readonly layout: LayoutChoice;
    };

/** What the verdicts on objects depend on, beside what is open. */
export interface LinkedKernel {
  /** What the vmlinux that objects are held against is called, where several are open; '' where one is. */
  readonly vmlinux: string;
  /** Names of modules on it that are open, and do not count as loaded. */
  readonly off: readonly string[];
}

/** As it is when files are opened. */
export const KERNEL_AS_OPENED: LinkedKernel = { vmlinux: '', off: [] };

/** Where more modules are off than this, no link names them: nobody reads it. */
export const MAX_OFF = 8;

export interface Address {
  readonly place: AddressPlace;
  /** Sources are named apart: their numbers mean nothing in another tab. */
  readonly query: Omit<TypeQuery, 'sources'>;
  /** Names of the sources the list is filtered to; empty for all of them. */
  readonly sources: readonly string[];
  /** Written for the Ksyms view, the only one that it changes. */
  readonly kernel: LinkedKernel;
}
