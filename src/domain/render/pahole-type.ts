/**
 * A type around a name, as pahole declares members: `char   name[16]`, `int   (*fn)(void)`, a struct in place.
 * In: an id, a name, the style of the place. Out: text on the pen. Follows dwarves `type__fprintf`, `array_type__fprintf`.
 * Leaves what stands between the braces of structs and unions to its heir.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { hasKeyword, isNamed, Tag, tagOf } from '../layout/tags.ts';
import { FunctionPrinter, MAX_DEPTH, type Name } from './pahole-function.ts';
import { cutToBytes, MAX_INDENT } from './pahole-out.ts';

/** How things are printed at one place. Columns are in characters. */
export interface Style {
  /** Tabs before a line at this place. */
  readonly indent: number;
  /** Width of the column of types; shrinks by a tab for each level. May become negative. */
  readonly typeSpacing: number;
  /** Width of the column of names. */
  readonly nameSpacing: number;
  /** Bytes to add to offsets: where the enclosing type starts. */
  readonly baseOffset: number;
  /** Whether offsets start over instead, behind a pointer. */
  readonly relOffset: boolean;
  readonly emitStats: boolean;
  /** Written before `struct`. */
  readonly prefix: string | null;
  /** Written behind the closing brace. */
  readonly suffix: Name | null;
  /** Inside a union, at any depth. */
  readonly inUnion: boolean;
  /** Whether the member at hand is the first and the last of its struct. */
  first: boolean;
  last: boolean;
}

/** Modifiers and typedefs in a row. */
const MAX_CHAIN = 64;

/** pahole's buffer for the name of a pointer to an anonymous struct, less `* ` and the terminator. */
const POINTER_NAME = 255;

export abstract class TypePrinter extends FunctionPrinter {
  /** From `struct` to the closing brace and what stands behind it. The style is that of the members. */
  protected abstract struct(id: TypeId, style: Style): void;
  protected abstract union(id: TypeId, style: Style): void;

  /** `base`: offset of the type, for members printed in place. `spacing`: width of the column of types, if not the style's. */
  protected type(
    style: Style,
    id: TypeId,
    name: Name | null,
    base: number,
    spacing = style.typeSpacing,
  ): void {
    if (this.depth >= MAX_DEPTH) return this.pen.put('comment', '/* nested too deeply */');
    this.depth++;
    const target = this.expanded ? this.typedefTrail(id) : id;
    if (target === 0) this.notFound(name, spacing);
    else this.declarator(style, target, name, base, spacing);
    this.depth--;
  }

  /** `/* typedef a -> b *\/ ` before what is expanded in place; the type behind, or 0 where there is none. */
  private typedefTrail(id: TypeId): TypeId {
    const { view, pen } = this;
    if (tagOf(view, id) !== Tag.Typedef) return id;
    for (let chain = 0; tagOf(view, id) === Tag.Typedef && chain < MAX_CHAIN; chain++) {
      pen.put('comment', chain === 0 ? '/* typedef ' : ' -> ');
      this.stored('type', view.nameOffOf(id), id);
      id = view.sizeOrTypeOf(id);
      if (tagOf(view, id) === Tag.None) return 0;
    }
    pen.put('comment', ' */ ');
    return id;
  }

  private declarator(style: Style, id: TypeId, name: Name | null, base: number, spacing: number): void {
    const { view, pen } = this;
    let tag = tagOf(view, id);
    let rel = style.relOffset;
    // A modifier before a struct hides from pahole that it is inside another one.
    let inner = hasKeyword(tag);
    for (let chain = 0; chain < MAX_CHAIN; chain++, tag = tagOf(view, id)) {
      switch (tag) {
        case Tag.Const: {
          pen.put('keyword', 'const ');
          spacing -= 6;
          const target = view.sizeOrTypeOf(id);
          if (tagOf(view, target) === Tag.None) return this.plain(id, name, spacing);
          id = target;
          break;
        }
        case Tag.TypeTag:
          id = view.sizeOrTypeOf(id);
          if (tagOf(view, id) === Tag.None) return this.notFound(name, spacing);
          break;
        case Tag.Pointer: {
          const target = this.behindTypeTags(view.sizeOrTypeOf(id));
          const targetTag = tagOf(view, target);
          if (targetTag === Tag.Proto) return this.proto(target, name, true, spacing);
          if (!hasKeyword(targetTag) || isNamed(view, target)) return this.plain(id, name, spacing);
          id = target;
          name = `* ${cutToBytes(this.textOf(name), POINTER_NAME)}`;
          spacing -= 8;
          rel = true;
          inner = true;
          break;
        }
        case Tag.Array:
          return this.array(style, id, name, base, spacing);
        case Tag.Proto:
          return this.proto(id, name, false, spacing);
        case Tag.Struct:
        case Tag.Union:
        case Tag.Enum:
          if (isNamed(view, id) && !this.expanded) return this.reference(tag, id, name, spacing);
          return this.inPlace(tag, id, {
            indent: tag === Tag.Enum ? style.indent : Math.min(style.indent, MAX_INDENT) + 1,
            typeSpacing: spacing - 8,
            nameSpacing: style.nameSpacing,
            baseOffset: base,
            relOffset: rel,
            emitStats: inner ? false : style.emitStats,
            prefix: inner ? null : style.prefix,
            suffix: inner || tag === Tag.Union ? name : style.suffix,
            inUnion: style.inUnion,
            first: style.first,
            last: style.last,
          });
        default:
          return this.plain(id, name, spacing);
      }
    }
    this.notFound(name, spacing);
  }

  private behindTypeTags(id: TypeId): TypeId {
    for (let chain = 0; chain < MAX_CHAIN && tagOf(this.view, id) === Tag.TypeTag; chain++)
      id = this.view.sizeOrTypeOf(id);
    return id;
  }

  private inPlace(tag: Tag, id: TypeId, style: Style): void {
    if (tag === Tag.Struct) this.struct(id, style);
    else if (tag === Tag.Union) this.union(id, style);
    else this.enumeration(id, style.indent, style.suffix);
  }

  /** `struct foo               name`. */
  protected reference(tag: Tag, id: TypeId, name: Name | null, spacing: number): void {
    const { pen } = this;
    const keyword = tag === Tag.Struct ? 'struct ' : tag === Tag.Union ? 'union ' : 'enum ';
    pen.put('keyword', keyword);
    const width = this.stored('type', this.view.nameOffOf(id), id);
    pen.spaces(Math.max(0, Math.abs(spacing - keyword.length) - width) + 1);
    if (name !== null) this.name(name);
  }

  private plain(id: TypeId, name: Name | null, spacing: number): void {
    this.typeName(id, spacing);
    this.name(name ?? '(null)');
  }

  private textOf(name: Name | null): string {
    if (typeof name === 'number') return this.view.stringAt(name) ?? '';
    return name ?? '(null)';
  }

  protected array(style: Style, id: TypeId, name: Name | null, base: number, spacing: number): void {
    const { view, pen } = this;
    const { typeId, nelems } = this.cache.layouts.elementOf(id);
    const isFlexible = nelems === 0;
    const element = isFlexible && tagOf(view, typeId) === Tag.Const ? view.sizeOrTypeOf(typeId) : typeId;
    if (tagOf(view, element) === Tag.None) this.notFound(name, spacing);
    else this.type(style, element, name, base, spacing);
    const isEmpty = isFlexible && style.last && !style.first && !style.inUnion;
    pen.put('number', isEmpty ? '[]' : `[${nelems}]`);
  }
}
