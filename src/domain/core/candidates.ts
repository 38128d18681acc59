/**
 * Types of the kernel that a program's type may mean.
 * In: a program's type and a kernel. Out: types of the same essential name and kind: of vmlinux, and only if it has none, of
 * the modules. The rules are libbpf's (`bpf_core_find_cands`).
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { SearchedBtf } from '../bpf/kernel.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import { essentialName } from '../compat/essential-name.ts';
import { kindsAgree } from '../compat/types-compatible.ts';
import type { BtfView } from '../view/view.ts';

export interface Candidate {
  /** Null for vmlinux. */
  readonly module: string | null;
  readonly view: BtfView;
  readonly id: TypeId;
}

/** More than any kernel has of one name; a hostile one may have a million. */
const MAX_CANDIDATES = 1024;

export function findCandidates(
  local: BtfView,
  typeId: TypeId,
  btfs: readonly SearchedBtf[],
  withModules: boolean,
): Candidate[] {
  const name = essentialName(local.nameOf(typeId));
  const kind = local.kindOf(typeId);
  const found: Candidate[] = [];
  for (const { module, view } of btfs) {
    if (module !== null && (!withModules || found.some((one) => one.module === null))) break;
    for (const id of nameIndexOf(view).findEssential(name)) {
      if (found.length < MAX_CANDIDATES && kindsAgree(view.kindOf(id), kind))
        found.push({ module, view, id });
    }
  }
  return found;
}
