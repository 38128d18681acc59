/**
 * Where in the page a person is: which view, which type, which tab and how it is laid out.
 * A place is plain data: `link/` writes it into the address and reads it back. A new view is a new member of `Place`.
 */

import type { TypeQuery } from '../session/list-api.ts';
import type { KindWord, SourceId, TypeRef } from '../session/source-api.ts';
import type { SourceList } from '../session/source-page-api.ts';
import type { LinkTarget } from '../session/type-api.ts';
import { DEFAULT_KINDS } from './kinds.ts';

export const TYPE_TABS = ['c', 'layout', 'raw', 'used-by'] as const;
export type TypeTab = (typeof TYPE_TABS)[number];

export const C_FORMS = ['declaration', 'header', 'everything'] as const;
export type CForm = (typeof C_FORMS)[number];

/** What the C tab shows. Options of a form that is not shown are kept for when it is. */
export interface CChoice {
  readonly form: CForm;
  /** Of a minimal header: `_Static_assert`s of sizes and offsets. */
  readonly asserts: boolean;
  /** Of a minimal header: clang keeps accesses for CO-RE. */
  readonly preserveAccessIndex: boolean;
  /** Of a minimal header: CO-RE flavor of what it defines; '' for none. */
  readonly flavor: string;
  /** Of everything: by kind and name, as bpftool has it; otherwise by id. */
  readonly sorted: boolean;
  /** Of everything: layouts as BTF has them also where bpftool's text has others. */
  readonly exact: boolean;
}

export const CACHELINE_SIZES = [32, 64, 128, 256] as const;

export const LAYOUT_FORMS = ['table', 'pahole'] as const;
export type LayoutForm = (typeof LAYOUT_FORMS)[number];

export interface LayoutChoice {
  readonly form: LayoutForm;
  readonly hex: boolean;
  /** All nested members in place, as `pahole -E`. */
  readonly expand: boolean;
  /** `LayoutRow.path` of the members that are expanded in place, in the table. */
  readonly expanded: readonly string[];
  /** Where all are expanded: `LayoutRow.path` of those that are not. */
  readonly folded: readonly string[];
  /** Bytes, one of `CACHELINE_SIZES`. */
  readonly cachelineSize: number;
}

export interface TypesPlace {
  readonly view: 'types';
}

/** A place in a layout that was asked for. */
export interface Sought {
  /** The member as C names it: `se.load.weight`, `comm[3]`; of room between members what it is in, '' for the type itself. */
  readonly path: string;
  /** Of room between members: bytes from the start of the type. Null for a member. */
  readonly room: number | null;
  /** Tells two alike apart. */
  readonly count: number;
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
  readonly c: CChoice;
  readonly layout: LayoutChoice;
  /** Not in the address. */
  readonly sought: Sought | null;
}

/** What the Ksyms view shows: all objects, one object's externs or CO-RE relocations, the kernel's kfuncs, a pasted text. */
export const KSYM_PARTS = ['objects', 'externs', 'relocations', 'kfuncs', 'check'] as const;
export type KsymPart = (typeof KSYM_PARTS)[number];

export interface KsymsPlace {
  readonly view: 'ksyms';
  readonly part: KsymPart;
  /** The object in `externs` and `relocations`, kept while another part is shown. Null until it is found by name. */
  readonly source: SourceId | null;
  /** Its name; '' while none has been chosen. */
  readonly object: string;
  /** Name of the extern that is opened; '' for none. */
  readonly extern: string;
  /** `CoreRow.index` of the relocation that is opened; null for none. */
  readonly relocation: number | null;
  readonly onlyProblems: boolean;
  /** What kfuncs are searched for. */
  readonly search: string;
  /** What was pasted to be checked. */
  readonly pasted: string;
}

/** What the page of a source shows: what it is, or one of its lists. */
export const SOURCE_TABS = [
  'overview',
  'modules',
  'taken',
  'kfuncs',
  'largest',
  'most-used',
  'disagreeing',
  'misfits',
] as const satisfies readonly ('overview' | SourceList)[];
export type SourceTab = (typeof SOURCE_TABS)[number];

/** A page about one source: the kernel, a module of it, or anything else that is open. */
export interface SourcePlace {
  readonly view: 'source';
  /** Null until it is found by name. */
  readonly source: SourceId | null;
  readonly name: string;
  /** A list that the source does not have shows as its overview. */
  readonly tab: SourceTab;
}

export type Place = TypesPlace | TypePlace | KsymsPlace | SourcePlace;

export const DEFAULT_KSYMS: KsymsPlace = {
  view: 'ksyms',
  part: 'objects',
  source: null,
  object: '',
  extern: '',
  relocation: null,
  onlyProblems: false,
  search: '',
  pasted: '',
};

export const DEFAULT_C: CChoice = {
  form: 'declaration',
  asserts: false,
  preserveAccessIndex: false,
  flavor: '',
  sorted: true,
  exact: false,
};

export const DEFAULT_LAYOUT: LayoutChoice = {
  form: 'table',
  hex: false,
  expand: false,
  expanded: [],
  folded: [],
  cachelineSize: 64,
};

/** Default first: the list in its own order, best hits first while searching. */
export const DEFAULT_SORT: TypeQuery['sort'] = { column: 'relevance', descending: false };

/** The query of a fresh page. */
export const DEFAULT_QUERY: TypeQuery = {
  text: '',
  kinds: DEFAULT_KINDS,
  anonymous: false,
  sources: null,
  directory: '',
  grouped: false,
  sort: DEFAULT_SORT,
};

/** The tabs that have something to show for a kind. */
export function tabsOf(kind: KindWord): readonly TypeTab[] {
  return kind === 'struct' || kind === 'union' ? TYPE_TABS : TYPE_TABS.filter((tab) => tab !== 'layout');
}

/** The same place in a session whose sources have other numbers: what was a number is looked for by name. */
export function withoutNumbers(place: Place): Place {
  switch (place.view) {
    case 'types':
      return place;
    case 'type':
      return { ...place, ref: null, followed: true };
    case 'ksyms':
    case 'source':
      return { ...place, source: null };
  }
}

export function sameRef(a: TypeRef | null, b: TypeRef | null): boolean {
  return a === b || (a !== null && b !== null && a.source === b.source && a.id === b.id);
}
