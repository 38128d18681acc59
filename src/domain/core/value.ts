/**
 * The number that a relocation asks for, in one type.
 * In: a spec, of the program's type or of the kernel's; null for "not there". Out: the value, or a request to poison the
 * instruction. The rules are libbpf's (`bpf_core_calc_field_relo`, `_type_relo`, `_enumval_relo`).
 */

import type { CompositeType, TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { resolveType, sizeOf } from '../view/walk.ts';
import type { BtfView } from '../view/view.ts';
import type { CoreKind } from './kinds.ts';
import { subjectOf } from './kinds.ts';
import { E2BIG, EINVAL, isEnum, type Spec } from './spec.ts';

export const EOPNOTSUPP = -95;

export interface FieldValue {
  /** Modulo 2^64. */
  readonly value: bigint;
  /** Whether the instruction has to hold the value of the program's own type beforehand. */
  readonly validate: boolean;
  /** Bytes that a load or store of the field moves; 0 where that does not matter. */
  readonly memSize: number;
  readonly memTypeId: TypeId;
}

/** `poison`: what was asked for is not there, and no number can say so. */
export type Value = FieldValue | 'poison' | ValueError;

export interface ValueError {
  /** Negative. */
  readonly errno: number;
  /** Whether it is because the access ends in an array element, which this kind does not take. */
  readonly atElement?: true;
}

const plain = (value: bigint, validate = true): FieldValue => ({
  value: BigInt.asUintN(64, value),
  validate,
  memSize: 0,
  memTypeId: 0,
});

const fail = (errno: number): ValueError => ({ errno });

export function valueOf(kind: CoreKind, spec: Spec | null): Value {
  switch (subjectOf(kind)) {
    case 'field':
      if (kind === 'field_exists') return plain(spec ? 1n : 0n);
      return spec ? fieldValue(kind, spec) : 'poison';
    case 'type':
      return spec ? typeValue(kind, spec) : plain(0n);
    case 'enumval':
      if (kind === 'enumval_exists') return plain(spec ? 1n : 0n);
      return spec ? enumvalValue(spec) : 'poison';
    case 'unknown':
      return fail(EOPNOTSUPP);
  }
}

function typeValue(kind: CoreKind, { view, rootTypeId }: Spec): Value {
  if (kind === 'target_type_id') return plain(BigInt(rootTypeId), false);
  if (kind === 'type_exists' || kind === 'type_matches') return plain(1n);
  if (kind !== 'type_size') return fail(EOPNOTSUPP);
  const size = sizeOf(view, rootTypeId);
  return size === null ? fail(EINVAL) : plain(BigInt(size));
}

/** libbpf reads a 32-bit enumerator as signed, whatever the enum says. */
function enumvalValue({ view, accessors }: Spec): Value {
  const type = view.typeById(accessors[0].typeId);
  const value = isEnum(type) ? type.values.at(accessors[0].index)?.value : undefined;
  if (value === undefined) return fail(EINVAL);
  return plain(typeof value === 'bigint' ? value : BigInt(value | 0));
}

function fieldValue(kind: CoreKind, spec: Spec): Value {
  const accessor = spec.accessors[spec.accessors.length - 1];
  if (accessor.name === null) return elementValue(kind, spec, accessor.typeId);
  const type = spec.view.typeById(accessor.typeId);
  if (type?.kind !== Kind.Struct && type?.kind !== Kind.Union) return fail(EINVAL);
  return memberValue(kind, spec, type, accessor.index);
}

/** `a[n]` as the last step. */
function elementValue(kind: CoreKind, { view, bitOffset }: Spec, typeId: TypeId): Value {
  if (kind === 'byte_off') {
    const memSize = innermostSize(view, typeId);
    if (memSize === null) return fail(EINVAL);
    return { ...plain(BigInt(Math.floor(bitOffset / 8))), memSize, memTypeId: typeId };
  }
  if (kind !== 'byte_sz') return { errno: EINVAL, atElement: true };
  const size = sizeOf(view, typeId);
  return size === null ? fail(EINVAL) : plain(BigInt(size));
}

/** Where a field lies and how it is loaded, in bytes and bits. */
interface Place {
  readonly byteOff: number;
  readonly byteSize: number;
  readonly bitOff: number;
  readonly bitSize: number;
  readonly isBitfield: boolean;
}

function memberValue(kind: CoreKind, spec: Spec, type: CompositeType, index: number): Value {
  const { view } = spec;
  const member = type.members[index];
  const typeId = resolveType(view, member.typeId);
  if (typeId === null) return fail(EINVAL);
  const place =
    member.bitfieldSize > 0
      ? bitfieldPlace(spec.bitOffset, member.bitfieldSize, view.sizeOrTypeOf(typeId))
      : fieldPlace(spec.bitOffset, sizeOf(view, typeId));
  if (typeof place === 'number') return fail(place);
  const { byteOff, byteSize, bitOff, bitSize, isBitfield } = place;
  switch (kind) {
    case 'byte_off': {
      const value = plain(BigInt(byteOff), !isBitfield);
      if (isBitfield) return value;
      const memSize = innermostSize(view, typeId);
      return memSize === null ? fail(EINVAL) : { ...value, memSize, memTypeId: typeId };
    }
    case 'byte_sz':
      return plain(BigInt(byteSize), !isBitfield);
    case 'signed':
      return plain(isSigned(view, typeId) ? 1n : 0n);
    case 'lshift_u64': {
      const little = 64 - (bitOff + bitSize - byteOff * 8);
      const big = (8 - byteSize) * 8 + (bitOff - byteOff * 8);
      return plain(BigInt((view.littleEndian ? little : big) >>> 0), !isBitfield);
    }
    case 'rshift_u64':
      return plain(BigInt((64 - bitSize) >>> 0));
    default:
      return fail(EOPNOTSUPP);
  }
}

function fieldPlace(bitOff: number, size: number | null): Place | number {
  if (size === null) return EINVAL;
  const byteOff = Math.floor(bitOff / 8);
  return { byteOff, byteSize: size, bitOff, bitSize: size * 8, isBitfield: false };
}

/** The smallest aligned word of at most 8 bytes that holds all of the bits. */
function bitfieldPlace(bitOff: number, bitSize: number, size: number): Place | number {
  if (size === 0) return EINVAL;
  let byteSize = size;
  const start = (): number => Math.floor(Math.floor(bitOff / 8) / byteSize) * byteSize;
  while (bitOff + bitSize - start() * 8 > byteSize * 8) {
    if (byteSize >= 8) return E2BIG;
    byteSize *= 2;
  }
  return { byteOff: start(), byteSize, bitOff, bitSize, isBitfield: true };
}

function isSigned(view: BtfView, typeId: TypeId): boolean {
  const type = view.typeById(typeId);
  return isEnum(type) ? type.signed : type?.kind === Kind.Int && (type.encoding & 1) !== 0;
}

/** Size of what an array, or an array of arrays, holds in the end; of anything else its own. */
function innermostSize(view: BtfView, typeId: TypeId): number | null {
  let id = resolveType(view, typeId);
  for (let depth = 0; id !== null && depth < 32; depth++) {
    const type = view.typeById(id);
    if (type?.kind !== Kind.Array) return sizeOf(view, id);
    id = resolveType(view, type.typeId);
  }
  return null;
}
