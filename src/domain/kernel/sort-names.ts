/**
 * Names into alphabetical order.
 * In: folded keys, one behind the other in an array, and which of them to sort. Out: their numbers in the order of the
 * keys' bytes, equal ones by number. Two counting sorts over the first three bytes leave groups that are small for the
 * most part; in each a multikey quicksort looks at six bytes at a time and keeps them beside the number, so that most
 * comparisons touch no key. Cut into steps, for 300,000 names take longer than a slice.
 */

/** Keys as bytes: key `i` lies from `starts[i]` to `starts[i + 1]`. No key holds a NUL. */
export interface Keys {
  /** Goes on for `KEY_MARGIN` bytes at least behind the last key. */
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

/** Who reads keys a word at a time reads beyond the last one. */
export const KEY_MARGIN = 3;

/** Bytes that the counting sorts look at. */
const LEAD_BYTES = 3;
/** Bits of them that one sort looks at: half of them. */
const DIGIT_BITS = 12;
const DIGITS = 1 << DIGIT_BITS;
/** As many as a float holds exactly, with none left for a sign. */
const HEAD_BYTES = 6;
/** Below this many, insertion beats partitioning. */
const FEW = 12;
/** Elements that are looked at between two pauses. */
const STEP = 1 << 15;

/** Sorts `numbers`, which must be ascending, in place; yields between steps. */
export function* sortByKeys(numbers: Uint32Array, keys: Keys): Generator<void, void> {
  // Fresh memory is dear: what the counting sorts are done with serves the quicksort
  const scratch = new ArrayBuffer(numbers.length * 8);
  const leads = yield* sortByLeads(numbers, keys, scratch);
  const sorter = new GroupSorter(numbers, keys, new Float64Array(scratch));
  let looked = 0;
  for (let from = 0, to = 1; from < numbers.length; from = to++) {
    const lead = leads[from];
    while (to < numbers.length && leads[to] === lead) to++;
    // A lead that holds the end of its key: all of these are equal
    if (to - from === 1 || lead % 256 === 0) continue;
    looked += to - from;
    sorter.begin(from, to, LEAD_BYTES);
    while (!sorter.step(STEP)) yield;
    if (looked < STEP) continue;
    looked = 0;
    yield;
  }
}

/**
 * By the first bytes alone, equal ones as they were; returns those bytes, the first one highest, 0 behind the end. `scratch`
 * has 8 bytes for each number.
 */
function* sortByLeads(numbers: Uint32Array, keys: Keys, scratch: ArrayBuffer): Generator<void, Uint32Array> {
  const { length } = numbers;
  const leads = new Uint32Array(length);
  const halfSorted = new Uint32Array(scratch, 0, length);
  const leadsOfHalf = new Uint32Array(scratch, length * 4);
  readLeads(numbers, leads, keys);
  yield;
  countingSort(numbers, leads, 0, halfSorted, leadsOfHalf);
  yield;
  countingSort(halfSorted, leadsOfHalf, DIGIT_BITS, numbers, leads);
  yield;
  return leads;
}

function readLeads(numbers: Uint32Array, leads: Uint32Array, { bytes, starts }: Keys): void {
  for (let i = 0; i < numbers.length; i++) {
    const at = starts[numbers[i]];
    const left = starts[numbers[i] + 1] - at;
    let lead = left > 0 ? bytes[at] << 16 : 0;
    if (left > 1) lead |= bytes[at + 1] << 8;
    if (left > 2) lead |= bytes[at + 2];
    leads[i] = lead;
  }
}

function countingSort(
  numbers: Uint32Array,
  leads: Uint32Array,
  shift: number,
  toNumbers: Uint32Array,
  toLeads: Uint32Array,
): void {
  const cursor = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < leads.length; i++) cursor[((leads[i] >>> shift) & (DIGITS - 1)) + 1]++;
  for (let digit = 0; digit < DIGITS; digit++) cursor[digit + 1] += cursor[digit];
  for (let i = 0; i < leads.length; i++) {
    const lead = leads[i];
    const to = cursor[(lead >>> shift) & (DIGITS - 1)]++;
    toNumbers[to] = numbers[i];
    toLeads[to] = lead;
  }
}

