/**
 * Search by looking at every type.
 * In: sources and a query. Out: hits in order. Right for any input and quick enough for one file; the name index takes its
 * place for whole kernels.
 */

import { kindWord, type KindWord } from '../domain/kernel/kind-word.ts';
import { stringStart } from '../domain/view/bounded-string.ts';
import type { TypeQuery, TypeRef } from './api.ts';
import type { ShownSource } from './sources.ts';
import type { Slices } from './slices.ts';

export interface Hits {
  readonly refs: readonly TypeRef[];
  /** Types of the searched sources and kinds. */
  readonly of: number;
}

interface Hit {
  readonly ref: TypeRef;
  readonly rank: number;
  readonly name: string;
  readonly kind: KindWord;
}

/** Null when `superseded` says so between two slices. */
export async function searchAll(
  sources: readonly ShownSource[],
  query: TypeQuery,
  slices: Slices,
  superseded: () => boolean,
): Promise<Hits | null> {
  const { kinds, needle } = readText(query);
  const hits: Hit[] = [];
  let of = 0;
  for (const source of sources) {
    if (query.sources && !query.sources.includes(source.id)) continue;
    const { view } = source.placement;
    for (let id = view.startId; id < view.typeCount; id++) {
      if (slices.used) {
        await slices.pause();
        if (superseded()) return null;
      }
      const kind = kindWord(view.kindOf(id));
      const nameOff = view.nameOffOf(id);
      if (!kinds.has(kind) || (nameOff === 0 && !query.anonymous)) continue;
      of++;
      const name = stringStart(view, nameOff, 512);
      const rank = rankOf(name.toLowerCase(), needle);
      if (rank >= 0) hits.push({ ref: { source: source.id, id }, rank, name, kind });
    }
  }
  if (query.sort.column !== 'id' && query.sort.column !== 'source') hits.sort(order(query));
  if (query.sort.descending) hits.reverse();
  return { refs: hits.map((hit) => hit.ref), of };
}

function readText(query: TypeQuery): { kinds: ReadonlySet<string>; needle: string } {
  const text = query.text.trim().toLowerCase();
  const [, word = '', rest = text] = /^(struct|union|enum|typedef|func|var)\s+(.*)$/.exec(text) ?? [];
  return { kinds: new Set(word ? [word] : query.kinds), needle: rest };
}

/** 0 for the name itself, 1 for its beginning, 2 for what lies inside; -1 for none. */
function rankOf(name: string, needle: string): number {
  const at = name.indexOf(needle);
  if (at < 0) return -1;
  return at > 0 ? 2 : name.length === needle.length ? 0 : 1;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function order({ sort }: TypeQuery): (a: Hit, b: Hit) => number {
  if (sort.column === 'kind') return (a, b) => byText(a.kind, b.kind) || byText(a.name, b.name);
  if (sort.column === 'name') return (a, b) => byText(a.name, b.name);
  return (a, b) => a.rank - b.rank || byText(a.name, b.name);
}
