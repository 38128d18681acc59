/**
 * What a person can do about a name that a log line tells, or that is all they have.
 * In: where the kernel has the name, and what is known of the extern. Out: pieces of advice, the most telling first.
 */

import type { KernelUnderTest } from '../bpf/kernel.ts';
import type { Steps } from '../render/steps.ts';
import { similarNames, type Advice } from './advice.ts';
import type { NameFinding } from './name-search.ts';

/** What is wanted; null where nothing tells. */
export interface Wanted {
  readonly kind: 'func' | 'var' | null;
  /** False for a symbol of kallsyms. */
  readonly typed: boolean | null;
}

/** `wanted` null for a name by itself: that may be anything, and asks for no address. */
export function* adviseOnName(
  name: string,
  wanted: Wanted | null,
  { hits, kallsyms }: NameFinding,
  kernel: KernelUnderTest,
): Steps<Advice[]> {
  const { kind, typed } = wanted ?? { kind: null, typed: null };
  const advice: Advice[] = [];
  if (!kernel.vmlinux && typed !== false) advice.push({ code: 'no-vmlinux' });
  const fits = hits.filter((hit) => kind === null || hit.kind === kind);
  const loaded = fits.filter((hit) => hit.loaded);
  const modules = fits.flatMap((hit) => (hit.loaded ? [] : (hit.module ?? [])));
  if (typed !== false) {
    if (loaded.length === 0 && modules.length)
      advice.push({ code: 'module-not-loaded', modules: [...new Set(modules)] });
    const other = hits.find((hit) => hit.loaded && hit.kind !== kind);
    if (other && fits.length === 0)
      advice.push({ code: 'found-as-other-kind', kind: other.kind, module: other.module });
    if (loaded.at(0)?.kfunc === 'plain') advice.push({ code: 'not-a-kfunc' });
  }
  const mayNeedAddress = typed === null && kind !== 'func' && loaded.length === 0;
  if (wanted && (typed === false || mayNeedAddress)) advice.push(...onAddress(kallsyms, kernel));
  const isKnown = hits.length > 0 || (kallsyms.state === 'searched' && kallsyms.entries.length > 0);
  if (kernel.vmlinux && !isKnown) {
    const names = yield* similarNames(name, kind, kernel);
    if (names.length) advice.push({ code: 'similar-names', names });
  }
  return advice;
}

function onAddress(kallsyms: NameFinding['kallsyms'], kernel: KernelUnderTest): Advice[] {
  if (kallsyms.state === 'not-open') return [{ code: 'kallsyms-not-open' }];
  const addresses = new Set(kallsyms.entries.map(({ address }) => address)).size;
  if (addresses > 0 && kernel.kallsyms?.isMasked) return [{ code: 'kallsyms-masked' }];
  return addresses > 1 ? [{ code: 'ambiguous', addresses }] : [];
}
