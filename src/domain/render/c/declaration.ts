/**
 * One type as C: what a reader wants to see of it, whatever its kind.
 * In: a view and an id. Out: a definition for what has one (nameless types inside it in place), a declaration for the
 * rest, in libbpf's spelling, each type that has a name as a token with its id. Leaves to `minimal-header.ts`: text that
 * compiles.
 */

import type { BtfType, DatasecType, DeclTagType, TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { assertNever } from '../../../format/errors.ts';
import type { BtfView } from '../../view/view.ts';
import type { Printer } from '../printer.ts';
import { CEmitter } from './emit.ts';
import { MAX_DECLARATION } from './limits.ts';
import { PlainNames } from './names.ts';
import { printWithin, type COut } from './out.ts';
import { recordsOf } from './records.ts';

/** Prints lines, the last one ended. What makes no sense reads `<invalid>`, what is too long ends in `<truncated>`. */
export function printDeclaration(view: BtfView, id: TypeId, printer: Printer): void {
  printWithin(printer, MAX_DECLARATION, (out) => new Declaration(view, out).print(id));
}

const INT_ENCODINGS: Readonly<Record<number, string>> = { 0: '(none)', 1: 'SIGNED', 2: 'CHAR', 4: 'BOOL' };

class Declaration {
  private readonly view: BtfView;
  private readonly out: COut;
  private readonly emitter: CEmitter;

  constructor(view: BtfView, out: COut) {
    this.view = view;
    this.out = out;
    const records = recordsOf(view);
    this.emitter = new CEmitter(records, out, new PlainNames(records), {
      asLibbpf: false,
      exactLayouts: true,
    });
  }

  print(id: TypeId): void {
    const type = this.view.typeById(id);
    if (type) this.printType(type);
    else this.note(`<invalid> type [${id}] is not there`);
    this.out.newline();
  }

  private printType(type: BtfType): void {
    const { emitter } = this;
    const { id } = type;
    switch (type.kind) {
      case Kind.Struct:
      case Kind.Union:
        emitter.composite(id, 0);
        this.end();
        return;
      case Kind.Enum:
      case Kind.Enum64:
        emitter.enum(id, 0);
        this.end();
        return;
      case Kind.Typedef:
        emitter.typedef(id);
        this.end();
        return;
      case Kind.Int:
        this.anyType(id);
        this.note(
          ` size=${type.size} bits_offset=${type.bitOffset} nr_bits=${type.bits} encoding=${INT_ENCODINGS[type.encoding] ?? 'UNKN'}`,
        );
        return;
      case Kind.Float:
        this.anyType(id);
        this.note(` size=${type.size}`);
        return;
      case Kind.Ptr:
      case Kind.Const:
      case Kind.Volatile:
      case Kind.Restrict:
      case Kind.TypeTag:
      case Kind.Array:
      case Kind.Fwd:
      case Kind.FuncProto:
        this.anyType(id);
        return;
      case Kind.Func:
      case Kind.Var:
        this.linked(type);
        return;
      case Kind.Datasec:
        this.datasec(type);
        return;
      case Kind.DeclTag:
        this.declTag(type);
        return;
      case Kind.Unknown:
        if (id === 0) this.anyType(id);
        else this.note(`<invalid> [${id}] is of kind ${type.rawKind}, which is unknown`);
        return;
      default:
        assertNever(type);
    }
  }

  private anyType(id: TypeId): void {
    this.emitter.declaration(id, '', 0);
    this.end();
  }

  /** A function or variable under its linkage; global is what C means without a word. */
  private linked(type: { id: TypeId; typeId: TypeId; name: string; linkage: number }): void {
    if (type.linkage === 0) this.out.put('keyword', 'static ');
    if (type.linkage === 2) this.out.put('keyword', 'extern ');
    this.emitter.declaration(type.typeId, type.name || '(anon)', 0, type.id);
    this.end();
    if (type.linkage > 2) this.note(` linkage=${type.linkage}`);
  }

  private datasec({ size, vars, name }: DatasecType): void {
    this.note(`section ${inComment(name)}: size=${size} vlen=${vars.length}`);
    for (const variable of vars) {
      this.out.newline();
      const target = this.view.typeById(variable.typeId);
      if (target?.kind === Kind.Var || target?.kind === Kind.Func) this.linked(target);
      else this.note(`<invalid> [${variable.typeId}] is no variable`);
      this.note(` offset=${variable.offset} size=${variable.size}`);
    }
  }

  private declTag({ typeId, name, componentIdx, kindFlag }: DeclTagType): void {
    const attribute = kindFlag ? name : `btf_decl_tag("${name}")`;
    this.out.put('keyword', `__attribute__((${attribute})) `);
    const target = this.view.typeById(typeId);
    if (!target) {
      this.note(`<invalid> type [${typeId}] is not there`);
      return;
    }
    if (componentIdx !== -1) this.component(target, componentIdx);
    if (target.kind === Kind.Func || target.kind === Kind.Var) this.linked(target);
    else if (target.kind === Kind.Typedef) this.tagged('typedef ', target.name, typeId);
    else this.anyType(typeId);
  }

  /** Which part of its target a tag is on. */
  private component(target: BtfType, index: number): void {
    const parts = this.partsOf(target);
    const part = parts?.names[index];
    const what =
      part === undefined ? `<invalid> component ${index}` : `${parts?.word} ${index} ${inComment(part)}`;
    this.note(`${what} of`);
    this.out.put('punctuation', ' ');
  }

  private partsOf(target: BtfType): { word: string; names: string[] } | null {
    if (target.kind === Kind.Struct || target.kind === Kind.Union)
      return { word: 'member', names: target.members.map(({ name }) => name) };
    if (target.kind !== Kind.Func) return null;
    const proto = this.view.typeById(target.typeId);
    return proto?.kind === Kind.FuncProto
      ? { word: 'argument', names: proto.params.map(({ name }) => name) }
      : null;
  }

  private tagged(word: string, name: string, id: TypeId): void {
    this.out.put('keyword', word);
    this.out.put('type', name, id);
    this.end();
  }

  private end(): void {
    this.out.put('punctuation', ';');
  }

  private note(text: string): void {
    const lead = text.startsWith(' ') ? ' ' : '';
    this.out.put('comment', `${lead}/* ${text.trim()} */`);
  }
}

/** A name must not end the comment it stands in. */
function inComment(name: string): string {
  return `'${name.replaceAll('*/', '* /')}'`;
}
