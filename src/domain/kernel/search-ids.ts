/**
 * Types asked for by id.
 * In: ids, each in one source or in any. Out: the types, in the order of lists. The same id stands for another type in
 * thousands of modules, which is few enough to look at one by one.
 */

import { gidIn, type Corpus, type Gid } from './corpus.ts';
import { foldText, textOf } from './fold.ts';
import { KIND_PLACE } from './kind-order.ts';
import type { NameOrder } from './name-order.ts';
import { anyMatches, nameMatches } from './name-tests.ts';
import type { Names } from './names.ts';
import type { Query } from './query.ts';
import { sourceName, type TypeFilter } from './type-filter.ts';

interface Indexes {
  readonly corpus: Corpus;
  readonly names: Names;
  readonly order: NameOrder;
}

export function typesByIds(query: Query, filter: TypeFilter, indexes: Indexes): Uint32Array {
  const { names, order, corpus } = indexes;
  const rankOf = (gid: Gid): number => order.rankOf[names.nameOf[gid]];
  const gids = [...gidsOfIds(query, filter, corpus)].filter(
    (gid) => gid < order.end && nameHolds(query, gid, names),
  );
  return Uint32Array.from(gids).sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      KIND_PLACE[corpus.kinds[a]] - KIND_PLACE[corpus.kinds[b]] ||
      order.partPlace[corpus.partOf[a]] - order.partPlace[corpus.partOf[b]] ||
      a - b,
  );
}

function gidsOfIds({ ids }: Query, { parts }: TypeFilter, corpus: Corpus): Set<Gid> {
  const gids = new Set<Gid>();
  for (const part of corpus.live) {
    if (parts?.[part.index] === 0) continue;
    const name = sourceName(part.name);
    for (const { source, id } of ids) {
      // In a module's view a low id is the base's: found there, unless the module is named
      if (source ? !anyMatches([{ value: source, negated: false }], name) : id < part.view.startId) continue;
      const gid = gidIn(part, id);
      if (gid >= 0) gids.add(gid);
    }
  }
  return gids;
}

function nameHolds(query: Query, gid: Gid, { pool, nameOf }: Names): boolean {
  if (query.names.length === 0) return true;
  const name = textOf(pool.bytesOf(nameOf[gid]));
  const folded = foldText(name);
  return query.names.every(({ value, negated }) => nameMatches(value, name, folded) !== negated);
}
