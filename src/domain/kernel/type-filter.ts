/**
 * Which types a search looks at, whatever their names.
 * In: a query and the filters beside it. Out: tables by kind and by part that the search asks for every type, and how many
 * types they leave. A kind that the query names replaces the kinds of the filter: who types `kind:ptr` wants to see them.
 */

import { isAnyEnum } from '../../format/btf/kinds.ts';
import { isNamelessKind, type Corpus } from './corpus.ts';
import { kindMask } from './kind-order.ts';
import type { KindWord } from './kind-word.ts';
import { NO_NAME } from './name-pool.ts';
import { anyMatches } from './name-tests.ts';
import type { Names } from './names.ts';
import type { Query } from './query.ts';

export interface Filters {
  readonly kinds: readonly KindWord[];
  /** Whether types without a name are listed too. */
  readonly anonymous: boolean;
  /** Keys of parts; null for all. */
  readonly sources: readonly number[] | null;
}

export interface TypeFilter {
  /** By kind as in `Corpus.kinds`, 1 where named types pass. */
  readonly named: Uint8Array;
  /** The same for types without a name. */
  readonly nameless: Uint8Array;
  /** By index of a part; null where all pass. */
  readonly parts: Uint8Array | null;
  /** Types that pass. */
  readonly of: number;
  /** A sentence about sources that are not there, or null. */
  readonly complaint: string | null;
}

export function typeFilter(query: Query, filters: Filters, corpus: Corpus, names: Names): TypeFilter {
  const [named, nameless] = kindTables(query, filters);
  const { parts, complaint } = partTable(query, filters, corpus);
  const filter = { named, nameless, parts, complaint };
  return { ...filter, of: parts ? countIn(filter, corpus, names) : countAll(filter, names) };
}

type Tables = Omit<TypeFilter, 'of'>;

function countAll({ named, nameless }: Tables, { counts }: Names): number {
  let of = 0;
  for (let kind = 0; kind < 128; kind++)
    of += named[kind] * counts[kind] + nameless[kind] * counts[kind + 128];
  return of;
}

function countIn({ named, nameless, parts }: Tables, corpus: Corpus, { nameOf, end }: Names): number {
  let of = 0;
  for (const { index, start, count } of corpus.live) {
    if (parts?.[index] === 0) continue;
    const stop = Math.min(start + count, end);
    for (let gid = start; gid < stop; gid++)
      of += (nameOf[gid] === NO_NAME ? nameless : named)[corpus.kinds[gid]];
  }
  return of;
}

/** 256 entries each: types of a part that is gone have a kind of their own, which never passes. */
function kindTables(query: Query, filters: Filters): [named: Uint8Array, nameless: Uint8Array] {
  const named = new Uint8Array(256);
  const nameless = new Uint8Array(256);
  if (query.ids.length > 0) {
    // An id names one type, of whatever kind
    named.fill(1, 0, 128);
    nameless.fill(1, 0, 128);
    return [named, nameless];
  }
  const asked = query.kinds.filter(({ negated }) => !negated).map(({ value }) => value);
  // Most enumerators of a kernel are in enums without a name
  const enumerators = query.enumerators.length > 0;
  const excluded = query.kinds.filter(({ negated }) => negated).map(({ value }) => value);
  const wanted = kindMask(asked.length > 0 ? asked : filters.kinds);
  const unwanted = kindMask(excluded);
  for (let kind = 0; kind < 128; kind++) {
    named[kind] = wanted[kind] & ~unwanted[kind];
    const shown =
      filters.anonymous || (asked.length > 0 && isNamelessKind(kind)) || (enumerators && isAnyEnum(kind));
    if (shown) nameless[kind] = named[kind];
  }
  return [named, nameless];
}

function partTable(
  query: Query,
  filters: Filters,
  corpus: Corpus,
): { parts: Uint8Array | null; complaint: string | null } {
  if (query.sources.length === 0 && !filters.sources) return { parts: null, complaint: null };
  const parts = new Uint8Array(corpus.parts.length);
  const listed = filters.sources && new Set(filters.sources);
  let found = false;
  for (const part of corpus.live) {
    const asked = anyMatches(query.sources, sourceName(part.name));
    found ||= asked;
    if (asked && (!listed || listed.has(part.key))) parts[part.index] = 1;
  }
  return { parts, complaint: found ? null : 'No open source has such a name.' };
}

/** As `sourceTest` writes the names that it is compared with. */
export const sourceName = (name: string): string => name.replaceAll('-', '_');
