/**
 * Names in alphabetical order, ready to be searched.
 * In: a pool of names as it is now. Out: an order of all of them, made in steps and never changed afterwards, so that a
 * search may go on over one while the next is made. Upper and lower case stand together; names that differ in nothing else
 * come as they were met. Knows no types.
 */

import { grownBytes } from './columns.ts';
import { foldAsciiWords, foldBytes, LOWER } from './fold.ts';
import { FoldedText } from './folded-text.ts';
import { NO_NAME, type NamePool } from './name-pool.ts';
import { KEY_MARGIN, sortByKeys, type Keys } from './sort-names.ts';

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
/** The same of words of four bytes. */
const STEP_WORDS = 1 << 20;

/** Yields between steps of a few milliseconds. Names that are added to the pool meanwhile are left out. */
export function* buildAlphabet(pool: NamePool): Generator<void, Alphabet> {
  const names = pool.count;
  const keys = yield* foldedKeys(pool, names);
  const nameAt = new Uint32Array(names);
  for (let name = 1; name < names; name++) nameAt[name - 1] = name;
  nameAt[names - 1] = NO_NAME;
  yield* sortByKeys(nameAt.subarray(0, names - 1), keys);
  const text = new FoldedText(names - 1);
  while (text.end < names - 1) {
    text.addChunk(nameAt, keys);
    yield;
  }
  return { names, nameAt, text };
}

/** Of all names below `count`: four bytes at a time where they are ASCII, as nearly all names are. */
function* foldedKeys(pool: NamePool, count: number): Generator<void, Keys> {
  const { starts } = pool;
  const words = new Uint32Array((starts[count] + KEY_MARGIN + 3) >>> 2);
  const bytes = new Uint8Array(words.buffer);
  bytes.set(pool.bytes.subarray(0, starts[count]));
  yield;
  for (let from = 0; from < words.length; from += STEP_WORDS) {
    if (!foldAsciiWords(words.subarray(from, from + STEP_WORDS))) return yield* foldedOneByOne(pool, count);
    yield;
  }
  return { bytes, starts };
}

/** Folding may change the length of a name that is not ASCII. */
function* foldedOneByOne(pool: NamePool, count: number): Generator<void, Keys> {
  const starts = new Uint32Array(count + 1);
  let bytes: Uint8Array = new Uint8Array(pool.starts[count] + KEY_MARGIN);
  let to = 0;
  for (let name = 0; name < count; name++) {
    starts[name] = to;
    const { bytes: from, starts: fromStarts } = pool;
    const end = fromStarts[name + 1];
    let at = fromStarts[name];
    bytes = grownBytes(bytes, to + end - at + KEY_MARGIN);
    for (; at < end && from[at] < 0x80; at++) bytes[to++] = LOWER[from[at]];
    if (at < end) {
      const folded = foldBytes(pool.bytesOf(name));
      to = starts[name];
      bytes = grownBytes(bytes, to + folded.length + KEY_MARGIN);
      bytes.set(folded, to);
      to += folded.length;
    }
    if (name % STEP === STEP - 1) yield;
  }
  starts[count] = to;
  return { bytes, starts };
}
