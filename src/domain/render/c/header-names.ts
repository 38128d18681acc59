/**
 * Names in a header of a few types, with a CO-RE flavor behind them where one is given, so that it can stand beside
 * vmlinux.h.
 * In: what a header defines. Out: `name___flavor` for that, plain names for what it only declares: those are vmlinux.h's
 * own types. libbpf looks a flavored type up under the name in front of the last `___` (`bpf_core_essential_name_len`).
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import { isModifier, Kind } from '../../../format/btf/kinds.ts';
import type { HeaderPlan } from './header-plan.ts';
import { MAX_NESTING } from './limits.ts';
import { isVaList, UniqueNames, type CName, type CNames } from './names.ts';
import { HEAD_WORDS, type Records } from './records.ts';

export class HeaderNames implements CNames {
  private readonly records: Records;
  private readonly names: UniqueNames;
  private readonly plan: HeaderPlan;
  private readonly flavor: string | undefined;
  /** Typedefs that cannot keep their name, because what they stand for could not. */
  private readonly typedefs = new Set<TypeId>();

  /** `plan` must be complete. `flavor` is made of letters, digits and `_`, if there is one. */
  constructor(records: Records, plan: HeaderPlan, flavor: string | undefined) {
    this.records = records;
    this.names = new UniqueNames(records);
    this.plan = plan;
    this.flavor = flavor;
    if (flavor === undefined) return;
    for (const { id, form } of plan.items) {
      const isTypedef = form === 'define' && records.kind(id) === Kind.Typedef;
      if (isTypedef && this.changes(records.third(id), 0)) this.typedefs.add(id);
    }
  }

  tag(id: TypeId): CName {
    const number = this.names.tagNumber(id);
    if (this.flavor === undefined || !this.plan.isDefined(id)) return this.names.tag(id);
    return flavored(this.records.name(id), this.flavor, number);
  }

  /** The compiler's own va_list is another one on every machine: what BTF says of it needs a name of its own. */
  typedef(id: TypeId): CName {
    const flavor = isVaList(this.records, id) || this.typedefs.has(id) ? (this.flavor ?? 'btf') : undefined;
    const number = this.names.typedefNumber(id);
    return flavor === undefined ? this.names.typedef(id) : flavored(this.records.name(id), flavor, number);
  }

  enumerator(id: TypeId, off: StrOff): CName {
    if (this.flavor === undefined) return this.names.enumerator(id, off);
    return flavored(this.records.nameAt(off), this.flavor, this.names.enumeratorNumber(off));
  }

  /** Whether the text of a type holds a changed name, or a nameless type, which is another one each time. */
  private changes(id: TypeId, depth: number): boolean {
    const { records } = this;
    const kind = records.kind(id);
    if (depth > MAX_NESTING || kind <= 0) return false;
    if (kind === Kind.Typedef) return this.typedefs.has(id);
    if (kind === Kind.Ptr || isModifier(kind)) return this.changes(records.third(id), depth + 1);
    const words = records.words(id);
    const elements = records.at(id) + HEAD_WORDS;
    if (kind === Kind.Array) return this.changes(words[elements], depth + 1);
    if (kind !== Kind.FuncProto)
      return TAGGED.has(kind) && (records.nameOff(id) === 0 || this.plan.isDefined(id));
    for (let i = 0; i < records.vlen(id); i++)
      if (this.changes(words[elements + i * 2 + 1], depth + 1)) return true;
    return this.changes(records.third(id), depth + 1);
  }
}

const flavored = (name: string, flavor: string, number: number): string =>
  `${name}___${flavor}${number > 1 ? `_${number}` : ''}`;

const TAGGED: ReadonlySet<number> = new Set([Kind.Struct, Kind.Union, Kind.Enum, Kind.Enum64]);
