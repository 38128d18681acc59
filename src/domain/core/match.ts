/**
 * A program's access, looked for in a type of the kernel.
 * In: the program's spec and a candidate. Out: the same access in the candidate, or why it is not there. The rules are
 * libbpf's (`bpf_core_spec_match`, `bpf_core_match_member`).
 */

import type { Member, TypeId } from '../../format/btf/decode.ts';
import { infoVlen, isComposite, Kind } from '../../format/btf/kinds.ts';
import { isComparisonError, type Budget, type Comparison, type Difference } from '../compat/difference.ts';
import { essentialName } from '../compat/essential-name.ts';
import { fieldsAreCompatible } from '../compat/fields-compatible.ts';
import { typesMatch } from '../compat/types-match.ts';
import { typesAreCompatible } from '../compat/types-compatible.ts';
import { resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import { subjectOf } from './kinds.ts';
import {
  addBits,
  addBytes,
  E2BIG,
  EINVAL,
  emptySpec,
  isEnum,
  isFlexibleArray,
  SPEC_MAX_LEN,
  type Accessor,
  type Spec,
} from './spec.ts';

/** Why an access is not in a candidate. */
export type Mismatch =
  | { readonly what: 'no-member'; readonly name: string; readonly within: TypeId }
  | { readonly what: 'member-differs'; readonly name: string; readonly difference: Difference }
  | { readonly what: 'no-composite'; readonly name: string; readonly within: TypeId }
  | { readonly what: 'no-array'; readonly within: TypeId }
  | { readonly what: 'index-too-large'; readonly index: number; readonly nelems: number }
  | { readonly what: 'no-enumerator'; readonly name: string }
  | { readonly what: 'no-enum' }
  | { readonly what: 'types-differ'; readonly difference: Difference };

export type Match =
  | { readonly state: 'match'; readonly spec: Spec }
  /** `spec` is what libbpf had when it gave up, which it prints. */
  | { readonly state: 'no-match'; readonly spec: Spec; readonly why: Mismatch }
  | { readonly state: 'error'; readonly spec: Spec; readonly errno: number };

/** `budget` bounds the search: anonymous structs within each other could multiply without end. */
export function matchSpec(local: Spec, target: BtfView, targetId: TypeId, budget: Budget): Match {
  const spec = emptySpec(target, targetId, local.kind);
  switch (subjectOf(local.kind)) {
    case 'type': {
      const relation = local.kind === 'type_matches' ? typesMatch : typesAreCompatible;
      return fromComparison(relation(local.view, local.rootTypeId, target, targetId, budget), spec);
    }
    case 'enumval':
      return matchEnumval(local, spec);
    case 'field':
      return new FieldMatch(local, spec, budget).run();
    case 'unknown':
      return { state: 'error', spec, errno: EINVAL };
  }
}

function fromComparison(answer: Comparison, spec: Spec): Match {
  if (answer.compatible) return { state: 'match', spec };
  const { difference } = answer;
  if (isComparisonError(difference)) return { state: 'error', spec, errno: EINVAL };
  return { state: 'no-match', spec, why: { what: 'types-differ', difference } };
}

/** By the enumerator's name without flavor; its value does not matter. */
function matchEnumval(local: Spec, spec: Spec): Match {
  const id = resolveType(spec.view, spec.rootTypeId);
  const type = id === null ? null : spec.view.typeById(id);
  if (id === null || !isEnum(type)) return { state: 'no-match', spec, why: { what: 'no-enum' } };
  const name = local.accessors[0].name ?? '';
  const essential = essentialName(name);
  const index = type.values.findIndex((value) => essentialName(value.name) === essential);
  if (index < 0) return { state: 'no-match', spec, why: { what: 'no-enumerator', name } };
  spec.accessors.push({ typeId: id, index, name: type.values[index].name });
  spec.raw.push(index);
  return { state: 'match', spec };
}

type Found = 'found' | 'not-found' | 'error';

class FieldMatch {
  private readonly local: Spec;
  private readonly spec: Spec;
  private errno = EINVAL;
  private why: Mismatch | null = null;
  private readonly budget: Budget;
  private next: TypeId;

  constructor(local: Spec, spec: Spec, budget: Budget) {
    this.budget = budget;
    this.local = local;
    this.spec = spec;
    this.next = spec.rootTypeId;
  }

  run(): Match {
    const { spec, local } = this;
    for (const [i, accessor] of local.accessors.entries()) {
      const id = resolveType(spec.view, this.next);
      if (id === null) return { state: 'error', spec, errno: EINVAL };
      const answer =
        accessor.name === null ? this.matchIndex(accessor, i, id) : this.matchMember(accessor, id);
      if (answer === 'error') return { state: 'error', spec, errno: this.errno };
      if (answer === 'not-found') return { state: 'no-match', spec, why: this.whyNot(accessor, id) };
    }
    return { state: 'match', spec };
  }

  private whyNot({ name }: Accessor, within: TypeId): Mismatch {
    if (this.why) return this.why;
    const what = isComposite(this.spec.view.kindOf(within)) ? 'no-member' : 'no-composite';
    return { what, name: name ?? '', within };
  }

  /** The first accessor is an index over the whole type, later ones are over arrays. */
  private matchIndex({ index }: Accessor, i: number, id: TypeId): Found {
    const { spec } = this;
    if (i > 0) {
      const type = spec.view.typeById(id);
      if (type?.kind !== Kind.Array) return this.notFound({ what: 'no-array', within: id });
      if (index >= type.nelems && !isFlexibleArray(spec.view, spec.accessors.at(i - 1), type.nelems))
        return this.notFound({ what: 'index-too-large', index, nelems: type.nelems });
      const element = resolveType(spec.view, type.typeId);
      if (element === null) return this.fail(EINVAL);
      id = element;
    }
    if (spec.raw.length === SPEC_MAX_LEN) return this.fail(E2BIG);
    spec.accessors.push({ typeId: id, index, name: null });
    spec.raw.push(index);
    this.next = id;
    return addBytes(spec, index, id) ? 'found' : this.fail(EINVAL);
  }

  /** Goes into unnamed members, as C does. What it has tried stays in the spec where a member of the name does not fit. */
  private matchMember(accessor: Accessor, target: TypeId): Found {
    const { spec } = this;
    const id = resolveType(spec.view, target);
    if (id === null) return this.fail(EINVAL);
    if (!isComposite(spec.view.kindOf(id))) return 'not-found';
    if ((this.budget.left -= infoVlen(spec.view.infoOf(id)) + 1) < 0) return this.fail(E2BIG);
    const type = spec.view.typeById(id);
    if (type?.kind !== Kind.Struct && type?.kind !== Kind.Union) return 'not-found';
    for (const [index, member] of type.members.entries()) {
      if (spec.raw.length === SPEC_MAX_LEN) return this.fail(E2BIG);
      addBits(spec, member.bitOffset);
      spec.raw.push(index);
      if (member.name === '') {
        const found = this.matchMember(accessor, member.typeId);
        if (found !== 'not-found') return found;
      } else if (member.name === accessor.name) {
        return this.matchNamed(accessor, id, index, member);
      }
      addBits(spec, -member.bitOffset);
      spec.raw.pop();
    }
    return 'not-found';
  }

  private matchNamed(accessor: Accessor, typeId: TypeId, index: number, member: Member): Found {
    const { spec, local } = this;
    const localType = local.view.typeById(accessor.typeId);
    const localMember =
      localType && 'members' in localType ? localType.members.at(accessor.index) : undefined;
    if (!localMember) return this.fail(EINVAL);
    this.next = member.typeId;
    const answer = fieldsAreCompatible(local.view, localMember.typeId, spec.view, member.typeId);
    if (answer.compatible) {
      spec.accessors.push({ typeId, index, name: member.name });
      return 'found';
    }
    if (isComparisonError(answer.difference)) return this.fail(EINVAL);
    return this.notFound({ what: 'member-differs', name: member.name, difference: answer.difference });
  }

  private notFound(why: Mismatch): Found {
    this.why ??= why;
    return 'not-found';
  }

  private fail(errno: number): Found {
    this.errno = errno;
    return 'error';
  }
}
