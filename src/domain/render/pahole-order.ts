/**
 * Which structs and unions pahole prints when it is asked for all of them.
 * In: ids, in order. Out: whether each is due. It leaves out what has no name (unless told), what is only declared, and what looks like one
 * of the same name that it has printed already: same size and members by name and place, whatever their types and whether
 * struct or union (pahole `print_classes`, `type__compare`).
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { NamePool } from '../kernel/name-pool.ts';
import type { Layout } from '../layout/layout.ts';
import type { Layouts } from '../layout/layouts.ts';
import { storedName } from '../view/bounded-string.ts';

/** Bytes of a name by which namesakes are found; only longer ones are compared in full. */
const NAME_LIMIT = 1024;

export class PaholeOrder {
  private readonly layouts: Layouts;
  private readonly isDueUnnamed: (id: TypeId) => boolean;
  private readonly after: PaholeOrder | null;
  private readonly names = new NamePool();
  /** By number of the name: the first one printed, which most of the time is the only one. */
  private readonly first: (Layout | undefined)[] = [];
  private readonly others = new Map<number, Layout[]>();

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
    const { bytes, start } = storedName(this.layouts.view, layout.nameOff);
    const name = this.names.intern(bytes, start, NAME_LIMIT);
    if (this.has(layout, name)) return false;
    if (!this.first[name]) this.first[name] = layout;
    else this.others.set(name, [...(this.others.get(name) ?? []), layout]);
    return true;
  }

  private has(layout: Layout, name: number): boolean {
    const first = this.first[name];
    if (first && looksLike(first, layout)) return true;
    if (this.others.get(name)?.some((other) => looksLike(other, layout))) return true;
    const before = this.after?.names.find(this.names.bytesOf(name)) ?? -1;
    return before >= 0 && this.after !== null && this.after.has(layout, before);
  }
}

/** A member without a name looks like any in its place. */
function looksLike(a: Layout, b: Layout): boolean {
  if (a.size !== b.size || a.memberCount !== b.memberCount || a.name !== b.name) return false;
  for (let i = 0; i < a.memberCount; i++) {
    if (a.bitOffsetAt(i) !== b.bitOffsetAt(i) || a.bitfieldSizeAt(i) !== b.bitfieldSizeAt(i)) return false;
    const isNamed = a.nameOffAt(i) !== 0 && b.nameOffAt(i) !== 0;
    if (isNamed && a.memberAt(i).name !== b.memberAt(i).name) return false;
  }
  return true;
}
