/**
 * The order in which sources are listed: first what needs attention, then each base with the modules that sit on it.
 * In: the sources, modules in their load order, and how to list modules. Out: rows, with what tells sources of one name apart.
 */

import type { SourceId, SourceInfo } from '../../session/source-api.ts';
import { sourceLabels } from '../../store/source-labels.ts';
import type { ModuleSort } from '../../store/state.ts';

export interface SourceRow {
  readonly source: SourceInfo;
  /** The base it sits on, in words; null for what sits on none. */
  readonly base: string | null;
  /** Its name, or what tells it from another source of that name. */
  readonly label: string;
  /** Modules that sit on it. */
  readonly modules: number;
  /** Whether the row above it is its base, or another module on the same base. */
  readonly indented: boolean;
  /** Its neighbours in the load order; null for what is no module under its base. */
  readonly order: LoadOrder | null;
}

/** Modules of the same base around one of them, as they are loaded. */
export interface LoadOrder {
  readonly previous: SourceId | null;
  readonly next: SourceId | null;
  readonly afterNext: SourceId | null;
}

export function arrange(sources: readonly SourceInfo[], sort: ModuleSort = 'name'): SourceRow[] {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const labels = sourceLabels(sources);
  const label = ({ id, name }: SourceInfo) => labels.get(id) ?? name;

  const modules = groupByBase(sources);
  const orders = loadOrders(modules);
  const row = (source: SourceInfo, indented: boolean): SourceRow => {
    const base = source.base === null ? undefined : byId.get(source.base);
    return {
      source,
      base: base ? label(base) : null,
      modules: modules.get(source.id)?.length ?? 0,
      label: label(source),
      indented,
      order: indented ? (orders.get(source.id) ?? null) : null,
    };
  };
  const sorted = (group: readonly SourceInfo[]) => (sort === 'name' ? [...group].sort(byName) : group);
  const unplaced = sources.filter(isUnplaced).sort(byName);
  const isRoot = ({ base }: SourceInfo) => base === null || !byId.has(base);
  const roots = sources.filter((source) => isRoot(source) && !isUnplaced(source));
  return [
    ...unplaced.map((source) => row(source, false)),
    ...roots.flatMap((root) => [
      row(root, false),
      ...sorted(modules.get(root.id) ?? []).map((module) => row(module, true)),
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
  return groups;
}

/** Sources come in the order in which modules are loaded. */
function loadOrders(groups: ReadonlyMap<SourceId, readonly SourceInfo[]>): ReadonlyMap<SourceId, LoadOrder> {
  const orders = new Map<SourceId, LoadOrder>();
  for (const group of groups.values()) {
    const modules = group.filter(({ role }) => role === 'module');
    const idAt = (index: number) => modules[index]?.id ?? null;
    for (const [at, { id }] of modules.entries())
      orders.set(id, { previous: idAt(at - 1), next: idAt(at + 1), afterNext: idAt(at + 2) });
  }
  return orders;
}

function byName(a: SourceInfo, b: SourceInfo): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
