/**
 * The types of a base that a distilled base can mean, by name.
 * In: a base. Out: ids by name, in the order of ids. Made once for each base, when first asked for.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { isAnyEnum, isComposite, Kind } from '../../format/btf/kinds.ts';
import { shortString } from '../view/bounded-string.ts';
import type { BtfView } from '../view/view.ts';

/** Characters of a name that is looked at: no longer one is known, and a hostile base may have a million. */
export const MAX_NAME = 512;

export class BaseNames {
  private readonly byName = new Map<string, TypeId[]>();
  /** How many structs and unions share a string. */
  private readonly compositesAt = new Map<StrOff, number>();
  private readonly view: BtfView;

  constructor(view: BtfView) {
    this.view = view;
    for (let id = 1; id < view.typeCount; id++) {
      const kind = view.kindOf(id);
      const off = view.nameOffOf(id);
      if (off === 0 || !isDistillable(kind)) continue;
      const name = shortString(view, off, MAX_NAME);
      if (name === null) continue;
      if (isComposite(kind)) this.compositesAt.set(off, (this.compositesAt.get(off) ?? 0) + 1);
      const ids = this.byName.get(name);
      if (ids) ids.push(id);
      else this.byName.set(name, [id]);
    }
  }

  typesNamed(name: string): readonly TypeId[] {
    return this.byName.get(name) ?? [];
  }

  /** Whether the name alone does not tell a type from others (libbpf `btf_relocate_map_distilled_base`). */
  needsSize(id: TypeId): boolean {
    const kind = this.view.kindOf(id);
    if (kind === Kind.Fwd) return false;
    return !isComposite(kind) || (this.compositesAt.get(this.view.nameOffOf(id)) ?? 0) > 1;
  }
}

function isDistillable(kind: number): boolean {
  return (
    kind === Kind.Int || kind === Kind.Float || kind === Kind.Fwd || isAnyEnum(kind) || isComposite(kind)
  );
}

const namesOfBase = new WeakMap<BtfView, BaseNames>();

export function baseNames(view: BtfView): BaseNames {
  let names = namesOfBase.get(view);
  if (!names) namesOfBase.set(view, (names = new BaseNames(view)));
  return names;
}
