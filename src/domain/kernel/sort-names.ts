/**
 * Names into alphabetical order.
 * In: folded keys, one behind the other in an array, and which of them to sort. Out: their numbers in the order of the
 * keys' bytes, equal ones by number. A multikey quicksort that looks at six bytes at a time and keeps them beside the
 * number, so that most comparisons touch no key; cut into steps, for 300,000 names take longer than a slice.
 */

/** Keys as bytes: key `i` lies from `starts[i]` to `starts[i + 1]`. No key holds a NUL. */
export interface Keys {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

/** As many as a float holds exactly, with none left for a sign. */
const HEAD_BYTES = 6;
/** Below this many, insertion beats partitioning. */
const FEW = 12;
/** Elements that are looked at between two pauses. */
const STEP = 1 << 15;

/** Sorts `numbers` in place; yields between steps. */
export function* sortByKeys(numbers: Uint32Array, keys: Keys): Generator<void, void> {
  const heads = new Float64Array(numbers.length);
  const ranges = new Ranges();
  ranges.push(0, numbers.length, 0, true);
  let looked = 0;
  while (ranges.pop()) {
    const { from, to, depth } = ranges;
    looked += to - from;
    if (looked > STEP) {
      looked = 0;
      yield;
    }
    if (ranges.fresh) readHeads(numbers, heads, from, to, depth, keys);
    if (to - from <= FEW) {
      insertionSort(numbers, heads, from, to, depth, keys);
      continue;
    }
    const pivot = medianHead(heads, from, to);
    const [low, high] = partition(numbers, heads, from, to, pivot);
    ranges.push(from, low, depth, false);
    // A head that holds the end of its key: all of these are equal
    if (pivot % 256 === 0) numbers.subarray(low, high).sort();
    else ranges.push(low, high, depth + HEAD_BYTES, true);
    ranges.push(high, to, depth, false);
  }
}

/** Ranges that are still to be sorted: a stack of our own, since a hostile file could make recursion as deep as it likes. */
class Ranges {
  from = 0;
  to = 0;
  /** Bytes that all keys of the range have in common. */
  depth = 0;
  /** Whether the heads are still those of an earlier depth. */
  fresh = false;
  private readonly words: number[] = [];

  push(from: number, to: number, depth: number, fresh: boolean): void {
    if (to - from > 1) this.words.push(from, to, fresh ? -depth - 1 : depth);
  }

  pop(): boolean {
    const { words } = this;
    if (words.length === 0) return false;
    const depth = words.pop() ?? 0;
    this.to = words.pop() ?? 0;
    this.from = words.pop() ?? 0;
    this.fresh = depth < 0;
    this.depth = depth < 0 ? -depth - 1 : depth;
    return true;
  }
}

/** The bytes of each key from `depth` on, the first one highest; 0 behind the end. */
function readHeads(
  numbers: Uint32Array,
  heads: Float64Array,
  from: number,
  to: number,
  depth: number,
  { bytes, starts }: Keys,
): void {
  for (let i = from; i < to; i++) {
    const number = numbers[i];
    const at = starts[number] + depth;
    const left = starts[number + 1] - at;
    let high = 0;
    let low = 0;
    if (left > 0) {
      high = bytes[at] << 16;
      if (left > 1) high |= bytes[at + 1] << 8;
      if (left > 2) high |= bytes[at + 2];
      if (left > 3) low = bytes[at + 3] << 16;
      if (left > 4) low |= bytes[at + 4] << 8;
      if (left > 5) low |= bytes[at + 5];
    }
    heads[i] = high * 0x1000000 + low;
  }
}

function medianHead(heads: Float64Array, from: number, to: number): number {
  const a = heads[from + Math.floor(Math.random() * (to - from))];
  const b = heads[from + ((to - from) >>> 1)];
  const c = heads[to - 1];
  if (a < b) return b < c ? b : Math.max(a, c);
  return a < c ? a : Math.max(b, c);
}

/** Three parts: below, equal to, and above the pivot; returns where the middle one is. */
function partition(
  numbers: Uint32Array,
  heads: Float64Array,
  from: number,
  to: number,
  pivot: number,
): [low: number, high: number] {
  let low = from;
  let high = to;
  let i = from;
  while (i < high) {
    const head = heads[i];
    if (head < pivot) swap(numbers, heads, i++, low++);
    else if (head > pivot) swap(numbers, heads, i, --high);
    else i++;
  }
  return [low, high];
}

function swap(numbers: Uint32Array, heads: Float64Array, a: number, b: number): void {
  const number = numbers[a];
  const head = heads[a];
  numbers[a] = numbers[b];
  heads[a] = heads[b];
  numbers[b] = number;
  heads[b] = head;
}

function insertionSort(
  numbers: Uint32Array,
  heads: Float64Array,
  from: number,
  to: number,
  depth: number,
  keys: Keys,
): void {
  for (let i = from + 1; i < to; i++) {
    const number = numbers[i];
    const head = heads[i];
    let at = i;
    while (at > from) {
      const before = heads[at - 1];
      if (before < head) break;
      if (before === head && compareKeys(keys, number, numbers[at - 1], depth + HEAD_BYTES) > 0) break;
      numbers[at] = numbers[at - 1];
      heads[at] = before;
      at--;
    }
    numbers[at] = number;
    heads[at] = head;
  }
}

/** By bytes from `depth` on, then by number. */
export function compareKeys({ bytes, starts }: Keys, a: number, b: number, depth = 0): number {
  let i = starts[a] + depth;
  let j = starts[b] + depth;
  const iEnd = starts[a + 1];
  const jEnd = starts[b + 1];
  while (i < iEnd && j < jEnd) {
    const difference = bytes[i++] - bytes[j++];
    if (difference !== 0) return difference;
  }
  return Math.max(iEnd - i, 0) - Math.max(jEnd - j, 0) || a - b;
}
