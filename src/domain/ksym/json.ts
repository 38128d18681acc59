/**
 * An analysis as one JSON object.
 * In: an object and its analysis. Out: plain values; numbers beyond 2^53 stay exact. Words are those of libbpf.
 */

import type { BpfObject } from '../bpf/object.ts';
import { differenceText } from '../compat/difference-text.ts';
import type { CoreResult } from '../core/relocate.ts';
import { coreText } from '../core/words.ts';
import type { Analysis } from './analyze.ts';
import type { Findings } from './findings.ts';
import type { ExternUse, PlannedInsn } from './plan.ts';
import { declarationText, typeTextOf } from './type-text.ts';
import { hex, type Resolution, type Verdict } from './verdict.ts';

export type Json =
  string | number | bigint | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Of one extern alone where `only` is its index; relocations are then left out. */
export function analysisJson(
  path: string,
  object: BpfObject,
  analysis: Analysis,
  only: number | null = null,
): Json {
  const { libbpf, aya, ayaModuleBtf, core } = analysis;
  const findings = analysis.findings.filter(({ extern }) => only === null || extern.index === only);
  const results = only === null ? core.results.filter(isReached) : [];
  return {
    object: path,
    externs: findings.map((finding) => externJson(object, analysis, finding)),
    core: results.map((result) => coreJson(object, result)),
    libbpf: loadJson(libbpf),
    aya: loadJson(aya),
    ayaModuleBtf: loadJson(ayaModuleBtf),
  };
}

function externJson({ btf }: BpfObject, analysis: Analysis, { extern, lookup }: Findings): Json {
  const { index, name, kind, weak, typed, section, btfId } = extern;
  const { libbpf, aya, ayaModuleBtf, plan } = analysis;
  // libbpf has no programs yet when it refuses an object at once.
  const uses = libbpf.load.stage === 'open' ? [] : plan.uses.filter((use) => use.extern === index);
  const hit = lookup?.hits.at(0);
  const difference =
    btf && hit && !hit.comparison.compatible
      ? differenceText(hit.comparison.difference, typeTextOf(btf), typeTextOf(hit.view))
      : null;
  return {
    name,
    kind,
    binding: weak ? 'weak' : 'strong',
    typed,
    section,
    declaration: btf && btfId !== null ? declarationText(btf, btfId) : null,
    libbpf: verdictJson(libbpf.verdicts[index]),
    aya: verdictJson(aya.verdicts[index]),
    ayaModuleBtf: verdictJson(ayaModuleBtf.verdicts[index]),
    difference,
    relocs: uses.map(useJson),
  };
}

const verdictJson = ({ outcome, module, btfId, address, message }: Verdict): Json => ({
  outcome,
  module,
  btfId,
  address: address === null ? null : hex(address),
  message,
});

const loadJson = ({ load: { stage, errno, message, undecided } }: Resolution): Json => ({
  errno,
  stage,
  message,
  ...(undecided ? { undecided } : {}),
});

const useJson = ({ program, insn, origin, before, after, poisoned }: ExternUse): Json => ({
  prog: program,
  insn,
  ...(origin.program === program ? {} : { in: origin.program }),
  before: insnJson(before),
  after: insnJson(after),
  ...(poisoned ? { poisoned } : {}),
});

/** `hi` is there in an ld_imm64 alone; null, like `imm`, for a number that only a live kernel knows, `fd` says of what. */
const insnJson = ({ code, dst, src, off, imm, hi, fdOf }: PlannedInsn): Json => ({
  code: code.toString(16).padStart(2, '0'),
  dst,
  src,
  off,
  imm,
  ...(code === LD_IMM64 ? { hi } : {}),
  ...(fdOf === null ? {} : { fd: fdOf }),
});

const LD_IMM64 = 0x18;

const isReached = ({ state }: CoreResult): boolean => state !== 'not-reached' && state !== 'not-loaded';

function coreJson({ btf }: BpfObject, result: CoreResult): Json {
  const { relocation, program, state, value, line } = result;
  return {
    prog: program,
    insn: relocation.insn,
    relo: relocation.number,
    kind: relocation.kind,
    local: relocation.local,
    result: state === 'value' ? value : state,
    message: line ?? (btf ? coreText(result, btf, typeTextOf) : null),
  };
}

/** As `JSON.stringify`, and whole numbers of any size. */
export function toJson(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toJson).join(',')}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}:${toJson(field)}`);
  return `{${fields.join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
