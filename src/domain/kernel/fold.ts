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

/** The folded form of any bytes, as UTF-8. */
export function foldBytes(bytes: Uint8Array): Uint8Array {
  return encoder.encode(foldText(decoder.decode(bytes)));
}
