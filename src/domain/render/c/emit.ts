/**
 * Types in C: declarations of anything and definitions of typedefs, as libbpf spells them (`btf_dump_emit_type_decl`).
 * In: records and ids. Out: C text. Leaves to its callers: which types, in what order, under which names.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isModifier, Kind } from '../../../format/btf/kinds.ts';
import { Composites, type EmitOptions } from './composites.ts';
import { printEnum, printEnumHead } from './enums.ts';
import { MAX_CHAIN, MAX_NESTING } from './limits.ts';
import type { CName, CNames } from './names.ts';
import type { COut } from './out.ts';
import { HEAD_WORDS, type Records } from './records.ts';
import {
  CLOSING_BRACKET,
  CLOSING_INDEX,
  COMMA_SPACE,
  OPENING_BRACKET,
  OPENING_INDEX,
  SPACE,
  SPACE_STAR,
  STAR,
  VOID,
} from './words.ts';

/** What a declaration declares. */
interface Declared {
  /** '' for a type alone. */
  readonly name: CName;
  /** Set where the name is that of a type. */
  readonly ref: TypeId | undefined;
  /** Tabs in front of lines that the declaration spans. */
  readonly level: number;
}

export class CEmitter {
  readonly records: Records;
  readonly out: COut;
  readonly names: CNames;
  private readonly options: EmitOptions;
  /** In place of a name that C needs and BTF does not have. */
  private readonly nameless: string;
  private readonly composites: Composites;
  /** Ids from the outermost type to the innermost; a declaration inside another one stands on top of it. */
  private readonly stack: TypeId[] = [];
  private top = 0;
  private depth = 0;

  constructor(records: Records, out: COut, names: CNames, options: EmitOptions) {
    this.records = records;
    this.out = out;
    this.names = names;
    this.options = options;
    this.nameless = options.asLibbpf ? '' : '(anon)';
    this.composites = new Composites(records, out, names, options, (id, name, level) =>
      this.declaration(id, name, level),
    );
  }

  /**
   * `type name`, where C winds the type around the name; an empty name leaves the type alone. `ref` where the name is
   * that of a type.
   */
  declaration(id: TypeId, name: CName, level: number, ref?: TypeId): void {
    const bottom = this.top;
    this.pushChain(id);
    if (this.depth >= MAX_NESTING) {
      this.invalid('nested too deep');
      this.declaredName({ name, ref, level }, false);
    } else {
      this.depth++;
      this.chain(bottom, this.top, { name, ref, level });
      this.depth--;
    }
    this.top = bottom;
  }

  /** `struct name` or `union name`. */
  compositeHead(id: TypeId): void {
    this.composites.head(id);
  }

  /** A struct or union with its members, without the semicolon. */
  composite(id: TypeId, level: number): void {
    this.composites.print(id, level);
  }

  /** What a forward declaration is of. */
  fwd(id: TypeId): void {
    this.out.put('keyword', this.records.kindFlag(id) ? 'union ' : 'struct ');
    this.out.name(this.records.view, 'type', this.names.tag(id), id);
  }

  enum(id: TypeId, level: number): void {
    printEnum(this.out, this.records, this.names, id, level);
  }

  typedef(id: TypeId): void {
    const name = this.names.typedef(id);
    const target = this.records.third(id);
    this.out.put('keyword', 'typedef ');
    // Old versions of GCC say void for what is the compiler's own type.
    if (target === 0 && this.records.text(name) === '__gnuc_va_list')
      this.out.put('type', '__builtin_va_list __gnuc_va_list', id);
    else this.declaration(target, name, 0, id);
  }

  /** From a type through what it points to, modifies or contains, to what has a name of its own. */
  private pushChain(id: TypeId): void {
    const { records, stack } = this;
    const bottom = this.top;
    for (;;) {
      const kind = records.kind(id);
      stack[this.top++] = id;
      if (kind === Kind.Array) id = records.words(id)[records.at(id) + HEAD_WORDS];
      else if (kind === Kind.Ptr || kind === Kind.FuncProto || isModifier(kind)) id = records.third(id);
      else return;
      if (this.top - bottom > MAX_CHAIN) {
        // A cycle, or as good as one: what it says on the way means nothing.
        stack[bottom] = records.typeCount;
        this.top = bottom + 1;
        return;
      }
    }
  }

  /** Prints the stack between `bottom` and `top`, innermost first, with the declared name in its place. */
  private chain(bottom: number, top: number, what: Declared): void {
    const { records, out, stack } = this;
    // A pointer on its own is `(*` without a space: as if another one stood before it.
    let afterPointer = true;
    while (top > bottom) {
      const id = stack[--top];
      const kind = records.kind(id);
      switch (kind) {
        case Kind.Ptr:
          out.fixed('punctuation', afterPointer ? STAR : SPACE_STAR);
          break;
        case Kind.Const:
        case Kind.Volatile:
        case Kind.Restrict:
          out.put('keyword', ` ${modifierWord(kind)}`);
          break;
        case Kind.Array:
          this.array(id, bottom, top, what, afterPointer);
          return;
        case Kind.FuncProto:
          this.prototype(id, bottom, top, what, afterPointer);
          return;
        default:
          top = this.modifiersInFront(bottom, top);
          if (!this.terminal(id, kind, what.level)) return;
      }
      afterPointer = kind === Kind.Ptr;
    }
    this.declaredName(what, afterPointer);
  }

