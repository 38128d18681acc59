/**
 * One record, decoded.
 * In: the words of a blob and where a record starts. Out: a plain object, one shape per kind, names and ids as stored.
 * Leaves to `domain/view`: which blob an id or a name belongs to.
 */

import { infoKind, infoKindFlag, infoVlen, Kind } from './kinds.ts';

/** Id of a type inside a view: of the base below the view's `startId`, of the module from there on; 0 is void. */
export type TypeId = number & { readonly __number?: 'TypeId' };
/** Offset of a name inside a view's strings; 0 is "no name". */
export type StrOff = number & { readonly __number?: 'StrOff' };

interface Named {
  readonly nameOff: StrOff;
  /** Empty where there is none. */
  readonly name: string;
}

export interface Member extends Named {
  readonly typeId: TypeId;
  /** From the start of the composite type, in bits. */
  readonly bitOffset: number;
  /** In bits; 0 for what is no bitfield. Without kind_flag a bitfield's size is in its INT instead. */
  readonly bitfieldSize: number;
}

export interface EnumValue extends Named {
  /** bigint for ENUM64. */
  readonly value: number | bigint;
}

export interface Param extends Named {
  readonly typeId: TypeId;
}

/** A variable in a section; offset and size in bytes. */
export interface VarSecinfo {
  readonly typeId: TypeId;
  readonly offset: number;
  readonly size: number;
}

interface Common extends Named {
  readonly id: TypeId;
}

/** Kinds that are nothing but a reference to another type. */
export type ReferenceKind =
  | typeof Kind.Ptr
  | typeof Kind.Typedef
  | typeof Kind.Volatile
  | typeof Kind.Const
  | typeof Kind.Restrict
  | typeof Kind.TypeTag;

export type IntType = Common & {
  readonly kind: typeof Kind.Int;
  /** Bytes. */
  readonly size: number;
  readonly encoding: number;
  /** Bits. */
  readonly bitOffset: number;
  /** Bits. */
  readonly bits: number;
};
export type ReferenceType = Common & {
  readonly kind: ReferenceKind;
  readonly typeId: TypeId;
  readonly kindFlag: boolean;
};
export type ArrayType = Common & {
  readonly kind: typeof Kind.Array;
  readonly typeId: TypeId;
  readonly indexTypeId: TypeId;
  readonly nelems: number;
};
export type CompositeType = Common & {
  readonly kind: typeof Kind.Struct | typeof Kind.Union;
  /** Bytes. */
  readonly size: number;
  readonly kindFlag: boolean;
  readonly members: readonly Member[];
};
export type EnumType = Common & {
  readonly kind: typeof Kind.Enum | typeof Kind.Enum64;
  /** Bytes. */
  readonly size: number;
  readonly signed: boolean;
  readonly values: readonly EnumValue[];
};
export type FwdType = Common & { readonly kind: typeof Kind.Fwd; readonly isUnion: boolean };
export type FuncType = Common & {
  readonly kind: typeof Kind.Func;
  readonly typeId: TypeId;
  /** 0 static, 1 global, 2 extern. */
  readonly linkage: number;
};
export type FuncProtoType = Common & {
  readonly kind: typeof Kind.FuncProto;
  readonly returnTypeId: TypeId;
  readonly params: readonly Param[];
};
export type VarType = Common & {
  readonly kind: typeof Kind.Var;
  readonly typeId: TypeId;
  /** 0 static, 1 global, 2 extern. */
  readonly linkage: number;
};
export type DatasecType = Common & {
  readonly kind: typeof Kind.Datasec;
  /** Bytes. */
  readonly size: number;
  readonly vars: readonly VarSecinfo[];
};
export type FloatType = Common & { readonly kind: typeof Kind.Float; /** Bytes. */ readonly size: number };
export type DeclTagType = Common & {
  readonly kind: typeof Kind.DeclTag;
  readonly typeId: TypeId;
  /** Member or argument that is tagged; -1 for the type itself. */
  readonly componentIdx: number;
  readonly kindFlag: boolean;
};
/** Void (id 0), or a kind this reader does not know: `rawKind` says which. */
export type UnknownType = Common & { readonly kind: typeof Kind.Unknown; readonly rawKind: number };

export type BtfType =
  | UnknownType
  | IntType
  | ReferenceType
  | ArrayType
  | CompositeType
  | EnumType
  | FwdType
  | FuncType
  | FuncProtoType
  | VarType
  | DatasecType
  | FloatType
  | DeclTagType;

/** Names a string of the view that the record lives in; '' where the offset names nothing. */
export type NameAt = (off: StrOff) => string;

export const VOID: UnknownType = { id: 0, nameOff: 0, name: '', kind: Kind.Unknown, rawKind: 0 };

