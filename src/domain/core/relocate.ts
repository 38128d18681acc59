/**
 * All CO-RE relocations of an object against a kernel.
 * In: an object, the kernel's BTFs and a loader's rules. Out: per relocation what was found, what becomes of the instruction,
 * and in the end whether the load goes on. The first error ends it; what comes after is looked at all the same.
 */

import type { SearchedBtf } from '../bpf/kernel.ts';
import { LD_IMM64, type Insn } from '../bpf/insn.ts';
import type { BpfObject } from '../bpf/object.ts';
import type { TypeId } from '../../format/btf/decode.ts';
import type { Budget } from '../compat/difference.ts';
import { btfKindStr } from '../bpf/kind-str.ts';
import { runSteps, type Steps } from '../render/steps.ts';
import type { BtfView } from '../view/view.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { patchInsn, type Patch } from './patch.ts';
import { collectCoreRelocations, type CoreRelocation } from './relocations.ts';
import { localTypeId, resolveRelocation, type CoreFinding, type Decision } from './resolve.ts';
import { EINVAL } from './spec.ts';

export type CoreState =
  /** The instruction gets the value. */
  | 'value'
  /** The instruction becomes a call that the verifier refuses, unless it can never be reached. */
  | 'poisoned'
  /** The load ends here. */
  | 'error'
  /** An earlier error ended the load. */
  | 'not-reached'
  /** The program is not loaded unless asked for. */
  | 'not-loaded';

export interface CoreResult {
  readonly relocation: CoreRelocation;
  /** The program, and its ELF section. */
  readonly program: string;
  readonly section: string;
  /** Candidates that this relocation was matched against. */
  readonly findings: readonly CoreFinding[];
  readonly state: CoreState;
  /** Modulo 2^64; null without one. */
  readonly value: bigint | null;
  readonly patch: Patch | null;
  /** What libbpf prints as a warning; null where it prints none. */
  readonly line: string | null;
}

export interface CoreOutcome {
  readonly results: readonly CoreResult[];
  readonly error: { readonly errno: number; readonly line: string } | null;
}

export interface CoreRules {
  /** Whether modules are searched where vmlinux has no candidate: libbpf does, aya does not. */
  readonly modules: boolean;
  /** Whether a size or id of a type that is not there ends the load, as in aya, instead of being 0. */
  readonly missingTypeIsError: boolean;
}

export const LIBBPF_CORE: CoreRules = { modules: true, missingTypeIsError: false };
export const AYA_CORE: CoreRules = { modules: false, missingTypeIsError: true };

/** `btfs`: vmlinux first, then modules, as the loader sees them. `reached`: whether the load comes to CO-RE at all. */
export function relocateCore(...args: Parameters<typeof coreSteps>): CoreOutcome {
  return runSteps(coreSteps(...args));
}

/** The same, a step for each relocation. */
export function* coreSteps(
  object: BpfObject,
  btfs: readonly SearchedBtf[],
  rules: CoreRules,
  reached = true,
): Steps<CoreOutcome> {
  const { relocations, error: recordError } = collectCoreRelocations(object);
  const { btf } = object;
  if (!btf) return { results: [], error: null };
  const run = new Run(object, btf, btfs, rules, reached);
  const results: CoreResult[] = [];
  for (const relocation of relocations) {
    yield results.length / relocations.length;
    results.push(run.relocate(relocation));
  }
  return { results, error: run.error ?? (reached ? recordError : null) };
}

/** Members that all relocations of an object may look at together; task_struct has some 700. */
const MAX_STEPS = 1 << 27;

class Run {
  error: CoreOutcome['error'] = null;
  private readonly object: BpfObject;
  private readonly btf: BtfView;
  private readonly btfs: readonly SearchedBtf[];
  private readonly rules: CoreRules;
  private readonly reached: boolean;
  private readonly budget: Budget = { left: MAX_STEPS };
  /** By local type. Shrinks as relocations rule candidates out (libbpf's candidate cache). */
  private readonly candidates = new Map<TypeId, readonly Candidate[]>();

