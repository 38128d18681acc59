/**
 * What an address says, apart from how it is written: the place, what is searched, and the sources it is searched in.
 * Plain data between the store and the version that writes and reads it (`fragment.ts`).
 */

import type { LinkTarget, TypeQuery } from '../../session/api.ts';
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

export interface Address {
  readonly place: AddressPlace;
  /** Sources are named apart: their numbers mean nothing in another tab. */
  readonly query: Omit<TypeQuery, 'sources'>;
  /** Names of the sources the list is filtered to; empty for all of them. */
  readonly sources: readonly string[];
}
