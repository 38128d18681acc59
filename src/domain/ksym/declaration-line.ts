/**
 * Declarations in one line of C, as tokens that name the types in them.
 * In: a view and an id. Out: a function, variable or argument. What a nameless struct or enum consists of is left out:
 * `struct {...}`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { printDeclaration } from '../render/c/declaration.ts';
import { CEmitter } from '../render/c/emit.ts';
import { PlainNames } from '../render/c/names.ts';
import { printWithin } from '../render/c/out.ts';
import { recordsOf } from '../render/c/records.ts';
import { LinePrinter, type Line, type Printer, type Token } from '../render/printer.ts';
import type { BtfView } from '../view/view.ts';

/** Characters. */
const MAX_LINE = 4096;

/** `extern int bpf_x(struct sk_buff *skb);` with the linkage that a FUNC or VAR has; empty for anything else. */
export function declarationLine(view: BtfView, id: TypeId): Line {
  const kind = view.kindOf(id);
  if (kind !== Kind.Func && kind !== Kind.Var) return [];
  return inOneLine((printer) => printDeclaration(view, id, printer));
}

/** `int bpf_x(struct sk_buff *skb);` of a FUNC or VAR, whatever its linkage. */
export function prototypeLine(view: BtfView, id: TypeId): Line {
  const type = view.typeById(id);
  if (type?.kind !== Kind.Func && type?.kind !== Kind.Var) return [];
  return inOneLine((printer) => {
    emit(view, printer, (emitter) => emitter.declaration(type.typeId, type.name, 0, id));
    printer.put('punctuation', ';');
  });
}

/** `struct sk_buff *skb`; the type alone where `name` is empty. */
export function typedNameLine(view: BtfView, typeId: TypeId, name: string): Line {
  return inOneLine((printer) => emit(view, printer, (emitter) => emitter.declaration(typeId, name, 0)));
}

function emit(view: BtfView, printer: Printer, print: (emitter: CEmitter) => void): void {
  const records = recordsOf(view);
  const names = new PlainNames(records);
  printWithin(printer, MAX_LINE, (out) =>
    print(new CEmitter(records, out, names, { asLibbpf: false, exactLayouts: true })),
  );
}

export function inOneLine(print: (printer: Printer) => void): Line {
  const printer = new LinePrinter();
  print(printer);
  const tokens = printer.finish().flatMap((line, i) => (i === 0 ? line : [SPACE, ...line]));
  return spacedOnce(cut(withoutBodies(tokens)));
}

const SPACE: Token = { kind: 'punctuation', text: ' ' };

export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** From the first brace to the last one. */
function withoutBodies(tokens: readonly Token[]): Token[] {
  const text = textOf(tokens);
  const [open, close] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (open < 0 || close < open) return [...tokens];
  const body: Token = { kind: 'punctuation', text: '{...}' };
  return [...between(tokens, 0, open), body, ...between(tokens, close + 1, text.length)];
}

/** Characters `from` .. `to` of a line. */
function between(tokens: readonly Token[], from: number, to: number): Token[] {
  let end = 0;
  return tokens.flatMap((token) => {
    const start = end;
    end += token.text.length;
    const text = token.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    return text === '' ? [] : [{ ...token, text }];
  });
}

const cut = (tokens: readonly Token[]): Token[] => between(tokens, 0, MAX_LINE);

/** One blank where several follow each other, none at either end. */
function spacedOnce(tokens: readonly Token[]): Line {
  const kept: Token[] = [];
  let isAfterBlank = true;
  for (const token of tokens) {
    let text = token.text.replace(/\s+/g, ' ');
    if (isAfterBlank) text = text.trimStart();
    if (text === '') continue;
    isAfterBlank = text.endsWith(' ');
    kept.push({ ...token, text });
  }
  const last = kept.pop();
  return last ? [...kept, { ...last, text: last.text.trimEnd() }].filter(({ text }) => text !== '') : [];
}
