/**
 * The layout text that pahole prints.
 * In: a view and an id, or all of a view. Out: what pahole 1.31 prints for it (`pahole -F btf -C NAME`, or without `-C`), to
 * the character, `--hex` and `-E` included; names of types carry their ids. 1.24 knew no type tags, no signed enumerators and
 * no remarks on bit holes or flexible arrays inside members, and inferred some alignments differently.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { isComposite, Kind } from '../../format/btf/kinds.ts';
import { Packing } from '../layout/packing.ts';
import { isNamed, Tag, tagOf, vlenOf } from '../layout/tags.ts';
import type { BtfView } from '../view/view.ts';
import { PaholeCache } from './pahole-cache.ts';
import { CUT_OFF, OutputLimit, Pen, TextBudget } from './pahole-out.ts';
import { PaholeOrder } from './pahole-order.ts';
import { StructPrinter } from './pahole-struct.ts';
import type { PaholeStyle } from './pahole-function.ts';
import type { Style } from './pahole-type.ts';
import type { Printer } from './printer.ts';
import { runSteps, type Steps } from './steps.ts';

export interface PaholeOptions extends PaholeStyle {
  /** Bytes; 64 unless told. A `cache` has its own. */
  readonly cachelineSize?: number;
  /** Saves finding layouts and names again; must be of the same view. */
  readonly cache?: PaholeCache;
}

/**
 * One struct, union, enum or typedef, as a run of pahole prints it that prints nothing else; an anonymous struct or union
 * under its first typedef, as `pahole -a`. False, and no text, for what pahole prints nothing for.
 */
export function printPahole(
  view: BtfView,
  id: TypeId,
  printer: Printer,
  options: PaholeOptions = {},
): boolean {
  const cache = options.cache ?? new PaholeCache(view, options.cachelineSize);
  return printOne(cache, id, printer, options, new Packing(cache.layouts));
}

/** What a run over a whole view has learnt and printed: what a run over a module of it starts with. */
export interface FinishedRun {
  readonly cache: PaholeCache;
  readonly packing: Packing;
  readonly order: PaholeOrder;
}

export interface PaholeAllOptions extends PaholeOptions {
  /**
   * For a module: the run over its base, printed in the same style. With it the text is what `pahole --btf_base` prints from
   * where the module's types begin; without it, what pahole would print of the module alone.
   */
  readonly after?: FinishedRun;
  /** Also structs and unions without a name: those that a typedef names (pahole's `-a`), or all of them (`-a -A`). */
  readonly anonymous?: 'typedef' | 'all';
}

/**
 * All own structs and unions, those without a name only if asked for, in pahole's order and each once (`PaholeOrder`). Ends
 * early, behind a remark, where a hostile file makes the text grow beyond all measure.
 */
export function printPaholeAll(view: BtfView, printer: Printer, options?: PaholeAllOptions): FinishedRun {
  return runSteps(paholeSteps(view, printer, options));
}

/** The same in steps of one type. */
export function* paholeSteps(
  view: BtfView,
  printer: Printer,
  options: PaholeAllOptions = {},
): Steps<FinishedRun> {
  const { after } = options;
  const cache = options.cache ?? new PaholeCache(view, options.cachelineSize, after?.cache);
  const packing = new Packing(cache.layouts, after?.packing);
  const { anonymous } = options;
  const isDueUnnamed = (id: TypeId): boolean =>
    anonymous === 'all' || (anonymous === 'typedef' && cache.firstTypedefOf(id) !== 0);
  const order = new PaholeOrder(cache.layouts, isDueUnnamed, after?.order);
  const budget = new TextBudget(view.own.byteLength);
  for (let id = view.startId; id < view.typeCount && !budget.isSpent; id++) {
    if (!order.isDue(id)) continue;
    printOne(cache, id, printer, options, packing, budget);
    yield (id - view.startId) / view.own.nrTypes;
  }
  return { cache, packing, order };
}

function printOne(
  cache: PaholeCache,
  id: TypeId,
  printer: Printer,
  style: PaholeStyle,
  packing: Packing,
  budget = new TextBudget(cache.view.own.byteLength),
): boolean {
  if (!isPrinted(cache.view, id)) return false;
  const pen = new Pen(printer, budget.limitFor(vlenOf(cache.view, id)));
  try {
    new TopLevel(cache, packing, pen, style).print(id);
    pen.put('punctuation', ';');
    pen.newline();
  } catch (error) {
    if (!(error instanceof OutputLimit)) throw error;
    printer.put('comment', CUT_OFF);
    printer.newline();
  }
  budget.spend(pen.count);
  return true;
}

function isPrinted(view: BtfView, id: TypeId): boolean {
  const kind = view.kindOf(id);
  return isComposite(kind) || kind === Kind.Enum || kind === Kind.Enum64 || kind === Kind.Typedef;
}

/** What stands at the beginning of a line (dwarves `tag__fprintf`, `typedef__fprintf`). */
class TopLevel extends StructPrinter {
  print(id: TypeId): void {
    const { view } = this;
    const tag = tagOf(view, id);
    if (tag === Tag.Typedef) return this.typedef(id);
    if (tag === Tag.Enum) return this.enumeration(id, 0, null);
    const alias = isNamed(view, id) ? 0 : this.cache.firstTypedefOf(id);
    const style = this.style(
      tag === Tag.Union ? 21 : 23,
      alias ? 'typedef' : null,
      alias ? view.nameOffOf(alias) : null,
    );
    if (tag === Tag.Union) this.union(id, style);
    else this.struct(id, style);
  }

  private style(nameSpacing: number, prefix: string | null, suffix: StrOff | null): Style {
    return {
      indent: 1,
      typeSpacing: 26,
      nameSpacing: this.expanded ? 55 : nameSpacing,
      baseOffset: 0,
      relOffset: false,
      emitStats: true,
      prefix,
      suffix,
      inUnion: false,
      first: false,
      last: false,
    };
  }

  private typedef(id: TypeId): void {
    const { view, pen } = this;
    const name = view.nameOffOf(id);
    const target = view.sizeOrTypeOf(id);
    const style = this.style(23, null, null);
    pen.put('keyword', 'typedef ');
    switch (tagOf(view, target)) {
      case Tag.Array:
        return this.array({ ...style, indent: 0 }, target, name, 0, style.typeSpacing);
      case Tag.Proto:
        return this.proto(target, name, false, 0);
      case Tag.Pointer: {
        const pointee = view.sizeOrTypeOf(target);
        if (tagOf(view, pointee) === Tag.Proto) return this.proto(pointee, name, true, 0);
        return this.alias(target, name);
      }
      case Tag.Struct:
        if (isNamed(view, target) && !this.expanded) return this.alias(target, name);
        return this.struct(target, { ...style, typeSpacing: style.typeSpacing - 8, suffix: name });
      case Tag.Union:
        if (isNamed(view, target) && !this.expanded)
          return this.reference(Tag.Union, target, name, style.typeSpacing);
        return this.union(target, { ...style, typeSpacing: style.typeSpacing - 8, suffix: name });
      case Tag.Enum:
        if (isNamed(view, target)) return this.alias(target, name);
        return this.enumeration(target, 0, name);
      default:
        return this.alias(target, name);
    }
  }

  private alias(target: TypeId, name: StrOff): void {
    const { pen } = this;
    for (const { kind, text, ref } of this.cache.names.of(target).pieces) pen.name(kind, text, ref);
    this.suffix(name);
  }
}
