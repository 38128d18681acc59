/**
 * A renderer's text as the page wants it.
 * In: tokens that name types by their id in a view. Out: lines of tokens that name them across sources, with the step from
 * a module into its base marked. What is too long for a page is cut, and says so.
 */

import { BtfError } from '../format/errors.ts';
import { LinePrinter, type Line, type Printer, type TokenKind } from '../domain/render/printer.ts';
import type { PageLine, PageText, PageToken } from './api.ts';
import type { ShownSource, Sources } from './sources.ts';

/** What one answer carries at most; the copied text has all of it. */
const MAX_LINES = 20_000;
const MAX_CHARACTERS = 4 << 20;

export function pageText(
  sources: Sources,
  source: ShownSource,
  render: (printer: Printer) => void,
): PageText {
  const printer = new PagePrinter();
  try {
    render(printer);
  } catch (error) {
    if (!(error instanceof PageFull) && !isTooLarge(error)) throw error;
    printer.truncated = true;
  }
  const lines = printer.finish().map((line) => pageLine(sources, source, line));
  return { lines, truncated: printer.truncated };
}

const isTooLarge = (error: unknown): boolean => error instanceof BtfError && error.code === 'too-large';

/** Ends the rendering: what would follow is for nobody. */
class PageFull extends Error {}

class PagePrinter extends LinePrinter {
  private left = MAX_CHARACTERS;

  override put(kind: TokenKind, text: string, ref?: number): void {
    if (text.length > this.left) {
      super.put('comment', '\u2026');
      throw new PageFull();
    }
    this.left -= text.length;
    super.put(kind, text, ref);
  }

  override newline(): void {
    super.newline();
    if (this.lines.length >= MAX_LINES) throw new PageFull();
  }
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
