/**
 * Where a kernel has a name, whatever it is there: enough for a line of a log, which tells a name and no type.
 * In: a name and a kernel. Out: functions and variables of the name, in the order of the search, and its addresses.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { searchedBtfs, type KernelUnderTest } from '../bpf/kernel.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import type { BtfView } from '../view/view.ts';
import { findInKallsyms, type KallsymsFinding } from './findings.ts';
import { kfuncState, type KfuncState } from './kfuncs.ts';

export interface NamedHit {
  /** Null for vmlinux. */
  readonly module: string | null;
  readonly view: BtfView;
  readonly id: TypeId;
  readonly kind: 'func' | 'var';
  /** False for a module that is open and switched off. */
  readonly loaded: boolean;
  readonly kfunc: KfuncState;
}

export interface NameFinding {
  readonly hits: readonly NamedHit[];
  readonly kallsyms: KallsymsFinding;
}

const MAX_HITS = 64;

export function findName(name: string, kernel: KernelUnderTest): NameFinding {
  const places = [
    ...searchedBtfs(kernel).map((btf) => ({ ...btf, loaded: true })),
    ...kernel.notLoaded.map(({ name: module, view }) => ({ module, view, loaded: false })),
  ];
  const hits: NamedHit[] = [];
  for (const { module, view, loaded } of places) {
    for (const id of nameIndexOf(view).find(name)) {
      const kind = view.kindOf(id);
      if (hits.length === MAX_HITS) break;
      if (kind === Kind.Func)
        hits.push({ module, view, id, loaded, kind: 'func', kfunc: kfuncState(view, id) });
      if (kind === Kind.Var) hits.push({ module, view, id, loaded, kind: 'var', kfunc: 'no-function' });
    }
  }
  return { hits, kallsyms: findInKallsyms(name, kernel) };
}
