/**
 * A BPF object in a line.
 * In: an object with its analysis, or why there is none. Out: counts, and how far each loader comes.
 */

import type { Analysis, ExternAnalysis } from '../../domain/ksym/analyze.ts';
import type { Resolution } from '../../domain/ksym/verdict.ts';
import type { LoadSummary, ObjectRow } from '../ksyms-api.ts';
import type { Examined, Unexamined } from './objects.ts';
import { coreProblem, externProblem, usesByExtern } from './problems.ts';

export function objectRow(examined: Examined | Unexamined): ObjectRow {
  const { id, name, path } = examined.source;
  const head = { source: id, name, path };
  if ('error' in examined) {
    const { code, message, offset } = examined.error;
    const nothing = { externs: 0, problems: 0, relocations: 0, coreProblems: 0, loads: [] };
    return { ...head, ...nothing, error: { code, message, offset } };
  }
  const { analysis } = examined;
  const { externs, core } = analysis;
  const uses = usesByExtern(analysis, analysis.plan.uses);
  return {
    ...head,
    externs: externs.externs.length,
    problems: externs.externs.filter(({ index }) => externProblem(analysis, uses[index], index)).length,
    relocations: core.results.length,
    coreProblems: coreProblems(analysis),
    loads: loadSummaries(analysis),
    error: null,
  };
}

/** libbpf, aya, aya with module BTF. */
export const loadSummaries = (analysis: ExternAnalysis): LoadSummary[] =>
  [analysis.libbpf, analysis.aya, analysis.ayaModuleBtf].map((one) => loadSummary(analysis, one));

const coreProblems = ({ core, ayaCore }: Analysis): number =>
  core.results.filter((result, i) => coreProblem(result, ayaCore.results.at(i))).length;

function loadSummary({ externs }: ExternAnalysis, { loader, verdicts, load }: Resolution): LoadSummary {
  const { stage, errno, message, undecided } = load;
  const failed = stage === 'load-by-verifier' ? -1 : verdicts.findIndex(({ outcome }) => outcome === 'error');
  return {
    loader,
    stage,
    errno,
    message,
    undecided,
    extern: failed < 0 ? null : externs.externs[failed].name,
  };
}
