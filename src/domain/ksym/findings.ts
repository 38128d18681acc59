/**
 * What is in the kernel for each extern: facts, before any loader's rule.
 * In: an object's externs and a kernel. Out: where a name was looked for and found, its addresses, and how the two types
 * compare. Leaves to `libbpf.ts` and `aya.ts` what follows from it.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind, type KnownKind } from '../../format/btf/kinds.ts';
import type { KallsymsEntry } from '../../format/kallsyms/kallsyms.ts';
import { searchedBtfs, type KernelUnderTest, type SearchedBtf } from '../bpf/kernel.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import type { Budget, Comparison } from '../compat/difference.ts';
import { essentialName } from '../compat/essential-name.ts';
import { typesAreCompatible } from '../compat/types-compatible.ts';
import type { Steps } from '../render/steps.ts';
import { resolveType, skipModifiers } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import type { Extern } from './externs.ts';
import { kfuncState, type KfuncState } from './kfuncs.ts';

/** The first FUNC or VAR of the name in one BTF. */
export interface Hit {
  /** Null for vmlinux. */
  readonly module: string | null;
  readonly view: BtfView;
  /** The FUNC or VAR. */
  readonly id: TypeId;
  /** The FUNC_PROTO, or the variable's type as it is written. */
  readonly typeId: TypeId;
  /** What libbpf compares: of a variable the type behind modifiers and typedefs. */
  readonly comparedId: TypeId;
  readonly comparison: Comparison;
  /** What aya compares: a typedef on the kernel's side is not skipped. Differs for variables only. */
  readonly withTypedef: Comparison;
  /** Of a function: whether programs may call it. */
  readonly kfunc: KfuncState;
}

export interface Lookup {
  /** The name that was looked for, without flavor where a loader drops it. */
  readonly name: string;
  readonly kind: 'func' | 'var';
  /** In the order of the search: vmlinux first, then modules. The first one decides for libbpf. */
  readonly hits: readonly Hit[];
  /** In modules that are open but not loaded. */
  readonly notLoaded: readonly Hit[];
  /** Where the name is there as something else: a VAR for a function, a FUNC for a variable. */
  readonly otherKind: readonly { readonly module: string | null; readonly id: TypeId }[];
}

export type KallsymsFinding =
  | { readonly state: 'not-open' }
  /** In the order in which the kernel lists them; `places` are positions in its list. */
  | {
      readonly state: 'searched';
      readonly entries: readonly KallsymsEntry[];
      readonly places: readonly number[];
    };

export interface Findings {
  readonly extern: Extern;
  /** BTFs that were there to be searched, in order; null names vmlinux. */
  readonly searched: readonly (string | null)[];
  /** Null for a typeless extern, and for one that is not in `.ksyms`. */
  readonly lookup: Lookup | null;
  /** The same by aya's main branch, where it drops another part of the name. */
  readonly ayaLookup: Lookup | null;
  /** For variables; functions are not looked for there. */
  readonly kallsyms: KallsymsFinding | null;
}

/** Hits that are kept and compared. */
const MAX_HITS = 16;
/** Types that the comparisons of one object may look at together. */
const MAX_STEPS = 1 << 24;
/** Symbols of one name that are kept. */
const MAX_SYMBOLS = 1024;

/** A step for each extern. */
export function* findAll(
  local: BtfView,
  externs: readonly Extern[],
  kernel: KernelUnderTest,
): Steps<Findings[]> {
  const btfs = searchedBtfs(kernel);
  const searched = btfs.map(({ module }) => module);
  const search: Search = { local, btfs, kernel, budget: { left: MAX_STEPS } };
  const findings: Findings[] = [];
  for (const [i, extern] of externs.entries()) {
    yield i / externs.length;
    findings.push({ extern, searched, ...findOne(extern, search) });
  }
  return findings;
}

interface Search {
  readonly local: BtfView;
  readonly btfs: readonly SearchedBtf[];
  readonly kernel: KernelUnderTest;
  readonly budget: Budget;
}

