/**
 * Hits folded by name: one row for all that share name and kind.
 * In: hits in the order in which they are found, that is by name and kind, and the key of a sort column. Out: rows, each a
 * run of hits, in the order in which the first of each would stand in the list that is not folded. What has no name is a
 * row by itself.
 */

import type { Corpus, Gid } from './corpus.ts';
import { KIND_PLACE } from './kind-order.ts';
import type { NameOrder } from './name-order.ts';
import { NO_NAME } from './name-pool.ts';
import type { Names } from './names.ts';
import { LAST_KEY, sortByKey } from './sort-hits.ts';
import type { TypeFilter } from './type-filter.ts';

/** Hits that are handled between two pauses. */
const STEP = 1 << 16;

/** Null for the order in which hits are found. */
export type KeyOf = ((gid: Gid) => number) | null;

export interface FoldedRow {
  /** The definition that stands first in the order of the list. */
  readonly first: Gid;
  readonly definitions: number;
  readonly sources: number;
}

export class FoldedHits {
  private readonly hits: Uint32Array;
  /** By run: where it starts in `hits`; one more entry for the end. */
  private readonly starts: Uint32Array;
  /** By row: its run. Null where runs stand as they were found. */
  private readonly runs: Uint32Array | null;
  private readonly corpus: Corpus;
  /** How definitions of a row stand in the list, told from how they were found. */
  private readonly arrange: (gids: Gid[]) => Gid[];

  constructor(
    hits: Uint32Array,
    starts: Uint32Array,
    runs: Uint32Array | null,
    corpus: Corpus,
    arrange: (gids: Gid[]) => Gid[],
  ) {
    this.hits = hits;
    this.starts = starts;
    this.runs = runs;
    this.corpus = corpus;
    this.arrange = arrange;
  }

  get count(): number {
    return this.starts.length - 1;
  }

  /** Null behind the last row, and where all of it has been removed since. */
  row(index: number): FoldedRow | null {
    const gids = this.definitions(index);
    if (gids.length === 0) return null;
    const sources = new Set(gids.map((gid) => this.corpus.partOf[gid]));
    return { first: gids[0], definitions: gids.length, sources: sources.size };
  }

  /** In the order of the list, without those that have been removed since. */
  definitions(index: number): Gid[] {
    if (!(index >= 0 && index < this.count)) return [];
    const run = this.runs ? this.runs[index] : index;
    const { corpus } = this;
    const gids = [...this.hits.subarray(this.starts[run], this.starts[run + 1])];
    return this.arrange(gids.filter((gid) => corpus.isOpen(gid)));
  }

  get byteLength(): number {
    return this.starts.byteLength + (this.runs?.byteLength ?? 0);
  }
}

interface Indexes {
  readonly corpus: Corpus;
  readonly names: Names;
}

/** Without a key, `descending` turns the rows around; those without a name stay last. Yields between steps. */
export function* foldHits(
  hits: Uint32Array,
  { corpus, names }: Indexes,
  keyOf: KeyOf,
  descending: boolean,
): Generator<void, FoldedHits> {
  const starts = yield* startsOf(hits, corpus, names);
  if (!keyOf) {
    if (!descending) return new FoldedHits(hits, starts, null, corpus, (gids) => gids);
    return new FoldedHits(hits, starts, reversed(starts, hits, names), corpus, (gids) => gids.reverse());
  }
  const rank = (gid: Gid): number => {
    const key = keyOf(gid);
    return key === LAST_KEY || !descending ? key : LAST_KEY - 1 - key;
  };
  const keyOfRun = (run: number): number => {
    let least = LAST_KEY;
    for (let i = starts[run]; i < starts[run + 1]; i++) least = Math.min(least, rank(hits[i]));
    return least;
  };
  const all = Uint32Array.from({ length: starts.length - 1 }, (_, run) => run);
  yield;
  const runs = yield* sortByKey(all, false, keyOfRun);
  return new FoldedHits(hits, starts, runs, corpus, (gids) => gids.sort((a, b) => rank(a) - rank(b)));
}

function* startsOf(hits: Uint32Array, { kinds }: Corpus, { nameOf }: Names): Generator<void, Uint32Array> {
  const starts = new Uint32Array(hits.length + 1);
  let runs = 0;
  let [lastName, lastKind] = [NO_NAME, -1];
  for (let i = 0; i < hits.length; i++) {
    const gid = hits[i];
    const [name, kind] = [nameOf[gid], KIND_PLACE[kinds[gid]] ?? -1];
    if (name === NO_NAME || name !== lastName || kind !== lastKind) starts[runs++] = i;
    lastName = name;
    lastKind = kind;
    if (i % STEP === STEP - 1) yield;
  }
  starts[runs] = hits.length;
  return starts.slice(0, runs + 1);
}

function reversed(starts: Uint32Array, hits: Uint32Array, { nameOf }: Names): Uint32Array {
  const runs = Uint32Array.from({ length: starts.length - 1 }, (_, run) => run);
  let named = runs.length;
  while (named > 0 && nameOf[hits[starts[named - 1]]] === NO_NAME) named--;
  runs.subarray(0, named).reverse();
  return runs;
}

function* countFolded(
  { named, nameless, parts }: TypeFilter,
  { names, first, gids }: NameOrder,
  { kinds, partOf }: Corpus,
): Generator<void, number> {
  let count = 0;
  const nextPause = { at: STEP };
  for (let rank = 0; rank < names - 1; rank++) {
    let last = -1;
    for (let i = first[rank]; i < first[rank + 1]; i++) {
      const gid = gids[i];
      const kind = kinds[gid];
      if (named[kind] === 0 || parts?.[partOf[gid]] === 0) continue;
      if (KIND_PLACE[kind] !== last) count++;
      last = KIND_PLACE[kind];
    }
    if (first[rank + 1] < nextPause.at) continue;
    nextPause.at = first[rank + 1] + STEP;
    yield;
  }
  for (let i = first[names - 1]; i < first[names]; i++) {
    const gid = gids[i];
    if (nameless[kinds[gid]] !== 0 && parts?.[partOf[gid]] !== 0) count++;
    if (i % STEP === STEP - 1) yield;
  }
  return count;
}

interface Counted {
  readonly question: string;
  readonly count: number;
}

/** The same at every keystroke, as long as filters and what is open are the same. */
const counted = new WeakMap<NameOrder, Counted>();

/** Rows that the filters leave, whatever their names. Yields between steps. */
export function* countFoldedOnce(
  filter: TypeFilter,
  order: NameOrder,
  corpus: Corpus,
): Generator<void, number> {
  const { named, nameless, parts } = filter;
  const question = [corpus.typeCount, corpus.gone, named, nameless, parts].join(' ');
  const known = counted.get(order);
  if (known?.question === question) return known.count;
  const count = yield* countFolded(filter, order, corpus);
  counted.set(order, { question, count });
  return count;
}
