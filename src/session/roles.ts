/**
 * What a source is to the others.
 * In: what was found in a file. Out: base, module, BPF object or distilled base, told from content.
 */

import { infoKind, infoVlen, isAnyEnum, isComposite, Kind } from '../format/btf/kinds.ts';
import type { Btf } from '../format/btf/btf.ts';
import type { FoundBtf } from '../intake/found.ts';
import type { SourceRole } from './source-api.ts';

export type BtfRole = Exclude<SourceRole, 'kallsyms'>;

export function roleOf(found: FoundBtf): BtfRole {
  if (found.btf.isSplit || found.distilled) return 'module';
  if (found.object) return 'object';
  return looksDistilled(found.btf) ? 'distilled-base' : 'base';
}

/**
 * Nothing but names and sizes: INTs, FLOATs, FWDs, and composites and enums without a member (libbpf
 * `btf__distill_base`). A file of INTs alone is as good a base as any.
 */
function looksDistilled({ words, typeOffsets }: Btf): boolean {
  let empty = 0;
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local];
    const info = words[at + 1];
    const kind = infoKind(info);
    if (isComposite(kind) || isAnyEnum(kind)) {
      if (infoVlen(info) > 0 || words[at] === 0 || words[at + 2] === 0) return false;
      empty++;
    } else if (kind !== Kind.Int && kind !== Kind.Float && kind !== Kind.Fwd) {
      return false;
    }
  }
  return empty > 0;
}
