/**
 * What a loader makes of the `.ksyms` section before the kernel sees it.
 * In: an object's BTF and its externs. Out: the section's entries before and after. The kernel takes no functions and no
 * externs in a DATASEC: libbpf turns functions into one placeholder variable, gives every entry an int's place
 * (`bpf_object__collect_externs`), and aya does the same under another name.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { nameIndexOf } from '../bpf/name-index.ts';
import type { BtfView } from '../view/view.ts';
import { KSYMS_SECTION } from './externs.ts';

/** Name of the variable that stands for functions. */
export const PLACEHOLDERS = { libbpf: 'dummy_ksym', aya: 'ksym_func_placeholder' } as const;

export interface SectionEntry {
  readonly typeId: TypeId;
  readonly kind: 'FUNC' | 'VAR';
  readonly name: string;
  readonly linkage: 'static' | 'global' | 'extern';
  /** The FUNC_PROTO or the variable's type; 0 for void. */
  readonly target: TypeId;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

export interface Section {
  /** Bytes. */
  readonly size: number;
  readonly entries: readonly SectionEntry[];
}

export interface SectionFixup {
  /** The DATASEC. */
  readonly id: TypeId;
  readonly before: Section;
  readonly after: Section;
  /** The new variable, behind all other types; null where the section has no function. */
  readonly placeholder: { readonly id: TypeId; readonly name: string; readonly target: TypeId } | null;
  /** Functions that are made global, and how many of their arguments get the placeholder's name for want of one. */
  readonly functions: readonly {
    readonly id: TypeId;
    readonly name: string;
    readonly namedArguments: number;
  }[];
}

const INT_SIZE = 4;
const INT_BITS = 32;
const LINKAGES = ['static', 'global', 'extern'] as const;

/** Null for an object without `.ksyms`. */
export function fixUpKsyms(btf: BtfView, loader: keyof typeof PLACEHOLDERS): SectionFixup | null {
  const id = nameIndexOf(btf)
    .find(KSYMS_SECTION)
    .find((one) => btf.kindOf(one) === Kind.Datasec);
  const section = id === undefined ? null : btf.typeById(id);
  if (id === undefined || section?.kind !== Kind.Datasec) return null;
  const before = section.vars.flatMap(({ typeId, offset, size }) => {
    const entry = entryOf(btf, typeId);
    return entry ? [{ ...entry, offset, size }] : [];
  });
  const target = firstInt(btf);
  const functions = before.filter((entry) => entry.kind === 'FUNC');
  const name = PLACEHOLDERS[loader];
  const placeholder = functions.length ? { id: btf.typeCount, name, target } : null;
  const after = before.map((entry, i): SectionEntry => {
    const place = { offset: i * INT_SIZE, size: INT_SIZE, linkage: 'global', target } as const;
    return entry.kind === 'FUNC' && placeholder
      ? { ...place, kind: 'VAR', typeId: placeholder.id, name }
      : { ...place, kind: 'VAR', typeId: entry.typeId, name: entry.name };
  });
  return {
    id,
    before: { size: section.size, entries: before },
    after: { size: after.length * INT_SIZE, entries: after },
    placeholder,
    functions: functions.map((entry) => {
      return { id: entry.typeId, name: entry.name, namedArguments: unnamedArguments(btf, entry.target) };
    }),
  };
}

function entryOf(btf: BtfView, id: TypeId): Omit<SectionEntry, 'offset' | 'size'> | null {
  const type = btf.typeById(id);
  if (type?.kind !== Kind.Func && type?.kind !== Kind.Var) return null;
  const kind = type.kind === Kind.Func ? 'FUNC' : 'VAR';
  const linkage = LINKAGES[type.linkage] ?? 'extern';
  return { typeId: id, kind, name: type.name, linkage, target: type.typeId };
}

/** The first INT of 32 bits, 0 without one (libbpf `find_int_btf_id`). */
function firstInt(btf: BtfView): TypeId {
  for (let id = 1; id < btf.typeCount; id++) {
    const type = btf.kindOf(id) === Kind.Int ? btf.typeById(id) : null;
    if (type?.kind === Kind.Int && type.bits === INT_BITS) return id;
  }
  return 0;
}

/** The end of a variadic list has no type, and stays as it is. */
function unnamedArguments(btf: BtfView, proto: TypeId): number {
  const type = btf.typeById(proto);
  if (type?.kind !== Kind.FuncProto) return 0;
  return type.params.filter((param) => param.nameOff === 0 && param.typeId !== 0).length;
}
