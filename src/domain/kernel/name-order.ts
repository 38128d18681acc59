/**
 * The types of each name, names in alphabetical order: the order of lists.
 * In: a corpus and its names as they are now. Out: an order of all of it, made in steps and never changed afterwards. Types
 * of one name come by kind, source and id; types without a name come last.
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
export function* buildNameOrder(corpus: Corpus, names: Names): Generator<void, NameOrder> {
  const { end } = names;
  const partPlace = placeParts(corpus);
  const alphabet = yield* buildAlphabet(names.pool);
  const grouped = yield* groupTypes(corpus, names, alphabet, end);
  return { ...alphabet, end, ...grouped, partPlace };
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

/** Which of two types of one name comes first in `gids`, both of which are in: negative for `a`. */
export function compareNamesakes(
  { partPlace }: NameOrder,
  { kinds, partOf }: Corpus,
  a: Gid,
  b: Gid,
): number {
  return KIND_PLACE[kinds[a]] - KIND_PLACE[kinds[b]] || partPlace[partOf[a]] - partPlace[partOf[b]] || a - b;
}

/** A stable counting sort by name, over the sources in their order; then by kind within each name. */
function* groupTypes(
  corpus: Corpus,
  { nameOf }: Names,
  { names, nameAt }: Alphabet,
  end: Gid,
): Generator<void, Pick<NameOrder, 'rankOf' | 'first' | 'gids'>> {
  const ranges = slices(sourceOrder(corpus).filter((part) => part.start < end));
  // By name, first how many types it has, then where the next one goes
  const cursor = new Uint32Array(names);
  for (const slice of ranges) {
    for (const { from, to } of slice) countNames(nameOf, from, to, cursor);
    yield;
  }
  const rankOf = new Uint32Array(names);
  const first = new Uint32Array(names + 1);
  for (let rank = 0; rank < names; rank++) {
    const name = nameAt[rank];
    rankOf[name] = rank;
    first[rank + 1] = first[rank] + cursor[name];
    cursor[name] = first[rank];
  }
  const gids = new Uint32Array(first[names]);
  yield;
  for (const slice of ranges) {
    for (const { from, to } of slice) placeByName(nameOf, from, to, cursor, gids);
    yield;
  }
  for (let rank = 0; rank < names; rank += STEP) {
    sortByKind(corpus.kinds, first, rank, Math.min(rank + STEP, names), gids);
    yield;
  }
  return { rankOf, first, gids };
}

interface Range {
  readonly from: Gid;
  readonly to: Gid;
}

/** What can be handled between two pauses: many small parts, or a piece of a large one. */
function slices(parts: readonly Part[]): Range[][] {
  const list: Range[][] = [[]];
  let room = STEP;
  for (const { start, count } of parts) {
    for (let from = start; from < start + count;) {
      const to = Math.min(from + room, start + count);
      list[list.length - 1].push({ from, to });
      room -= to - from;
      from = to;
      if (room > 0) continue;
      list.push([]);
      room = STEP;
    }
  }
  return list;
}

function countNames(nameOf: Uint32Array, from: Gid, to: Gid, counts: Uint32Array): void {
  for (let gid = from; gid < to; gid++) counts[nameOf[gid]]++;
}

function placeByName(nameOf: Uint32Array, from: Gid, to: Gid, cursor: Uint32Array, into: Uint32Array): void {
  for (let gid = from; gid < to; gid++) into[cursor[nameOf[gid]]++] = gid;
}

/** Below this many types of one name, insertion beats counting. */
const FEW = 24;

/** Most names have one type or two. */
function sortByKind(
  kinds: Uint8Array,
  first: Uint32Array,
  fromRank: number,
  toRank: number,
  gids: Uint32Array,
): void {
  for (let rank = fromRank; rank < toRank; rank++) {
    const from = first[rank];
    const to = first[rank + 1];
    if (to - from > FEW) countingSort(kinds, gids.subarray(from, to));
    else if (to - from > 1) insertionSort(kinds, gids, from, to);
  }
}

function insertionSort(kinds: Uint8Array, gids: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const gid = gids[i];
    const place = KIND_PLACE[kinds[gid]];
    let at = i;
    for (; at > from && KIND_PLACE[kinds[gids[at - 1]]] > place; at--) gids[at] = gids[at - 1];
    gids[at] = gid;
  }
}

function countingSort(kinds: Uint8Array, gids: Uint32Array): void {
  const cursor = new Uint32Array(KIND_PLACES + 1);
  for (let i = 0; i < gids.length; i++) cursor[KIND_PLACE[kinds[gids[i]]] + 1]++;
  for (let place = 0; place < KIND_PLACES; place++) cursor[place + 1] += cursor[place];
  const unsorted = gids.slice();
  for (let i = 0; i < unsorted.length; i++) gids[cursor[KIND_PLACE[kinds[unsorted[i]]]]++] = unsorted[i];
}
