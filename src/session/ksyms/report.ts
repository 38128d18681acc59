/**
 * All about one BPF object.
 * In: an object with its analysis. Out: the report of `ksyms-api.ts`: externs, relocations, and the section that loaders
 * rewrite.
 */

import { fixUpKsyms, type Section } from '../../domain/ksym/fixup.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { KsymReport, SectionEntryRow } from '../ksyms-api.ts';
import type { Sources } from '../sources.ts';
import { pageLine } from '../tokens.ts';
import { coreRows } from './core-rows.ts';
import { externRows, type Local } from './extern-rows.ts';
import type { OpenKernel } from './kernel.ts';
import type { Examined, Unexamined } from './objects.ts';
import { objectRow } from './summary.ts';

export function reportOf(
  sources: Sources,
  examined: Examined | Unexamined,
  kernel: OpenKernel,
  generation: number,
): KsymReport {
  const head = { generation, object: objectRow(examined), kernel: kernel.facts };
  if ('error' in examined) return { ...head, externs: [], core: [], fdArray: [null], fixup: null };
  const { object, analysis } = examined;
  return {
    ...head,
    externs: externRows(localOf(sources, examined), analysis, analysis.plan.uses, kernel),
    core: coreRows(examined, kernel),
    fdArray: analysis.plan.fdArray,
    fixup: object.btf && fixupOf(object.btf),
  };
}

/** The core has opened the object by itself: ids are the same. */
export function localOf(sources: Sources, { source, object }: Examined): Local {
  const shown = sources.shown(source.id);
  return {
    view: object.btf,
    pageLine: (line) =>
      shown ? pageLine(sources, shown, line) : line.map(({ kind, text }) => ({ kind, text })),
  };
}

function fixupOf(btf: BtfView): KsymReport['fixup'] {
  const fixup = fixUpKsyms(btf, 'libbpf');
  return (
    fixup && {
      loader: 'libbpf',
      sizeBefore: fixup.before.size,
      sizeAfter: fixup.after.size,
      before: entryRows(fixup.before),
      after: entryRows(fixup.after),
    }
  );
}

const entryRows = ({ entries }: Section): SectionEntryRow[] =>
  entries.map(({ kind, name, linkage, typeId: id, offset, size }) => {
    return { kind, name, linkage, id, offset, size };
  });
