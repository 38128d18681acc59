/**
 * The texts that `dump` can write: a row each.
 * In: a view. Out: all of it as the reference tool writes it for the file, or one type as the page's tab shows it, to a
 * printer.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { printDeclaration } from '../domain/render/c/declaration.ts';
import { printLayout } from '../domain/render/layout-text.ts';
import { PaholeCache } from '../domain/render/pahole-cache.ts';
import type { Printer } from '../domain/render/printer.ts';
import { printRaw } from '../domain/render/raw.ts';
import { runSteps } from '../domain/render/steps.ts';
import { printWhole, type WholeText } from '../domain/render/whole.ts';
import type { BtfView } from '../domain/view/view.ts';

export interface FormatOptions {
  /** Offsets and sizes in hexadecimal. */
  readonly hex: boolean;
  /** By id instead of by kind and name. */
  readonly unsorted: boolean;
  /** Layouts of C as BTF has them also where bpftool's text has others. */
  readonly exact: boolean;
  /** Bytes. */
  readonly cachelineSize: number;
}

export interface Format {
  /** Raw text of own types; C and layouts of the base's too, as `bpftool -B` and `pahole --btf_base` write them. */
  all(view: BtfView, printer: Printer, options: FormatOptions): void;
  one(view: BtfView, id: TypeId, printer: Printer, options: FormatOptions): void;
}

const whole =
  (text: (options: FormatOptions) => WholeText): Format['all'] =>
  (view, printer, options) =>
    runSteps(printWhole(view, printer, text(options)));

function pahole(expand: boolean): Format {
  return {
    all: whole(({ hex, cachelineSize }) => ({ form: 'pahole', hex, expand, cachelineSize })),
    one: (view, id, printer, { hex, cachelineSize }) =>
      void printLayout(new PaholeCache(view, cachelineSize), id, printer, { hex, expand }),
  };
}

export const FORMATS: Readonly<Record<string, Format>> = {
  raw: { all: whole(() => ({ form: 'raw' })), one: printRaw },
  c: {
    all: whole(({ unsorted, exact }) => ({ form: 'c', sorted: !unsorted, exact })),
    one: printDeclaration,
  },
  pahole: pahole(false),
  'pahole-expanded': pahole(true),
};
