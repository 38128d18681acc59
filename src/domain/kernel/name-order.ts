/**
 * The types of each name, names in alphabetical order: the order of lists.
 * In: a corpus and its names as they are now, and an earlier order. Out: an order of all of it, made in steps and never
 * changed afterwards. Types of one name come by kind, source and id; types without a name come last.
 */

import { buildAlphabet, type Alphabet } from './alphabet.ts';
import type { Corpus, Gid, Part } from './corpus.ts';
import { FoldedText } from './folded-text.ts';
import { KIND_PLACE, KIND_PLACES } from './kind-order.ts';
import type { Names } from './names.ts';

/** Types that are handled between two pauses. */
const STEP = 1 << 15;

export interface NameOrder extends Alphabet {
  /** Types below this gid are in. */
  readonly end: Gid;
  /** By number of a name: its rank. */
  readonly rankOf: Uint32Array;
  /** By rank: where its types start in `gids`; one more entry for the end. */
  readonly first: Uint32Array;
  /** Types of all names. Some may be gone by now. */
  readonly gids: Uint32Array;
  /** By index of a part: its place among the sources. */
  readonly partPlace: Uint32Array;
}

export const EMPTY_ORDER: NameOrder = {
  names: 1,
  nameAt: new Uint32Array(1),
  text: new FoldedText(0),
  end: 0,
  rankOf: new Uint32Array(1),
  first: new Uint32Array(2),
  gids: new Uint32Array(0),
  partPlace: new Uint32Array(0),
};

/**
 * Yields between steps of a few milliseconds. What is added to corpus and names meanwhile is left out; if a part is removed
 * meanwhile, the work is lost and must be begun anew. `names.end` must be the end of a part.
 */
export function* buildNameOrder(corpus: Corpus, names: Names, before: NameOrder): Generator<void, NameOrder> {
  const { end } = names;
  const partPlace = placeParts(corpus);
  const alphabet = yield* buildAlphabet(names.pool, before);
  const rankOf = new Uint32Array(alphabet.names);
  alphabet.nameAt.forEach((name, rank) => (rankOf[name] = rank));
  yield;
  const grouped = yield* groupTypes(corpus, names, rankOf, end);
  return { ...alphabet, end, rankOf, ...grouped, partPlace };
}

export function orderByteLength({ nameAt, rankOf, text, first, gids }: NameOrder): number {
  return nameAt.byteLength + rankOf.byteLength + text.byteLength + first.byteLength + gids.byteLength;
}

function placeParts(corpus: Corpus): Uint32Array {
  const places = new Uint32Array(corpus.parts.length);
  sourceOrder(corpus).forEach((part, place) => (places[part.index] = place));
  return places;
}

/** Stand-alone files in the order they were opened, then modules by name. */
export function sourceOrder(corpus: Corpus): Part[] {
  const rank = (part: Part): number => (part.view.base ? 1 : 0);
  const byName = (a: Part, b: Part): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return [...corpus.live].sort(
    (a, b) => rank(a) - rank(b) || (a.view.base ? byName(a, b) : 0) || a.index - b.index,
  );
}

/** Two stable counting sorts: by kind, over the sources in their order, then by name. */
function* groupTypes(
  corpus: Corpus,
  names: Names,
  rankOf: Uint32Array,
  end: Gid,
): Generator<void, { first: Uint32Array; gids: Uint32Array }> {
  const byKind = yield* typesByKind(corpus, end);
  const first = new Uint32Array(rankOf.length + 1);
  for (let from = 0; from < byKind.length; from += STEP) {
    const stop = Math.min(from + STEP, byKind.length);
    const { nameOf } = names;
    for (let i = from; i < stop; i++) first[rankOf[nameOf[byKind[i]]] + 1]++;
    yield;
  }
  for (let rank = 0; rank < rankOf.length; rank++) first[rank + 1] += first[rank];
  const cursor = first.slice();
  const gids = new Uint32Array(byKind.length);
  yield;
  for (let from = 0; from < byKind.length; from += STEP) {
    const stop = Math.min(from + STEP, byKind.length);
    const { nameOf } = names;
    for (let i = from; i < stop; i++) gids[cursor[rankOf[nameOf[byKind[i]]]]++] = byKind[i];
    yield;
  }
  return { first, gids };
}

function* typesByKind(corpus: Corpus, end: Gid): Generator<void, Uint32Array> {
  const parts = sourceOrder(corpus).filter((part) => part.start < end);
  const cursor = new Uint32Array(KIND_PLACES + 1);
  for (const { start, count } of parts) countKinds(corpus.kinds, start, count, cursor);
  for (let place = 0; place < KIND_PLACES; place++) cursor[place + 1] += cursor[place];
  const sorted = new Uint32Array(cursor[KIND_PLACES]);
  yield;
  let done = 0;
  for (const { start, count } of parts) {
    placeByKind(corpus.kinds, start, count, cursor, sorted);
    done += count;
    if (done < STEP) continue;
    done = 0;
    yield;
  }
  return sorted;
}

function countKinds(kinds: Uint8Array, start: Gid, count: number, counts: Uint32Array): void {
  for (let gid = start; gid < start + count; gid++) counts[KIND_PLACE[kinds[gid]] + 1]++;
}

function placeByKind(
  kinds: Uint8Array,
  start: Gid,
  count: number,
  cursor: Uint32Array,
  into: Uint32Array,
): void {
  for (let gid = start; gid < start + count; gid++) into[cursor[KIND_PLACE[kinds[gid]]]++] = gid;
}
