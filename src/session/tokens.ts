/**
 * A renderer's text as the page wants it.
 * In: tokens that name types by their id in a view. Out: lines of tokens that name them across sources, with the step from
 * a module into its base marked. What is too long for a page is cut, and says so.
 */

import { BtfError } from '../format/errors.ts';
import { LinePrinter, type Line, type TokenKind } from '../domain/render/printer.ts';
import type { PageLine, PageText, PageToken } from './type-api.ts';
import type { ShownSource, Sources } from './sources.ts';

/** What one answer carries at most; the copied text has all of it. */
const MAX_LINES = 20_000;
const MAX_CHARACTERS = 4 << 20;

/** Takes what a page shows, and ends the rendering where it has enough: what would follow is for nobody. */
export class PagePrinter extends LinePrinter {
  private left = MAX_CHARACTERS;
  private readonly most: number;

  /** `most` lines. */
  constructor(most = MAX_LINES) {
    super();
    this.most = most;
  }

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
    if (this.lines.length >= this.most) throw new PageFull();
  }

  /** Whether this is how the rendering ended, rather than an error; asked of what it threw. */
  isEnd(error: unknown): boolean {
    const isEnd = error instanceof PageFull || (error instanceof BtfError && error.code === 'too-large');
    this.truncated ||= isEnd;
    return isEnd;
  }

  asText(sources: Sources, source: ShownSource): PageText {
    const lines = this.finish().map((line) => pageLine(sources, source, line));
    return { lines, truncated: this.truncated };
  }
}

class PageFull extends Error {}

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
