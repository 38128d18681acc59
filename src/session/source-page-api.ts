/** The page of a source: what it is told by, and its lists. Part of `api.ts`, with the same rules. */

import type { TypeRow } from './list-api.ts';
import type { KindWord, Misfit, SourceId, SourceInfo } from './source-api.ts';
import type { PageLine } from './type-api.ts';

/** Lists on the page of a source, each of which is made when it is first asked for. */
export const SOURCE_LISTS = [
  /** Modules that sit on it, the largest first. */
  'modules',
  /** The base's types that a module refers to, by number of references. */
  'taken',
  /** Functions that BPF programs may call, by name. */
  'kfuncs',
  /** Structs and unions with a name, by bytes. */
  'largest',
  /** Named types, by how many types refer to them, through pointers, qualifiers, arrays, prototypes and nameless structs too. */
  'most-used',
  /** Structs, unions, enums and typedefs that base and modules define several times and not alike (`Agreement`). */
  'disagreeing',
  /** Modules that were tried on it and are of another build. */
  'misfits',
] as const;
export type SourceList = (typeof SOURCE_LISTS)[number];

export interface KindCount {
  readonly kind: KindWord;
  readonly named: number;
  readonly nameless: number;
  /** Both, in the base and all modules on it; null for what is no base. */
  readonly inKernel: number | null;
}

export interface SourcePage {
  readonly info: SourceInfo;
  readonly generation: number;
  readonly baseName: string | null;
  /** Its BTF alone, whatever it is wrapped in: 0 for an object without any. Null for kallsyms, as below. */
  readonly btfBytes: number | null;
  /** Of that, its strings. */
  readonly stringBytes: number | null;
  /** Kinds that there are, in the order of lists. */
  readonly kinds: readonly KindCount[];
  /** The base and all that sits on it, for a source that is one of them. */
  readonly kernel: {
    readonly base: SourceId;
    readonly name: string;
    readonly modules: number;
    readonly types: number;
    readonly bytes: number;
  } | null;
  /** Lists that have a meaning for it. */
  readonly lists: readonly SourceList[];
  /** Modules that were tried on it and do not fit. */
  readonly misfits: number;
}

/** How much of a list is found, from 0 to 1. */
export interface SourceListProgress {
  readonly found: number;
}

export interface SourceListHead {
  /** Exact number of rows. */
  readonly count: number;
  /**
   * `modules`: bytes; `taken`: references; `most-used`: users, of all rows together; `disagreeing`: names with several
   * definitions, alike or not. 0 for the others.
   */
  readonly total: number;
  /** False while what is open was not indexed when it was made: there may be more. */
  readonly complete: boolean;
  readonly cancelled: boolean;
}

export interface SourceListRow {
  readonly type: TypeRow | null;
  /** A module, in `modules` and `misfits`. */
  readonly source: SourceInfo | null;
  /** `taken`: references; `most-used`: users; `disagreeing`: variants. */
  readonly figure: number | null;
  /** The prototype of a kfunc. */
  readonly line: PageLine | null;
  /**
   * Of `disagreeing`: the first definitions with their variants, and how many there are. Of a row that is asked for alone
   * as many as are ever told.
   */
  readonly definitions: readonly (TypeRow & { readonly variant: number })[];
  readonly definitionCount: number;
  readonly misfit: Misfit | null;
}