export function decodeType(words: Uint32Array, at: number, id: TypeId, nameAt: NameAt): BtfType {
  const nameOff: StrOff = words[at];
  const info = words[at + 1];
  const third = words[at + 2];
  const rest = at + 3;
  const kind = infoKind(info);
  const vlen = infoVlen(info);
  const name = nameAt(nameOff);
  switch (kind) {
    case Kind.Int: {
      const word = words[rest];
      const [encoding, bitOffset, bits] = [(word >>> 24) & 0xf, (word >>> 16) & 0xff, word & 0xff];
      return { id, nameOff, name, kind, size: third, encoding, bitOffset, bits };
    }
    case Kind.Ptr:
    case Kind.Typedef:
    case Kind.Volatile:
    case Kind.Const:
    case Kind.Restrict:
    case Kind.TypeTag:
      return { id, nameOff, name, kind, typeId: third, kindFlag: infoKindFlag(info) };
    case Kind.Array:
      return {
        id,
        nameOff,
        name,
        kind,
        typeId: words[rest],
        indexTypeId: words[rest + 1],
        nelems: words[rest + 2],
      };
    case Kind.Struct:
    case Kind.Union: {
      const kindFlag = infoKindFlag(info);
      return {
        id,
        nameOff,
        name,
        kind,
        size: third,
        kindFlag,
        members: members(words, rest, vlen, kindFlag, nameAt),
      };
    }
    case Kind.Enum:
    case Kind.Enum64: {
      const signed = infoKindFlag(info);
      const values = kind === Kind.Enum ? enumValues : enum64Values;
      return {
        id,
        nameOff,
        name,
        kind,
        size: third,
        signed,
        values: values(words, rest, vlen, signed, nameAt),
      };
    }
    case Kind.Fwd:
      return { id, nameOff, name, kind, isUnion: infoKindFlag(info) };
    case Kind.Func:
      return { id, nameOff, name, kind, typeId: third, linkage: vlen };
    case Kind.FuncProto:
      return { id, nameOff, name, kind, returnTypeId: third, params: params(words, rest, vlen, nameAt) };
    case Kind.Var:
      return { id, nameOff, name, kind, typeId: third, linkage: words[rest] };
    case Kind.Datasec:
      return { id, nameOff, name, kind, size: third, vars: secinfos(words, rest, vlen) };
    case Kind.Float:
      return { id, nameOff, name, kind, size: third };
    case Kind.DeclTag:
      return {
        id,
        nameOff,
        name,
        kind,
        typeId: third,
        componentIdx: words[rest] | 0,
        kindFlag: infoKindFlag(info),
      };
    default:
      return { id, nameOff, name, kind: Kind.Unknown, rawKind: kind };
  }
}

function members(words: Uint32Array, at: number, vlen: number, kindFlag: boolean, nameAt: NameAt): Member[] {
  const list: Member[] = [];
  for (let i = 0; i < vlen; i++, at += 3) {
    const nameOff = words[at];
    const offset = words[at + 2];
    list.push({
      nameOff,
      name: nameAt(nameOff),
      typeId: words[at + 1],
      bitOffset: kindFlag ? offset & 0xffffff : offset,
      bitfieldSize: kindFlag ? offset >>> 24 : 0,
    });
  }
  return list;
}

function enumValues(
  words: Uint32Array,
  at: number,
  vlen: number,
  signed: boolean,
  nameAt: NameAt,
): EnumValue[] {
  const list: EnumValue[] = [];
  for (let i = 0; i < vlen; i++, at += 2) {
    const value = words[at + 1];
    list.push({ nameOff: words[at], name: nameAt(words[at]), value: signed ? value | 0 : value });
  }
  return list;
}

function enum64Values(
  words: Uint32Array,
  at: number,
  vlen: number,
  signed: boolean,
  nameAt: NameAt,
): EnumValue[] {
  const list: EnumValue[] = [];
  for (let i = 0; i < vlen; i++, at += 3) {
    const value = (BigInt(words[at + 2]) << 32n) | BigInt(words[at + 1]);
    list.push({
      nameOff: words[at],
      name: nameAt(words[at]),
      value: signed ? BigInt.asIntN(64, value) : value,
    });
  }
  return list;
}

function params(words: Uint32Array, at: number, vlen: number, nameAt: NameAt): Param[] {
  const list: Param[] = [];
  for (let i = 0; i < vlen; i++, at += 2)
    list.push({ nameOff: words[at], name: nameAt(words[at]), typeId: words[at + 1] });
  return list;
}

function secinfos(words: Uint32Array, at: number, vlen: number): VarSecinfo[] {
  const list: VarSecinfo[] = [];
  for (let i = 0; i < vlen; i++, at += 3)
    list.push({ typeId: words[at], offset: words[at + 1], size: words[at + 2] });
  return list;
}
