/**
 * All about one extern.
 * In: an analysis and an index. Out: where it was looked for, each hit with the two prototypes, addresses, the instructions
 * that use it before and after, and advice.
 */

import { differenceText } from '../../domain/compat/difference-text.ts';
import { adviceSteps } from '../../domain/ksym/advice.ts';
import type { ExternAnalysis } from '../../domain/ksym/analyze.ts';
import { findInKallsyms, type Findings, type Hit } from '../../domain/ksym/findings.ts';
import type { ExternUse } from '../../domain/ksym/plan.ts';
import { typeTextOf } from '../../domain/ksym/type-text.ts';
import { hex } from '../../domain/ksym/verdict.ts';
import type { ExternDetail, ExternHit, UseRow } from '../ksyms-api.ts';
import { inSlices } from '../slices.ts';
import type { Sources } from '../sources.ts';
import { pageLine } from '../tokens.ts';
import { externRow, type Local } from './extern-rows.ts';
import { insnRow } from './insn-text.ts';
import { refIn, VMLINUX, type OpenKernel } from './kernel.ts';
import { prototypeRows } from './prototype-rows.ts';
import { trailOf } from './trail.ts';

/** What a detail is made of: of an object, or of a declaration by itself. */
export interface DetailSource {
  readonly local: Local;
  readonly analysis: ExternAnalysis;
  /** libbpf's, of all externs. */
  readonly uses: readonly ExternUse[];
}

const MAX_HITS = 32;
const MAX_USES = 1000;
const MAX_SYMBOLS = 100;

/** Null where there is no such extern. Looks for similar names in slices. */
export async function detailOf(
  { local, analysis, uses }: DetailSource,
  index: number,
  kernel: OpenKernel,
  sources: Sources,
  generation: number,
): Promise<ExternDetail | null> {
  const finding = analysis.findings.find(({ extern }) => extern.index === index);
  if (!finding) return null;
  const { libbpf } = analysis;
  const own = uses.filter((use) => use.extern === index);
  const name = finding.lookup?.name ?? finding.extern.name;
  return {
    generation,
    row: externRow(local, analysis, finding, own, kernel),
    ...trailOf(finding, kernel),
    hits: hitsOf(local, finding, kernel, sources),
    kallsyms: finding.kallsyms && kallsymsRows(finding.extern.name, kernel),
    uses: own.slice(0, MAX_USES).map((use) => useRow(use, name)),
    applied: libbpf.load.stage === 'load-by-verifier',
    advice: await inSlices(adviceSteps(local.view, finding, libbpf.verdicts[index], own, kernel.under)),
  };
}

/** In the order in which the kernel lists them. */
export function kallsymsRows(name: string, { under }: OpenKernel): NonNullable<ExternDetail['kallsyms']> {
  const finding = findInKallsyms(name, under);
  if (!under.kallsyms || finding.state !== 'searched') return { state: 'not-open' };
  return {
    state: 'searched',
    found: under.kallsyms.find(name).length,
    entries: finding.entries.slice(0, MAX_SYMBOLS).map(({ address, type, module }) => {
      return { address: hex(address), type, module };
    }),
  };
}

function hitsOf(
  local: Local,
  { lookup, extern }: Findings,
  kernel: OpenKernel,
  sources: Sources,
): ExternHit[] {
  if (!lookup) return [];
  const all = [
    ...lookup.hits.map((hit) => ({ hit, loaded: true })),
    ...lookup.notLoaded.map((hit) => ({ hit, loaded: false })),
  ];
  return all.slice(0, MAX_HITS).flatMap(({ hit, loaded }) => {
    const ref = refIn(kernel, hit.view, hit.id);
    if (!ref) return [];
    const { module, kfunc, comparison } = hit;
    return {
      where: module ?? VMLINUX,
      ref,
      loaded,
      kfunc,
      compatible: comparison.compatible,
      difference: differenceOf(local, hit),
      sides: sidesOf(local, extern.btfId, hit, kernel, sources),
    };
  });
}

function differenceOf({ view }: Local, { comparison, view: kernelView }: Hit): string | null {
  if (comparison.compatible || !view) return null;
  return differenceText(comparison.difference, typeTextOf(view), typeTextOf(kernelView));
}

function sidesOf(
  { view, pageLine: localLine }: Local,
  btfId: number | null,
  hit: Hit,
  kernel: OpenKernel,
  sources: Sources,
): ExternHit['sides'] {
  const source = kernel.sources.get(hit.view);
  if (!view || btfId === null || !source) return [];
  const { comparison } = hit;
  return prototypeRows(
    { view, id: btfId, pageLine: localLine },
    { view: hit.view, id: hit.id, pageLine: (line) => pageLine(sources, source, line) },
    comparison.compatible ? null : comparison.difference,
  );
}

function useRow(
  { program, section, insn, origin, form, before, after, poisoned }: ExternUse,
  name: string,
): UseRow {
  return {
    program,
    section,
    insn,
    origin: origin.program === program ? null : { program: origin.program, insn: origin.insn },
    form,
    before: insnRow(before, name),
    after: insnRow(after, name),
    poisoned,
  };
}
