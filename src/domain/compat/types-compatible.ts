/**
 * Whether a program's type can stand for a kernel's: the relation behind ksyms and type-based CO-RE relocations.
 * In: two views and an id in each. Out: yes, or the first difference. The rules and their order are libbpf's
 * (`__bpf_core_types_are_compat`). Leaves the names of the two types to the caller, as libbpf does.
 */

import type { Param, TypeId } from '../../format/btf/decode.ts';
import { infoVlen, isAnyEnum, Kind } from '../../format/btf/kinds.ts';
import { MAX_RESOLVE_DEPTH, resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import {
  atRoot,
  comparison,
  differ,
  inside,
  into,
  newBudget,
  type Budget,
  type Comparison,
  type Difference,
  type Place,
} from './difference.ts';

/** Equal kinds, or two enums of either width (libbpf `btf_kind_core_compat`). */
export const kindsAgree = (local: number, target: number): boolean =>
  local === target || (isAnyEnum(local) && isAnyEnum(target));

/**
 * The kinds of the two types themselves are compared as they are; from there on modifiers and typedefs are skipped on both
 * sides, and only the chain of kinds counts: size, sign and names do not.
 */
export function typesAreCompatible(
  localView: BtfView,
  localId: TypeId,
  targetView: BtfView,
  targetId: TypeId,
  budget: Budget = newBudget(),
): Comparison {
  return comparison(new Walk(localView, targetView, budget).compareRoots(localId, targetId));
}

class Walk {
  private readonly local: BtfView;
  private readonly target: BtfView;
  private readonly budget: Budget;

  constructor(local: BtfView, target: BtfView, budget: Budget) {
    this.budget = budget;
    this.local = local;
    this.target = target;
  }

  compareRoots(local: TypeId, target: TypeId): Difference | null {
    const place = atRoot(local, target);
    const [localKind, targetKind] = [this.local.kindOf(local), this.target.kindOf(target)];
    if (localKind < 0 || targetKind < 0) return differ('unresolvable', place, local, target);
    if (!kindsAgree(localKind, targetKind)) return differ('kind', place, local, target);
    return this.compare(local, target, MAX_RESOLVE_DEPTH, place);
  }

  /** `level` is how many more prototypes may be nested. */
  private compare(local: TypeId, target: TypeId, level: number, place: Place): Difference | null {
    for (let depth = 0; depth < MAX_RESOLVE_DEPTH && this.budget.left-- > 0; depth++) {
      const [localId, targetId] = [resolveType(this.local, local), resolveType(this.target, target)];
      if (localId === null || targetId === null) return differ('unresolvable', place, local, target);
      const kind = this.local.kindOf(localId);
      if (!kindsAgree(kind, this.target.kindOf(targetId))) return differ('kind', place, local, target);
      switch (kind) {
        case Kind.Struct:
        case Kind.Union:
        case Kind.Enum:
        case Kind.Enum64:
        case Kind.Fwd:
        case Kind.Unknown:
          return null;
        case Kind.Int: {
          const offsets = { local: intOffset(this.local, localId), target: intOffset(this.target, targetId) };
          return offsets.local || offsets.target ? differ('int-offset', place, local, target, offsets) : null;
        }
        case Kind.Ptr:
          [local, target] = [this.local.sizeOrTypeOf(localId), this.target.sizeOrTypeOf(targetId)];
          place = inside(place, 'pointee');
          break;
        case Kind.Array:
          [local, target] = [elementOf(this.local, localId), elementOf(this.target, targetId)];
          place = inside(place, 'element');
          break;
        case Kind.FuncProto: {
          const difference = this.compareArguments(localId, targetId, level, place);
          if (difference) return difference;
          [local, target] = [this.local.sizeOrTypeOf(localId), this.target.sizeOrTypeOf(targetId)];
          place = into(place, 'return type', { local, target });
          break;
        }
        default:
          return differ('unsupported-kind', place, local, target);
      }
    }
    return differ('too-deep', place, local, target);
  }

  private compareArguments(local: TypeId, target: TypeId, level: number, place: Place): Difference | null {
    const counts = { local: vlenOf(this.local, local), target: vlenOf(this.target, target) };
    if (counts.local !== counts.target) return differ('argument-count', place, local, target, counts);
    if ((this.budget.left -= counts.local) < 0) return differ('too-deep', place, local, target);
    const [localParams, targetParams] = [paramsOf(this.local, local), paramsOf(this.target, target)];
    for (let i = 0; i < counts.local; i++) {
      const pair = { local: localParams[i].typeId, target: targetParams[i].typeId };
      const argument = into(place, `argument ${i + 1}`, pair);
      if (level <= 0) return differ('too-deep', argument, pair.local, pair.target);
      const difference = this.compare(pair.local, pair.target, level - 1, argument);
      if (difference) return difference;
    }
    return null;
  }
}

const vlenOf = (view: BtfView, id: TypeId): number => infoVlen(view.infoOf(id));

function intOffset(view: BtfView, id: TypeId): number {
  const type = view.typeById(id);
  return type?.kind === Kind.Int ? type.bitOffset : 0;
}

/** Void where there is no array, which both callers have ruled out. */
function elementOf(view: BtfView, id: TypeId): TypeId {
  const type = view.typeById(id);
  return type?.kind === Kind.Array ? type.typeId : 0;
}

function paramsOf(view: BtfView, id: TypeId): readonly Param[] {
  const type = view.typeById(id);
  return type?.kind === Kind.FuncProto ? type.params : [];
}
