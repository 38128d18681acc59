/**
 * What stands on the tabs of a type page.
 * In: a source and an id. Out: lines with links, rows of a layout, or the whole as text for the clipboard.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { layoutTable, type LayoutRow as DomainRow } from '../domain/layout/table.ts';
import { boundedSink } from '../domain/render/bounded-text.ts';
import { printDeclaration } from '../domain/render/c/declaration.ts';
import { PaholeCache } from '../domain/render/pahole-cache.ts';
import { printPahole } from '../domain/render/pahole.ts';
import { TextPrinter, type Printer } from '../domain/render/printer.ts';
import { printPrototype } from '../domain/render/prototype.ts';
import { printRaw } from '../domain/render/raw.ts';
import type { BtfView } from '../domain/view/view.ts';
import { Kind } from '../format/btf/kinds.ts';
import type { LayoutOptions, LayoutRow, LayoutTable, PageText, TextForm } from './api.ts';
import type { ShownSource, Sources } from './sources.ts';
import { pageLine, pageText } from './tokens.ts';

export class Tabs {
  private readonly sources: Sources;
  private readonly caches = new Caches();

  constructor(sources: Sources) {
    this.sources = sources;
  }

  declaration(source: ShownSource, id: TypeId): PageText {
    return pageText(this.sources, source, (printer) => printDeclaration(viewOf(source), id, printer));
  }

  raw(source: ShownSource, id: TypeId): PageText {
    return pageText(this.sources, source, (printer) => printRaw(viewOf(source), id, printer));
  }

  /** Null for what is neither struct nor union. */
  layout(source: ShownSource, id: TypeId, options: LayoutOptions): LayoutTable | null {
    const cache = this.caches.of(viewOf(source), options.cachelineSize);
    const table = layoutTable(cache, id, { expanded: new Set(options.expanded) });
    if (!table) return null;
    const rows = table.rows.map((row) => this.layoutRow(source, row));
    return { rows, totals: table.totals, truncated: table.truncated };
  }

  /** @throws BtfError `too-large` */
  text(
    source: ShownSource,
    id: TypeId,
    form: Exclude<TextForm, 'used-by'>,
    options: LayoutOptions & { readonly hex: boolean },
  ): string {
    const view = viewOf(source);
    switch (form) {
      case 'c':
        return toText(view, (printer) => printDeclaration(view, id, printer));
      case 'raw':
        return toText(view, (printer) => printRaw(view, id, printer));
      case 'layout': {
        const cache = this.caches.of(view, options.cachelineSize);
        return toText(view, (printer) => printLayout(view, id, printer, cache, options));
      }
    }
  }

  private layoutRow(source: ShownSource, row: DomainRow): LayoutRow {
    const { typedefs } = row;
    const trail = typedefs.map(({ id, name }) => ({ kind: 'type', text: name, ref: id }) as const);
    return {
      row: row.row,
      depth: row.depth,
      path: row.path,
      name: row.name,
      type: pageLine(this.sources, source, row.type),
      typedefs: pageLine(this.sources, source, trail),
      offset: row.offset,
      size: row.size,
      bits: row.bits,
      alignment: row.alignment,
      expandable: row.expandable,
      expanded: row.expanded,
      note: row.note,
    };
  }
}

const viewOf = (source: ShownSource): BtfView => source.placement.view;

/** pahole's text with what is open in the table open; pfunct's for a function. */
function printLayout(
  view: BtfView,
  id: TypeId,
  printer: Printer,
  cache: PaholeCache,
  { expanded, hex }: LayoutOptions & { readonly hex: boolean },
): void {
  if (view.kindOf(id) === Kind.Func) printPrototype(view, id, printer, cache);
  else printPahole(view, id, printer, { hex, expanded: expanded.length > 0, cache });
}

function toText(view: BtfView, render: (printer: Printer) => void): string {
  const chunks: string[] = [];
  const printer = new TextPrinter(boundedSink(view, (chunk) => chunks.push(chunk)));
  render(printer);
  printer.end();
  return chunks.join('');
}

/** Layouts once found, for as long as a view is open and the cacheline size is the same. */
class Caches {
  private byView = new WeakMap<BtfView, PaholeCache>();
  private cachelineSize = 0;

  of(view: BtfView, cachelineSize: number): PaholeCache {
    if (cachelineSize !== this.cachelineSize) {
      this.byView = new WeakMap();
      this.cachelineSize = cachelineSize;
    }
    let cache = this.byView.get(view);
    if (!cache) {
      const base = view.base && this.of(view.base, cachelineSize);
      this.byView.set(view, (cache = new PaholeCache(view, cachelineSize, base)));
    }
    return cache;
  }
}
