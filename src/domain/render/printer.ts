/**
 * What renderers print to: meaning, not characters.
 * In: pieces of text with what they are. Out: either plain text in chunks, or lines of tokens that the page turns into
 * links. One renderer serves the clipboard, the terminal and the page.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { decode } from '../../format/btf/strings.ts';
import type { BtfView } from '../view/view.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export type TokenKind = 'keyword' | 'type' | 'name' | 'number' | 'punctuation' | 'comment';

/** `ref` is set on what names a type: the id in the view that was rendered. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly ref?: TypeId;
}

export type Line = readonly Token[];

/** Text that is printed again and again, also as bytes: those are copied faster than the characters of a string. */
export class Fixed {
  readonly text: string;
  readonly bytes: Uint8Array;

  constructor(text: string) {
    this.text = text;
    this.bytes = encoder.encode(text);
  }
}

export interface Printer {
  put(kind: TokenKind, text: string, ref?: TypeId): void;
  putFixed(kind: TokenKind, text: Fixed): void;
  /** A name as a string section holds it: UTF-8 from `start` to before `end`. Saves making a string of it. */
  putBytes(kind: TokenKind, bytes: Uint8Array, start: number, end: number, ref?: TypeId): void;
  /** A number in decimal, as `${value}` has it. */
  number(kind: TokenKind, value: number, ref?: TypeId): void;
  /** So many spaces, 0 to 1 Mi. */
  spaces(count: number): void;
  newline(): void;
}

const SPACES = Array.from({ length: 128 }, (_, count) => ' '.repeat(count));

export const spaces = (count: number): string => SPACES[count] ?? ' '.repeat(count);

/** Bytes before a chunk is handed on. */
const CHUNK = 1 << 16;

/** Bytes that one character code of a string takes at most as UTF-8. */
const WIDEST = 3;

/** Bytes up to which a loop beats the call that copies. */
const SHORT = 64;

/** Plain text, handed on in chunks of about 64 Ki characters; call `end` for the last one. */
export class TextPrinter implements Printer {
  /** UTF-8, made a string when a chunk is full: pieces that are kept until then would be work for the collector of garbage. */
  private bytes = new Uint8Array(2 * CHUNK);
  private used = 0;
  private readonly sink: (chunk: string) => void;

  constructor(sink: (chunk: string) => void) {
    this.sink = sink;
  }

  put(_kind: TokenKind, text: string): void {
    const { length } = text;
    this.makeRoom(length * WIDEST);
    const { bytes, used } = this;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.used += encoder.encodeInto(text, bytes.subarray(used)).written;
        return;
      }
      bytes[used + i] = unit;
    }
    this.used = used + length;
  }

  putFixed(_kind: TokenKind, { bytes: from }: Fixed): void {
    const { length } = from;
    this.makeRoom(length);
    const { bytes, used } = this;
    for (let i = 0; i < length; i++) bytes[used + i] = from[i];
    this.used = used + length;
  }

  putBytes(_kind: TokenKind, from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.makeRoom(length);
    const { bytes, used } = this;
    if (length > SHORT) bytes.set(from.subarray(start, end), used);
    else for (let i = 0; i < length; i++) bytes[used + i] = from[start + i];
    this.used = used + length;
  }

  number(kind: TokenKind, value: number): void {
    // What 31 bits hold is divided without floating point.
    if (!(value >= 0 && value <= 0x7fffffff)) return this.put(kind, `${value}`);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    this.makeRoom(digits);
    const { bytes } = this;
    this.used += digits;
    for (let at = this.used; digits > 0; digits--) {
      const rest = (value / 10) | 0;
      bytes[--at] = 0x30 + value - rest * 10;
      value = rest;
    }
  }

  spaces(count: number): void {
    this.makeRoom(count);
    const { bytes, used } = this;
    const end = used + count;
    for (let at = used; at < end; at++) bytes[at] = 0x20;
    this.used = end;
  }

  newline(): void {
    this.makeRoom(1);
    this.bytes[this.used++] = 0x0a;
    if (this.used > CHUNK) this.end();
  }

  /** To be called between lines: a character must not be cut in two. */
  end(): void {
    if (this.used > 0) this.sink(decoder.decode(this.bytes.subarray(0, this.used)));
    this.used = 0;
  }

  private makeRoom(more: number): void {
    const needed = this.used + more;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }
}

/** Lines of tokens for the page; stops keeping them (`truncated`) after `maxLines`. */
export class LinePrinter implements Printer {
  readonly lines: Token[][] = [];
  truncated = false;
  private line: Token[] = [];
  private readonly maxLines: number;

  constructor(maxLines = 100_000) {
    this.maxLines = maxLines;
  }

  put(kind: TokenKind, text: string, ref?: TypeId): void {
    if (!text) return;
    const { line } = this;
    const last = line[line.length - 1] as Token | undefined;
    // Pieces of one kind that name no type are one token: pages have fewer elements then.
    if (last?.kind === kind && last.ref === undefined && ref === undefined)
      line[line.length - 1] = { kind, text: last.text + text };
    else line.push(ref === undefined ? { kind, text } : { kind, text, ref });
  }

  putFixed(kind: TokenKind, { text }: Fixed): void {
    this.put(kind, text);
  }

  putBytes(kind: TokenKind, bytes: Uint8Array, start: number, end: number, ref?: TypeId): void {
    this.put(kind, decode(bytes, start, end), ref);
  }

  number(kind: TokenKind, value: number, ref?: TypeId): void {
    this.put(kind, `${value}`, ref);
  }

  spaces(count: number): void {
    this.put('punctuation', spaces(count));
  }

  newline(): void {
    if (this.lines.length < this.maxLines) this.lines.push(this.line);
    else this.truncated = true;
    this.line = [];
  }

  /** All lines, with what stands unfinished as the last one. */
  finish(): Line[] {
    if (this.line.length) this.newline();
    return this.lines;
  }
}

/** What a renderer prints, as one string. */
export function printToString(render: (printer: Printer) => void): string {
  const chunks: string[] = [];
  const printer = new TextPrinter((chunk) => chunks.push(chunk));
  render(printer);
  printer.end();
  return chunks.join('');
}

/** The name at an offset of a view's strings, from where it lies. Its bytes. */
export function putStored(
  view: BtfView,
  printer: Pick<Printer, 'putBytes'>,
  kind: TokenKind,
  off: StrOff,
  ref?: TypeId,
): number {
  let holder = view;
  while (off < holder.startStrOff && holder.base) holder = holder.base;
  const { strings } = holder.own;
  const start = off - holder.startStrOff;
  if (start >= strings.length) return 0;
  const end = strings.endOf(start);
  printer.putBytes(kind, strings.bytes, start, end, ref);
  return end - start;
}
