/**
 * An extern to check, made from C text instead of an object.
 * In: a declaration, and a kernel whose typedefs the text may use. Out: BTF that holds nothing but the extern, and the extern
 * itself, as if they came out of an object. Structs are taken as defined: an object that only declares one is refused by
 * loaders for that alone.
 */

import { Btf } from '../../../format/btf/btf.ts';
import type { TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { BtfWriter } from '../../../format/btf/write.ts';
import { searchedBtfs, type KernelUnderTest } from '../../bpf/kernel.ts';
import { nameIndexOf } from '../../bpf/name-index.ts';
import { resolveType } from '../../view/walk.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';
import { KCONFIG_SECTION, KSYMS_SECTION, type Extern } from '../externs.ts';
import { kconfigLayout } from '../kconfig.ts';
import { parseDeclaration, type CDeclaration, type CType } from './parse.ts';
import { Unreadable } from './tokens.ts';

export type ExternFromC =
  | { readonly state: 'read'; readonly local: BtfView; readonly extern: Extern }
  /** `at` in characters from the start of the text. */
  | { readonly state: 'unreadable'; readonly why: string; readonly at: number };

const LINKAGE_EXTERN = 2;
const SIGNED = 1;
const BOOL = 4;

export function externFromC(text: string, kernel: KernelUnderTest): ExternFromC {
  try {
    const declaration = parseDeclaration(text);
    const build = new Build(searchedBtfs(kernel).map(({ view }) => view));
    const btfId = build.extern(declaration);
    const local = openBtf(Btf.parse(build.writer.build()), null, 8);
    const typeId = resolveType(local, local.sizeOrTypeOf(btfId)) ?? 0;
    const { name, weak, kconfig } = declaration;
    const kind = declaration.type.c === 'func' ? 'func' : 'var';
    const extern: Extern = {
      index: 0,
      name,
      symbol: 0,
      weak,
      section: KSYMS_SECTION,
      kind,
      btfId,
      typeId,
      typed: typeId !== 0,
      kconfig: null,
    };
    if (!kconfig) return { state: 'read', local, extern };
    const layout = kind === 'var' ? kconfigLayout(local, local.sizeOrTypeOf(btfId)) : null;
    if (layout)
      return { state: 'read', local, extern: { ...extern, section: KCONFIG_SECTION, kconfig: layout } };
    return { state: 'unreadable', why: refusedKconfig(kind, name), at: 0 };
  } catch (error) {
    if (error instanceof Unreadable) return { state: 'unreadable', why: error.message, at: error.at };
    throw error;
  }
}

/** libbpf opens no object that has such a variable. */
const refusedKconfig = (kind: 'func' | 'var', name: string): string =>
  kind === 'func'
    ? `libbpf refuses it: extern function ${name} is unsupported under ${KCONFIG_SECTION} section`
    : `libbpf refuses it: extern (kcfg) '${name}': type is unsupported`;

/** Names that stand for integers in every kernel. */
const INTEGER =
  /^(_*[us](8|16|32|64)|__(be|le)(16|32|64)|__wsum|__sum16|u?int(8|16|32|64)_t|s?size_t|ssize_t|bool|uint|ulong|ushort|uchar|pid_t|gfp_t|loff_t|u?intptr_t|dev_t|sector_t|umode_t)$/;

function integerBehind(name: string): string {
  if (name === 'bool') return '_Bool';
  if (/8|uchar/.test(name)) return 'unsigned char';
  if (/16/.test(name) || name === 'ushort') return 'unsigned short';
  return /64|size_t|ptr_t|loff_t|ulong|sector_t/.test(name) ? 'unsigned long' : 'unsigned int';
}

/** Types that are copied from a kernel for one typedef go no deeper, and for one declaration are no more. */
const MAX_COPY = 12;
const MAX_COPIED = 4096;

class Build {
  readonly writer = new BtfWriter();
  private readonly kernel: readonly BtfView[];
  private copied = 0;

  constructor(kernel: readonly BtfView[]) {
    this.kernel = kernel;
  }

  extern({ name, type }: CDeclaration): TypeId {
    const third = this.type(type);
    if (type.c === 'func') return this.writer.add({ name, kind: Kind.Func, third, vlen: LINKAGE_EXTERN });
    return this.writer.add({ name, kind: Kind.Var, third, rest: [LINKAGE_EXTERN] });
  }

  private type(type: CType): TypeId {
    const { writer } = this;
    switch (type.c) {
      case 'void':
        return 0;
      case 'int':
        return this.int(type.name);
      case 'float':
        return writer.add({ name: type.name, kind: Kind.Float, third: type.name === 'float' ? 4 : 8 });
      case 'tag': {
        const kind = { struct: Kind.Struct, union: Kind.Union, enum: Kind.Enum }[type.tag];
        return writer.add({ name: type.name, kind, third: 4 });
      }
      case 'typedef':
        return writer.add({ name: type.name, kind: Kind.Typedef, third: this.typedef(type.name, type.at) });
      case 'const':
        return writer.add({ kind: Kind.Const, third: this.type(type.of) });
      case 'ptr':
        return writer.add({ kind: Kind.Ptr, third: this.type(type.to) });
      case 'array':
        return this.array(this.type(type.of), type.length);
      case 'func': {
        const params = type.params.map(({ name, type: of }) => ({ name, id: this.type(of) }));
        if (type.variadic) params.push({ name: '', id: 0 });
        return this.proto(this.type(type.returns), params);
      }
    }
  }

  /** Size and sign as on x86-64; compatibility asks for neither. */
  private int(name: string): TypeId {
    const size = /char|_Bool/.test(name) ? 1 : /short/.test(name) ? 2 : /long/.test(name) ? 8 : 4;
    const encoding = name === '_Bool' ? BOOL : /unsigned/.test(name) ? 0 : SIGNED;
    return this.writer.add({ name, kind: Kind.Int, third: size, rest: [(encoding << 24) | (size * 8)] });
  }

  private array(element: TypeId, length: number): TypeId {
    const index = this.int('int');
    return this.writer.add({ kind: Kind.Array, rest: [element, index, length] });
  }

  private proto(returns: TypeId, params: readonly { readonly name: string; readonly id: TypeId }[]): TypeId {
    const rest = params.flatMap(({ name, id }) => [this.writer.string(name), id]);
    return this.writer.add({ kind: Kind.FuncProto, third: returns, rest, vlen: params.length });
  }

  /** What a name stands for: an integer that every kernel has, or what the kernel at hand says. */
  private typedef(name: string, at: number): TypeId {
    if (INTEGER.test(name)) return this.int(integerBehind(name));
    for (const view of this.kernel) {
      const id = nameIndexOf(view)
        .find(name)
        .find((one) => view.kindOf(one) === Kind.Typedef);
      if (id !== undefined) return this.copy(view, view.sizeOrTypeOf(id), at, MAX_COPY);
    }
    throw new Unreadable(`no type ${name} is known; the kernel that is open has none either`, at);
  }

  /** Kinds and names are enough; members are left out. */
  private copy(view: BtfView, from: TypeId, at: number, depth: number): TypeId {
    const { writer } = this;
    const id = resolveType(view, from);
    const type = id === null ? null : view.typeById(id);
    if (!type || depth === 0 || ++this.copied > MAX_COPIED)
      throw new Unreadable('a typedef of the kernel that leads too far', at);
    const next = (target: TypeId): TypeId => this.copy(view, target, at, depth - 1);
    switch (type.kind) {
      case Kind.Unknown:
        return 0;
      case Kind.Int:
        return this.int(type.name);
      case Kind.Ptr:
        return writer.add({ kind: Kind.Ptr, third: next(type.typeId) });
      case Kind.Array:
        return this.array(next(type.typeId), type.nelems);
      case Kind.FuncProto: {
        const params = type.params.map((param) => ({ name: param.name, id: next(param.typeId) }));
        return this.proto(next(type.returnTypeId), params);
      }
      case Kind.Struct:
      case Kind.Union:
      case Kind.Enum:
        return writer.add({ name: type.name, kind: type.kind, third: type.size });
      case Kind.Enum64:
        return writer.add({ name: type.name, kind: Kind.Enum, third: 4 });
      default:
        return writer.add({ name: type.name, kind: type.kind });
    }
  }
}
