/**
 * Which externs and relocations anyone should look at.
 * In: an analysis. Out: yes or no for each: the page's "only problems".
 */

import type { Analysis, ExternAnalysis } from '../../domain/ksym/analyze.ts';
import type { CoreResult } from '../../domain/core/relocate.ts';
import type { ExternUse } from '../../domain/ksym/plan.ts';
import type { Verdict } from '../../domain/ksym/verdict.ts';

/** By the index of the extern. */
export function usesByExtern({ findings }: ExternAnalysis, uses: readonly ExternUse[]): ExternUse[][] {
  const byExtern = findings.map((): ExternUse[] => []);
  for (const use of uses) byExtern[use.extern].push(use);
  return byExtern;
}

/** `uses` are those of this extern. */
export function externProblem(analysis: ExternAnalysis, uses: readonly ExternUse[], index: number): boolean {
  const { libbpf, aya, ayaModuleBtf, findings } = analysis;
  const verdicts = [libbpf, aya, ayaModuleBtf].map((one) => one.verdicts[index]);
  const told = verdicts.filter(isTold);
  return (
    told.some(({ outcome }) => REFUSED.has(outcome)) ||
    told.some((one) => !agree(one, told[0])) ||
    findings[index].lookup?.hits.at(0)?.kfunc === 'plain' ||
    isAmiss(findings[index]) ||
    uses.some(({ poisoned }) => poisoned)
  );
}

const REFUSED: ReadonlySet<Verdict['outcome']> = new Set([
  'error',
  'weak-missing',
  'quirk-typed-set-by-kallsyms',
]);

/** What a loader did not come to, and what needs kallsyms or the configuration, says nothing. */
const isTold = ({ outcome }: Verdict): boolean =>
  outcome !== 'not-reached' && outcome !== 'unknown' && outcome !== 'kconfig';

const agree = (a: Verdict, b: Verdict): boolean =>
  a.outcome === b.outcome && a.module === b.module && a.btfId === b.btfId;

/** What would stop a loader that came so far. */
function isAmiss({ searched, lookup, kallsyms, extern }: Analysis['findings'][number]): boolean {
  if (lookup) return searched.length > 0 && lookup.hits.at(0)?.comparison.compatible !== true;
  if (extern.typed || kallsyms?.state !== 'searched') return false;
  return new Set(kallsyms.entries.map(({ address }) => address)).size !== 1;
}

/** `aya` is the same relocation by aya's rules. */
export function coreProblem(result: CoreResult, aya: CoreResult | undefined): boolean {
  if (result.state === 'poisoned' || result.state === 'error') return true;
  return wasReached(result) && aya !== undefined && wasReached(aya) && differs(result, aya);
}

export const differs = (a: CoreResult, b: CoreResult): boolean => a.state !== b.state || a.value !== b.value;

export const wasReached = ({ state }: CoreResult): boolean =>
  state !== 'not-reached' && state !== 'not-loaded';
