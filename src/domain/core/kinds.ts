/**
 * The kinds of CO-RE relocations.
 * In: the number in a record. Out: libbpf's word for it, and what it is about.
 */

/** By number, `enum bpf_core_relo_kind`; libbpf `core_relo_kind_str`. */
export const CORE_KINDS = [
  'byte_off',
  'byte_sz',
  'field_exists',
  'signed',
  'lshift_u64',
  'rshift_u64',
  'local_type_id',
  'target_type_id',
  'type_exists',
  'type_size',
  'enumval_exists',
  'enumval_value',
  'type_matches',
] as const;

export type CoreKind = (typeof CORE_KINDS)[number] | 'unknown';

export type CoreSubject = 'field' | 'type' | 'enumval' | 'unknown';

export const coreKind = (kind: number): CoreKind => CORE_KINDS[kind] ?? 'unknown';

const SUBJECTS: Readonly<Record<CoreKind, CoreSubject>> = {
  byte_off: 'field',
  byte_sz: 'field',
  field_exists: 'field',
  signed: 'field',
  lshift_u64: 'field',
  rshift_u64: 'field',
  local_type_id: 'type',
  target_type_id: 'type',
  type_exists: 'type',
  type_size: 'type',
  enumval_exists: 'enumval',
  enumval_value: 'enumval',
  type_matches: 'type',
  unknown: 'unknown',
};

export const subjectOf = (kind: CoreKind): CoreSubject => SUBJECTS[kind];
