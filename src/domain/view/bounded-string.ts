/**
 * Strings of a view without reading more of them than is needed.
 * In: a view and a string offset. Out: a cut text, or an answer. A hostile file may name megabytes in every record.
 */

import type { StrOff } from '../../format/btf/decode.ts';
import { forEachNameWord } from '../../format/btf/fields.ts';
import type { StringTable } from '../../format/btf/strings.ts';
import type { BtfView } from './view.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** At most `limit` characters of the string at `off`, with an ellipsis for the rest; '' where there is none. */
export function stringStart(view: BtfView, off: StrOff, limit: number): string {
  const { strings, at } = holderOf(view, off);
  if (at >= strings.length) return '';
  // A character has at most 4 bytes; a cut one at the end goes with the ellipsis
  const window = strings.bytes.subarray(at, at + limit * 4 + 4);
  const end = window.indexOf(0);
  const text = utf8.decode(end < 0 ? window : window.subarray(0, end));
  return text.length > limit ? `${text.slice(0, limit)}\u2026` : text;
}

/** Whether the string at `off` is `text`, which must be ASCII. */
export function stringIs(view: BtfView, off: StrOff, text: string): boolean {
  const { strings, at } = holderOf(view, off);
  if (strings.bytes[at + text.length] !== 0) return false;
  for (let i = 0; i < text.length; i++) if (strings.bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The string at `off` if it has at most `limit` characters, else null; a longer one is not looked at beyond that. */
export function shortString(view: BtfView, off: StrOff, limit: number): string | null {
  const text = stringStart(view, off, limit);
  return text.length > limit ? null : text;
}

/** Bytes of all names of a record together, counted to `limit` and little further. */
export function namesLength(view: BtfView, words: Uint32Array, at: number, limit: number): number {
  let bytes = 0;
  forEachNameWord(words, at, (word) => {
    if (bytes > limit) return;
    const holder = holderOf(view, words[word]);
    if (holder.at < holder.strings.length) bytes += holder.strings.endOf(holder.at) - holder.at;
  });
  return bytes;
}

/** Where a name lies: bytes that hold it, from `start` up to a NUL or their end. */
export function storedName(
  view: BtfView,
  off: StrOff,
): { readonly bytes: Uint8Array; readonly start: number } {
  const { strings, at } = holderOf(view, off);
  return { bytes: strings.bytes, start: at };
}

/** The string section that an offset of a view points into, and where. */
function holderOf(view: BtfView, off: StrOff): { strings: StringTable; at: number } {
  let holder = view;
  while (off < holder.startStrOff && holder.base) holder = holder.base;
  return { strings: holder.own.strings, at: off - holder.startStrOff };
}
