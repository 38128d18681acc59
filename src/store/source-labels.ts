/**
 * What sources are called where their name alone does not tell them apart: two kernels have a `vmlinux` each.
 * In: the open sources. Out: a label per source: its name, or among equals its path, with a number where paths are equal too.
 */

import type { SourceId, SourceInfo } from '../session/source-api.ts';

type Labels = ReadonlyMap<SourceId, string>;

const known = new WeakMap<readonly SourceInfo[], Labels>();

/** The same list of sources has the same labels, which are made once. */
export function sourceLabels(sources: readonly SourceInfo[]): Labels {
  let labels = known.get(sources);
  if (!labels) known.set(sources, (labels = makeLabels(sources)));
  return labels;
}

type ById = ReadonlyMap<SourceId, SourceInfo>;

const knownById = new WeakMap<readonly SourceInfo[], ById>();

/** The same list of sources by number; there may be thousands, and a page of links asks for each. */
export function sourcesById(sources: readonly SourceInfo[]): ById {
  let byId = knownById.get(sources);
  if (!byId) knownById.set(sources, (byId = new Map(sources.map((source) => [source.id, source]))));
  return byId;
}

function makeLabels(sources: readonly SourceInfo[]): Labels {
  const byName = groupBy(sources, ({ name }) => name);
  // Of thousands of modules few share their name, or none.
  const twinsOf = ({ name }: SourceInfo): number => byName.get(name)?.length ?? 0;
  const byPath = groupBy(
    sources.filter((source) => twinsOf(source) > 1),
    ({ path }) => path,
  );
  return new Map(
    sources.map((source) => {
      const samePath = byPath.get(source.path) ?? [];
      const number = samePath.length > 1 ? ` (${samePath.indexOf(source) + 1})` : '';
      return [source.id, twinsOf(source) > 1 ? `${source.path}${number}` : source.name];
    }),
  );
}

function groupBy(
  sources: readonly SourceInfo[],
  keyOf: (source: SourceInfo) => string,
): ReadonlyMap<string, readonly SourceInfo[]> {
  const groups = new Map<string, SourceInfo[]>();
  for (const source of sources) {
    const group = groups.get(keyOf(source));
    if (group) group.push(source);
    else groups.set(keyOf(source), [source]);
  }
  return groups;
}
