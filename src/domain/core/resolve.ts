/**
 * One CO-RE relocation against its candidates.
 * In: a relocation and candidates. Out: per candidate, whether the access is there and what number it gives; then what they
 * say together. The rules are libbpf's (`bpf_core_calc_relo_insn`, `bpf_core_calc_relo`).
 */

import { Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import type { TypeId } from '../../format/btf/decode.ts';
import type { Budget } from '../compat/difference.ts';
import type { Candidate } from './candidates.ts';
import type { CoreKind } from './kinds.ts';
import { matchSpec, type Mismatch } from './match.ts';
import type { RelocationValue } from './patch.ts';
import { errnoName, formatSpec, type Spec } from './spec.ts';
import { EOPNOTSUPP, valueOf, type FieldValue, type ValueError } from './value.ts';

/** A candidate, looked at. */
export interface CoreFinding extends Candidate {
  readonly state: 'match' | 'no-match' | 'error';
  /** `struct sk_buff.cloned (0:12 @ offset 126)`. */
  readonly text: string;
  /** Set for `no-match`. */
  readonly why: Mismatch | null;
  /** Of a match; null where it has none. Modulo 2^64. */
  readonly value: bigint | null;
}

export type Decision =
  | { readonly state: 'value'; readonly value: RelocationValue }
  | { readonly state: 'poison' }
  /** `line` follows libbpf's `prog 'x': relo #0: `, or with `atElement` what it prints before that: see `arrayLine`. */
  | { readonly state: 'error'; readonly errno: number; readonly line: string; readonly atElement?: true };

export interface Resolved {
  readonly findings: readonly CoreFinding[];
  /** Candidates that later relocations of the same type look at: those that matched, or all where none did. */
  readonly kept: readonly Candidate[];
  readonly decision: Decision;
}

const EINVAL = -22;

export function resolveRelocation(
  local: Spec,
  candidates: readonly Candidate[],
  name: { readonly kind: CoreKind; readonly kindNumber: number },
  budget: Budget,
): Resolved {
  const findings: CoreFinding[] = [];
  const kept: Candidate[] = [];
  const fail = (errno: number, line: string): Resolved => ({
    findings,
    kept,
    decision: { state: 'error', errno, line },
  });
  let first: { decision: Decision; spec: Spec } | null = null;
  for (const [i, candidate] of candidates.entries()) {
    const match = matchSpec(local, candidate.view, candidate.id, budget);
    const text = formatSpec(match.spec);
    if (match.state !== 'match') {
      const why = match.state === 'no-match' ? match.why : null;
      findings.push({ ...candidate, state: match.state, text, why, value: null });
      if (match.state === 'error')
        return fail(match.errno, `error matching candidate #${i} ${text}: ${match.errno}`);
      continue;
    }
    const decision = decide(local, match.spec, name);
    const value = decision.state === 'value' ? decision.value.value : null;
    findings.push({ ...candidate, state: 'match', text, why: null, value });
    if (decision.state === 'error') return { findings, kept, decision };
    if (!first) first = { decision, spec: match.spec };
    else if (match.spec.bitOffset !== first.spec.bitOffset)
      return fail(EINVAL, `field offset ambiguity: ${match.spec.bitOffset} != ${first.spec.bitOffset}`);
    else if (!agree(decision, first.decision))
      return fail(EINVAL, `relocation decision ambiguity: ${say(decision)} != ${say(first.decision)}`);
    kept.push(candidate);
  }
  if (first) return { findings, kept, decision: first.decision };
  return { findings, kept: candidates, decision: decide(local, null, name) };
}

/** A local type id needs no kernel. */
export function localTypeId(spec: Spec): Decision {
  const id = BigInt(spec.rootTypeId);
  return { state: 'value', value: { ...NO_MEMORY, original: id, value: id, validate: false } };
}

const NO_MEMORY = { originalMemSize: 0, memSize: 0, memSizeIsWrong: false };

function agree(a: Decision, b: Decision): boolean {
  if (a.state === 'value' && b.state === 'value') return a.value.value === b.value.value;
  return a.state === b.state;
}

const say = (decision: Decision): string =>
  decision.state === 'value' ? `success ${decision.value.value}` : 'failure 0';

function decide(
  local: Spec,
  target: Spec | null,
  { kind, kindNumber }: { readonly kind: CoreKind; readonly kindNumber: number },
): Decision {
  const original = valueOf(kind, local);
  const value = original === 'poison' || 'errno' in original ? original : valueOf(kind, target);
  if (original === 'poison' || value === 'poison') return { state: 'poison' };
  if ('errno' in original || 'errno' in value) {
    const error: ValueError = 'errno' in value ? value : { errno: EINVAL };
    const { errno, atElement } = error;
    const line =
      errno === EOPNOTSUPP
        ? `unrecognized CO-RE relocation ${kind} (${kindNumber})`
        : `failed to relocate: ${errnoName(errno)}`;
    return { state: 'error', errno, line, ...(atElement ? { atElement } : {}) };
  }
  return { state: 'value', value: together(original, value, local.view, target?.view ?? local.view) };
}

function together(original: FieldValue, value: FieldValue, local: BtfView, target: BtfView): RelocationValue {
  const differs = original.memSize !== value.memSize;
  return {
    original: original.value,
    value: value.value,
    validate: original.validate,
    originalMemSize: original.memSize,
    memSize: value.memSize,
    memSizeIsWrong: differs && !isResizable(local, original.memTypeId, target, value.memTypeId),
  };
}

const SIGNED = 1;

/** Pointers, and integers whose upper half may be filled with zeros. */
function isResizable(local: BtfView, localId: TypeId, target: BtfView, targetId: TypeId): boolean {
  const [a, b] = [local.typeById(localId), target.typeById(targetId)];
  if (a?.kind === Kind.Ptr && b?.kind === Kind.Ptr) return true;
  return a?.kind === Kind.Int && b?.kind === Kind.Int && a.encoding !== SIGNED && b.encoding !== SIGNED;
}
