/**
 * What the page of a source says at once.
 * In: a source. Out: its kinds and sizes, its share of the kernel, and which lists there are to make. Counts every type of a
 * kernel in slices, and keeps the counts as long as the view.
 */

import { countKinds } from '../../domain/kernel/part-lists.ts';
import { kindWord } from '../../domain/kernel/kind-word.ts';
import { parseElf, sectionByName } from '../../format/elf/elf.ts';
import { KIND_WORDS, type SourceId } from '../source-api.ts';
import type { KindCount, SourceList, SourcePage } from '../source-page-api.ts';
import { Slices } from '../slices.ts';
import type { Source, Sources } from '../sources.ts';

const LISTS: Readonly<Record<Source['role'], readonly SourceList[]>> = {
  base: ['modules', 'largest', 'most-used', 'kfuncs', 'disagreeing', 'misfits'],
  module: ['taken', 'kfuncs', 'largest', 'most-used'],
  object: ['largest', 'most-used'],
  'distilled-base': ['modules', 'largest', 'most-used'],
};

/** Of kallsyms. */
const NO_TYPES = {
  baseName: null,
  btfBytes: null,
  stringBytes: null,
  kinds: [],
  kernel: null,
  lists: [],
  misfits: 0,
};

export async function sourceFacts(
  sources: Sources,
  id: SourceId,
  generation: number,
): Promise<SourcePage | null> {
  const info = sources.info(id);
  if (!info) return null;
  const source = sources.get(id);
  if (!source) return { ...NO_TYPES, info, generation };
  const baseId = sources.baseOf(source);
  const root = baseId === null ? source : sources.get(baseId);
  const modules = root ? modulesOn(sources, root.id) : [];
  const isRoot = root?.id === id;
  const kernel = root && (isRoot ? modules.length > 0 : true) ? [root, ...modules] : null;
  const misfits = isRoot ? misfitsOf(sources, id).length : 0;
  return {
    info,
    generation,
    baseName: baseId === null ? null : (sources.get(baseId)?.name ?? null),
    btfBytes: hasBtf(source) ? source.found.btf.byteLength : 0,
    stringBytes: hasBtf(source) ? source.found.btf.strings.length : 0,
    kinds: await kindCounts(source, isRoot ? kernel : null),
    kernel: root && kernel ? kernelFigures(root, kernel) : null,
    lists: LISTS[source.role].filter((list) => isOffered(list, sources, source, modules.length, misfits)),
    misfits,
  };
}

/** An object without BTF is read as one without types. */
const hasBtf = ({ found: { btf, object } }: Source): boolean =>
  object === null || btf.nrTypes > 0 || sectionByName(parseElf(object), '.BTF') !== undefined;

/** In the order in which they were opened. */
export const modulesOn = (sources: Sources, base: SourceId): Source[] =>
  sources.all.filter((source) => sources.baseOf(source) === base);

export const misfitsOf = (sources: Sources, base: SourceId): Source[] =>
  sources.all.filter(
    ({ placement }) =>
      placement.state === 'no-base-fits' && placement.tried.some((tried) => tried.base === base),
  );

/** A source that waits for its base has nothing that could be looked up. */
function isOffered(
  list: SourceList,
  sources: Sources,
  source: Source,
  modules: number,
  misfits: number,
): boolean {
  if (!sources.shown(source.id)) return false;
  if (list === 'modules' || list === 'disagreeing') return modules > 0;
  return list !== 'misfits' || misfits > 0;
}

function kernelFigures(root: Source, kernel: readonly Source[]): SourcePage['kernel'] {
  const sum = (of: (source: Source) => number): number =>
    kernel.reduce((total, source) => total + of(source), 0);
  return {
    base: root.id,
    name: root.name,
    modules: kernel.length - 1,
    types: sum(({ found }) => found.btf.nrTypes),
    bytes: sum(({ found }) => found.btf.byteLength),
  };
}

const counted = new WeakMap<object, Uint32Array>();

function countsOf({ found: { btf } }: Source): Uint32Array {
  let counts = counted.get(btf);
  if (!counts) counted.set(btf, (counts = countKinds({ own: btf })));
  return counts;
}

async function kindCounts(source: Source, kernel: readonly Source[] | null): Promise<KindCount[]> {
  const slices = new Slices();
  const all = new Uint32Array(256);
  for (const one of kernel ?? []) {
    countsOf(one).forEach((count, kind) => (all[kind] += count));
    if (slices.used) await slices.pause();
  }
  const own = countsOf(source);
  return KIND_WORDS.map((kind): KindCount => {
    const sum = (counts: Uint32Array, from: number): number => {
      let total = 0;
      for (let i = 0; i < 128; i++) if (kindWord(i) === kind) total += counts[from + i];
      return total;
    };
    const [named, nameless] = [sum(own, 0), sum(own, 128)];
    return { kind, named, nameless, inKernel: kernel && sum(all, 0) + sum(all, 128) };
  }).filter(({ named, nameless, inKernel }) => named + nameless + (inKernel ?? 0) > 0);
}
