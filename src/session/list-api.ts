/** The list of types: what is searched for, rows, counts. Part of `api.ts`, with the same rules. */

import type { OffsetAnswer } from './offset-api.ts';
import type { KindWord, SourceId, TypeRef } from './source-api.ts';

export interface TypeRow {
  readonly ref: TypeRef;
  readonly kind: KindWord;
  /** '' for an anonymous type. Cut after 512 characters. */
  readonly name: string;
  /** Bytes; null for what has no size. */
  readonly size: number | null;
  readonly sourceName: string;
  /** `[123]` for a base's type, `nf_conntrack:[112901]` for a module's. */
  readonly displayId: string;
  readonly kfunc: boolean;
  /** What is folded in a row of a grouped search; missing where the row stands for one type. */
  readonly folded?: Folded;
}

/** Types of one name and kind as one row, which tells of the first of them. */
export interface Folded {
  /** At least 2. */
  readonly definitions: number;
  /** Sources that they are in. */
  readonly sources: number;
}

/**
 * Whether definitions of one name and kind agree: their structural hashes, those of links, are the same. That is, the same
 * size, and the same members, arguments or enumerators in the same places, with types of the same names.
 */
export interface Agreement {
  /** Different ones among them; 1 where all agree. */
  readonly variants: number;
  /** By definition, in the order of `definitions`: the number of its variant, from 0. Of as many as are ever compared. */
  readonly variantOf: readonly number[];
  /** The least and the largest of their sizes, as rows have them; null where no definition has one. */
  readonly sizes: readonly [least: number, largest: number] | null;
}

export type SortColumn = 'relevance' | 'kind' | 'name' | 'size' | 'source' | 'id';

export interface TypeQuery {
  /** As typed: `nf_conn`, `struct foo`, `mod:x`, `kind:struct`, `size:>4096`, `/regex/`, glob with `*`, `-` negates, `#12`, `foo.bar`, `foo+0x10`. */
  readonly text: string;
  readonly kinds: readonly KindWord[];
  /** Whether types without a name are listed too. */
  readonly anonymous: boolean;
  /** Null for all sources. */
  readonly sources: readonly SourceId[] | null;
  /** Only sources whose path lies in this directory, at any depth; '' for all. */
  readonly directory: string;
  /** Whether types of one name and kind are one row, at the place of the first of them. */
  readonly grouped: boolean;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
}

export interface SearchCount {
  /** Whether all is found; until then there may be more than is counted. */
  readonly counted: boolean;
  /** Rows: hits, or their names where they are grouped. */
  readonly count: number;
  /** Hits, grouped or not. */
  readonly types: number;
  /** What could not be read in the query, in words; null when all of it was. */
  readonly complaint: string | null;
}

/**
 * A query answered: `rows` asks for windows of it by `searchId`, which stays valid until the next search. What takes long to
 * count is answered as soon as its first rows are known for good, and goes on for as long as `counted` asks for it.
 */
export interface SearchResult extends SearchCount {
  readonly searchId: number;
  readonly generation: number;
  /** Rows that there are in the searched sources and kinds. */
  readonly of: number;
  readonly first: readonly TypeRow[];
  /** Of a query such as `task_struct.pid` or `task_struct+0x2f0`; null for any other. */
  readonly offset: OffsetAnswer | null;
}
