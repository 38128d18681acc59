/**
 * vmlinux.h: the C of everything in a view, base and all.
 * In: a view. Out: what `bpftool btf dump file X [-B BASE] format c` prints, to the character, where that comes to an
 * end. What C cannot express is left out with a comment in its place; bpftool stops there, hangs or crashes.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isComposite, isModifier, Kind, kindName } from '../../../format/btf/kinds.ts';
import type { BtfView } from '../../view/view.ts';
import type { Printer } from '../printer.ts';
import { runSteps, TYPES_PER_STEP, type Steps } from '../steps.ts';
import { Asserts } from './asserts.ts';
import { CEmitter } from './emit.ts';
import { printKfuncs } from './kfuncs.ts';
import { fileBudget, MAX_ORDER_DEPTH } from './limits.ts';
import { ExactNames, isVaList, UniqueNames } from './names.ts';
import { Link, TypeOrder } from './order.ts';
import { stepsWithin, type COut } from './out.ts';
import { HEAD_WORDS, recordsOf, type Records } from './records.ts';
import { sortForC } from './sort.ts';
import { SEMICOLON } from './words.ts';

export interface VmlinuxHOptions {
  /** By kind and name, as bpftool does unless told `unsorted`; else by id. */
  readonly sorted: boolean;
  /**
   * Layouts as BTF has them also where bpftool's text has others: unions are packed and padded like structs, and the
   * kernel's va_list is not replaced by that of the compiler, which is another one for BPF.
   */
  readonly exact?: boolean;
  /** `_Static_assert`s of all named structs and unions behind them, which bpftool does not have. */
  readonly asserts?: boolean;
}

/** Types come in the order of ids or names, each behind what it needs. */
export function printVmlinuxH(view: BtfView, printer: Printer, options: VmlinuxHOptions): void {
  runSteps(vmlinuxHSteps(view, printer, options));
}

/** The same in steps of some types and what they need. */
export function* vmlinuxHSteps(
  view: BtfView,
  printer: Printer,
  { sorted, exact = false, asserts = false }: VmlinuxHOptions,
): Steps {
  const records = recordsOf(view);
  yield* stepsWithin(printer, fileBudget(view), function* (out) {
    printText(out, HEAD);
    const names = exact ? new ExactNames(records) : new UniqueNames(records);
    const header = new VmlinuxH(records, out, names, exact);
    // bpftool counts from 1 in its sorted list too, past the first: that one comes only if another needs it.
    const ids = sorted ? sortForC(records) : null;
    const count = ids?.length ?? records.typeCount;
    for (let i = 1; i < count; i++) {
      header.print(ids ? ids[i] : i);
      if (i % TYPES_PER_STEP === 0) yield i / count;
    }
    printKfuncs(header.emitter, (id) => header.order.order(id) !== Link.Broken);
    if (asserts) header.assertAll();
    printText(out, TAIL);
  });
}

const NOT_EMITTED = 0;
const EMITTING = 1;
const EMITTED = 2;

/**
 * Prints definitions and, where one has to refer to what is not defined yet, forward declarations (libbpf
 * `btf_dump_emit_type`).
 */
class VmlinuxH {
  readonly emitter: CEmitter;
  readonly order: TypeOrder;
  private readonly records: Records;
  private readonly out: COut;
  private readonly names: UniqueNames;
  private readonly exact: boolean;
  private readonly states: Uint8Array;
  private readonly declared: Uint8Array;
  private depth = 0;

  constructor(records: Records, out: COut, names: UniqueNames, exact: boolean) {
    this.records = records;
    this.out = out;
    this.names = names;
    this.exact = exact;
    this.emitter = new CEmitter(records, out, this.names, { asLibbpf: true, exactLayouts: exact });
    this.order = new TypeOrder(records, out);
    this.states = new Uint8Array(records.typeCount);
    this.states[0] = EMITTED;
    this.declared = new Uint8Array(records.typeCount);
  }

  /** A type and what must stand before it, as far as that is not printed yet. */
  print(id: TypeId): void {
    const { queue } = this.order;
    const link = this.order.order(id);
    if (queue.length > 0) {
      for (const definition of queue) this.emit(definition, 0);
      queue.length = 0;
    }
    if (link === Link.Broken) this.leftOut(id);
  }

  /** Sizes and offsets of all structs and unions that are defined, under the names they have got. */
  assertAll(): void {
    const asserts = new Asserts(this.records.view, this.out);
    for (let id = 1; id < this.records.typeCount; id++) {
      const kind = this.records.kind(id);
      if (!isComposite(kind) || this.records.nameOff(id) === 0 || this.states[id] !== EMITTED) continue;
      const name = `${kind === Kind.Struct ? 'struct' : 'union'} ${this.records.text(this.names.tag(id))}`;
      asserts.size(id, name);
      asserts.offsets(id, name);
    }
  }

  private leftOut(id: TypeId): void {
    const kind = kindName(this.records.kind(id));
    this.out.put('comment', `/* <invalid> [${id}] ${kind} is left out: ${this.order.reason} */`);
    this.out.newline();
    this.out.newline();
  }

