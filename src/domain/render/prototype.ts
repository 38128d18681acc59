/**
 * The prototype of a function as pfunct prints it.
 * In: a view and a FUNC. Out: what `pfunct -P -F btf` prints for it (1.31), to the character: its decl tags, then
 * `int foo(struct bar * bar, int count);`. 1.24 leaves the decl tags out.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { PaholeCache } from './pahole-cache.ts';
import { FunctionPrinter } from './pahole-function.ts';
import { CUT_OFF, OutputLimit, Pen } from './pahole-out.ts';
import type { Printer } from './printer.ts';

/** Bytes; the longest of a kernel take a thousand. */
const MAX_PROTOTYPE = 1 << 20;

/** One line; false, and no text, for what is no FUNC. `cache` as for `printPahole`. */
export function printPrototype(
  view: BtfView,
  id: TypeId,
  printer: Printer,
  cache = new PaholeCache(view),
): boolean {
  const func = view.typeById(id);
  if (func?.kind !== Kind.Func) return false;
  const pen = new Pen(printer, MAX_PROTOTYPE);
  try {
    new PrototypePrinter(cache, pen).func(id, func.typeId, func.name);
    pen.put('punctuation', ';');
    pen.newline();
  } catch (error) {
    if (!(error instanceof OutputLimit)) throw error;
    printer.put('comment', CUT_OFF);
    printer.newline();
  }
  return true;
}

class PrototypePrinter extends FunctionPrinter {
  func(id: TypeId, protoId: TypeId, name: string): void {
    const { view, pen, cache } = this;
    this.attributes(cache.attributes.ofFunction.get(id));
    const proto = view.typeById(protoId);
    if (proto?.kind !== Kind.FuncProto) return this.notFound(name, 0);
    this.typeName(proto.returnTypeId, 0);
    pen.name('name', name, id);
    this.parameters(protoId);
  }
}
