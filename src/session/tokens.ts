/**
 * A renderer's lines as the page wants them.
 * In: tokens that name types by their id in a view. Out: tokens that name them across sources, with the step from a
 * module into its base marked.
 */

import { LinePrinter, type Line, type Printer } from '../domain/render/printer.ts';
import type { PageLine, PageText, PageToken } from './api.ts';
import type { ShownSource, Sources } from './sources.ts';

/** Lines that one answer carries at most; the copied text has all of them. */
const MAX_LINES = 20_000;

export function pageText(
  sources: Sources,
  source: ShownSource,
  render: (printer: Printer) => void,
): PageText {
  const printer = new LinePrinter(MAX_LINES);
  render(printer);
  const lines = printer.finish().map((line) => pageLine(sources, source, line));
  return { lines, truncated: printer.truncated };
}

export function pageLine(sources: Sources, source: ShownSource, line: Line): PageLine {
  return line.map(({ kind, text, ref }): PageToken => {
    const isType = ref !== undefined && ref > 0 && ref < source.placement.view.typeCount;
    if (!isType) return { kind, text };
    const target = sources.refOf(source, ref);
    return target.source === source.id
      ? { kind, text, ref: target }
      : { kind, text, ref: target, crosses: true };
  });
}
