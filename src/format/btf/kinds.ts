/**
 * The kinds of BTF and how long their records are.
 * In: the `info` word of a type. Out: kind, vlen, kind_flag, record lengths. Knows no blob.
 *
 *   info word:  31 kind_flag | 30..24 kind | 23..0 vlen      (kernel include/uapi/linux/btf.h, 2026)
 *
 * Until 2026 kind had 5 bits (28..24) and vlen 16 (15..0); the bits between were zero, so the wide reading serves both.
 */

export const Kind = {
  Unknown: 0,
  Int: 1,
  Ptr: 2,
  Array: 3,
  Struct: 4,
  Union: 5,
  Enum: 6,
  Fwd: 7,
  Typedef: 8,
  Volatile: 9,
  Const: 10,
  Restrict: 11,
  Func: 12,
  FuncProto: 13,
  Var: 14,
  Datasec: 15,
  Float: 16,
  DeclTag: 17,
  TypeTag: 18,
  Enum64: 19,
} as const;

export type KnownKind = (typeof Kind)[keyof typeof Kind];

/** How many kinds this reader knows; `BTF_KIND_MAX + 1`. */
export const KNOWN_KINDS = 20;

/** bpftool's words for the kinds (`btf_kind_str`). */
const KIND_NAMES = [
  'UNKNOWN',
  'INT',
  'PTR',
  'ARRAY',
  'STRUCT',
  'UNION',
  'ENUM',
  'FWD',
  'TYPEDEF',
  'VOLATILE',
  'CONST',
  'RESTRICT',
  'FUNC',
  'FUNC_PROTO',
  'VAR',
  'DATASEC',
  'FLOAT',
  'DECL_TAG',
  'TYPE_TAG',
  'ENUM64',
] as const;

/** A kind beyond the known ones reads `UNKNOWN`, as bpftool's `btf_kind_safe` has it. */
export function kindName(kind: number): string {
  return KIND_NAMES[kind] ?? 'UNKNOWN';
}

export const infoKind = (info: number): number => (info >>> 24) & 0x7f;
export const infoVlen = (info: number): number => info & 0xffffff;
export const infoKindFlag = (info: number): boolean => info >>> 31 === 1;

/** Words of `struct btf_type` that every record starts with: name_off, info, size or type. */
export const TYPE_WORDS = 3;

/** Words after the common three: once, and again for each of `vlen` elements. A new kind is a row. */
const RECORD: readonly (readonly [fixed: number, perVlen: number])[] = (() => {
  const rows: [number, number][] = Array.from({ length: KNOWN_KINDS }, () => [0, 0]);
  rows[Kind.Int] = [1, 0];
  rows[Kind.Array] = [3, 0];
  rows[Kind.Struct] = [0, 3];
  rows[Kind.Union] = [0, 3];
  rows[Kind.Enum] = [0, 2];
  rows[Kind.FuncProto] = [0, 2];
  rows[Kind.Var] = [1, 0];
  rows[Kind.Datasec] = [0, 3];
  rows[Kind.DeclTag] = [1, 0];
  rows[Kind.Enum64] = [0, 3];
  return rows;
})();

/** The table above as two columns over all 128 values of the kind field, for the walker's inner loop. */
export const FIXED_WORDS = Uint8Array.from(
  { length: 128 },
  (_, kind) => TYPE_WORDS + (RECORD[kind]?.[0] ?? 0),
);
export const VLEN_WORDS = Uint8Array.from({ length: 128 }, (_, kind) => RECORD[kind]?.[1] ?? 0);

export const isModifier = (kind: number): boolean =>
  kind === Kind.Const || kind === Kind.Volatile || kind === Kind.Restrict || kind === Kind.TypeTag;

export const isModifierOrTypedef = (kind: number): boolean => kind === Kind.Typedef || isModifier(kind);

export const isComposite = (kind: number): boolean => kind === Kind.Struct || kind === Kind.Union;

export const isAnyEnum = (kind: number): boolean => kind === Kind.Enum || kind === Kind.Enum64;

/** A table by the topmost byte of the info word, which is kind_flag and kind. */
export function byTopByte(valueOf: (kind: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, top) => valueOf(top & 0x7f));
}
