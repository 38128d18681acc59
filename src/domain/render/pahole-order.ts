/**
 * Which structs and unions pahole prints when it is asked for all of them.
 * In: ids, in order. Out: whether each is due. It leaves out what has no name (unless told), what is only declared, and what looks like one
 * of the same name that it has printed already: same size and members by name and place, whatever their types and whether
 * struct or union (pahole `print_classes`, `type__compare`).
 */

import type { TypeId } from '../../format/btf/decode.ts';
import type { Layout } from '../layout/layout.ts';
import type { Layouts } from '../layout/layouts.ts';

export class PaholeOrder {
  private readonly layouts: Layouts;
  private readonly isDueUnnamed: (id: TypeId) => boolean;
  private readonly after: PaholeOrder | null;
  private readonly printed = new Map<string, Layout[]>();

  /** `isDueUnnamed`: whether one without a name is, as often as it comes. `after`: what has been printed of the base. */
  constructor(
    layouts: Layouts,
    isDueUnnamed: (id: TypeId) => boolean = () => false,
    after: PaholeOrder | null = null,
  ) {
    this.layouts = layouts;
    this.isDueUnnamed = isDueUnnamed;
    this.after = after;
  }

  /** Answers once: a type that is due counts as printed. */
  isDue(id: TypeId): boolean {
    const layout = this.layouts.of(id);
    if (!layout || layout.isDeclaration) return false;
    if (layout.nameOff === 0) return this.isDueUnnamed(id);
    if (this.has(layout)) return false;
    const namesakes = this.printed.get(layout.name);
    if (namesakes) namesakes.push(layout);
    else this.printed.set(layout.name, [layout]);
    return true;
  }

  private has(layout: Layout): boolean {
    const namesakes = this.printed.get(layout.name);
    return (
      (namesakes?.some((other) => looksLike(other, layout)) ?? false) || (this.after?.has(layout) ?? false)
    );
  }
}

/** A member without a name looks like any in its place. */
function looksLike(a: Layout, b: Layout): boolean {
  if (a.size !== b.size || a.members.length !== b.members.length) return false;
  return a.members.every((member, i) => {
    const other = b.members[i];
    return (
      (member.nameOff === 0 || other.nameOff === 0 || member.name === other.name) &&
      member.bitOffset === other.bitOffset &&
      member.bitfieldSize === other.bitfieldSize
    );
  });
}
