/**
 * What renderers print to: meaning, not characters.
 * In: pieces of text with what they are. Out: either plain text in chunks, or lines of tokens that the page turns into
 * links. One renderer serves the clipboard, the terminal and the page.
 */

import type { TypeId } from '../../format/btf/decode.ts';

export type TokenKind = 'keyword' | 'type' | 'name' | 'number' | 'punctuation' | 'comment';

/** `ref` is set on what names a type: the id in the view that was rendered. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly ref?: TypeId;
}

export type Line = readonly Token[];

export interface Printer {
  put(kind: TokenKind, text: string, ref?: TypeId): void;
  newline(): void;
}

/** Characters before a chunk is handed on. */
const CHUNK = 1 << 16;

/** Plain text, handed on in chunks of about 64 Ki characters; call `end` for the last one. */
export class TextPrinter implements Printer {
  /** Joined when a chunk is full: a string that grows by each of a million tokens costs three times as much. */
  private readonly parts: string[] = [];
  /** Of `parts`, which is filled anew for each chunk rather than made anew. */
  private used = 0;
  private length = 0;
  private readonly sink: (chunk: string) => void;

  constructor(sink: (chunk: string) => void) {
    this.sink = sink;
  }

  put(_kind: TokenKind, text: string): void {
    this.parts[this.used++] = text;
    this.length += text.length;
  }

  newline(): void {
    this.put('punctuation', '\n');
    if (this.length > CHUNK) this.end();
  }

  end(): void {
    if (this.used < this.parts.length) this.parts.length = this.used;
    if (this.length > 0) this.sink(this.parts.join(''));
    this.used = 0;
    this.length = 0;
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
    if (text) this.line.push(ref === undefined ? { kind, text } : { kind, text, ref });
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
