/**
 * Names of types that can be written piece by piece, as nearly all can.
 * In: ids. Out: the width of a name, found once, and the name itself to a pen. Leaves to `pahole-names.ts` what has to be
 * put together first: names that pahole's buffers cut, prototypes, and what is no type.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { Tag, tagOf } from '../layout/tags.ts';
import type { BtfView } from '../view/view.ts';
import { storedName } from '../view/bounded-string.ts';
import { SHORT_NAME } from './pahole-names.ts';
import type { TokenKind } from './printer.ts';

/** Where the pieces go to. */
export interface NamePen {
  put(kind: TokenKind, text: string): void;
  /** The name at an offset of the view's strings. */
  stored(kind: TokenKind, off: StrOff, ref: TypeId): void;
}

/** Not found out yet, and not plain; all else is a width and 2. */
const UNKNOWN = 0;
const NOT_PLAIN = 1;
const FIRST = 2;

/** Types point to types this deep. */
const MAX_DEPTH = 64;

export class PlainNames {
  private readonly view: BtfView;
  private readonly base: PlainNames | null;
  /** By own id. */
  private readonly widths: Uint8Array;

  constructor(view: BtfView, base: PlainNames | null) {
    this.view = view;
    this.base = base;
    this.widths = new Uint8Array(view.own.nrTypes);
  }

  /** Bytes, 1 to 127; 0 where the name is not plain. */
  widthOf(id: TypeId, depth = 0): number {
    const own = id - this.view.startId;
    if (own < 0) return this.base && id !== 0 ? this.base.widthOf(id, depth) : 0;
    const known = this.widths[own];
    if (known !== UNKNOWN) return known === NOT_PLAIN ? 0 : known - FIRST;
    if (depth > MAX_DEPTH) return 0;
    // Not plain while at it, which ends the walk of a type that leads to itself.
    this.widths[own] = NOT_PLAIN;
    const width = this.measure(id, depth + 1);
    if (width <= 0 || width > SHORT_NAME) return 0;
    this.widths[own] = width + FIRST;
    return width;
  }

  /** The name of what has a width. */
  write(id: TypeId, pen: NamePen): void {
    const { view } = this;
    const target = view.sizeOrTypeOf(id);
    switch (tagOf(view, id)) {
      case Tag.Struct:
        pen.put('keyword', 'struct ');
        break;
      case Tag.Union:
        pen.put('keyword', 'union ');
        break;
      case Tag.Enum:
        pen.put('keyword', 'enum ');
        break;
      case Tag.Pointer:
        if (this.isConstPointer(target)) {
          this.write(view.sizeOrTypeOf(target), pen);
          pen.put('punctuation', ' ');
          pen.put('keyword', 'const');
        } else if (target === 0) pen.put('type', 'void');
        else this.write(target, pen);
        pen.put('punctuation', ' *');
        return;
      case Tag.TypeTag:
        if (target === 0) pen.put('type', 'void');
        else this.write(target, pen);
        return;
      case Tag.Const:
      case Tag.Volatile:
        pen.put('keyword', tagOf(view, id) === Tag.Const ? 'const ' : 'volatile ');
        if (target === 0) pen.put('type', 'void');
        else this.write(target, pen);
        pen.put('punctuation', ' ');
        return;
      default:
    }
    pen.stored('type', view.nameOffOf(id), id);
  }

  /** Bytes of the name, or 0 where it is not plain. */
  private measure(id: TypeId, depth: number): number {
    const { view } = this;
    const target = view.sizeOrTypeOf(id);
    switch (tagOf(view, id)) {
      case Tag.Base:
        return view.kindOf(id) === Kind.Int ? this.stored(id) : 0;
      case Tag.TypeTag:
        return this.targetWidth(target, depth);
      case Tag.Struct:
        return 7 + this.stored(id);
      case Tag.Union:
        return 6 + this.stored(id);
      case Tag.Enum:
        return 5 + this.stored(id);
      case Tag.Typedef:
        return this.stored(id);
      case Tag.Pointer:
        return this.isConstPointer(target)
          ? around(this.widthOf(view.sizeOrTypeOf(target), depth), 8)
          : around(this.targetWidth(target, depth), 2);
      case Tag.Const:
        return around(this.targetWidth(target, depth), 7);
      case Tag.Volatile:
        return around(this.targetWidth(target, depth), 10);
      default:
        return 0;
    }
  }

  private targetWidth(target: TypeId, depth: number): number {
    return target === 0 ? 4 : this.widthOf(target, depth);
  }

  /** A const pointer that is pointed to is written `* const *`, without the const's trailing space. */
  private isConstPointer(target: TypeId): boolean {
    const { view } = this;
    return tagOf(view, target) === Tag.Const && tagOf(view, view.sizeOrTypeOf(target)) === Tag.Pointer;
  }

  /** Bytes of a type's own name; too many where it has none, since pahole has words of its own for some of those. */
  private stored(id: TypeId): number {
    const off = this.view.nameOffOf(id);
    if (off === 0) return SHORT_NAME + 1;
    const { bytes, start } = storedName(this.view, off);
    const end = bytes.subarray(start, start + SHORT_NAME + 1).indexOf(0);
    return end < 0 ? SHORT_NAME + 1 : end;
  }
}

/** Not plain is what has something around that is not. */
const around = (inner: number, more: number): number => (inner === 0 ? 0 : inner + more);
