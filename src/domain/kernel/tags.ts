/**
 * Declaration tags of one blob, by what they tag.
 * In: a view. Out: the DECL_TAGs of a type, of its members or of its arguments. A function tagged `bpf_kfunc` is a kfunc
 * (kernel `register_btf_kfunc_id_set`, pahole `--btf_features=decl_tag_kfuncs`).
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { infoKind, Kind } from '../../format/btf/kinds.ts';
import { stringIs } from '../view/bounded-string.ts';
import type { BtfView } from '../view/view.ts';

const KFUNC_TAG = 'bpf_kfunc';

export class DeclTags {
  private readonly byTarget = new Map<TypeId, TypeId[]>();
  private readonly kfuncs = new Set<TypeId>();

  constructor(view: BtfView) {
    const { words, typeOffsets } = view.own;
    const isKfuncTag = kfuncTagTest(view);
    for (let local = 1; local < typeOffsets.length; local++) {
      const at = typeOffsets[local];
      if (infoKind(words[at + 1]) !== Kind.DeclTag) continue;
      const target = words[at + 2];
      const list = this.byTarget.get(target);
      const id = view.startId + local - 1;
      if (list) list.push(id);
      else this.byTarget.set(target, [id]);
      if (words[at + 3] === WHOLE_TYPE && isKfuncTag(words[at])) this.kfuncs.add(target);
    }
  }

  /** Ids of the tags on a type and its elements, in the order of the blob. */
  of(target: TypeId): readonly TypeId[] {
    return this.byTarget.get(target) ?? [];
  }

  /** In the order of their tags. */
  get allKfuncs(): readonly TypeId[] {
    return [...this.kfuncs];
  }

  isKfunc(func: TypeId): boolean {
    return this.kfuncs.has(func);
  }
}

const known = new WeakMap<BtfView, DeclTags>();

/** Collected when first asked for, and kept as long as the view. */
export function declTagsOf(view: BtfView): DeclTags {
  let tags = known.get(view);
  if (!tags) known.set(view, (tags = new DeclTags(view)));
  return tags;
}

/** component_idx -1, as it is stored. */
const WHOLE_TYPE = 0xffffffff;

/** Real files use one string for all; a hostile one may name megabytes a million times, so length is looked at first. */
function kfuncTagTest(view: BtfView): (off: StrOff) => boolean {
  let [yes, no] = [-1, -1];
  return (off) => {
    if (off !== yes && off !== no) {
      if (stringIs(view, off, KFUNC_TAG)) yes = off;
      else no = off;
    }
    return off === yes;
  };
}
