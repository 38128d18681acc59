/**
 * Where an extern was looked for.
 * In: findings. Out: the places in the order of the search up to the one that decides, then what else has the name. Places
 * without it are left out where there are too many.
 */

import { searchedBtfs } from '../../domain/bpf/kernel.ts';
import type { Findings } from '../../domain/ksym/findings.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { SourceId } from '../source-api.ts';
import type { SearchStep } from '../ksyms-api.ts';
import { VMLINUX, type OpenKernel } from './kernel.ts';

const MAX_STEPS = 200;

export function trailOf(
  { lookup }: Findings,
  kernel: OpenKernel,
): { readonly steps: SearchStep[]; readonly searched: number } {
  if (!lookup) return { steps: [], searched: 0 };
  const sourceOf = (view: BtfView): SourceId | null => kernel.sources.get(view)?.id ?? null;
  const hits = new Set(lookup.hits.map(({ view }) => view));
  const others = new Set(lookup.otherKind.map(({ module }) => module));
  const resultOf = (module: string | null, view: BtfView): SearchStep['result'] =>
    hits.has(view) ? 'hit' : others.has(module) ? 'other-kind' : 'none';
  const all = searchedBtfs(kernel.under).map(({ module, view }): SearchStep => {
    return { name: module ?? VMLINUX, source: sourceOf(view), result: resultOf(module, view) };
  });
  const end = all.findIndex(({ result }) => result === 'hit') + 1;
  const searched = end > 0 ? all.slice(0, end) : all;
  const later = end > 0 ? all.slice(end).filter(({ result }) => result !== 'none') : [];
  const off = lookup.notLoaded.map(({ module, view }): SearchStep => {
    return { name: module ?? VMLINUX, source: sourceOf(view), result: 'not-loaded' };
  });
  return { steps: tellingFirst([...searched, ...later, ...off]), searched: searched.length };
}

/** As many as are shown, in their order; the first places without the name rather than the last ones. */
function tellingFirst(steps: readonly SearchStep[]): SearchStep[] {
  let room = Math.max(0, MAX_STEPS - steps.filter(({ result }) => result !== 'none').length);
  return steps.filter(({ result }) => result !== 'none' || room-- > 0).slice(0, MAX_STEPS);
}
