/**
 * What the session holds and what it took, for the diagnostics panel. Looks at every source, kallsyms
 * among them, and at no type.
 */

import type { Diagnostics } from './api.ts';
import type { Indexing } from './indexing.ts';
import type { Sources } from './sources.ts';

export function diagnose(sources: Sources, indexing: Indexing): Diagnostics {
  const { types, distinctNames, byIndex, times } = indexing.figures;
  const { names, usedBy, elements } = indexing.state;
  const { all, infos } = sources;
  const row = (name: string, bytes: number, ms: number | null, complete: boolean) => {
    return { name, bytes, ms, complete };
  };
  return {
    sources: infos.length,
    types,
    distinctNames,
    btfBytes: all.reduce((sum, { found }) => sum + found.btf.byteLength, 0),
    heldBytes: heldBytes(sources),
    indexes: [
      row('kinds and sources', byIndex.columns, null, true),
      row('names', byIndex.names, times.names, names),
      row('order of lists', byIndex.order, times.order, names),
      row('sizes', byIndex.sizes, null, byIndex.sizes > 0),
      row('references', byIndex.references, times.references, usedBy),
      row('members', byIndex.members, times.elements, elements),
      row('enumerators', byIndex.enumerators, null, elements),
    ],
  };
}

/** One buffer may hold many files. */
function heldBytes(sources: Sources): number {
  const buffers = new Set<ArrayBufferLike>();
  for (const { found } of sources.all) {
    const { words, typeOffsets, strings } = found.btf;
    for (const { buffer } of [words, typeOffsets, strings.bytes]) buffers.add(buffer);
    if (found.object) buffers.add(found.object.buffer);
  }
  let bytes = sources.infos.reduce((sum, { role, bytes }) => sum + (role === 'kallsyms' ? bytes : 0), 0);
  for (const buffer of buffers) bytes += buffer.byteLength;
  return bytes;
}
