/**
 * The externs of a BPF object: what it wants from the kernel by name.
 * In: an object. Out: externs in the order in which libbpf handles them, or the error at which it stops before it has seen
 * a kernel. The rules are libbpf's (`bpf_object__collect_externs`).
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind, kindName } from '../../format/btf/kinds.ts';
import { BtfError } from '../../format/errors.ts';
import { SymbolBinding } from '../../format/elf/symbols.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import type { BpfObject } from '../bpf/object.ts';
import { isExtern } from '../bpf/relocations.ts';
import { resolveType } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import { kconfigLayout, type KconfigLayout } from './kconfig.ts';

export interface Extern {
  /** Position in libbpf's order: `.kconfig` first, then `.ksyms` by name. A poisoned call carries it. */
  readonly index: number;
  readonly name: string;
  /** Index in the symbol table. */
  readonly symbol: number;
  readonly weak: boolean;
  /** `.ksyms`, `.kconfig`; null where it was not reached or not found. */
  readonly section: string | null;
  /** Null where the object's BTF has no such extern. */
  readonly kind: 'func' | 'var' | null;
  /** The FUNC or VAR. */
  readonly btfId: TypeId | null;
  /** What is compared: the FUNC_PROTO, or a variable's type behind modifiers and typedefs; 0 for a typeless extern. */
  readonly typeId: TypeId | null;
  /** False for `extern const void`, whose address comes from kallsyms. */
  readonly typed: boolean;
  readonly kconfig: KconfigLayout | null;
}

/** libbpf refuses the object when it opens it. */
export interface OpenError {
  /** Negative, as libbpf returns it. */
  readonly errno: number;
  /** As libbpf prints it. */
  readonly message: string;
  /** Position in the externs; -1 where none is to blame. */
  readonly extern: number;
}

export interface Externs {
  readonly externs: readonly Extern[];
  readonly openError: OpenError | null;
}

export const KSYMS_SECTION = '.ksyms';
export const KCONFIG_SECTION = '.kconfig';

const EINVAL = -22;
const ENOENT = -2;
const ESRCH = -3;
const ENOTSUP = -95;
const LINKAGE_EXTERN = 2;

/** @throws BtfError `ksyms-bad` where `.ksyms` lists something else than functions and variables */
export function collectExterns(object: BpfObject): Externs {
  const { symbols, btf } = object;
  const sections = btf && btf.typeCount > 1 ? sectionsOfVariables(btf) : new Map<TypeId, TypeId>();
  const found: Omit<Extern, 'index'>[] = [];
  let failed: { errno: number; message: string; name: string } | null = null;
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const name = isExtern(symbols, symbol) ? symbols.name(symbol) : '';
    if (!name) continue;
    const head = { name, symbol, weak: symbols.binding(symbol) === SymbolBinding.Weak };
    const answer: Described | Refusal = failed ? UNKNOWN : describe(btf, sections, name);
    if ('errno' in answer) {
      failed = { ...answer, name };
      found.push({ ...head, ...UNKNOWN });
    } else found.push({ ...head, ...answer });
  }
  const externs = inOrder(found).map((extern, index) => ({ ...extern, index }));
  if (failed) {
    const { errno, message, name } = failed;
    return { externs, openError: { errno, message, extern: externs.findIndex((one) => one.name === name) } };
  }
  return { externs, openError: btf && checkSections(btf, externs) };
}

type Described = Omit<Extern, 'index' | 'name' | 'symbol' | 'weak'>;
type Refusal = Pick<OpenError, 'errno' | 'message'>;

const UNKNOWN: Described = {
  section: null,
  kind: null,
  btfId: null,
  typeId: null,
  typed: false,
  kconfig: null,
};

function describe(
  btf: BtfView | null,
  sections: ReadonlyMap<TypeId, TypeId>,
  name: string,
): Described | Refusal {
  const btfId = btf ? externId(btf, name) : ESRCH;
  if (!btf || btfId < 0)
    return { errno: btfId, message: `failed to find BTF for extern '${name}': ${btfId}` };
  const type = btf.typeById(btfId);
  const sectionId = sections.get(btfId);
  if (sectionId === undefined || (type?.kind !== Kind.Func && type?.kind !== Kind.Var)) {
    return {
      errno: ENOENT,
      message: `failed to find BTF for extern '${name}' [${btfId}] section: ${ENOENT}`,
    };
  }
  const section = btf.nameOf(sectionId);
  const common = { section, btfId, kind: type.kind === Kind.Func ? 'func' : 'var', kconfig: null } as const;
  if (section === KSYMS_SECTION) {
    const typeId = resolveType(btf, type.typeId) ?? 0;
    return { ...common, typeId, typed: typeId !== 0 };
  }
  if (section !== KCONFIG_SECTION)
    return { errno: ENOTSUP, message: `unrecognized extern section '${section}'` };
  if (type.kind === Kind.Func) {
    const message = `extern function ${name} is unsupported under ${KCONFIG_SECTION} section`;
    return { errno: ENOTSUP, message };
  }
  const kconfig = kconfigLayout(btf, type.typeId);
  if (!kconfig) return { errno: ENOTSUP, message: `extern (kcfg) '${name}': type is unsupported` };
  return { ...common, typeId: resolveType(btf, type.typeId), typed: true, kconfig };
}

