/**
 * An object against a kernel: everything that three loaders would make of it.
 * In: an opened object and a kernel. Out: externs with what was found, verdicts, planned instructions, CO-RE relocations.
 * The steps come in each loader's own order: libbpf resolves externs before CO-RE, aya after it.
 */

import { searchedBtfs, type KernelUnderTest } from '../bpf/kernel.ts';
import type { BpfObject } from '../bpf/object.ts';
import { AYA_CORE, coreSteps, LIBBPF_CORE, type CoreOutcome } from '../core/relocate.ts';
import { resolveWithAya, type AyaOptions } from './aya.ts';
import { runSteps, type Steps } from '../render/steps.ts';
import type { BtfView } from '../view/view.ts';
import { collectExterns, type Extern, type Externs } from './externs.ts';
import { findAll, type Findings } from './findings.ts';
import { resolveWithLibbpf } from './libbpf.ts';
import { planRelocations, type RelocationPlan } from './plan.ts';
import type { Resolution } from './verdict.ts';

export interface Analysis {
  readonly externs: Externs;
  readonly findings: readonly Findings[];
  readonly libbpf: Resolution;
  /** The main branch of August 2026. */
  readonly aya: Resolution;
  /** With pull request 1594. */
  readonly ayaModuleBtf: Resolution;
  /** What libbpf writes. */
  readonly plan: RelocationPlan;
  /** By libbpf's rules. */
  readonly core: CoreOutcome;
  /** By aya's rules, which are the same with and without pull request 1594. */
  readonly ayaCore: CoreOutcome;
}

export type ExternAnalysis = Pick<Analysis, 'externs' | 'findings' | 'libbpf' | 'aya' | 'ayaModuleBtf'>;

/** Externs that stand alone, without an object around them. */
export function analyzeExterns(
  local: BtfView,
  list: readonly Extern[],
  kernel: KernelUnderTest,
): ExternAnalysis {
  const externs: Externs = { externs: list, openError: null };
  const findings = runSteps(findAll(local, list, kernel));
  return {
    externs,
    findings,
    libbpf: resolveWithLibbpf(local, externs, findings, kernel, false),
    aya: resolveWithAya(externs, findings, { modules: false, earlier: null }),
    ayaModuleBtf: resolveWithAya(externs, findings, { modules: true, earlier: null }),
  };
}

/** @throws BtfError `ksyms-bad`, `object-bad` */
export function analyzeObject(object: BpfObject, kernel: KernelUnderTest): Analysis {
  return runSteps(analysisSteps(object, kernel));
}

/** The same in steps, one for each extern and relocation: a kernel may have thousands of modules to search. */
export function* analysisSteps(object: BpfObject, kernel: KernelUnderTest): Steps<Analysis> {
  const externs = collectExterns(object);
  const findings = object.btf ? yield* findAll(object.btf, externs.externs, kernel) : withoutBtf(externs);
  const hasCore = (object.ext?.coreRelos.length ?? 0) > 0;
  const btfs = searchedBtfs(kernel);

  const resolution = resolveWithLibbpf(object.btf, externs, findings, kernel, hasCore);
  const isReached = resolution.load.stage === 'load-by-verifier';
  const core = yield* coreSteps(object, btfs, LIBBPF_CORE, isReached);
  const libbpf = core.error ? failedInCore(resolution, core.error) : resolution;
  const ayaCore = yield* coreSteps(object, btfs, AYA_CORE, kernel.vmlinux !== null);
  const earlier = earlierAyaError(object, ayaCore);
  return {
    externs,
    findings,
    libbpf,
    aya: resolveWithAya(externs, findings, { modules: false, earlier }),
    ayaModuleBtf: resolveWithAya(externs, findings, { modules: true, earlier }),
    plan: planRelocations(object, externs.externs, libbpf),
    core,
    ayaCore,
  };
}

/** An object without `.BTF` can have externs in its symbol table alone; no loader goes on from there. */
const withoutBtf = ({ externs }: Externs): Findings[] =>
  externs.map((extern) => ({ extern, searched: [], lookup: null, ayaLookup: null, kallsyms: null }));

const failedInCore = (
  { loader, verdicts, load }: Resolution,
  { errno, line }: NonNullable<CoreOutcome['error']>,
): Resolution => ({ loader, verdicts, load: { ...load, stage: 'prepare', errno, message: line } });

/** aya knows the kinds up to enumval_value, and refuses an object with another one when it parses it. */
function earlierAyaError(object: BpfObject, { results, error }: CoreOutcome): AyaOptions['earlier'] {
  const unknown = results.find(({ relocation }) => relocation.kindNumber > LAST_AYA_KIND);
  if (unknown)
    return { stage: 'open', message: `InvalidRelocationKind { kind: ${unknown.relocation.kindNumber} }` };
  const failed = results.find(({ state }) => state === 'error')?.relocation;
  const kind =
    failed?.kind === 'type_size' ? 'TypeSize' : failed?.kind === 'target_type_id' ? 'TypeIdTarget' : null;
  if (!error || !failed || !kind) return error && { stage: 'prepare', message: error.line };
  const index = object.programs[failed.program].insnOff + failed.insn;
  const message = `MissingTargetDefinition { kind: ${kind}, type_id: ${failed.typeId}, ins_index: ${index} }`;
  return { stage: 'prepare', message };
}

const LAST_AYA_KIND = 11;
