/**
 * The texts of a type page.
 * In: a source, an id, and which text. Out: its first lines with links, or all of it as a string. What takes long is
 * printed in slices.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { boundedSink } from '../domain/render/bounded-text.ts';
import { printDeclaration } from '../domain/render/c/declaration.ts';
import { printMinimalHeader } from '../domain/render/c/minimal-header.ts';
import { printLayout } from '../domain/render/layout-text.ts';
import { TextPrinter, type Printer } from '../domain/render/printer.ts';
import { printRaw } from '../domain/render/raw.ts';
import type { Steps } from '../domain/render/steps.ts';
import { printWhole } from '../domain/render/whole.ts';
import { assertNever } from '../format/errors.ts';
import type { PageText, TypeText } from './type-api.ts';
import type { Caches } from './caches.ts';
import { inSlices } from './slices.ts';
import type { ShownSource, Sources } from './sources.ts';
import { PagePrinter } from './tokens.ts';

/** Lines of vmlinux.h that a page shows: enough to look around, soon there. */
const PREVIEW_LINES = 5000;

export class Texts {
  private readonly sources: Sources;
  private readonly caches: Caches;

  constructor(sources: Sources, caches: Caches) {
    this.sources = sources;
    this.caches = caches;
  }

  async lines(source: ShownSource, id: TypeId, text: TypeText): Promise<PageText> {
    const page = new PagePrinter(text.form === 'everything' ? PREVIEW_LINES : undefined);
    try {
      await inSlices(this.print(source, id, text, page));
    } catch (error) {
      if (!page.isEnd(error)) throw error;
    }
    return page.asText(this.sources, source);
  }

  /** @throws BtfError `too-large` */
  async whole(source: ShownSource, id: TypeId, text: TypeText): Promise<string> {
    const chunks: string[] = [];
    const printer = new TextPrinter(boundedSink(source.placement.view, (chunk) => chunks.push(chunk)));
    await inSlices(this.print(source, id, text, printer));
    printer.end();
    return chunks.join('');
  }

  private *print({ placement: { view } }: ShownSource, id: TypeId, text: TypeText, printer: Printer): Steps {
    switch (text.form) {
      case 'declaration':
        return printDeclaration(view, id, printer);
      case 'header':
        return printMinimalHeader(view, [id], printer, text);
      case 'everything':
        yield* printWhole(view, printer, { ...text, form: 'c' });
        return;
      case 'pahole':
        printLayout(this.caches.of(view, text.cachelineSize), id, printer, text);
        return;
      case 'raw':
        return printRaw(view, id, printer);
      default:
        assertNever(text);
    }
  }
}