function findOne(extern: Extern, search: Search): Pick<Findings, 'lookup' | 'ayaLookup' | 'kallsyms'> {
  if (extern.section !== '.ksyms' || extern.kind === null)
    return { lookup: null, ayaLookup: null, kallsyms: null };
  const kallsyms = extern.kind === 'var' ? findInKallsyms(extern.name, search.kernel) : null;
  if (!extern.typed) return { lookup: null, ayaLookup: null, kallsyms };
  const name = lookupName(extern);
  const ayaName = ayaLookupName(extern);
  const lookup = lookUp(extern, name, search);
  const ayaLookup = ayaName === name ? lookup : lookUp(extern, ayaName, search);
  return { lookup, ayaLookup, kallsyms };
}

/** libbpf drops the flavor of functions, and of nothing else. */
export const lookupName = ({ kind, name }: Pick<Extern, 'kind' | 'name'>): string =>
  kind === 'func' ? essentialName(name) : name;

/** aya's main branch cuts a function's name at the first `___`. */
const ayaLookupName = ({ kind, name }: Extern): string => (kind === 'func' ? name.split('___')[0] : name);

function lookUp({ kind, typeId }: Extern, name: string, { local, btfs, kernel, budget }: Search): Lookup {
  const wanted = kind === 'func' ? Kind.Func : Kind.Var;
  const other = kind === 'func' ? Kind.Var : Kind.Func;
  const hitsIn = (where: readonly SearchedBtf[]): Hit[] =>
    firstOfEach(where, name, wanted).map(({ module, view, id }) => {
      return { module, view, id, ...compare(local, typeId ?? 0, view, id, budget) };
    });
  const off = kernel.notLoaded.map(({ name: module, view }) => ({ module, view }));
  return {
    name,
    kind: kind ?? 'var',
    hits: hitsIn(btfs),
    notLoaded: hitsIn(off),
    otherKind: firstOfEach(btfs, name, other).map(({ module, id }) => ({ module, id })),
  };
}

function firstOfEach(
  btfs: readonly SearchedBtf[],
  name: string,
  kind: KnownKind,
): (SearchedBtf & { id: TypeId })[] {
  const found: (SearchedBtf & { id: TypeId })[] = [];
  for (const btf of btfs) {
    const id = nameIndexOf(btf.view)
      .find(name)
      .find((one) => btf.view.kindOf(one) === kind);
    if (id !== undefined) found.push({ ...btf, id });
    if (found.length === MAX_HITS) break;
  }
  return found;
}

function compare(
  local: BtfView,
  localId: TypeId,
  view: BtfView,
  id: TypeId,
  budget: Budget,
): Pick<Hit, 'typeId' | 'comparedId' | 'comparison' | 'withTypedef' | 'kfunc'> {
  const typeId = view.sizeOrTypeOf(id);
  if (view.kindOf(id) === Kind.Func) {
    const comparison = typesAreCompatible(local, localId, view, typeId, budget);
    return { typeId, comparedId: typeId, comparison, withTypedef: comparison, kfunc: kfuncState(view, id) };
  }
  // A chain that does not end is compared as it stands, and found unresolvable.
  const comparedId = resolveType(view, typeId) ?? typeId;
  const comparison = typesAreCompatible(local, localId, view, comparedId, budget);
  const written = skipModifiers(view, typeId) ?? typeId;
  const withTypedef =
    written === comparedId ? comparison : typesAreCompatible(local, localId, view, written, budget);
  return { typeId, comparedId, comparison, withTypedef, kfunc: 'no-function' };
}

export function findInKallsyms(name: string, kernel: KernelUnderTest): KallsymsFinding {
  const { kallsyms } = kernel;
  if (!kallsyms) return { state: 'not-open' };
  const places = kallsyms.find(name).slice(0, MAX_SYMBOLS);
  const entries = places.map((place) => kallsyms.entry(place));
  return { state: 'searched', places, entries: inLoadOrder(entries, kernel) };
}

/** Symbols of modules, those of the module loaded last first; what is in no module that is known keeps its place. */
function inLoadOrder(
  entries: readonly KallsymsEntry[],
  { modules, orderIsKnown }: KernelUnderTest,
): readonly KallsymsEntry[] {
  if (!orderIsKnown || entries.length < 2) return entries;
  const ranks = new Map(modules.map(({ name }, rank) => [name, rank]));
  const rank = ({ module }: KallsymsEntry): number => (module === null ? -1 : (ranks.get(module) ?? -1));
  const sorted = entries.filter((entry) => rank(entry) >= 0).sort((a, b) => rank(b) - rank(a));
  let next = 0;
  return entries.map((entry) => (rank(entry) >= 0 ? sorted[next++] : entry));
}