/** The first FUNC or VAR of the name, or a negative errno (libbpf `find_extern_btf_id`). */
function externId(btf: BtfView, name: string): number {
  for (const id of nameIndexOf(btf).find(name)) {
    const type = btf.typeById(id);
    if (type?.kind !== Kind.Func && type?.kind !== Kind.Var) continue;
    return type.linkage === LINKAGE_EXTERN ? id : EINVAL;
  }
  return ENOENT;
}

/** The first DATASEC that lists each type. */
function sectionsOfVariables(btf: BtfView): Map<TypeId, TypeId> {
  const sections = new Map<TypeId, TypeId>();
  for (let id = btf.startId; id < btf.typeCount; id++) {
    if (btf.kindOf(id) !== Kind.Datasec) continue;
    const type = btf.typeById(id);
    if (type?.kind !== Kind.Datasec) continue;
    for (const { typeId } of type.vars) if (!sections.has(typeId)) sections.set(typeId, id);
    if (type.name === KSYMS_SECTION) requireFuncsAndVars(btf, id, type.vars);
  }
  return sections;
}

function requireFuncsAndVars(btf: BtfView, id: TypeId, vars: readonly { readonly typeId: TypeId }[]): void {
  for (const { typeId } of vars) {
    const kind = btf.kindOf(typeId);
    if (kind === Kind.Func || kind === Kind.Var) continue;
    const message = `${KSYMS_SECTION} [${id}] lists [${typeId}], a ${kindName(kind)} instead of a FUNC or VAR`;
    throw new BtfError('ksyms-bad', message, btf.own.byteOffsetOf(id - btf.startId + 1), { id, typeId });
  }
}

/** `.kconfig` by alignment, size and name; then `.ksyms` by name, in the order of bytes (libbpf `cmp_externs`). */
function inOrder<T extends Omit<Extern, 'index'>>(externs: readonly T[]): T[] {
  const rank = (extern: T): number => (extern.kconfig ? 0 : 1);
  return externs
    .map((extern) => ({ extern, bytes: new TextEncoder().encode(extern.name) }))
    .sort(({ extern: a, bytes: aName }, { extern: b, bytes: bName }) => {
      if (rank(a) !== rank(b)) return rank(a) - rank(b);
      if (a.kconfig && b.kconfig) {
        const byLayout = b.kconfig.align - a.kconfig.align || a.kconfig.size - b.kconfig.size;
        if (byLayout) return byLayout;
      }
      return compareBytes(aName, bName);
    })
    .map(({ extern }) => extern);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Whatever a section lists must be an extern of the object; checked for the sections that some extern is in. */
function checkSections(btf: BtfView, externs: readonly Extern[]): OpenError | null {
  const names = new Set(externs.map((extern) => extern.name));
  for (const section of [KSYMS_SECTION, KCONFIG_SECTION]) {
    if (!externs.some((extern) => extern.section === section)) continue;
    for (const { id, name } of listed(btf, section)) {
      if (names.has(name)) continue;
      const what =
        section === KSYMS_SECTION ? `BTF ${btf.kindOf(id) === Kind.Func ? 'func' : 'var'}` : 'BTF var';
      return { errno: ESRCH, message: `failed to find extern definition for ${what} '${name}'`, extern: -1 };
    }
  }
  return null;
}

/** What the object's sections of a name list, in order. */
export function listed(btf: BtfView, section: string): { id: TypeId; name: string }[] {
  return nameIndexOf(btf)
    .find(section)
    .flatMap((id) => {
      const type = btf.typeById(id);
      return type?.kind === Kind.Datasec ? type.vars : [];
    })
    .map(({ typeId }) => ({ id: typeId, name: btf.nameOf(typeId) }));
}
