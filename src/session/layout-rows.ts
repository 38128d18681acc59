/**
 * The layout of a type as rows of a table.
 * In: a source, an id, and what is expanded. Out: rows whose types are named across sources.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { layoutTable, type LayoutRow as DomainRow } from '../domain/layout/table.ts';
import type { LayoutOptions, LayoutRow, LayoutTable } from './type-api.ts';
import type { Caches } from './caches.ts';
import type { ShownSource, Sources } from './sources.ts';
import { pageLine } from './tokens.ts';

/** Null for what is neither struct nor union. */
export function layoutOf(
  sources: Sources,
  caches: Caches,
  source: ShownSource,
  id: TypeId,
  { cachelineSize, expand, expanded, folded }: LayoutOptions,
): LayoutTable | null {
  const cache = caches.of(source.placement.view, cachelineSize);
  const listed = new Set(expand ? folded : expanded);
  const table = layoutTable(cache, id, { expanded: { has: (path) => listed.has(path) !== expand } });
  if (!table) return null;
  const rows = table.rows.map((row) => layoutRow(sources, source, row));
  return { rows, totals: table.totals, truncated: table.truncated };
}

function layoutRow(sources: Sources, source: ShownSource, row: DomainRow): LayoutRow {
  const trail = row.typedefs.map(({ id, name }) => ({ kind: 'type', text: name, ref: id }) as const);
  return {
    row: row.row,
    depth: row.depth,
    path: row.path,
    name: row.name,
    type: pageLine(sources, source, row.type),
    typedefs: pageLine(sources, source, trail),
    offset: row.offset,
    size: row.size,
    bits: row.bits,
    alignment: row.alignment,
    expandable: row.expandable,
    expanded: row.expanded,
    note: row.note,
  };
}