  constructor(
    object: BpfObject,
    btf: BtfView,
    btfs: readonly SearchedBtf[],
    rules: CoreRules,
    reached: boolean,
  ) {
    this.reached = reached;
    this.object = object;
    this.btf = btf;
    this.btfs = btfs;
    this.rules = rules;
  }

  relocate(relocation: CoreRelocation): CoreResult {
    const { name, sectionName, autoload, insnOff } = this.object.programs[relocation.program];
    const { findings, decision } = this.decide(relocation);
    const head = { relocation, program: name, section: sectionName, findings };
    const nothing = { value: null, patch: null, line: null };
    if (!autoload) return { ...head, ...nothing, state: 'not-loaded' };
    if (this.error || !this.reached) return { ...head, ...nothing, state: 'not-reached' };
    const prefix = `prog '${name}': relo #${relocation.number}: `;
    const fail = (errno: number, rest: string, before = prefix): CoreResult => {
      this.error = { errno, line: before + rest };
      return { ...head, ...nothing, state: 'error', line: before + rest };
    };
    if (decision.state === 'error' && decision.atElement) {
      const { kindNumber, insn } = relocation;
      return fail(decision.errno, arrayLine(name, kindNumber, insnOff + insn), '');
    }
    if (decision.state === 'error') return fail(decision.errno, decision.line);
    if (decision.state === 'poison') return { ...head, ...nothing, state: 'poisoned' };
    const patched = this.patch(relocation, decision);
    if (patched.state === 'error') return fail(patched.errno, patched.line);
    if (patched.state === 'poisoned')
      return { ...head, ...nothing, state: 'poisoned', line: prefix + patched.line };
    const { value } = decision.value;
    return { ...head, state: 'value', value, patch: patched.patch, line: null };
  }

  private decide(relocation: CoreRelocation): { findings: readonly CoreFinding[]; decision: Decision } {
    const { spec, kind, typeId, access } = relocation;
    const fail = (errno: number, line: string): { findings: CoreFinding[]; decision: Decision } => ({
      findings: [],
      decision: { state: 'error', errno, line },
    });
    const name = this.btf.nameOf(typeId);
    const described = `[${typeId}] ${btfKindStr(this.btf, typeId)} ${name || '<anon>'}`;
    if (kind !== 'local_type_id' && name === '')
      return fail(EINVAL, `target candidate search failed for ${described}: ${EINVAL}`);
    if (typeof spec === 'number') return fail(EINVAL, `parsing ${described} + ${access} failed: ${spec}`);
    if (kind === 'local_type_id') return { findings: [], decision: localTypeId(spec) };
    const { findings, kept, decision } = resolveRelocation(
      spec,
      this.candidatesOf(typeId),
      relocation,
      this.budget,
    );
    this.candidates.set(typeId, kept);
    const isMissing = findings.every((finding) => finding.state !== 'match');
    if (this.rules.missingTypeIsError && isMissing && (kind === 'type_size' || kind === 'target_type_id')) {
      const line = `${kind} of [${typeId}], which the kernel does not have`;
      return { findings, decision: { state: 'error', errno: EINVAL, line } };
    }
    return { findings, decision };
  }

  private candidatesOf(typeId: TypeId): readonly Candidate[] {
    let found = this.candidates.get(typeId);
    if (!found) {
      found = findCandidates(this.btf, typeId, this.btfs, this.rules.modules);
      this.candidates.set(typeId, found);
    }
    return found;
  }

  private patch(
    { program, insn: index }: CoreRelocation,
    { value }: Extract<Decision, { state: 'value' }>,
  ): ReturnType<typeof patchInsn> {
    const { code } = this.object.programs[program];
    const insn: Insn = code.at(index);
    const second = insn.code === LD_IMM64 && index + 1 < code.length ? code.at(index + 1) : null;
    return patchInsn(insn, second, index, value);
  }
}

/** The warning that comes before `failed to relocate`; it counts instructions of the section (libbpf `bpf_core_calc_field_relo`). */
const arrayLine = (program: string, kindNumber: number, insn: number): string =>
  `prog '${program}': relo ${kindNumber} at insn #${insn} can't be applied to array access`;
