/**
 * What a person can do about an extern: facts that call for an action, without the sentence.
 * In: findings, libbpf's verdict, the uses, and a kernel. Out: pieces of advice, the most telling first.
 */

import { Kind } from '../../format/btf/kinds.ts';
import type { KernelUnderTest } from '../bpf/kernel.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import { essentialName } from '../compat/essential-name.ts';
import { runSteps, type Steps } from '../render/steps.ts';
import { resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import type { Findings, Hit } from './findings.ts';
import { kfuncsOf } from './kfuncs.ts';
import { Nearest } from './nearest.ts';
import type { ExternUse } from './plan.ts';
import type { Verdict } from './verdict.ts';

/** A name that may have been meant, and where it is. */
export interface SimilarName {
  readonly name: string;
  /** Null for vmlinux. */
  readonly module: string | null;
  readonly loaded: boolean;
  readonly kfunc: boolean;
}

export type Advice =
  /** The kernel that is open has no BTF, or none is open. */
  | { readonly code: 'no-vmlinux' }
  /** It is there, in modules that are open and switched off. */
  | { readonly code: 'module-not-loaded'; readonly modules: readonly string[] }
  /** Modules are loaded, but the loader may not see their BTF. */
  | { readonly code: 'modules-not-seen' }
  /** The program only declares a struct that the kernel defines: give the whole definition. */
  | { readonly code: 'fwd-against-struct'; readonly name: string }
  /** The first BTF that has the name decides; a later one would fit. */
  | { readonly code: 'shadowed'; readonly by: string | null; readonly fits: string | null }
  | { readonly code: 'found-as-other-kind'; readonly kind: 'func' | 'var'; readonly module: string | null }
  /** Flavors are dropped for functions only. */
  | { readonly code: 'flavor-kept'; readonly name: string }
  /** Resolved, and still the verifier will refuse the call. */
  | { readonly code: 'not-a-kfunc' }
  /** Null instead of an error, because it is weak: easily overlooked. */
  | { readonly code: 'weak-incompatible' }
  /** A weak extern without an address, called in programs that never look whether it is there. */
  | { readonly code: 'weak-unguarded'; readonly programs: readonly string[] }
  | { readonly code: 'ambiguous'; readonly addresses: number }
  | { readonly code: 'kallsyms-not-open' }
  /** All addresses read 0. */
  | { readonly code: 'kallsyms-masked' }
  | { readonly code: 'similar-names'; readonly names: readonly SimilarName[] };

export function adviseOn(...args: Parameters<typeof adviceSteps>): Advice[] {
  return runSteps(adviceSteps(...args));
}

/** The same in steps: looking for similar names in a whole kernel takes a while. */
export function* adviceSteps(
  local: BtfView | null,
  finding: Findings,
  verdict: Verdict,
  uses: readonly ExternUse[],
  kernel: KernelUnderTest,
): Steps<Advice[]> {
  const { extern, lookup, kallsyms } = finding;
  const advice: Advice[] = [];
  if (lookup) {
    if (!kernel.vmlinux) advice.push({ code: 'no-vmlinux' });
    else advice.push(...(yield* onLookup(local, finding, kernel)));
  } else if (kallsyms) advice.push(...onKallsyms(finding, kernel));
  if (verdict.outcome === 'weak-missing') {
    const unguarded = unguardedPrograms(uses.filter((use) => use.extern === extern.index));
    if (unguarded.length) advice.push({ code: 'weak-unguarded', programs: unguarded });
  }
  return advice;
}

function* onLookup(
  local: BtfView | null,
  { extern, lookup }: Findings,
  kernel: KernelUnderTest,
): Steps<Advice[]> {
  if (!lookup) return [];
  const advice: Advice[] = [];
  const hit = lookup.hits.at(0);
  if (hit) {
    if (!hit.comparison.compatible) advice.push(...onIncompatible(local, extern.weak, lookup.hits, hit));
    else if (hit.kfunc === 'plain' && extern.kind === 'func') advice.push({ code: 'not-a-kfunc' });
    return advice;
  }
  if (lookup.notLoaded.length) {
    const modules = lookup.notLoaded.flatMap(({ module }) => module ?? []);
    advice.push({ code: 'module-not-loaded', modules });
  }
  if (!kernel.seesModules && kernel.modules.length) advice.push({ code: 'modules-not-seen' });
  for (const { module } of lookup.otherKind.slice(0, 1)) {
    advice.push({ code: 'found-as-other-kind', kind: lookup.kind === 'func' ? 'var' : 'func', module });
  }
  const bare = essentialName(extern.name);
  if (extern.kind === 'var' && bare !== extern.name && isVariable(kernel, bare))
    advice.push({ code: 'flavor-kept', name: bare });
  if (lookup.notLoaded.length === 0) {
    const names = yield* similarNames(lookup.name, lookup.kind, kernel);
    if (names.length) advice.push({ code: 'similar-names', names });
  }
  return advice;
}

function onIncompatible(
  local: BtfView | null,
  weak: boolean,
  hits: readonly Hit[],
  { view, module, comparison }: Hit,
): Advice[] {
  const advice: Advice[] = [];
  if (comparison.compatible) return advice;
  const { difference } = comparison;
  const localType = local?.typeById(resolveType(local, difference.local) ?? 0);
  const kernelType = view.typeById(resolveType(view, difference.target) ?? 0);
  const isDefined = kernelType?.kind === Kind.Struct || kernelType?.kind === Kind.Union;
  if (localType?.kind === Kind.Fwd && isDefined)
    advice.push({ code: 'fwd-against-struct', name: localType.name });
  const fits = hits.find((hit) => hit.comparison.compatible);
  if (fits) advice.push({ code: 'shadowed', by: module, fits: fits.module });
  if (weak) advice.push({ code: 'weak-incompatible' });
  return advice;
}

function onKallsyms({ kallsyms }: Findings, kernel: KernelUnderTest): Advice[] {
  if (kallsyms?.state !== 'searched') return [{ code: 'kallsyms-not-open' }];
  if (kernel.kallsyms?.isMasked) return [{ code: 'kallsyms-masked' }];
  const addresses = new Set(kallsyms.entries.map(({ address }) => address)).size;
  return addresses > 1 ? [{ code: 'ambiguous', addresses }] : [];
}

const isVariable = ({ vmlinux, modules }: KernelUnderTest, name: string): boolean =>
  [vmlinux, ...modules.map(({ view }) => view)].some(
    (view) =>
      view !== null &&
      nameIndexOf(view)
        .find(name)
        .some((id) => view.kindOf(id) === Kind.Var),
  );

/** A program that loads the extern's address has asked whether it is there, or so it is taken. */
function unguardedPrograms(uses: readonly ExternUse[]): string[] {
  const guarded = new Set(uses.filter(({ form }) => form === 'ld_imm64').map(({ program }) => program));
  return [
    ...new Set(
      uses.filter(({ poisoned, program }) => poisoned && !guarded.has(program)).map(({ program }) => program),
    ),
  ];
}

/** Over everything that is open, kfuncs first among the equally near. `kind` null for functions and variables. */
export function* similarNames(
  name: string,
  kind: 'func' | 'var' | null,
  kernel: KernelUnderTest,
): Steps<SimilarName[]> {
  const places = [
    { module: null, view: kernel.vmlinux, loaded: true },
    ...kernel.modules.map(({ name: module, view }) => ({ module, view, loaded: true })),
    ...kernel.notLoaded.map(({ name: module, view }) => ({ module, view, loaded: false })),
  ];
  const kinds = kind === null ? [Kind.Func, Kind.Var] : [kind === 'func' ? Kind.Func : Kind.Var];
  const nearest = new Nearest<SimilarName>(name);
  for (const [i, { module, view, loaded }] of places.entries()) {
    if (!view || nearest.isFull) continue;
    const kfuncs = new Set(kinds.includes(Kind.Func) ? kfuncsOf(view) : []);
    for (let id = view.startId; id < view.typeCount; id++) {
      if (id % TYPES_PER_STEP === 0) yield i / places.length;
      if (!kinds.some((one) => one === view.kindOf(id))) continue;
      const other = view.nameOf(id);
      nearest.add(other, { name: other, module, loaded, kfunc: kfuncs.has(id) });
    }
  }
  return nearest.found
    .slice()
    .sort((a, b) => a.distance - b.distance || Number(b.item.kfunc) - Number(a.item.kfunc))
    .map(({ item }) => item);
}

const TYPES_PER_STEP = 1024;
