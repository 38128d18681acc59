/**
 * Functions and enumerations as pahole and pfunct write them: what needs no look between the braces of a struct.
 * In: an id, a name. Out: text on the pen. Follows dwarves `ftype__fprintf`, `ftype__fprintf_parms`, `enumeration__fprintf`.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { vlenOf } from '../layout/tags.ts';
import type { BtfView } from '../view/view.ts';
import { recordOf } from '../view/walk.ts';
import type { PaholeCache } from './pahole-cache.ts';
import { protoBehind } from './pahole-names.ts';
import type { NamePen } from './pahole-plain-names.ts';
import { byteLength, formatted, type Pen } from './pahole-out.ts';
import { putStored, type TokenKind } from './printer.ts';

export interface PaholeStyle {
  /** Offsets and sizes in hexadecimal (pahole's `--hex`). */
  readonly hex?: boolean;
  /** Types of members in place (pahole's `-E`). */
  readonly expanded?: boolean;
}

/** What a declaration declares: text, or where in the view's strings its name lies. */
export type Name = string | StrOff;

/** Types nest this deep on paper; below stands a remark. */
export const MAX_DEPTH = 128;

export class FunctionPrinter implements NamePen {
  protected readonly view: BtfView;
  protected readonly cache: PaholeCache;
  protected readonly pen: Pen;
  protected readonly hex: boolean;
  protected readonly expanded: boolean;
  protected depth = 0;

  constructor(cache: PaholeCache, pen: Pen, style: PaholeStyle = {}) {
    this.view = cache.view;
    this.cache = cache;
    this.pen = pen;
    this.hex = style.hex ?? false;
    this.expanded = style.expanded ?? false;
  }

  put(kind: TokenKind, text: string): void {
    this.pen.put(kind, text);
  }

  /** Writes a name as it is stored. Its bytes. */
  stored(kind: TokenKind, off: StrOff, ref?: TypeId): number {
    return putStored(this.view, this.pen, kind, off, ref);
  }

  protected name(name: Name): void {
    if (typeof name === 'string') this.pen.name('name', name);
    else this.stored('name', name);
  }

  /** `int   (*name)(void)`; `spacing` 0 where nothing is to be aligned. */
  protected proto(id: TypeId, name: Name | null, isPointer: boolean, spacing: number): void {
    const { view } = this;
    if (view.kindOf(id) !== Kind.FuncProto) return this.notFound(name, spacing);
    this.typeName(view.sizeOrTypeOf(id), spacing);
    this.pen.put('punctuation', isPointer ? '(*' : '(');
    if (name !== null) this.name(name);
    this.pen.put('punctuation', ')');
    this.parameters(id);
  }

  /** `(int a, char * b)`; `(void)` for none. */
  protected parameters(id: TypeId): void {
    const { view, pen, cache } = this;
    if (view.kindOf(id) !== Kind.FuncProto) return;
    const tags = cache.attributes.ofParameters.get(id);
    let index = 0;
    let isVariadic = false;
    const { words, at } = recordOf(view, id);
    const end = at + 3 + vlenOf(view, id) * 2;
    for (let word = at + 3; word < end; word += 2) {
      const typeId = words[word + 1];
      if (typeId === 0) {
        isVariadic = true;
        continue;
      }
      pen.put('punctuation', index === 0 ? '(' : ', ');
      this.attributes(tags?.get(index));
      index++;
      this.parameter(typeId, words[word] || null);
    }
    pen.put('punctuation', index === 0 ? '(void)' : isVariadic ? ', ...)' : ')');
  }

  private parameter(typeId: TypeId, name: StrOff | null): void {
    const { pen } = this;
    const proto = protoBehind(this.view, typeId);
    if (proto && this.depth < MAX_DEPTH) {
      this.depth++;
      if (proto.isPointer) this.proto(proto.id, name, true, 0);
      else this.inlineProto(proto.id, name);
      this.depth--;
      return;
    }
    this.bareTypeName(typeId);
    if (name === null) return;
    pen.put('punctuation', ' ');
    this.name(name);
  }

  /** A function as a parameter, which C makes a pointer: pahole takes it for an inline function. */
  private inlineProto(id: TypeId, name: Name | null): void {
    if (this.view.kindOf(id) !== Kind.FuncProto) return;
    this.pen.put('keyword', 'inline ');
    this.typeName(this.view.sizeOrTypeOf(id), 0);
    if (name !== null) this.name(name);
    this.parameters(id);
  }

  protected attributes(values: readonly string[] | undefined): void {
    for (const value of values ?? []) this.pen.name('keyword', `${value} `);
  }

  /** `enum foo {`, a line for each value, and `}`. */
  protected enumeration(id: TypeId, indent: number, suffix: Name | null): void {
    const { pen } = this;
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.Enum && type?.kind !== Kind.Enum64) return;
    pen.put('keyword', 'enum');
    if (type.nameOff) {
      pen.put('punctuation', ' ');
      pen.name('type', type.name, id);
    }
    // pahole takes it for a forward declaration, and forgets what follows.
    if (type.values.length === 0) return;
    pen.put('punctuation', ' {');
    pen.newline();
    const width = type.values.reduce((most, { name }) => Math.max(most, byteLength(name)), 0);
    for (const { name, value } of type.values) {
      pen.tabs(indent);
      pen.put('punctuation', '\t');
      pen.name('name', name);
      pen.spaces(width - byteLength(name));
      pen.put('punctuation', ' = ');
      pen.put('number', this.enumerator(value));
      pen.put('punctuation', ',');
      pen.newline();
    }
    pen.tabs(indent);
    pen.put('punctuation', '}');
    if (this.cache.layouts.sizeOf(id) !== 4) pen.put('keyword', ' __attribute__((__packed__))');
    this.suffix(suffix);
  }

  /** Hexadecimal shows 64 bits, also of a negative value. */
  private enumerator(value: number | bigint): string {
    return this.hex ? formatted(BigInt.asUintN(64, BigInt(value)), true) : `${value}`;
  }

  /** Behind a closing brace. */
  protected suffix(suffix: Name | null): void {
    if (suffix === null) return;
    this.pen.put('punctuation', ' ');
    this.name(suffix);
  }

  /** The name of a type, padded to the column, and a space. A negative width pads as its amount does, as in C. */
  protected typeName(id: TypeId, spacing: number): void {
    const width = this.bareTypeName(id);
    this.pen.spaces(Math.max(0, Math.abs(spacing) - width) + 1);
  }

  /** Its bytes. */
  private bareTypeName(id: TypeId): number {
    const { plainNames, names } = this.cache;
    const plain = plainNames.widthOf(id);
    if (plain > 0) {
      plainNames.write(id, this);
      return plain;
    }
    const { pieces, width } = names.short(id);
    for (const { kind, text, ref } of pieces) this.pen.name(kind, text, ref);
    return width;
  }

  protected notFound(name: Name | null, spacing: number): void {
    this.pen.put('comment', `${'<ERROR'.padEnd(Math.abs(spacing))}> `);
    this.name(name ?? '(null)');
  }
}
