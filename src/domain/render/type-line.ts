/**
 * A type in one line, for a column: `struct list_head`, `char [16]`, `int (*)(struct file *)`, `struct {...}`.
 * In: an id. Out: tokens that name the types in it. Spelt as pahole spells members, less the columns and double spaces.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { decode } from '../../format/btf/strings.ts';
import type { PaholeCache } from './pahole-cache.ts';
import type { Name } from './pahole-function.ts';
import { OutputLimit, Pen } from './pahole-out.ts';
import { TypePrinter, type Style } from './pahole-type.ts';
import type { Fixed, Line, Printer, Token, TokenKind } from './printer.ts';

/** Characters of one line; a prototype may have any number of parameters. */
const MAX_LENGTH = 4096;

const PLAIN: Style = {
  indent: 0,
  typeSpacing: 0,
  nameSpacing: 0,
  baseOffset: 0,
  relOffset: false,
  emitStats: false,
  prefix: null,
  suffix: null,
  inUnion: false,
  first: false,
  last: true,
};

/** `void` for id 0. */
export function typeLine(cache: PaholeCache, id: TypeId): Line {
  const line = new Tidy();
  if (id === 0) line.put('type', 'void');
  else {
    try {
      new LinePrinter(cache, new Pen(line, MAX_LENGTH)).print(id);
    } catch (error) {
      if (!(error instanceof OutputLimit)) throw error;
      line.put('comment', ' ...');
    }
  }
  return line.finish();
}

class LinePrinter extends TypePrinter {
  print(id: TypeId): void {
    this.type(PLAIN, id, '', 0);
  }

  protected override struct(_id: TypeId, { suffix }: Style): void {
    this.folded('struct', suffix);
  }

  protected override union(_id: TypeId, { suffix }: Style): void {
    this.folded('union', suffix);
  }

  protected override enumeration(_id: TypeId, _indent: number, suffix: Name | null): void {
    this.folded('enum', suffix);
  }

  private folded(keyword: string, suffix: Name | null): void {
    this.pen.put('keyword', keyword);
    this.pen.put('punctuation', ' {...}');
    if (suffix !== '') this.suffix(suffix);
  }
}

/** Keeps one space where several follow each other, none at the end. */
class Tidy implements Printer {
  private readonly tokens: Token[] = [];
  private afterSpace = true;

  put(kind: TokenKind, text: string, ref?: TypeId): void {
    const kept = this.afterSpace ? text.replace(/^ +/, '') : text;
    if (!kept) return;
    this.tokens.push(ref === undefined ? { kind, text: kept } : { kind, text: kept, ref });
    this.afterSpace = kept.endsWith(' ');
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

  spaces(): void {
    this.put('punctuation', ' ');
  }

  newline(): void {
    this.put('punctuation', ' ');
  }

  finish(): Line {
    for (let last = this.tokens.pop(); last; last = this.tokens.pop()) {
      const text = last.text.trimEnd();
      if (!text) continue;
      this.tokens.push({ ...last, text });
      break;
    }
    return this.tokens;
  }
}
