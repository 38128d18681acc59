/**
 * The names that C text gives to types and enumerators.
 * In: ids, string offsets. Out: names. C has one name space for tags and one for typedefs and enumerators; BTF has
 * several types of one name, which a header can hold only under different names.
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { Occurrences } from './occurrences.ts';
import type { Records } from './records.ts';

/** Text, or where in the view's strings it lies; '' where there is none. */
export type CName = string | StrOff;

export interface CNames {
  /** Of a struct, union, enum or forward declaration; '' for an anonymous one. */
  tag(id: TypeId): CName;
  typedef(id: TypeId): CName;
  enumerator(id: TypeId, off: StrOff): CName;
}

/** Names as BTF has them: for text of one type, that stands beside nothing. */
export class PlainNames implements CNames {
  private readonly records: Records;

  constructor(records: Records) {
    this.records = records;
  }

  tag(id: TypeId): CName {
    return this.records.stored(this.records.nameOff(id));
  }

  typedef(id: TypeId): CName {
    return this.records.stored(this.records.nameOff(id));
  }

  enumerator(_id: TypeId, off: StrOff): CName {
    return this.records.stored(off);
  }
}

/** libbpf cuts names that it had to change at 255 bytes. */
const MAX_CHANGED_NAME = 255;

/**
 * The second type of a name gets `___2` behind it, the third `___3`, in the order in which they are first asked for
 * (libbpf `btf_dump_resolve_name`). An enumerator counts each time it is printed.
 */
export class UniqueNames implements CNames {
  protected readonly records: Records;
  /** By type: how many types of its name were known with it; 0 before anyone asks. */
  private readonly given: Uint32Array;
  private readonly tags: Occurrences;
  private readonly idents: Occurrences;

  constructor(records: Records) {
    this.records = records;
    this.tags = new Occurrences(records.view);
    this.idents = new Occurrences(records.view);
    this.given = new Uint32Array(records.typeCount);
  }

  tag(id: TypeId): CName {
    return this.numbered(id, this.tagNumber(id));
  }

  typedef(id: TypeId): CName {
    return this.numbered(id, this.typedefNumber(id));
  }

  enumerator(_id: TypeId, off: StrOff): CName {
    const number = this.enumeratorNumber(off);
    return number > 1 ? `${this.records.nameAt(off)}___${number}` : this.records.stored(off);
  }

  /** 1 for the first struct, union or enum of its name, or for a mere declaration. Of an INT, too: libbpf counts them. */
  tagNumber(id: TypeId): number {
    return (this.given[id] ||= this.next(id, this.tags));
  }

  typedefNumber(id: TypeId): number {
    return (this.given[id] ||= this.next(id, this.idents));
  }

  enumeratorNumber(off: StrOff): number {
    return this.idents.next(off);
  }

  /** Cut before and after: a file may give one name of megabytes to each of its types. */
  private numbered(id: TypeId, number: number): CName {
    const { records } = this;
    if (number <= 1) return records.stored(records.nameOff(id));
    return `${records.name(id).slice(0, MAX_CHANGED_NAME)}___${number}`.slice(0, MAX_CHANGED_NAME);
  }

  private next(id: TypeId, seen: Occurrences): number {
    const { records } = this;
    const off = records.nameOff(id);
    const kind = records.kind(id);
    // What is declared but not defined stands for the first definition of that name.
    if (off === 0 || kind === Kind.Fwd || (kind === Kind.Enum && records.vlen(id) === 0)) return 1;
    return seen.next(off);
  }
}

/** Whether a type is the typedef that compilers have built in. */
export const isVaList = (records: Records, id: TypeId): boolean => records.isNamed(id, '__builtin_va_list');

/** The compiler's own va_list is another one on every machine: what BTF says of it needs a name of its own. */
export class ExactNames extends UniqueNames {
  override typedef(id: TypeId): CName {
    const name = super.typedef(id);
    return isVaList(this.records, id) ? `${this.records.text(name)}___btf` : name;
  }
}
