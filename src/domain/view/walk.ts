/**
 * Walking references inside one view: through modifiers and typedefs to what a type is, and how large.
 * In: a view and an id. Out: an id or a number. Every walk is bounded by a depth, whatever the file says.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { isModifier, isModifierOrTypedef, Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from './view.ts';

/** libbpf's MAX_RESOLVE_DEPTH. */
export const MAX_RESOLVE_DEPTH = 32;

/** A record where it lies: the type section that holds it, and the index of its first word. `id` above 0 and in the view. */
export function recordOf(view: BtfView, id: TypeId): { readonly words: Uint32Array; readonly at: number } {
  let holder = view;
  while (id < holder.startId && holder.base) holder = holder.base;
  const { words, typeOffsets } = holder.own;
  return { words, at: typeOffsets[id - holder.startId + 1] };
}

/** The type behind const, volatile, restrict, type tags and typedefs; null where the chain leaves the view or is longer than 32. */
export function resolveType(view: BtfView, id: TypeId): TypeId | null {
  return follow(view, id, isModifierOrTypedef);
}

/** As `resolveType`, but a typedef ends the walk. */
export function skipModifiers(view: BtfView, id: TypeId): TypeId | null {
  return follow(view, id, isModifier);
}

function follow(view: BtfView, id: TypeId, through: (kind: number) => boolean): TypeId | null {
  for (let depth = 0; depth <= MAX_RESOLVE_DEPTH; depth++) {
    const kind = view.kindOf(id);
    if (kind < 0) return null;
    if (!through(kind)) return id;
    id = view.sizeOrTypeOf(id);
  }
  return null;
}

/** Size in bytes (libbpf `btf__resolve_size`); null for void, functions, forward declarations, and above 4 GiB. */
export function sizeOf(view: BtfView, id: TypeId): number | null {
  let elements = 1;
  for (let depth = 0; depth < MAX_RESOLVE_DEPTH; depth++) {
    const kind = view.kindOf(id);
    switch (kind) {
      case Kind.Int:
      case Kind.Struct:
      case Kind.Union:
      case Kind.Enum:
      case Kind.Enum64:
      case Kind.Datasec:
      case Kind.Float:
        return bounded(elements * view.sizeOrTypeOf(id));
      case Kind.Ptr:
        return bounded(elements * view.pointerSize);
      case Kind.Typedef:
      case Kind.Volatile:
      case Kind.Const:
      case Kind.Restrict:
      case Kind.Var:
      case Kind.DeclTag:
      case Kind.TypeTag:
        id = view.sizeOrTypeOf(id);
        break;
      case Kind.Array: {
        const array = view.typeById(id);
        if (array?.kind !== Kind.Array) return null;
        elements *= array.nelems;
        if (elements > 0xffffffff) return null;
        id = array.typeId;
        break;
      }
      default:
        return null;
    }
  }
  return null;
}

const bounded = (size: number): number | null => (size > 0xffffffff ? null : size);