/** Sorts one range of numbers after the other. */
class GroupSorter {
  private readonly numbers: Uint32Array;
  private readonly keys: Keys;
  private readonly view: DataView;
  private readonly heads: Float64Array;
  /**
   * Ranges that are still to be sorted: from, to, and bytes that all keys of the range have in common; negative, less
   * one, where the heads are still those of an earlier depth. A stack of our own, since a hostile file could make recursion
   * as deep as it likes.
   */
  private readonly ranges: number[] = [];
  private middleFrom = 0;
  private middleTo = 0;

  /** `heads` has room for one a number. */
  constructor(numbers: Uint32Array, keys: Keys, heads: Float64Array) {
    this.numbers = numbers;
    this.keys = keys;
    this.view = new DataView(keys.bytes.buffer, keys.bytes.byteOffset, keys.bytes.byteLength);
    this.heads = heads;
  }

  /** `depth`: bytes that all keys of the range have in common. */
  begin(from: number, to: number, depth: number): void {
    this.push(from, to, -depth - 1);
  }

  /** Looks at about `limit` elements; true once the range is in order. */
  step(limit: number): boolean {
    const { ranges } = this;
    let looked = 0;
    while (ranges.length > 0) {
      if (looked > limit) return false;
      let depth = ranges.pop() ?? 0;
      const to = ranges.pop() ?? 0;
      const from = ranges.pop() ?? 0;
      looked += to - from;
      if (depth < 0) {
        depth = -depth - 1;
        this.readHeads(from, to, depth);
      }
      if (to - from <= FEW) this.insertionSort(from, to, depth);
      else this.split(from, to, depth);
    }
    return true;
  }

  private push(from: number, to: number, depth: number): void {
    if (to - from > 1) this.ranges.push(from, to, depth);
  }

  /** The bytes of each key from `depth` on, the first one highest; 0 behind the end. */
  private readHeads(from: number, to: number, depth: number): void {
    const { numbers, heads, view } = this;
    const { bytes, starts } = this.keys;
    for (let i = from; i < to; i++) {
      const at = starts[numbers[i]] + depth;
      const left = starts[numbers[i] + 1] - at;
      if (left >= HEAD_BYTES) {
        heads[i] = view.getUint32(at) * 0x10000 + view.getUint16(at + 4);
        continue;
      }
      let high = left > 0 ? bytes[at] << 16 : 0;
      let low = 0;
      if (left > 1) high |= bytes[at + 1] << 8;
      if (left > 2) high |= bytes[at + 2];
      if (left > 3) low = bytes[at + 3] << 16;
      if (left > 4) low |= bytes[at + 4] << 8;
      heads[i] = high * 0x1000000 + low;
    }
  }

  private split(from: number, to: number, depth: number): void {
    const pivot = this.medianHead(from, to);
    this.partition(from, to, pivot);
    const { middleFrom, middleTo } = this;
    this.push(from, middleFrom, depth);
    // A head that holds the end of its key: all of these are equal
    if (pivot % 256 === 0) this.numbers.subarray(middleFrom, middleTo).sort();
    else this.push(middleFrom, middleTo, -(depth + HEAD_BYTES) - 1);
    this.push(middleTo, to, depth);
  }

  private medianHead(from: number, to: number): number {
    const { heads } = this;
    const a = heads[from + Math.floor(Math.random() * (to - from))];
    const b = heads[from + ((to - from) >>> 1)];
    const c = heads[to - 1];
    if (a < b) return b < c ? b : Math.max(a, c);
    return a < c ? a : Math.max(b, c);
  }

  /** Three parts: below, equal to, and above the pivot; the middle one lies from `middleFrom` to `middleTo`. */
  private partition(from: number, to: number, pivot: number): void {
    const { numbers, heads } = this;
    let low = from;
    let high = to;
    let i = from;
    while (i < high) {
      const head = heads[i];
      if (head === pivot) {
        i++;
        continue;
      }
      const other = head < pivot ? low++ : --high;
      const number = numbers[i];
      numbers[i] = numbers[other];
      heads[i] = heads[other];
      numbers[other] = number;
      heads[other] = head;
      if (head < pivot) i++;
    }
    this.middleFrom = low;
    this.middleTo = high;
  }

  private insertionSort(from: number, to: number, depth: number): void {
    const { numbers, heads, keys } = this;
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
}

/** By bytes from `depth` on, then by number. */
function compareKeys({ bytes, starts }: Keys, a: number, b: number, depth: number): number {
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
