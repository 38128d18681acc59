/**
 * What is told of a source.
 * In: a source, and what others are called. Out: plain data: what it is, how it stands, and why no base fits it.
 */

import type { Placement, Tried } from '../domain/kernel/place.ts';
import type { Misfit, SourceId, SourceInfo, SourceState } from './source-api.ts';
import type { KallsymsSource, Source } from './sources.ts';

type NameOf = (id: SourceId) => string;

export function infoOf(source: Source, base: SourceId | null, loaded: boolean, nameOf: NameOf): SourceInfo {
  const { id, name, path, role, found, placement } = source;
  return {
    id,
    name,
    path,
    role,
    state: stateOf(placement, nameOf),
    ownTypes: found.btf.nrTypes,
    bytes: (found.object ?? found.btf.bytes).length,
    base,
    littleEndian: found.btf.littleEndian,
    pointerSize: 'view' in placement ? placement.view.pointerSize : (found.pointerSize ?? 8),
    container: found.container,
    loaded,
    symbols: null,
  };
}

export function infoOfKallsyms({ id, name, path, role, kallsyms }: KallsymsSource): SourceInfo {
  return {
    id,
    name,
    path,
    role,
    state: { state: 'ready' },
    ownTypes: 0,
    bytes: kallsyms.byteLength,
    base: null,
    littleEndian: true,
    pointerSize: kallsyms.wordSize,
    container: 'raw',
    loaded: true,
    symbols: kallsyms.count,
  };
}

function stateOf(placement: Placement, nameOf: NameOf): SourceState {
  switch (placement.state) {
    case 'no-base-fits':
      return { state: placement.state, tried: placement.tried.map((one) => misfit(one, nameOf)) };
    case 'over-distilled-base': {
      const rejected = placement.rejected.map(({ base, error: { code, message } }) => {
        return { base, baseName: nameOf(base), code, message };
      });
      return { state: placement.state, rejected };
    }
    default:
      return { state: placement.state };
  }
}

function misfit({ base, fit }: Tried, nameOf: NameOf): Misfit {
  return {
    base,
    baseName: nameOf(base),
    names: fit.names,
    namesFromBase: fit.namesFromBase,
    midString: fit.midString + fit.ownMidString,
    outOfRange: fit.namesOutOfRange,
    idsOutOfRange: fit.typesOutOfRange,
    implausible: fit.implausible,
    error: fit.error && { code: fit.error.code, message: fit.error.message },
  };
}
