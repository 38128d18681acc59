/**
 * A type's name the way pahole writes it before a member: `const struct foo  *`, spaces included.
 * In: ids. Out: pieces of text with what they refer to, kept for the next time. Follows dwarves `__tag__name`, where a
 * pointer adds ` *` behind, a modifier a space, and everything ends up in a buffer of 128 bytes.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { Tag, tagOf } from '../layout/tags.ts';
import type { BtfView } from '../view/view.ts';
import { byteLength, cutToBytes } from './pahole-out.ts';
import type { Token } from './printer.ts';

export interface TypeName {
  readonly pieces: readonly Token[];
  /** Bytes of all pieces. */
  readonly width: number;
}

/** pahole's largest buffer for a name, less the terminator (dwarves `typedef__fprintf`). */
export const LONG_NAME = 511;
/** And the usual one, which what follows a modifier always ends up in. */
export const SHORT_NAME = 127;

/** pahole's buffer for the name of a base type, less the terminator. */
const BASE_NAME = 63;

/** Names nest this deep (pointers to functions of pointers ...); below stands `LOOP`. */
const MAX_DEPTH = 64;

const LOOP: Token = { kind: 'comment', text: '<ERROR: type loop>' };
const NO_TYPE: TypeName = {
  pieces: [{ kind: 'comment', text: '<ERROR: no such type>' }],
  width: 21,
};
const VOID: TypeName = { pieces: [{ kind: 'type', text: 'void' }], width: 4 };

const punctuation = (text: string): Token => ({ kind: 'punctuation', text });
const keyword = (text: string): Token => ({ kind: 'keyword', text });
const SPACE = punctuation(' ');
const POINTER = punctuation(' *');
const CONST_POINTER: readonly Token[] = [SPACE, keyword('const'), POINTER];
const RESTRICT: readonly Token[] = [SPACE, keyword('restrict'), SPACE];

export class TypeNames {
  private readonly view: BtfView;
  private readonly base: TypeNames | null;
  /** By own id. */
  private readonly names = new Map<number, TypeName>();
  private readonly open = new Set<TypeId>();

  constructor(view: BtfView, base: TypeNames | null) {
    this.view = view;
    this.base = base;
  }

  /** `void` for id 0; at most 511 bytes. */
  of(id: TypeId): TypeName {
    if (id === 0) return VOID;
    const own = id - this.view.startId;
    if (own < 0) return this.base ? this.base.of(id) : NO_TYPE;
    const known = this.names.get(own);
    if (known) return known;
    if (tagOf(this.view, id) === Tag.None) return NO_TYPE;
    if (this.open.size > MAX_DEPTH || this.open.has(id)) return { pieces: [LOOP], width: LOOP.text.length };
    this.open.add(id);
    const name = this.make(id);
    this.open.delete(id);
    this.names.set(own, name);
    return name;
  }

  /** Cut to pahole's usual 127 bytes. */
  short(id: TypeId): TypeName {
    const name = this.of(id);
    return name.width > SHORT_NAME ? cut(name.pieces, SHORT_NAME) : name;
  }

  private make(id: TypeId): TypeName {
    const { view } = this;
    const target = view.sizeOrTypeOf(id);
    switch (tagOf(view, id)) {
      case Tag.Base:
        return cut([{ kind: 'type', text: this.baseName(id), ref: id }], LONG_NAME);
      case Tag.Struct:
        return this.tagged('struct ', id);
      case Tag.Union:
        return this.tagged('union ', id);
      case Tag.Enum:
        return this.tagged('enum ', id);
      case Tag.Pointer:
        return this.pointer(target);
      case Tag.Const:
        return join([keyword('const '), ...this.short(target).pieces, SPACE]);
      case Tag.Volatile:
        return join([keyword('volatile '), ...this.short(target).pieces, SPACE]);
      case Tag.Restrict:
        return join([...this.short(target).pieces, ...RESTRICT]);
      case Tag.Array: {
        const array = view.typeById(id);
        return array?.kind === Kind.Array ? this.of(array.typeId) : NO_TYPE;
      }
      case Tag.TypeTag:
        return this.of(target);
      case Tag.Proto:
        return this.proto(id);
      default:
        return cut([{ kind: 'type', text: view.nameOf(id), ref: id }], LONG_NAME);
    }
  }

