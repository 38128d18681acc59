/**
 * The texts that `dump` can write: a row each.
 * In: a view. Out: all of its own types, or one type, to a printer.
 */

import type { TypeId } from '../format/btf/decode.ts';
import type { Printer } from '../domain/render/printer.ts';
import { printRaw, printRawAll } from '../domain/render/raw.ts';
import type { BtfView } from '../domain/view/view.ts';

export interface FormatOptions {
  /** Offsets and sizes in hexadecimal. */
  readonly hex: boolean;
  /** By id instead of by kind and name. */
  readonly unsorted: boolean;
}

export interface Format {
  all(view: BtfView, printer: Printer, options: FormatOptions): void;
  one(view: BtfView, id: TypeId, printer: Printer, options: FormatOptions): void;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  raw: { all: printRawAll, one: printRaw },
};
