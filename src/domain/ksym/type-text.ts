/**
 * Types in one line of C, for sentences about externs.
 * In: a view. Out: a function from ids to text, and prototypes with the name of the function in them. What a nameless
 * struct or enum consists of is left out: `struct {...}`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { TypeText } from '../compat/difference-text.ts';
import { printDeclaration } from '../render/c/declaration.ts';
import { CEmitter } from '../render/c/emit.ts';
import { PlainNames } from '../render/c/names.ts';
import { printWithin } from '../render/c/out.ts';
import { recordsOf } from '../render/c/records.ts';
import { printToString } from '../render/printer.ts';
import type { BtfView } from '../view/view.ts';

/** Characters. */
const MAX_LINE = 4096;

/** `struct sk_buff *`, `int (*)(void *)`. */
export function typeTextOf(view: BtfView): TypeText {
  const records = recordsOf(view);
  return (id) => {
    const text = printToString((printer) =>
      printWithin(printer, MAX_LINE, (out) =>
        new CEmitter(records, out, new PlainNames(records), {
          asLibbpf: false,
          exactLayouts: true,
        }).declaration(id, '', 0),
      ),
    );
    return oneLine(text);
  };
}

/** `extern int bpf_x(struct sk_buff *skb);` for a FUNC or VAR, with the linkage that it has; '' for anything else. */
export function declarationText(view: BtfView, id: TypeId): string {
  const kind = view.kindOf(id);
  if (kind !== Kind.Func && kind !== Kind.Var) return '';
  return oneLine(printToString((printer) => printDeclaration(view, id, printer)));
}

/** Braces hold what only a nameless type has. */
const oneLine = (text: string): string =>
  text
    .slice(0, MAX_LINE)
    .replace(/\{[^]*\}/, '{...}')
    .replace(/\s+/g, ' ')
    .trim();
