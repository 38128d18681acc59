/**
 * Whether a kernel's type has everything that a program's has: the strictest relation, behind BPF_CORE_TYPE_MATCHES.
 * In: two views and an id in each, whose names the caller has compared. Out: yes, or the first difference. The rules are
 * libbpf's (`__bpf_core_types_match`).
 */

import type {
  BtfType,
  CompositeType,
  EnumType,
  FuncProtoType,
  Member,
  TypeId,
} from '../../format/btf/decode.ts';
import { infoVlen, isAnyEnum, Kind, kindName, type KnownKind } from '../../format/btf/kinds.ts';
import { MAX_RESOLVE_DEPTH, resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import {
  atRoot,
  comparison,
  differ,
  inside,
  into,
  isComparisonError,
  newBudget,
  type Budget,
  type Comparison,
  type Difference,
  type Place,
} from './difference.ts';
import { essentialName } from './essential-name.ts';

/**
 * Local members and enumerators must be there under the same name, members recursively; behind a pointer a composite type
 * only needs the same name and kind (or a forward declaration of it). Ints agree in size and sign, arrays in length.
 */
export function typesMatch(
  localView: BtfView,
  localId: TypeId,
  targetView: BtfView,
  targetId: TypeId,
  budget: Budget = newBudget(),
): Comparison {
  return comparison(new Walk(localView, targetView, budget).start(localId, targetId));
}

const SIGNED = 1;

/** How many levels are left, and whether a pointer was crossed. */
interface State {
  readonly level: number;
  readonly behindPtr: boolean;
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

  start(local: TypeId, target: TypeId): Difference | null {
    const state = { level: MAX_RESOLVE_DEPTH, behindPtr: false };
    return this.match(local, target, state, atRoot(local, target));
  }

  private match(local: TypeId, target: TypeId, state: State, place: Place): Difference | null {
    if (state.level <= 0) return differ('too-deep', place, local, target);
    for (let depth = 0; depth < MAX_RESOLVE_DEPTH && this.budget.left-- > 0; depth++) {
      const [localId, targetId] = [resolveType(this.local, local), resolveType(this.target, target)];
      if (localId === null || targetId === null) return differ('unresolvable', place, local, target);
      if ((this.budget.left -= elementsOf(this.local, localId) + elementsOf(this.target, targetId)) < 0)
        break;
      const localType = this.local.typeById(localId);
      const targetType = this.target.typeById(targetId);
      if (!localType || !targetType) return differ('unresolvable', place, local, target);
      const names = { local: essentialName(localType.name), target: essentialName(targetType.name) };
      if (names.local !== names.target) {
        const kinds = { local: kindOf(localType), target: kindOf(targetType) };
        const isKind = kinds.local !== kinds.target;
        return isKind
          ? differ('kind', place, local, target, kinds)
          : differ('name', place, local, target, names);
      }

      const [localKind, targetKind] = [this.local.kindOf(localId), this.target.kindOf(targetId)];
      if (isFwdOrComposite(localType.kind) && state.behindPtr) {
        return pointeesAgree(localType, targetType) ? null : differ('kind', place, local, target);
      }
      if (localKind !== targetKind && !(isAnyEnum(localKind) && isAnyEnum(targetKind))) {
        return differ('kind', place, local, target);
      }
      switch (localType.kind) {
        case Kind.Unknown:
          return localId === 0 ? null : differ('unsupported-kind', place, local, target);
        case Kind.Fwd:
          return pointeesAgree(localType, targetType) ? null : differ('fwd-kind', place, local, target);
        case Kind.Enum:
        case Kind.Enum64:
          return isEnum(targetType)
            ? enumDifference(localType, targetType, place)
            : differ('kind', place, local, target);
        case Kind.Struct:
        case Kind.Union:
          if (targetType.kind !== localType.kind) return differ('kind', place, local, target);
          return this.matchMembers(localType, targetType, state, place);
        case Kind.Int: {
          const other = targetType.kind === Kind.Int ? targetType : localType;
          const sizes = { local: localType.size, target: other.size };
          if (sizes.local !== sizes.target) return differ('int-size', place, local, target, sizes);
          const same = (localType.encoding & SIGNED) === (other.encoding & SIGNED);
          return same ? null : differ('int-sign', place, local, target);
        }
        case Kind.Ptr:
          [local, target] = [localType.typeId, this.target.sizeOrTypeOf(targetId)];
          state = { ...state, behindPtr: true };
          place = inside(place, 'pointee');
          break;
        case Kind.Array: {
          if (targetType.kind !== Kind.Array) return differ('kind', place, local, target);
          const lengths = { local: localType.nelems, target: targetType.nelems };
          if (lengths.local !== lengths.target) return differ('array-length', place, local, target, lengths);
          [local, target] = [localType.typeId, targetType.typeId];
          place = inside(place, 'element');
          break;
        }
        case Kind.FuncProto: {
          if (targetType.kind !== Kind.FuncProto) return differ('kind', place, local, target);
          const difference = this.matchArguments(localType, targetType, state, place);
          if (difference) return difference;
          [local, target] = [localType.returnTypeId, targetType.returnTypeId];
          place = into(place, 'return type', { local, target });
          break;
        }
        default:
          return differ('unsupported-kind', place, local, target);
      }
    }
    return differ('too-deep', place, local, target);
  }

  private matchMembers(
    local: CompositeType,
    target: CompositeType,
    state: State,
    place: Place,
  ): Difference | null {
    const counts = { local: local.members.length, target: target.members.length };
    if (counts.local > counts.target) return differ('member-count', place, local.id, target.id, counts);
    const byName = membersByName(target.members);
    for (const member of local.members) {
      const name = essentialName(member.name);
      const found = byName.get(name);
      if (!found) return differ('member-missing', place, local.id, target.id, { local: name, target: '' });
      const difference = this.matchAnyOf(member, found, state, place);
      if (difference) return difference;
    }
    return null;
  }

  /** Several members of one name are possible (flavors, anonymous ones): one that matches is enough. */
  private matchAnyOf(
    member: Member,
    found: readonly Member[],
    state: State,
    place: Place,
  ): Difference | null {
    let first: Difference | null = null;
    for (const candidate of found) {
      const pair = { local: member.typeId, target: candidate.typeId };
      const step = member.name ? `member ${member.name}` : 'anonymous member';
      const inner = { ...state, level: state.level - 1 };
      const difference = this.match(pair.local, pair.target, inner, into(place, step, pair));
      if (!difference || isComparisonError(difference)) return difference;
      first ??= difference;
    }
    return first;
  }

  private matchArguments(
    local: FuncProtoType,
    target: FuncProtoType,
    state: State,
    place: Place,
  ): Difference | null {
    const counts = { local: local.params.length, target: target.params.length };
    if (counts.local !== counts.target) return differ('argument-count', place, local.id, target.id, counts);
    for (let i = 0; i < local.params.length; i++) {
      const pair = { local: local.params[i].typeId, target: target.params[i].typeId };
      const inner = { ...state, level: state.level - 1 };
      const argument = into(place, `argument ${i + 1}`, pair);
      const difference = this.match(pair.local, pair.target, inner, argument);
      if (difference) return difference;
    }
    return null;
  }
}

/** What decoding a record costs beyond the record itself: its members, enumerators or arguments. */
const elementsOf = (view: BtfView, id: TypeId): number => infoVlen(view.infoOf(id));

const isEnum = (type: BtfType): type is EnumType => isAnyEnum(type.kind);

const isFwdOrComposite = (kind: KnownKind): boolean =>
  kind === Kind.Fwd || kind === Kind.Struct || kind === Kind.Union;

/** Which of struct and union a type is or announces; null for anything else. */
function announces(type: { kind: KnownKind; isUnion?: boolean }): 'struct' | 'union' | null {
  if (type.kind === Kind.Fwd) return type.isUnion ? 'union' : 'struct';
  if (type.kind === Kind.Struct) return 'struct';
  return type.kind === Kind.Union ? 'union' : null;
}

/** In a word; an enum is one whatever its width, a forward declaration what it announces. */
const kindOf = (type: BtfType): string =>
  announces(type) ?? (isEnum(type) ? 'enum' : kindName(type.kind).toLowerCase());

/** Struct with struct and union with union, each either defined or forward declared. */
const pointeesAgree = (local: { kind: KnownKind }, target: { kind: KnownKind }): boolean =>
  announces(local) === announces(target);

function enumDifference(local: EnumType, target: EnumType, place: Place): Difference | null {
  const sizes = { local: local.size, target: target.size };
  if (sizes.local !== sizes.target) return differ('enum-size', place, local.id, target.id, sizes);
  const counts = { local: local.values.length, target: target.values.length };
  if (counts.local > counts.target) return differ('enumerator-count', place, local.id, target.id, counts);
  const names = new Set(target.values.map((value) => essentialName(value.name)));
  const missing = local.values.find((value) => !names.has(essentialName(value.name)));
  if (!missing) return null;
  return differ('enumerator-missing', place, local.id, target.id, { local: missing.name, target: '' });
}

function membersByName(members: readonly Member[]): Map<string, Member[]> {
  const byName = new Map<string, Member[]>();
  for (const member of members) {
    const name = essentialName(member.name);
    const same = byName.get(name);
    if (same) same.push(member);
    else byName.set(name, [member]);
  }
  return byName;
}
