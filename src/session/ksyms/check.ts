/**
 * A pasted text against the kernel that is open.
 * In: a line of a loader's log, a declaration in C, or a name. Out: what the kernel has under that name, and for a declaration
 * all that is said of an object's extern.
 */

import { analyzeExterns } from '../../domain/ksym/analyze.ts';
import { prototypeLine } from '../../domain/ksym/declaration-line.ts';
import { essentialName } from '../../domain/compat/essential-name.ts';
import { lookupName } from '../../domain/ksym/findings.ts';
import { isLogText, parseLogLine } from '../../domain/ksym/log-line.ts';
import { adviseOnName, type Wanted } from '../../domain/ksym/name-advice.ts';
import { findName, type NamedHit } from '../../domain/ksym/name-search.ts';
import { externFromC } from '../../domain/ksym/prototype/extern-from-c.ts';
import type { Advice } from '../../domain/ksym/advice.ts';
import type { CheckAnswer, NamedHitRow } from '../ksyms-api.ts';
import { inSlices } from '../slices.ts';
import type { Sources } from '../sources.ts';
import { pageLine } from '../tokens.ts';
import { detailOf, kallsymsRows } from './detail.ts';
import type { Local } from './extern-rows.ts';
import { refIn, VMLINUX, type OpenKernel } from './kernel.ts';

/** `bpf_x`, `bpf_x()`, `bpf_x;`; kallsyms has names with dots and dollars too. */
const NAME = /^([A-Za-z_$.][\w$.]*)\s*(\(\s*\))?\s*;?$/;

export async function checkText(
  text: string,
  kernel: OpenKernel,
  sources: Sources,
  generation: number,
): Promise<CheckAnswer> {
  const trimmed = text.trim();
  if (trimmed === '') return { state: 'empty' };
  const told = parseLogLine(text);
  if (told) {
    const name = lookupName(told);
    const { hits, advice } = await lookUp(name, told, kernel, sources);
    return { state: 'log', told, hits, advice, kernel: kernel.facts };
  }
  const name = NAME.exec(trimmed)?.[1];
  if (name !== undefined) {
    const found = await lookUp(name, null, kernel, sources);
    return { state: 'name', name, kallsyms: kallsymsRows(name, kernel), ...found, kernel: kernel.facts };
  }
  if (isLogText(text))
    return { state: 'unreadable', why: "a line of libbpf's log that is about no extern", at: 0 };
  return checkDeclaration(text, kernel, sources, generation);
}

async function checkDeclaration(
  text: string,
  kernel: OpenKernel,
  sources: Sources,
  generation: number,
): Promise<CheckAnswer> {
  const read = externFromC(text, kernel.under);
  if (read.state === 'unreadable') return read;
  // The types of the declaration are in no source.
  const local: Local = {
    view: read.local,
    pageLine: (line) => line.map(({ kind, text: part }) => ({ kind, text: part })),
  };
  const analysis = analyzeExterns(read.local, [read.extern], kernel.under);
  const detail = await detailOf({ local, analysis, uses: [] }, 0, kernel, sources, generation);
  return detail ? { state: 'extern', detail } : { state: 'empty' };
}

async function lookUp(
  name: string,
  wanted: Wanted | null,
  kernel: OpenKernel,
  sources: Sources,
): Promise<{ hits: NamedHitRow[]; advice: Advice[] }> {
  const exact = findName(name, kernel.under);
  // Flavors are dropped for functions; whoever has a name alone may have copied one from a program.
  const bare = essentialName(name);
  const finding = exact.hits.length || bare === name ? exact : findName(bare, kernel.under);
  const advice = await inSlices(adviseOnName(name, wanted, finding, kernel.under));
  return { hits: finding.hits.flatMap((hit) => hitRow(hit, kernel, sources)), advice };
}

function hitRow(
  { module, view, id, kind, loaded, kfunc }: NamedHit,
  kernel: OpenKernel,
  sources: Sources,
): NamedHitRow[] {
  const ref = refIn(kernel, view, id);
  const source = kernel.sources.get(view);
  if (!ref || !source) return [];
  const declaration = pageLine(sources, source, prototypeLine(view, id));
  return [{ where: module ?? VMLINUX, ref, kind, loaded, kfunc, declaration }];
}
