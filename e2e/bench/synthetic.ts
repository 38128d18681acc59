/**
 * Modules that no kernel has: copies whose own names are others.
 * In: a module's BTF. Out: the same types under other names of the same length, so that every offset holds and nothing is
 * folded with the original.
 */

import { parseHeader } from '../../src/format/btf/header.ts';

const [A, Z, LETTERS] = [0x61, 0x7a, 26];
/** Letters that one copy is away from the next. No two names of one copy fall together. */
const STEP = 5;

/** @param copy 1 to 5: the copies are all different */
export function renamed(bytes: Uint8Array, copy: number): Uint8Array<ArrayBuffer> {
  const { strOff, strLen } = parseHeader(bytes);
  const other = new Uint8Array(bytes);
  for (let at = strOff, first = true; at < strOff + strLen; at++) {
    const byte = other[at];
    if (first && byte >= A && byte <= Z) other[at] = A + ((byte - A + copy * STEP) % LETTERS);
    first = byte === 0;
  }
  return other;
}
