/**
 * Names in alphabetical order, ready to be searched.
 * In: a pool of names as it is now, and an earlier order of its first names. Out: an order of all of them, made in steps and
 * never changed afterwards, so that a search may go on over one while the next is made. Upper and lower case stand
 * together; names that differ in nothing else come as they were met. Knows no types.
 */

import { grownBytes } from './columns.ts';
import { foldBytes, LOWER } from './fold.ts';
import { FoldedText } from './folded-text.ts';
import { NO_NAME, type NamePool } from './name-pool.ts';
import { compareKeys, sortByKeys, type Keys } from './sort-names.ts';

export interface Alphabet {
  /** Number of names, the empty one included. */
  readonly names: number;
  /** By rank: number of the name. The empty name is last. */
  readonly nameAt: Uint32Array;
  /** The names but for the empty one. */
  readonly text: FoldedText;
}

/** Names that are handled between two pauses. */
const STEP = 1 << 15;

/** Yields between steps of a few milliseconds. Names that are added to the pool meanwhile are left out. */
export function* buildAlphabet(pool: NamePool, before: Alphabet | null): Generator<void, Alphabet> {
  const names = pool.count;
  const keys = yield* foldedKeys(pool, names);
  const nameAt = yield* orderNames(keys, names, before);
  const text = new FoldedText(names - 1);
  while (text.end < names - 1) {
    text.addChunk(nameAt, keys);
    yield;
  }
  return { names, nameAt, text };
}

/** Of all names below `count`. Folding may change the length of a name that is not ASCII. */
function* foldedKeys(pool: NamePool, count: number): Generator<void, Keys> {
  const starts = new Uint32Array(count + 1);
  let bytes: Uint8Array = new Uint8Array(pool.starts[count]);
  let to = 0;
  for (let name = 0; name < count; name++) {
    starts[name] = to;
    const { bytes: from, starts: fromStarts } = pool;
    const end = fromStarts[name + 1];
    let at = fromStarts[name];
    bytes = grownBytes(bytes, to + end - at);
    for (; at < end && from[at] < 0x80; at++) bytes[to++] = LOWER[from[at]];
    if (at < end) {
      const folded = foldBytes(pool.bytesOf(name));
      to = starts[name];
      bytes = grownBytes(bytes, to + folded.length);
      bytes.set(folded, to);
      to += folded.length;
    }
    if (name % STEP === STEP - 1) yield;
  }
  starts[count] = to;
  return { bytes, starts };
}

/** Only names that the earlier order does not have are sorted; then the two are merged. Not worth it for a small one. */
function* orderNames(keys: Keys, count: number, earlier: Alphabet | null): Generator<void, Uint32Array> {
  const before = earlier && earlier.names > count / 2 ? earlier : null;
  const known = before ? before.names : 1;
  const added = new Uint32Array(count - known);
  for (let i = 0; i < added.length; i++) added[i] = known + i;
  yield;
  yield* sortByKeys(added, keys);
  const order = new Uint32Array(count);
  if (before) yield* merge(before.nameAt.subarray(0, known - 1), added, keys, order);
  else order.set(added);
  order[count - 1] = NO_NAME;
  yield;
  return order;
}

function* merge(old: Uint32Array, added: Uint32Array, keys: Keys, into: Uint32Array): Generator<void, void> {
  let taken = 0;
  let to = 0;
  for (const name of added) {
    const until = upperBound(old, taken, name, keys);
    into.set(old.subarray(taken, until), to);
    to += until - taken;
    taken = until;
    into[to++] = name;
    if (to % STEP === 0) yield;
  }
  into.set(old.subarray(taken), to);
}

/** First place from `from` on whose key is above that of `name`, searched in growing steps. */
function upperBound(old: Uint32Array, from: number, name: number, keys: Keys): number {
  let low = from;
  let step = 1;
  while (low + step <= old.length && compareKeys(keys, old[low + step - 1], name) <= 0) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, old.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys, old[middle], name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
