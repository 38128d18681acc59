/**
 * Where in the page a person is: which view, which type, which tab and how it is laid out.
 * A place is plain data: `link/` writes it into the address and reads it back. A new view is a new member of `Place`.
 */

import type { KindWord, LinkTarget, TypeQuery, TypeRef } from '../session/api.ts';
import { DEFAULT_KINDS } from './kinds.ts';

export const TYPE_TABS = ['c', 'layout', 'raw', 'used-by'] as const;
export type TypeTab = (typeof TYPE_TABS)[number];

export const CACHELINE_SIZES = [32, 64, 128, 256] as const;

export interface LayoutChoice {
  readonly hex: boolean;
  /** `LayoutRow.path` of the members that are expanded in place. */
  readonly expanded: readonly string[];
  /** Bytes, one of `CACHELINE_SIZES`. */
  readonly cachelineSize: number;
}

export interface TypesPlace {
  readonly view: 'types';
}

export interface TypePlace {
  readonly view: 'type';
  /** Null until a link is resolved against what is open. */
  readonly ref: TypeRef | null;
  /** Whether it was come to by a link: what was found is then compared with what the link says. */
  readonly followed: boolean;
  /** What the address says of the type; null for the moment until the page of a type that was clicked arrives. */
  readonly target: LinkTarget | null;
  readonly tab: TypeTab;
  readonly layout: LayoutChoice;
}

export type Place = TypesPlace | TypePlace;

export const DEFAULT_LAYOUT: LayoutChoice = { hex: false, expanded: [], cachelineSize: 64 };

/** Default first: the list in its own order, best hits first while searching. */
export const DEFAULT_SORT: TypeQuery['sort'] = { column: 'relevance', descending: false };

/** The query of a fresh page. */
export const DEFAULT_QUERY: TypeQuery = {
  text: '',
  kinds: DEFAULT_KINDS,
  anonymous: false,
  sources: null,
  sort: DEFAULT_SORT,
};

/** The tabs that have something to show for a kind. */
export function tabsOf(kind: KindWord): readonly TypeTab[] {
  return kind === 'struct' || kind === 'union' ? TYPE_TABS : TYPE_TABS.filter((tab) => tab !== 'layout');
}

export function sameRef(a: TypeRef | null, b: TypeRef | null): boolean {
  return a === b || (a !== null && b !== null && a.source === b.source && a.id === b.id);
}
