/**
 * A header with just what some types need: it compiles on its own, with clang for BPF as with gcc.
 * In: a view and roots of any kind. Out: C text. What is only pointed to is declared, not defined. There are no include
 * guards: the text is made to be pasted, and several roots belong into one header.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isAnyEnum, isComposite, Kind, kindName } from '../../../format/btf/kinds.ts';
import type { BtfView } from '../../view/view.ts';
import { resolveType, skipModifiers } from '../../view/walk.ts';
import type { Printer } from '../printer.ts';
import { Asserts } from './asserts.ts';
import { CEmitter } from './emit.ts';
import { HeaderNames } from './header-names.ts';
import { HeaderPlan, type PlanItem } from './header-plan.ts';
import { fileBudget } from './limits.ts';
import { printWithin, type COut } from './out.ts';
import { recordsOf, type Records } from './records.ts';

export interface MinimalHeaderOptions {
  /** `_Static_assert`s: the size of all that is defined, and the offsets in the roots. */
  readonly asserts?: boolean;
  /** CO-RE for every struct and union: clang keeps accesses to their members for libbpf to relocate. */
  readonly preserveAccessIndex?: boolean;
  /** CO-RE flavor of all that is defined: `foo___flavor`. What C names cannot hold becomes `_`. */
  readonly flavor?: string;
}

/** Functions and variables among the roots come as extern declarations behind the types; a decl tag stands for its target. */
export function printMinimalHeader(
  view: BtfView,
  roots: readonly TypeId[],
  printer: Printer,
  options: MinimalHeaderOptions = {},
): void {
  printWithin(printer, fileBudget(view), (out) => {
    const records = recordsOf(view);
    const plan = new HeaderPlan(records, out);
    const wanted = new Set(roots.map((id) => (records.kind(id) === Kind.DeclTag ? records.third(id) : id)));
    const usable = [...wanted].filter((id) => planRoot(records, plan, id));
    const flavor = options.flavor?.replace(/\W/g, '_') || undefined;
    const names = new HeaderNames(records, plan, flavor);
    const emitter = new CEmitter(records, out, names, { asLibbpf: false, exactLayouts: true });
    new MinimalHeader(view, emitter, options).print(plan.items, usable);
  });
}

/** A function can be declared with types that are not complete; of a variable, one wants to use what is in it. */
function planRoot(records: Records, plan: HeaderPlan, id: TypeId): boolean {
  if (records.kind(id) === Kind.Func) return plan.addUse(records.third(id), false);
  return plan.addUse(records.kind(id) === Kind.Var ? records.third(id) : id, true);
}

class MinimalHeader {
  private readonly view: BtfView;
  private readonly emitter: CEmitter;
  private readonly records: Records;
  private readonly out: COut;
  private readonly options: MinimalHeaderOptions;

  constructor(view: BtfView, emitter: CEmitter, options: MinimalHeaderOptions) {
    this.view = view;
    this.emitter = emitter;
    this.records = emitter.records;
    this.out = emitter.out;
    this.options = options;
  }

  print(items: readonly PlanItem[], roots: readonly TypeId[]): void {
    if (this.options.preserveAccessIndex) this.lines(PRESERVE);
    let blocks = false;
    items.forEach((item, i) => {
      const isBlock = this.isBlock(item);
      if (i > 0 && (isBlock || blocks)) this.out.newline();
      this.item(item);
      blocks = isBlock;
    });
    for (const id of roots) this.root(id);
    if (this.options.asserts) this.asserts(items, roots);
    if (this.options.preserveAccessIndex) this.lines(PRESERVED);
  }

  /** What has lines of its own stands apart. */
  private isBlock({ id, form }: PlanItem): boolean {
    if (form !== 'define') return false;
    return this.records.kind(id) !== Kind.Typedef || this.namelessBehind(id) !== null;
  }

  private item({ id, form, reason }: PlanItem): void {
    if (form === 'define') this.define(id);
    else if (form === 'declare') this.declaration(id, '');
    else this.comment(`<invalid> [${id}] ${kindName(this.records.kind(id))} is left out: ${reason}`);
  }

  private define(id: TypeId): void {
    const kind = this.records.kind(id);
    if (kind !== Kind.Typedef) {
      if (kind === Kind.Enum || kind === Kind.Enum64) this.emitter.enum(id, 0);
      else this.emitter.composite(id, 0);
      this.end();
    } else if (this.records.isNamed(id, 'bool')) {
      // A keyword since C23, where no typedef may have that name.
      this.lines('#if __STDC_VERSION__ < 202311L');
      this.typedef(id);
      this.lines('#endif');
    } else {
      this.typedef(id);
    }
  }

  private typedef(id: TypeId): void {
    this.emitter.typedef(id);
    this.end();
  }

  private declaration(id: TypeId, name: string, ref?: TypeId): void {
    this.emitter.declaration(id, name, 0, ref);
    this.end();
  }

  /** What a root is beyond the types in the plan. */
  private root(id: TypeId): void {
    const { records } = this;
    const kind = records.kind(id);
    if (kind === Kind.Func || kind === Kind.Var) {
      this.out.newline();
      this.out.put('keyword', 'extern ');
      this.declaration(records.third(id), records.name(id), id);
    } else if (kind === Kind.Int || kind === Kind.Float) {
      this.comment(`[${id}] ${kindName(kind)} needs no definition`);
    } else if (records.nameOff(id) === 0) {
      this.out.newline();
      this.declaration(id, '');
    }
  }

  private asserts(items: readonly PlanItem[], roots: readonly TypeId[]): void {
    const asserts = new Asserts(this.view, this.out);
    const named = items.filter(({ form }) => form === 'define').flatMap(({ id }) => this.sized(id));
    if (named.length > 0) this.out.newline();
    for (const { id, name } of named) asserts.size(id, name);
    const rootTypes = new Set(roots.map((id) => resolveType(this.view, id)));
    for (const { id, name } of named) if (rootTypes.has(id)) asserts.offsets(id, name);
  }

  /** A struct or union that a definition is of, and how C names it. */
  private sized(id: TypeId): { id: TypeId; name: string }[] {
    const { records, emitter } = this;
    const kind = records.kind(id);
    if (kind === Kind.Struct) return [{ id, name: `struct ${records.text(emitter.names.tag(id))}` }];
    if (kind === Kind.Union) return [{ id, name: `union ${records.text(emitter.names.tag(id))}` }];
    const nameless = kind === Kind.Typedef ? this.namelessBehind(id) : null;
    if (nameless === null || records.kind(nameless) === Kind.Enum || records.kind(nameless) === Kind.Enum64)
      return [];
    return [{ id: nameless, name: records.text(emitter.names.typedef(id)) }];
  }

  /** The nameless struct, union or enum that a typedef gives a name; null for others. */
  private namelessBehind(id: TypeId): TypeId | null {
    const target = skipModifiers(this.view, this.records.third(id));
    if (target === null || target === 0 || this.records.nameOff(target) !== 0) return null;
    const kind = this.records.kind(target);
    return isComposite(kind) || isAnyEnum(kind) ? target : null;
  }

  private comment(text: string): void {
    this.out.put('comment', `/* ${text} */`);
    this.out.newline();
  }

  private lines(text: string): void {
    for (const line of text.split('\n')) {
      this.out.put('keyword', line);
      this.out.newline();
    }
  }

  private end(): void {
    this.out.put('punctuation', ';');
    this.out.newline();
  }
}

/** The names are bpftool's, so that one switch turns it off here and in vmlinux.h. */
const PRESERVE = `#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif
`;

const PRESERVED = `
#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif`;
