/**
 * An access to a field, a type or an enumerator, spelled out.
 * In: the access string of a relocation (`0:1:2`) and the program's type. Out: names and indexes that can be looked for in
 * another type, and the offset they mean. The rules are libbpf's (`bpf_core_parse_spec`, `bpf_core_format_spec`).
 */

import type { EnumType, TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { btfKindStr } from '../bpf/kind-str.ts';
import { resolveType, sizeOf } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import { subjectOf, type CoreKind } from './kinds.ts';

/** libbpf's BPF_CORE_SPEC_MAX_LEN. */
export const SPEC_MAX_LEN = 64;

export const EINVAL = -22;
export const E2BIG = -7;

/** As libbpf's `errstr` spells the errors of relocations: `-EINVAL`; a number for any other. */
export const errnoName = (errno: number): string =>
  errno === EINVAL ? '-EINVAL' : errno === E2BIG ? '-E2BIG' : `${errno}`;

/** One step that means something: a named field, or an index. Unnamed members are in `raw` alone. */
export interface Accessor {
  /** The struct or union of a field; the element type of an index. */
  readonly typeId: TypeId;
  readonly index: number;
  /** Null for an index. */
  readonly name: string | null;
}

export interface Spec {
  readonly view: BtfView;
  readonly rootTypeId: TypeId;
  readonly kind: CoreKind;
  readonly accessors: Accessor[];
  /** Member by member, unnamed ones included. */
  readonly raw: number[];
  /** Modulo 2^32, as libbpf counts. */
  bitOffset: number;
}

export const emptySpec = (view: BtfView, rootTypeId: TypeId, kind: CoreKind): Spec => ({
  view,
  rootTypeId,
  kind,
  accessors: [],
  raw: [],
  bitOffset: 0,
});

/** A negative errno where the string does not fit the type. */
export function parseSpec(view: BtfView, typeId: TypeId, kind: CoreKind, access: string): Spec | number {
  const spec = emptySpec(view, typeId, kind);
  const subject = subjectOf(kind);
  if (subject === 'type') return access === '0' ? spec : EINVAL;
  const error = parseAccess(access, spec.raw);
  if (error) return error;
  const id = resolveType(view, typeId);
  if (id === null) return EINVAL;
  spec.accessors.push({ typeId: id, index: spec.raw[0], name: null });
  if (subject === 'enumval') return parseEnumval(spec, id);
  return subject === 'field' ? (followFields(spec, id) ?? spec) : EINVAL;
}

/** As `sscanf("%d")` and colons: a number may have blanks and a sign before it. */
function parseAccess(access: string, raw: number[]): number {
  let rest = access;
  if (rest === '' || rest.startsWith(':')) return EINVAL;
  while (rest !== '') {
    if (rest.startsWith(':')) rest = rest.slice(1);
    const number = /^\s*[+-]?\d+/.exec(rest)?.[0];
    if (number === undefined) return EINVAL;
    const index = Number(number);
    if (index < 0 || index > 0x7fffffff) return EINVAL;
    if (raw.length === SPEC_MAX_LEN) return E2BIG;
    raw.push(index);
    rest = rest.slice(number.length);
  }
  return 0;
}

function parseEnumval(spec: Spec, id: TypeId): Spec | number {
  const type = spec.view.typeById(id);
  const value = isEnum(type) && spec.raw.length === 1 ? type.values.at(spec.raw[0]) : undefined;
  if (!value) return EINVAL;
  spec.accessors[0] = { ...spec.accessors[0], name: value.name };
  return spec;
}

/** @returns a negative errno, or null when the whole access fits */
function followFields(spec: Spec, root: TypeId): number | null {
  const { view, accessors } = spec;
  if (!addBytes(spec, spec.raw[0], root)) return EINVAL;
  let id = root;
  for (const index of spec.raw.slice(1)) {
    const resolved = resolveType(view, id);
    const type = resolved === null ? null : view.typeById(resolved);
    if (resolved === null || !type) return EINVAL;
    if (type.kind === Kind.Struct || type.kind === Kind.Union) {
      const member = type.members.at(index);
      if (!member) return EINVAL;
      addBits(spec, member.bitOffset);
      if (member.nameOff !== 0) {
        if (member.name === '') return EINVAL;
        accessors.push({ typeId: resolved, index, name: member.name });
      }
      id = member.typeId;
    } else if (type.kind === Kind.Array) {
      const element = resolveType(view, type.typeId);
      if (element === null) return EINVAL;
      if (index >= type.nelems && !isFlexibleArray(view, accessors.at(-1), type.nelems)) return EINVAL;
      accessors.push({ typeId: element, index, name: null });
      if (!addBytes(spec, index, element)) return EINVAL;
      id = element;
    } else return EINVAL;
  }
  return null;
}

/** An array without length, the last member of its struct. */
export function isFlexibleArray(view: BtfView, accessor: Accessor | undefined, nelems: number): boolean {
  if (!accessor?.name || nelems > 0) return false;
  const type = view.typeById(accessor.typeId);
  return (
    (type?.kind === Kind.Struct || type?.kind === Kind.Union) && accessor.index === type.members.length - 1
  );
}

export const addBits = (spec: Spec, bits: number): void => {
  spec.bitOffset = (spec.bitOffset + bits) >>> 0;
};

/** `index` times the size of a type. @returns whether the type has a size */
export function addBytes(spec: Spec, index: number, typeId: TypeId): boolean {
  const size = sizeOf(spec.view, typeId);
  if (size === null) return false;
  addBits(spec, Number(BigInt.asUintN(32, BigInt(index) * BigInt(size) * 8n)));
  return true;
}

export const isEnum = (type: { kind: number } | null): type is EnumType =>
  type?.kind === Kind.Enum || type?.kind === Kind.Enum64;

/** `struct task_struct.pid`: what the access means, in C's manner. */
export function formatAccess(spec: Spec): string {
  const { view, rootTypeId, kind, accessors } = spec;
  const head = `${btfKindStr(view, rootTypeId)} ${view.nameOf(rootTypeId) || '<anon>'}`;
  switch (subjectOf(kind)) {
    case 'field':
      return head + accessors.map(formatAccessor).join('');
    case 'enumval':
      return `${head}::${formatEnumerator(spec)}`;
    case 'type':
    case 'unknown':
      return head;
  }
}

const formatAccessor = ({ name, index }: Accessor, i: number): string =>
  name ? `.${name}` : i > 0 || index > 0 ? `[${index}]` : '';

/** The first enumerator where none was found, as libbpf has it. */
function formatEnumerator({ view, rootTypeId, raw }: Spec): string {
  const type = view.typeById(resolveType(view, rootTypeId) ?? 0);
  const value = isEnum(type) ? type.values.at(raw.at(0) ?? 0) : undefined;
  return value ? `${value.name} = ${value.value}` : '';
}

/** `struct task_struct.pid (0:88 @ offset 2432)`: with the raw access and the offset of a field. */
export function formatSpec(spec: Spec): string {
  if (subjectOf(spec.kind) !== 'field') return formatAccess(spec);
  const bytes = Math.floor(spec.bitOffset / 8);
  const bits = spec.bitOffset % 8 ? `.${spec.bitOffset % 8}` : '';
  return `${formatAccess(spec)} (${spec.raw.join(':')} @ offset ${bytes}${bits})`;
}