  /** What modifies something other than a pointer stands before it. */
  private modifiersInFront(bottom: number, top: number): number {
    for (; top > bottom; top--) {
      const word = modifierWord(this.records.kind(this.stack[top - 1]));
      if (!word) break;
      this.out.put('keyword', `${word} `);
    }
    return top;
  }

  /** GCC repeats the modifiers of elements on the array, and adds some to prototypes: they say nothing. */
  private dropModifiers(bottom: number, top: number): number {
    while (top > bottom && isModifier(this.records.kind(this.stack[top - 1]))) top--;
    return top;
  }

  /** What a chain ends in, and type tags on the way. False where the rest of the declaration is left out. */
  private terminal(id: TypeId, kind: number, level: number): boolean {
    const { records, out } = this;
    switch (kind) {
      case Kind.Unknown:
        if (id !== 0) return this.untyped();
        out.fixed('keyword', VOID);
        return true;
      case Kind.Int:
      case Kind.Float:
        this.typeName(id, records.stored(records.nameOff(id)));
        return true;
      case Kind.Struct:
      case Kind.Union:
        if (records.nameOff(id) === 0) this.composites.print(id, level);
        else this.composites.head(id);
        return true;
      case Kind.Enum:
      case Kind.Enum64:
        if (records.nameOff(id) === 0) this.enum(id, level);
        else printEnumHead(out, records, this.names, id);
        return true;
      case Kind.Fwd:
        this.fwd(id);
        return true;
      case Kind.Typedef:
        this.typeName(id, this.names.typedef(id));
        return true;
      case Kind.TypeTag:
        this.typeTag(id);
        return true;
      case -1:
        this.invalid();
        return true;
      default:
        return this.untyped();
    }
  }

  private typeName(id: TypeId, name: CName): void {
    this.out.name(this.records.view, 'type', name === '' ? this.nameless : name, id);
  }

  private typeTag(id: TypeId): void {
    const name = this.records.name(id);
    const attribute = this.records.kindFlag(id) ? name : `btf_type_tag("${name}")`;
    this.out.put('keyword', ` __attribute__((${attribute}))`);
  }

  private array(id: TypeId, bottom: number, top: number, what: Declared, afterPointer: boolean): void {
    const { records, out } = this;
    top = this.dropModifiers(bottom, top);
    if (top === bottom) {
      this.declaredName(what, afterPointer);
    } else {
      const inner = records.kind(this.stack[top - 1]) === Kind.Array;
      if (what.name !== '' && !afterPointer) out.fixed('punctuation', SPACE);
      this.inner(bottom, top, what, !inner);
    }
    out.fixed('punctuation', OPENING_INDEX);
    out.number('punctuation', records.words(id)[records.at(id) + HEAD_WORDS + 2]);
    out.fixed('punctuation', CLOSING_INDEX);
  }

  /** The rest of a chain, in brackets where C needs them. */
  private inner(bottom: number, top: number, what: Declared, brackets: boolean): void {
    if (brackets) this.out.fixed('punctuation', OPENING_BRACKET);
    this.chain(bottom, top, what);
    if (brackets) this.out.fixed('punctuation', CLOSING_BRACKET);
  }

  private prototype(id: TypeId, bottom: number, top: number, what: Declared, afterPointer: boolean): void {
    top = this.dropModifiers(bottom, top);
    if (top > bottom) {
      this.out.fixed('punctuation', SPACE);
      this.inner(bottom, top, what, true);
    } else {
      this.declaredName(what, afterPointer);
    }
    this.parameters(id, what.level);
  }

  /** A last parameter of type void is `...`; a single one means there are none, as clang for BPF has it. */
  private parameters(id: TypeId, level: number): void {
    const { records, out } = this;
    const words = records.words(id);
    const at = records.at(id) + HEAD_WORDS;
    const count = records.vlen(id);
    out.fixed('punctuation', OPENING_BRACKET);
    if (count === 0 || (count === 1 && words[at + 1] === 0)) out.fixed('keyword', VOID);
    else
      for (let index = 0; index < count; index++) this.parameter(words, at + index * 2, index, count, level);
    out.fixed('punctuation', CLOSING_BRACKET);
  }

  private parameter(words: Uint32Array, at: number, index: number, count: number, level: number): void {
    if (index > 0) this.out.fixed('punctuation', COMMA_SPACE);
    const typeId = words[at + 1];
    if (index === count - 1 && typeId === 0) {
      this.out.put('punctuation', '...');
      return;
    }
    this.declaration(typeId, this.records.stored(words[at]), level);
  }

  private declaredName({ name, ref }: Declared, afterPointer: boolean): void {
    if (name === '') return;
    if (!afterPointer) this.out.fixed('punctuation', SPACE);
    this.out.name(this.records.view, ref === undefined ? 'name' : 'type', name, ref);
  }

  private untyped(): boolean {
    if (this.options.asLibbpf) return false;
    this.invalid();
    return true;
  }

  private invalid(why = ''): void {
    this.out.put('comment', why ? `<invalid> /* ${why} */` : '<invalid>');
  }
}

function modifierWord(kind: number): 'const' | 'volatile' | 'restrict' | null {
  if (kind === Kind.Const) return 'const';
  if (kind === Kind.Volatile) return 'volatile';
  return kind === Kind.Restrict ? 'restrict' : null;
}
