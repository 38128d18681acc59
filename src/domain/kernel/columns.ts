/**
 * Typed arrays that grow.
 * In: an array, the length that is needed, and what is likely to be needed in the end. Out: an array that has it, the old one
 * if it is long enough. A write behind the end of a typed array is dropped without a word, so every writer asks here first.
 */

/** Doubling would waste up to half of some 100 MB; growing by half keeps the number of copies logarithmic all the same. */
const GROWTH = 1.5;
/** What is likely is not trusted beyond this many times of what is needed now. */
const TRUST = 4;

/** Memory that was never written to is dear: whoever knows what comes saves most of what would be copied and dropped. */
function grownLength(length: number, needed: number, likely: number): number {
  const grown = likely > needed ? Math.min(likely, needed * TRUST) : length * GROWTH;
  return Math.max(needed, Math.ceil(grown), 64);
}

/** At least `needed` elements; new ones are 0. */
export function grownBytes(array: Uint8Array, needed: number, likely = 0): Uint8Array {
  if (needed <= array.length) return array;
  const grown = new Uint8Array(grownLength(array.length, needed, likely));
  grown.set(array);
  return grown;
}

/** At least `needed` elements; new ones are 0. */
export function grownWords(array: Uint32Array, needed: number, likely = 0): Uint32Array {
  if (needed <= array.length) return array;
  const grown = new Uint32Array(grownLength(array.length, needed, likely));
  grown.set(array);
  return grown;
}