  private tagged(prefix: string, id: TypeId): TypeName {
    return cut([keyword(prefix), { kind: 'type', text: this.view.nameOf(id), ref: id }], LONG_NAME);
  }

  /** A const pointer that is pointed to is written `* const *`, without the const's trailing space. */
  private pointer(target: TypeId): TypeName {
    const { view } = this;
    if (tagOf(view, target) === Tag.Const) {
      const inner = view.sizeOrTypeOf(target);
      if (tagOf(view, inner) === Tag.Pointer) return join([...this.of(inner).pieces, ...CONST_POINTER]);
    }
    return join([...this.of(target).pieces, POINTER]);
  }

  private proto(id: TypeId): TypeName {
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return NO_TYPE;
    const pieces: Token[] = [...this.short(type.returnTypeId).pieces, punctuation(' ()')];
    this.params(id, pieces);
    return join(pieces);
  }

  /** Stops where the name's end is reached: a prototype may have millions of parameters. */
  private params(id: TypeId, pieces: Token[]): void {
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return;
    let before = '(';
    let variadic = false;
    for (const { typeId, name, nameOff } of type.params) {
      if (typeId === 0) {
        variadic = true;
        continue;
      }
      if (pieces.length > LONG_NAME) return;
      pieces.push(punctuation(before));
      before = ', ';
      const text = nameOff ? name : null;
      const proto = protoBehind(this.view, typeId);
      if (proto) {
        const { isPointer } = proto;
        pieces.push(...this.nestedProto(proto.id, text, isPointer));
        continue;
      }
      pieces.push(...this.short(typeId).pieces);
      if (text !== null) pieces.push(SPACE, { kind: 'name', text });
    }
    pieces.push(punctuation(before === '(' ? '(void)' : variadic ? ', ...)' : ')'));
  }

  private nestedProto(id: TypeId, name: string | null, isPointer: boolean): readonly Token[] {
    if (this.open.size > MAX_DEPTH || this.open.has(id)) return [LOOP];
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return NO_TYPE.pieces;
    this.open.add(id);
    const returned = this.short(type.returnTypeId).pieces;
    // A function as a parameter, which C makes a pointer, pahole takes for an inline function.
    const pieces: Token[] = isPointer
      ? [...returned, punctuation(' (*')]
      : [keyword('inline '), ...returned, SPACE];
    if (name !== null) pieces.push({ kind: 'name', text: name });
    if (isPointer) pieces.push(punctuation(')'));
    this.params(id, pieces);
    this.open.delete(id);
    return pieces;
  }

  private baseName(id: TypeId): string {
    const type = this.view.typeById(id);
    if (type?.nameOff === 0) return 'nameless base type!';
    if (type?.kind === Kind.Float) return cutToBytes(`single ${type.name}`, BASE_NAME);
    return cutToBytes(type?.name ?? '', BASE_NAME);
  }
}

/** The prototype a parameter is declared with: `f(int)` or `(*f)(int)`; null for any other type. */
export function protoBehind(view: BtfView, id: TypeId): { id: TypeId; isPointer: boolean } | null {
  const tag = tagOf(view, id);
  if (tag === Tag.Proto) return { id, isPointer: false };
  if (tag !== Tag.Pointer) return null;
  const target = view.sizeOrTypeOf(id);
  return tagOf(view, target) === Tag.Proto ? { id: target, isPointer: true } : null;
}

const join = (pieces: readonly Token[]): TypeName => cut(pieces, LONG_NAME);

/** The first so many bytes. */
function cut(pieces: readonly Token[], bytes: number): TypeName {
  const kept: Token[] = [];
  let width = 0;
  for (const piece of pieces) {
    const length = byteLength(piece.text);
    if (width + length > bytes) {
      const text = cutToBytes(piece.text, bytes - width);
      if (text) kept.push({ ...piece, text });
      return { pieces: kept, width: width + byteLength(text) };
    }
    kept.push(piece);
    width += length;
  }
  return { pieces: kept, width };
}
