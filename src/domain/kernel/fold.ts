/**
 * Upper and lower case as one.
 * In: names as bytes, queries as text. Out: their folded form, in which case-insensitive search is plain search. A name is
 * folded as the text that people see: what is no UTF-8 reads U+FFFD, and `toLowerCase` has the say beyond ASCII.
 */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** By byte: its lower case, ASCII only. */
export const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

export const foldText = (text: string): string => text.toLowerCase();

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] > 0x7f) return false;
  return true;
}

/**
 * Folds ASCII in place, the four bytes of a word at once; false, and no more to be used, where there is another byte.
 * With the high bit out of the way, what is added carries into it for bytes from 'A' on, and for those behind 'Z'.
 */
export function foldAsciiWords(words: Uint32Array): boolean {
  let seen = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    seen |= word;
    const low = word & 0x7f7f7f7f;
    const isUpper = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & 0x80808080;
    words[i] = word | (isUpper >>> 2);
  }
  return (seen & 0x80808080) === 0;
}

/** The folded form of any bytes, as UTF-8. */
export function foldBytes(bytes: Uint8Array): Uint8Array {
  return encoder.encode(foldText(decoder.decode(bytes)));
}