  /** `container` is the struct or typedef that mentions the type; 0 asks for the definition itself. */
  private emit(id: TypeId, container: TypeId): void {
    const state = this.states[id];
    if (state === EMITTED || !this.records.has(id)) return;
    this.out.step();
    if (this.depth > MAX_ORDER_DEPTH) return;
    this.depth++;
    const kind = this.records.kind(id);
    if (state === EMITTING) this.emitAgain(id, kind, container);
    else this.emitKind(id, kind, container);
    this.depth--;
  }

  /** A type that is reached from inside its own definition: from here on it must be known by name. */
  private emitAgain(id: TypeId, kind: number, container: TypeId): void {
    if (this.declared[id]) return;
    if (kind === Kind.Typedef) {
      this.typedef(id);
    } else {
      if (id === container || this.records.nameOff(id) === 0) return;
      this.emitter.compositeHead(id);
      this.end();
    }
    this.declared[id] = 1;
  }

  private emitKind(id: TypeId, kind: number, container: TypeId): void {
    const { records } = this;
    switch (kind) {
      case Kind.Int:
        this.missingAlias(id);
        this.states[id] = EMITTED;
        return;
      case Kind.Enum:
      case Kind.Enum64:
        if (container === 0) {
          this.emitter.enum(id, 0);
          this.end();
        }
        this.states[id] = EMITTED;
        return;
      case Kind.Fwd:
        this.emitter.fwd(id);
        this.end();
        this.states[id] = EMITTED;
        return;
      case Kind.Array:
        this.emit(records.words(id)[records.at(id) + HEAD_WORDS], container);
        return;
      case Kind.Typedef:
        this.states[id] = EMITTING;
        this.emit(records.third(id), id);
        if (!this.declared[id]) this.typedef(id);
        this.states[id] = EMITTED;
        return;
      case Kind.Struct:
      case Kind.Union:
        this.composite(id, container);
        return;
      case Kind.FuncProto:
        this.emit(records.third(id), container);
        this.elements(id, 2, container);
        return;
      default:
        if (kind === Kind.Ptr || isModifier(kind)) this.emit(records.third(id), container);
    }
  }

  private composite(id: TypeId, container: TypeId): void {
    const isNamed = this.records.nameOff(id) !== 0;
    this.states[id] = EMITTING;
    if (container === 0 || !isNamed) {
      this.elements(id, 3, isNamed ? id : container);
    } else if (!this.declared[id] && id !== container) {
      this.emitter.compositeHead(id);
      this.end();
      this.declared[id] = 1;
    }
    if (container === 0) {
      this.emitter.composite(id, 0);
      this.end();
      this.states[id] = EMITTED;
    } else {
      this.states[id] = NOT_EMITTED;
    }
  }

  /** What members or parameters refer to: the type is the second word of both. */
  private elements(id: TypeId, step: 2 | 3, container: TypeId): void {
    const { records } = this;
    const words = records.words(id);
    const start = records.at(id) + HEAD_WORDS;
    const end = start + records.vlen(id) * step;
    for (let at = start; at < end; at += step) this.emit(words[at + 1], container);
  }

  /** The compiler has `__builtin_va_list` of its own, and takes no other of that name. */
  private typedef(id: TypeId): void {
    if (!this.exact && isVaList(this.records, id)) return;
    this.emitter.typedef(id);
    this.end();
  }

  /** GCC's own types behind Arm's vectors, which no other compiler knows. Every INT takes its name here (libbpf). */
  private missingAlias(id: TypeId): void {
    this.names.tagNumber(id);
    const missing = MISSING_BASE_TYPES.find(([name]) => this.records.isNamed(id, name));
    if (!missing) return;
    this.out.put('keyword', 'typedef ');
    this.out.put('punctuation', `${missing[1]} `);
    this.out.name(this.records.view, 'type', this.names.tag(id), id);
    this.end();
  }

  private end(): void {
    this.out.fixed('punctuation', SEMICOLON);
    this.out.newline();
    this.out.newline();
  }
}

const MISSING_BASE_TYPES = [
  ['__Poly8_t', 'unsigned char'],
  ['__Poly16_t', 'unsigned short'],
  ['__Poly64_t', 'unsigned long long'],
  ['__Poly128_t', 'unsigned __int128'],
] as const;

const HEAD = `#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

#ifndef __ksym
#define __ksym __attribute__((section(".ksyms")))
#endif

#ifndef __weak
#define __weak __attribute__((weak))
#endif

#ifndef __bpf_fastcall
#if __has_attribute(bpf_fastcall)
#define __bpf_fastcall __attribute__((bpf_fastcall))
#else
#define __bpf_fastcall
#endif
#endif

`;

const TAIL = `#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
`;

/** Fixed text, a line at a time. */
function printText(out: COut, text: string): void {
  for (const line of text.slice(0, -1).split('\n')) {
    if (line !== '') out.put('keyword', line);
    out.newline();
  }
}
