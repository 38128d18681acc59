/**
 * The layout of one type as text.
 * In: a type. Out: pahole's text; of a function pfunct's, its prototype.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { PaholeCache } from './pahole-cache.ts';
import { printPahole } from './pahole.ts';
import type { Printer } from './printer.ts';
import { printPrototype } from './prototype.ts';

/** False, and no text, for what neither of them prints. */
export function printLayout(
  cache: PaholeCache,
  id: TypeId,
  printer: Printer,
  { hex, expand }: { readonly hex: boolean; readonly expand: boolean },
): boolean {
  const { view } = cache;
  if (view.kindOf(id) === Kind.Func) return printPrototype(view, id, printer, cache);
  return printPahole(view, id, printer, { hex, expanded: expand, cache });
}
