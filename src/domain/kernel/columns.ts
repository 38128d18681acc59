/**
 * Typed arrays that grow.
 * In: an array and the length that is needed. Out: an array that has it, the old one if it is long enough. A write behind
 * the end of a typed array is dropped without a word, so every writer asks here first.
 */

/** Doubling would waste up to half of some 100 MB; growing by half keeps the number of copies logarithmic all the same. */
const GROWTH = 1.5;

function grownLength(length: number, needed: number): number {
  return Math.max(needed, Math.ceil(length * GROWTH), 64);
}

/** At least `needed` elements; new ones are 0. */
export function grownBytes(array: Uint8Array, needed: number): Uint8Array {
  if (needed <= array.length) return array;
  const grown = new Uint8Array(grownLength(array.length, needed));
  grown.set(array);
  return grown;
}

/** At least `needed` elements; new ones are 0. */
export function grownWords(array: Uint32Array, needed: number): Uint32Array {
  if (needed <= array.length) return array;
  const grown = new Uint32Array(grownLength(array.length, needed));
  grown.set(array);
  return grown;
}
