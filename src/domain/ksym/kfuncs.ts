/**
 * Functions that programs may call: those with the declaration tag `bpf_kfunc`.
 * In: a view. Out: which of its own functions are kfuncs. Kernels whose pahole did not write the tags have none, and say
 * nothing about their functions.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { declTagsOf, type DeclTags } from '../kernel/tags.ts';
import type { BtfView } from '../view/view.ts';

/** `unknown` where the BTF that holds the function has no such tags at all. */
export type KfuncState = 'kfunc' | 'plain' | 'unknown' | 'no-function';

interface Tagged {
  readonly tags: DeclTags;
  readonly kfuncs: readonly TypeId[];
}

const cache = new WeakMap<BtfView, Tagged>();

function taggedIn(view: BtfView): Tagged {
  let tagged = cache.get(view);
  if (!tagged) cache.set(view, (tagged = collect(view)));
  return tagged;
}

function collect(view: BtfView): Tagged {
  const tags = declTagsOf(view);
  const kfuncs: TypeId[] = [];
  for (let id = view.startId; id < view.typeCount; id++) {
    if (view.kindOf(id) === Kind.Func && tags.isKfunc(id)) kfuncs.push(id);
  }
  return { tags, kfuncs };
}

/** Own kfuncs of a view, in the order of their ids. */
export const kfuncsOf = (view: BtfView): readonly TypeId[] => taggedIn(view).kfuncs;

export function kfuncState(view: BtfView, func: TypeId): KfuncState {
  const { tags, kfuncs } = taggedIn(view);
  if (kfuncs.length === 0) return 'unknown';
  return tags.isKfunc(func) ? 'kfunc' : 'plain';
}
