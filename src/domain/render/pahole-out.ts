/**
 * What pahole's text is put together with: a pen that counts, padding, numbers in C's formats.
 * In: pieces of text. Out: the same pieces to a printer, and how many bytes they were, which is what pahole's columns are
 * reckoned from. Ends an output that grows beyond all measure.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { Printer, TokenKind } from './printer.ts';

/** Thrown by the pen when its limit is reached; whoever made the pen catches it. */
export class OutputLimit extends Error {}

/** Marks where it happened. */
export const CUT_OFF = '/* cut off: the text grows beyond all measure */';

/** Bytes of one type's text: so many, or so many a member; the largest expanded struct of a kernel takes 250 KB. */
const PER_TYPE = 1 << 22;
const PER_MEMBER = 256;
/** Bytes that all of a file's types may take together: so many, or so many a byte of the file; vmlinux takes 4 a byte, amdgpu 24 MB. */
const FREE = 1 << 26;
const RATIO = 8;

/** Shares out text among the types of a file: structs that contain another twice, and so on, make it grow with no end. */
export class TextBudget {
  private left: number;

  /** `fileSize`: bytes of BTF. */
  constructor(fileSize: number) {
    this.left = Math.max(FREE, fileSize * RATIO);
  }

  /** Bytes that a type of so many members or parameters may take. */
  limitFor(members: number): number {
    return Math.min(Math.max(PER_TYPE, members * PER_MEMBER), this.left);
  }

  get isSpent(): boolean {
    return this.left < 0;
  }

  spend(bytes: number): void {
    this.left -= bytes;
  }
}

export class Pen {
  /** Bytes so far, as UTF-8. */
  count = 0;
  private readonly printer: Printer;
  private readonly limit: number;

  /** `limit`: bytes. */
  constructor(printer: Printer, limit: number) {
    this.printer = printer;
    this.limit = limit;
  }

  /** For text that is known to be ASCII; names go through `name`. */
  put(kind: TokenKind, text: string, ref?: TypeId): void {
    this.advance(text.length);
    this.printer.put(kind, text, ref);
  }

  name(kind: TokenKind, text: string, ref?: TypeId): void {
    this.advance(byteLength(text));
    this.printer.put(kind, text, ref);
  }

  /** A name where it lies (`Printer.putBytes`). */
  putBytes(kind: TokenKind, bytes: Uint8Array, start: number, end: number, ref?: TypeId): void {
    this.advance(end - start);
    this.printer.putBytes(kind, bytes, start, end, ref);
  }

  newline(): void {
    this.advance(1);
    this.printer.newline();
  }

  private advance(bytes: number): void {
    this.count += bytes;
    if (this.count > this.limit) throw new OutputLimit();
  }

  spaces(count: number): void {
    if (count <= 0) return;
    const printed = Math.min(count, MAX_SPACES);
    this.advance(printed);
    this.printer.spaces(printed);
  }

  tabs(count: number): void {
    if (count > 0) this.put('punctuation', tabs(count));
  }
}

/** A width is made from what a file says. */
const MAX_SPACES = 1 << 20;

/** pahole indents no deeper. */
export const MAX_INDENT = 16;

const TABS = Array.from({ length: MAX_INDENT + 1 }, (_, count) => '\t'.repeat(count));

export function tabs(count: number): string {
  return TABS[Math.min(count, MAX_INDENT)];
}

/** Bytes of a name as UTF-8. U+FFFD counts one: it stands for a byte that was no UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80 || unit === 0xfffd) continue;
    // Each half of a surrogate pair stands for two bytes of four.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/** The longest start of a text that fits into so many bytes of UTF-8, as `byteLength` counts them. */
export function cutToBytes(text: string, bytes: number): string {
  let end = 0;
  for (const character of text) {
    bytes -= byteLength(character);
    if (bytes < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** C's `%5u` or `%#5x`. */
export const padded = (value: number | bigint, hex: boolean, width: number): string =>
  formatted(value, hex).padStart(width);

/** Most offsets and sizes are small and come again and again: what stands around them is written out once, in bytes. */
const SMALL = 1 << 12;
const PLACE = 8;
const SMALL_OFFSETS = table((value) => `/* ${padded(value, false, 5)}`);
const SMALL_SIZES = table((value) => `${padded(value, false, 5)} */`);

/** `PLACE` bytes a value. */
function table(text: (value: number) => string): Uint8Array {
  return new TextEncoder().encode(Array.from({ length: SMALL }, (_, value) => text(value)).join(''));
}

/** `/*     8    16 *\/`: offset and size of a member, in bytes. */
export function printPlace(pen: Pen, offset: number, size: number): void {
  if (offset < SMALL) pen.putBytes('comment', SMALL_OFFSETS, offset * PLACE, (offset + 1) * PLACE);
  else pen.put('comment', `/* ${padded(offset, false, 5)}`);
  pen.put('comment', ' ');
  if (size < SMALL) pen.putBytes('comment', SMALL_SIZES, size * PLACE, (size + 1) * PLACE);
  else pen.put('comment', `${padded(size, false, 5)} */`);
}

/** C's `%u` or `%#x`, which writes no prefix before a zero. */
export function formatted(value: number | bigint, hex: boolean): string {
  if (!hex) return `${value}`;
  return value === 0 || value === 0n ? '0' : `0x${value.toString(16)}`;
}

/** `1 byte`, `2 bytes`. */
export const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
