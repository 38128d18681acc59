/**
 * Functions and enumerations as pahole and pfunct write them: what needs no look between the braces of a struct.
 * In: an id, a name. Out: text on the pen. Follows dwarves `ftype__fprintf`, `ftype__fprintf_parms`, `enumeration__fprintf`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import type { PaholeCache } from './pahole-cache.ts';
import { protoBehind, type TypeName } from './pahole-names.ts';
import { byteLength, formatted, type Pen } from './pahole-out.ts';

export interface PaholeStyle {
  /** Offsets and sizes in hexadecimal (pahole's `--hex`). */
  readonly hex?: boolean;
  /** Types of members in place (pahole's `-E`). */
  readonly expanded?: boolean;
}

/** Types nest this deep on paper; below stands a remark. */
export const MAX_DEPTH = 128;

export class FunctionPrinter {
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

  /** `int   (*name)(void)`; `spacing` 0 where nothing is to be aligned. */
  protected proto(id: TypeId, name: string | null, isPointer: boolean, spacing: number): void {
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return this.notFound(name, spacing);
    this.typeName(this.cache.names.short(type.returnTypeId), spacing);
    this.pen.put('punctuation', isPointer ? '(*' : '(');
    if (name) this.pen.name('name', name);
    this.pen.put('punctuation', ')');
    this.parameters(id);
  }

  /** `(int a, char * b)`; `(void)` for none. */
  protected parameters(id: TypeId): void {
    const { view, pen, cache } = this;
    const type = view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return;
    const tags = cache.attributes.ofParameters.get(id);
    let index = 0;
    let isVariadic = false;
    for (const { typeId, nameOff, name } of type.params) {
      if (typeId === 0) {
        isVariadic = true;
        continue;
      }
      pen.put('punctuation', index === 0 ? '(' : ', ');
      this.attributes(tags?.get(index));
      index++;
      this.parameter(typeId, nameOff ? name : null);
    }
    pen.put('punctuation', index === 0 ? '(void)' : isVariadic ? ', ...)' : ')');
  }

  private parameter(typeId: TypeId, name: string | null): void {
    const { view, pen, cache } = this;
    const proto = protoBehind(view, typeId);
    if (proto && this.depth < MAX_DEPTH) {
      this.depth++;
      if (proto.isPointer) this.proto(proto.id, name, true, 0);
      else this.inlineProto(proto.id, name);
      this.depth--;
      return;
    }
    for (const { kind, text, ref } of cache.names.short(typeId).pieces) pen.name(kind, text, ref);
    if (name !== null) pen.name('name', ` ${name}`);
  }

  /** A function as a parameter, which C makes a pointer: pahole takes it for an inline function. */
  private inlineProto(id: TypeId, name: string | null): void {
    const type = this.view.typeById(id);
    if (type?.kind !== Kind.FuncProto) return;
    this.pen.put('keyword', 'inline ');
    this.typeName(this.cache.names.short(type.returnTypeId), 0);
    if (name) this.pen.name('name', name);
    this.parameters(id);
  }

  protected attributes(values: readonly string[] | undefined): void {
    for (const value of values ?? []) this.pen.name('keyword', `${value} `);
  }

  /** `enum foo {`, a line for each value, and `}`. */
  protected enumeration(id: TypeId, indent: number, suffix: string | null): void {
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
    if (suffix !== null) pen.name('name', ` ${suffix}`);
  }

  /** Hexadecimal shows 64 bits, also of a negative value. */
  private enumerator(value: number | bigint): string {
    return this.hex ? formatted(BigInt.asUintN(64, BigInt(value)), true) : `${value}`;
  }

  /** Padded to the column, and a space. A negative width pads as its amount does, as in C. */
  protected typeName({ pieces, width }: TypeName, spacing: number): void {
    for (const { kind, text, ref } of pieces) this.pen.name(kind, text, ref);
    this.pen.spaces(Math.max(0, Math.abs(spacing) - width) + 1);
  }

  protected notFound(name: string | null, spacing: number): void {
    this.pen.put('comment', `${'<ERROR'.padEnd(Math.abs(spacing))}> `);
    this.pen.name('name', name ?? '(null)');
  }
}
