/**
 * Externs as rows of a table.
 * In: an object's analysis. Out: what a line says of each: declaration with links, who uses it, where it was found, and each
 * loader's word.
 */

import type { ExternAnalysis } from '../../domain/ksym/analyze.ts';
import { declarationLine } from '../../domain/ksym/declaration-line.ts';
import type { Findings } from '../../domain/ksym/findings.ts';
import type { ExternUse } from '../../domain/ksym/plan.ts';
import { hex, type Resolution, type Verdict } from '../../domain/ksym/verdict.ts';
import type { Line } from '../../domain/render/printer.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { PageLine } from '../type-api.ts';
import type { ExternRow, VerdictRow } from '../ksyms-api.ts';
import { refIn, VMLINUX, type OpenKernel } from './kernel.ts';
import { externProblem, usesByExtern } from './problems.ts';

/** What an analysis is about: an object's BTF, or that of a declaration by itself. */
export interface Local {
  /** Null for an object without BTF. */
  readonly view: BtfView | null;
  /** With links into the object, where there is one. */
  readonly pageLine: (line: Line) => PageLine;
}

/** Programs of one extern that are told of. */
const MAX_PROGRAMS = 1000;

/** `uses` are libbpf's, of all externs. */
export function externRows(
  local: Local,
  analysis: ExternAnalysis,
  uses: readonly ExternUse[],
  kernel: OpenKernel,
): ExternRow[] {
  const byExtern = usesByExtern(analysis, uses);
  return analysis.findings.map((finding, i) => externRow(local, analysis, finding, byExtern[i], kernel));
}

/** `uses` are those of this extern. */
export function externRow(
  local: Local,
  analysis: ExternAnalysis,
  finding: Findings,
  uses: readonly ExternUse[],
  kernel: OpenKernel,
): ExternRow {
  const { index, name, kind, weak, typed, section, btfId } = finding.extern;
  const { libbpf, aya, ayaModuleBtf } = analysis;
  return {
    index,
    name,
    kind,
    weak,
    typed,
    section,
    declaration: local.view && btfId !== null ? local.pageLine(declarationLine(local.view, btfId)) : [],
    programs: programsOf(uses),
    uses: uses.length,
    ...decidingHit(finding, libbpf.verdicts[index], kernel),
    verdicts: {
      libbpf: verdictRow(libbpf, index),
      aya: verdictRow(aya, index),
      'aya-module-btf': verdictRow(ayaModuleBtf, index),
    },
    problem: externProblem(analysis, uses, index),
  };
}

/** Programs, and the sub-programs that it stands in. */
function programsOf(uses: readonly ExternUse[]): string[] {
  const programs = new Set(uses.flatMap(({ program, origin }) => [program, origin.program]));
  return [...programs].slice(0, MAX_PROGRAMS);
}

function decidingHit(
  { lookup, kallsyms, extern }: Findings,
  { outcome }: Verdict,
  kernel: OpenKernel,
): Pick<ExternRow, 'foundIn' | 'found'> {
  const hit = lookup?.hits.at(0);
  if (hit) return { foundIn: hit.module ?? VMLINUX, found: refIn(kernel, hit.view, hit.id) };
  const isInKallsyms = kallsyms?.state === 'searched' && kallsyms.entries.length > 0;
  const counts = !extern.typed || outcome === 'quirk-typed-set-by-kallsyms';
  return { foundIn: isInKallsyms && counts ? 'kallsyms' : null, found: null };
}

function verdictRow({ verdicts }: Resolution, index: number): VerdictRow {
  const { outcome, module, btfId, address, message } = verdicts[index];
  // An ambiguous symbol has a first address, and no result.
  const isResult = address !== null && outcome !== 'error';
  return { outcome, module, btfId, address: isResult ? hex(address) : null, message };
}
