/**
 * Numbers grouped by a key: for each key the items that go with it.
 * In: pairs of key and item. Out: two typed arrays, however many there are. Adding to groups makes new ones and leaves the
 * old ones as they are, for those who still read them.
 */

export interface Groups {
  /** By key: where its items start; one more entry for the end. Keys behind it have no items. */
  readonly first: Uint32Array;
  /** In the order in which they were added. */
  readonly items: Uint32Array;
}

export const NO_GROUPS: Groups = { first: new Uint32Array(1), items: new Uint32Array(0) };

/** A power of two; handled between two pauses. */
const CHUNK_PAIRS = 1 << 15;

/** Pairs on their way into groups, in chunks: one growing array would be copied over and over. */
export class Pairs {
  /** Key and item, key and item. */
  readonly chunks: Uint32Array[] = [];
  private used = CHUNK_PAIRS * 2;

  add(key: number, item: number): void {
    if (this.used === CHUNK_PAIRS * 2) {
      this.chunks.push(new Uint32Array(this.used));
      this.used = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1];
    chunk[this.used++] = key;
    chunk[this.used++] = item;
  }

  /** Words of a chunk that are in use. */
  lengthOf(chunk: number): number {
    return chunk === this.chunks.length - 1 ? this.used : CHUNK_PAIRS * 2;
  }
}

/** All keys must be below `keys`. Yields between steps of a few milliseconds; `pairs` is used up. */
export function* addToGroups(before: Groups, pairs: Pairs, keys: number): Generator<void, Groups> {
  const first = new Uint32Array(keys + 1);
  for (const [i, chunk] of pairs.chunks.entries()) {
    countKeys(chunk, pairs.lengthOf(i), first);
    yield;
  }
  const known = Math.min(before.first.length - 1, keys);
  for (let key = 0; key < known; key++) first[key + 1] += before.first[key + 1] - before.first[key];
  yield;
  for (let key = 0; key < keys; key++) first[key + 1] += first[key];
  const items = new Uint32Array(first[keys]);
  const cursor = first.slice(0, keys);
  yield;
  copyBefore(before, known, cursor, items);
  yield;
  const chunks = pairs.chunks.length;
  for (let i = 0; i < chunks; i++) {
    place(pairs.chunks[i], pairs.lengthOf(i), cursor, items);
    if (i < chunks - 1) pairs.chunks[i] = EMPTY;
    yield;
  }
  return { first, items };
}

const EMPTY = new Uint32Array(0);

function countKeys(chunk: Uint32Array, length: number, first: Uint32Array): void {
  for (let i = 0; i < length; i += 2) first[chunk[i] + 1]++;
}

function place(chunk: Uint32Array, length: number, cursor: Uint32Array, items: Uint32Array): void {
  for (let i = 0; i < length; i += 2) items[cursor[chunk[i]]++] = chunk[i + 1];
}

function copyBefore({ first, items }: Groups, keys: number, cursor: Uint32Array, into: Uint32Array): void {
  for (let key = 0; key < keys; key++) {
    let to = cursor[key];
    for (let i = first[key]; i < first[key + 1]; i++) into[to++] = items[i];
    cursor[key] = to;
  }
}
