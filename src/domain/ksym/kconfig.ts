/**
 * `__kconfig` externs: variables that a loader fills from the kernel's configuration.
 * In: the type of such a variable. Out: its size and alignment in the `.kconfig` map, or null for a type that libbpf does
 * not take (`find_kcfg_type`). The values need /proc/config.gz, which is not looked at here.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { resolveType, sizeOf } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';

/** Bytes. */
export interface KconfigLayout {
  readonly size: number;
  readonly align: number;
}

const BOOL = 4;
const TRISTATE = 'libbpf_tristate';

export function kconfigLayout(view: BtfView, id: TypeId): KconfigLayout | null {
  const size = sizeOf(view, id);
  if (!size) return null;
  const type = view.typeById(resolveType(view, id) ?? 0);
  switch (type?.kind) {
    case Kind.Int: {
      const isPlain = type.encoding & BOOL ? size === 1 : [1, 2, 4, 8].includes(size);
      return isPlain ? { size, align: size } : null;
    }
    case Kind.Enum:
      return size === 4 && type.name === TRISTATE ? { size, align: 4 } : null;
    case Kind.Enum64:
      return type.name === TRISTATE ? { size, align: Math.min(8, size) } : null;
    case Kind.Array: {
      const element = view.typeById(resolveType(view, type.typeId) ?? 0);
      const isChar = element?.kind === Kind.Int && element.size === 1 && !(element.encoding & BOOL);
      return type.nelems > 0 && isChar ? { size, align: 1 } : null;
    }
    default:
      return null;
  }
}

/** Bytes from the start of the `.kconfig` map at which each extern lies, in their order. */
export function kconfigOffsets(layouts: readonly KconfigLayout[]): number[] {
  let end = 0;
  return layouts.map(({ size, align }) => {
    const start = Math.ceil(end / align) * align;
    end = start + size;
    return start;
  });
}
