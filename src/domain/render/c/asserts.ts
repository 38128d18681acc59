/**
 * `_Static_assert`s of sizes and offsets: the compiler checks that C says what BTF says.
 * In: composite types under the names that a header gave them. Out: a line for the size and one for each member that has
 * an address, nameless types inside it included. Bitfields have none.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import type { BtfView } from '../../view/view.ts';
import { sizeOf, skipModifiers } from '../../view/walk.ts';
import { MAX_NESTING } from './limits.ts';
import type { COut } from './out.ts';

export class Asserts {
  private readonly view: BtfView;
  private readonly out: COut;

  constructor(view: BtfView, out: COut) {
    this.view = view;
    this.out = out;
  }

  /** `name` is how C names the type: `struct foo`, `foo_t`. Nothing for what has no size. */
  size(id: TypeId, name: string): void {
    const size = sizeOf(this.view, id);
    if (size !== null) this.line(`sizeof(${name})`, size, name);
  }

  /** Of the members of a struct or union, and of nameless ones inside it. */
  offsets(id: TypeId, name: string): void {
    this.members(id, name, '', 0, 0);
  }

  /** `path` leads to the members, and ends in a dot if it is not empty; `base` is in bits. */
  private members(id: TypeId, name: string, path: string, base: number, depth: number): void {
    const type = this.view.typeById(id);
    if (!type || (type.kind !== Kind.Struct && type.kind !== Kind.Union) || depth > MAX_NESTING) return;
    for (const member of type.members) {
      const offset = base + member.bitOffset;
      if (member.bitfieldSize > 0 || offset % 8 !== 0 || this.isPartOfInt(member.typeId)) continue;
      const inside = this.nameless(member.typeId);
      const here = path + member.name;
      if (member.nameOff !== 0)
        this.line(`__builtin_offsetof(${name}, ${here})`, offset / 8, `${name}.${here}`);
      if (inside !== null)
        this.members(inside, name, member.nameOff === 0 ? path : `${here}.`, offset, depth + 1);
    }
  }

  /** A nameless struct or union, which is spelled out where it is used; null for others. */
  private nameless(id: TypeId): TypeId | null {
    const target = skipModifiers(this.view, id);
    if (target === null || this.view.nameOffOf(target) !== 0) return null;
    const kind = this.view.kindOf(target);
    return kind === Kind.Struct || kind === Kind.Union ? target : null;
  }

  /** Before kind_flag, a bitfield was an INT of fewer bits. */
  private isPartOfInt(id: TypeId): boolean {
    const target = skipModifiers(this.view, id);
    if (target === null || this.view.kindOf(target) !== Kind.Int) return false;
    const type = this.view.typeById(target);
    return type?.kind === Kind.Int && (type.bits !== type.size * 8 || type.bitOffset !== 0);
  }

  private line(expression: string, value: number, message: string): void {
    this.out.put('keyword', '_Static_assert');
    this.out.put('punctuation', `(${expression} == `);
    this.out.put('number', `${value}`);
    this.out.put('punctuation', `, "${message}");`);
    this.out.newline();
  }
}
