/**
 * The order in which sources are listed: first what needs attention, then each base with the modules that sit on it.
 * In: the sources as they were opened. Out: rows, with what tells sources of one name apart.
 */

import type { SourceId, SourceInfo } from '../../session/api.ts';

export interface SourceRow {
  readonly source: SourceInfo;
  /** The base it sits on, in words; null for what sits on none. */
  readonly base: string | null;
  /** The path, where another source has the same name. */
  readonly path: string | null;
  /** Modules that sit on it. */
  readonly modules: number;
  /** Whether the row above it is its base, or another module on the same base. */
  readonly indented: boolean;
}

export function arrange(sources: readonly SourceInfo[]): SourceRow[] {
  const names = countNames(sources);
  const byId = new Map(sources.map((source) => [source.id, source]));
  const isAmbiguous = ({ name }: SourceInfo) => (names.get(name) ?? 0) > 1;
  const numbers = numberPaths(sources);
  const label = (source: SourceInfo) =>
    isAmbiguous(source) ? `${source.path}${numbers.get(source.id) ?? ''}` : source.name;

  const modules = groupByBase(sources);
  const row = (source: SourceInfo, indented: boolean): SourceRow => {
    const base = source.base === null ? undefined : byId.get(source.base);
    return {
      source,
      base: base ? label(base) : null,
      modules: modules.get(source.id)?.length ?? 0,
      path: isAmbiguous(source) ? label(source) : null,
      indented,
    };
  };
  const unplaced = sources.filter(isUnplaced).sort(byName);
  const isRoot = ({ base }: SourceInfo) => base === null || !byId.has(base);
  const roots = sources.filter((source) => isRoot(source) && !isUnplaced(source));
  return [
    ...unplaced.map((source) => row(source, false)),
    ...roots.flatMap((root) => [
      row(root, false),
      ...(modules.get(root.id) ?? []).map((module) => row(module, true)),
    ]),
  ];
}

/** Keeps the rows whose name or path has the text in it, in any case. */
export function filterRows(rows: readonly SourceRow[], text: string): readonly SourceRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter(({ source: { name, path } }) => `${name}\n${path}`.toLowerCase().includes(wanted));
}

function isUnplaced({ state: { state } }: SourceInfo): boolean {
  return state === 'waiting-for-base' || state === 'no-base-fits';
}

function groupByBase(sources: readonly SourceInfo[]): ReadonlyMap<SourceId, readonly SourceInfo[]> {
  const groups = new Map<SourceId, SourceInfo[]>();
  for (const source of sources) {
    if (source.base === null || isUnplaced(source)) continue;
    const group = groups.get(source.base);
    if (group) group.push(source);
    else groups.set(source.base, [source]);
  }
  for (const group of groups.values()) group.sort(byName);
  return groups;
}

function countNames(sources: readonly SourceInfo[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of sources) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Two files of one path (dropped from two directories) get a number each. */
function numberPaths(sources: readonly SourceInfo[]): ReadonlyMap<SourceId, string> {
  const byPath = new Map<string, SourceInfo[]>();
  for (const source of sources) {
    const same = byPath.get(source.path);
    if (same) same.push(source);
    else byPath.set(source.path, [source]);
  }
  const several = [...byPath.values()].filter((same) => same.length > 1);
  return new Map(several.flatMap((same) => same.map(({ id }, i) => [id, ` (${i + 1})`] as const)));
}

function byName(a: SourceInfo, b: SourceInfo): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
