/**
 * What a comparison of two types answers: compatible, or the first difference and where it is.
 * In: what a walk over two views met. Out: a plain value, the way to the difference in words. Leaves the wording of whole
 * sentences, and the printing of the types themselves, to others.
 */

import type { TypeId } from '../../format/btf/decode.ts';

/** Two types that stand at the same place, as the place refers to them: modifiers and typedefs not skipped. */
export interface TypePair {
  readonly local: TypeId;
  readonly target: TypeId;
}

export type DifferenceReason =
  /** Different kinds: int against pointer, struct against union, FWD against STRUCT, void against anything. */
  | 'kind'
  /** The same kind on both sides, and one that this relation is never true for (such as FLOAT in typesAreCompatible). */
  | 'unsupported-kind'
  | 'argument-count'
  /** An INT that starts at a bit other than 0: what bitfields were before kind_flag. */
  | 'int-offset'
  | 'int-size'
  | 'int-sign'
  | 'array-length'
  | 'enum-size'
  | 'enumerator-count'
  | 'enumerator-missing'
  | 'member-count'
  | 'member-missing'
  /** Essential names differ where the relation asks for the same. */
  | 'name'
  /** A forward declaration of a struct against one of a union. */
  | 'fwd-kind'
  /** More steps than libbpf follows; it gives up with EINVAL. */
  | 'too-deep'
  /** A reference that leaves the view, or a chain of modifiers that does not end. EINVAL as well. */
  | 'unresolvable';

/** `local` and `target` are where the walk stopped. */
export interface Difference extends TypePair {
  readonly reason: DifferenceReason;
  /** From the two types inwards: `argument 2`, `return type`, `pointee`, `element`, `member foo`. Empty for the types themselves. */
  readonly path: readonly string[];
  /** The argument, return type or member that the difference is in; the compared types where it is in none. */
  readonly whole: TypePair;
  /** What differs, where the types do not tell: counts, sizes, names; kinds where names differ as well. */
  readonly detail: { readonly local: string | number; readonly target: string | number } | null;
}

export type Comparison =
  { readonly compatible: true } | { readonly compatible: false; readonly difference: Difference };

export const COMPATIBLE: Comparison = { compatible: true };

export const comparison = (difference: Difference | null): Comparison =>
  difference ? { compatible: false, difference } : COMPATIBLE;

/** Whether libbpf answers EINVAL instead of "not compatible"; the two are told apart by CO-RE alone. */
export const isComparisonError = ({ reason }: Difference): boolean =>
  reason === 'too-deep' || reason === 'unresolvable';

/** How many types, arguments and members may still be looked at. Shared by comparisons that must end together. */
export interface Budget {
  left: number;
}

/** Prototypes within prototypes, and structs within structs, could multiply without end. */
export const newBudget = (): Budget => ({ left: 1 << 20 });

/** Where a walk over two types is. */
export interface Place {
  readonly path: readonly string[];
  readonly whole: TypePair;
}

export const atRoot = (local: TypeId, target: TypeId): Place => ({ path: [], whole: { local, target } });

/** A step that keeps the enclosing argument or member: `pointee`, `element`. */
export const inside = (place: Place, step: string): Place => ({
  path: [...place.path, step],
  whole: place.whole,
});

/** A step to something that is worth showing as a whole: an argument, the return type, a member. */
export const into = (place: Place, step: string, whole: TypePair): Place => ({
  path: [...place.path, step],
  whole,
});

export function differ(
  reason: DifferenceReason,
  place: Place,
  local: TypeId,
  target: TypeId,
  detail: Difference['detail'] = null,
): Difference {
  return { reason, path: place.path, whole: place.whole, local, target, detail };
}
