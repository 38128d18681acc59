/**
 * Whether a member of a program's struct can stand for a kernel's: the weaker relation behind field-based CO-RE relocations.
 * In: two views and the type of a member in each. Out: yes, or the first difference. The rules are libbpf's
 * (`bpf_core_fields_are_compat`), with a limit on nested arrays that it does not have.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { isComposite, Kind } from '../../format/btf/kinds.ts';
import { MAX_RESOLVE_DEPTH, resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import { atRoot, comparison, differ, inside, type Comparison, type Difference } from './difference.ts';
import { essentialName } from './essential-name.ts';
import { kindsAgree } from './types-compatible.ts';

/** Composite types always, pointers always, enums and FWDs by essential name when both have one, ints without offset. */
export function fieldsAreCompatible(
  localView: BtfView,
  localId: TypeId,
  targetView: BtfView,
  targetId: TypeId,
): Comparison {
  return comparison(firstDifference(localView, localId, targetView, targetId));
}

function firstDifference(
  localView: BtfView,
  local: TypeId,
  targetView: BtfView,
  target: TypeId,
): Difference | null {
  let place = atRoot(local, target);
  for (let depth = 0; depth < MAX_RESOLVE_DEPTH; depth++) {
    const [localId, targetId] = [resolveType(localView, local), resolveType(targetView, target)];
    if (localId === null || targetId === null) return differ('unresolvable', place, local, target);
    const [localKind, targetKind] = [localView.kindOf(localId), targetView.kindOf(targetId)];
    if (isComposite(localKind) && isComposite(targetKind)) return null;
    if (!kindsAgree(localKind, targetKind)) return differ('kind', place, local, target);
    const [localType, targetType] = [localView.typeById(localId), targetView.typeById(targetId)];
    switch (localType?.kind) {
      case Kind.Ptr:
      case Kind.Float:
        return null;
      case Kind.Fwd:
      case Kind.Enum:
      case Kind.Enum64: {
        const detail = {
          local: essentialName(localType.name),
          target: essentialName(targetType?.name ?? ''),
        };
        const agree = !detail.local || !detail.target || detail.local === detail.target;
        return agree ? null : differ('name', place, local, target, detail);
      }
      case Kind.Int: {
        const targetOffset = targetType?.kind === Kind.Int ? targetType.bitOffset : 0;
        const detail = { local: localType.bitOffset, target: targetOffset };
        return detail.local || detail.target ? differ('int-offset', place, local, target, detail) : null;
      }
      case Kind.Array:
        if (targetType?.kind !== Kind.Array) return differ('kind', place, local, target);
        [local, target] = [localType.typeId, targetType.typeId];
        place = inside(place, 'element');
        break;
      default:
        return differ('unsupported-kind', place, local, target);
    }
  }
  return differ('too-deep', place, local, target);
}
