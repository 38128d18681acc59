/**
 * What a header with just what some types need has to hold, and in what order.
 * In: records and roots. Out: definitions and forward declarations, each behind all it needs. A type is defined only
 * where C must know its size, and declared where a pointer or a prototype names it; what is nameless, or a typedef, has to
 * be spelled out even behind a pointer. Leaves names and text to `minimal-header.ts`.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isModifier, Kind } from '../../../format/btf/kinds.ts';
import { MAX_ORDER_DEPTH } from './limits.ts';
import type { COut } from './out.ts';
import { HEAD_WORDS, type Records } from './records.ts';

export interface PlanItem {
  readonly id: TypeId;
  /** `define` a typedef, struct, union or enum; `declare` its tag; `refuse` what C cannot express. */
  readonly form: 'define' | 'declare' | 'refuse';
  /** Why it is refused. */
  readonly reason?: string;
}

const IN_PROGRESS = 1;
const DECLARED = 2;
const DEFINED = 4;
const REFUSED = 8;
/** Of a typedef: what it stands for is defined as well. */
const COMPLETED = 16;

export class HeaderPlan {
  readonly items: PlanItem[] = [];
  private readonly records: Records;
  private readonly out: COut;
  private readonly states: Uint8Array;
  private depth = 0;
  private reason = '';

  /** Work without text is charged to `out`: some graphs have exponentially many paths. */
  constructor(records: Records, out: COut) {
    this.records = records;
    this.out = out;
    this.states = new Uint8Array(records.typeCount);
  }

  isDefined(id: TypeId): boolean {
    return (this.states[id] & DEFINED) !== 0;
  }

  /** Plans for text that uses `id`: by value where `complete`, else behind a pointer. False where that cannot be. */
  addUse(id: TypeId, complete: boolean): boolean {
    const named: TypeId[] = [];
    const works = this.need(id, complete, named);
    this.declare(named, 0);
    if (!works) this.refuse(id);
    return works;
  }

  /** `named` collects tags that must be known by then, but need no definition. */
  private need(id: TypeId, complete: boolean, named: TypeId[]): boolean {
    if (this.depth >= MAX_ORDER_DEPTH)
      return this.fail(`types nest more than ${MAX_ORDER_DEPTH} deep, or for ever`);
    this.out.step();
    this.depth++;
    const works = this.needKind(id, complete, named);
    this.depth--;
    return works;
  }

  private needKind(id: TypeId, complete: boolean, named: TypeId[]): boolean {
    const { records } = this;
    const kind = records.kind(id);
    const hasName = kind >= 0 && records.nameOff(id) !== 0;
    switch (kind) {
      case -1:
        return this.fail(`type [${id}] is not there`);
      case Kind.Int:
      case Kind.Float:
        return true;
      case Kind.Ptr:
        return this.need(records.third(id), false, named);
      case Kind.Array:
        // No array of an incomplete type, not even behind a pointer.
        return this.need(records.words(id)[records.at(id) + HEAD_WORDS], true, named);
      case Kind.FuncProto:
        return this.need(records.third(id), false, named) && this.needElements(id, 2, false, named);
      case Kind.Struct:
      case Kind.Union:
        if (!hasName) return this.needElements(id, 3, true, named);
        if (complete) return this.define(id, (inside) => this.needElements(id, 3, true, inside));
        named.push(id);
        return true;
      case Kind.Enum:
      case Kind.Enum64:
        if (!hasName) return true;
        if (complete && records.vlen(id) > 0) return this.define(id, () => true);
        named.push(id);
        return true;
      case Kind.Fwd:
        named.push(id);
        return true;
      case Kind.Typedef:
        // First the struct, then its typedef: the other way round it would have to be declared as well.
        if (complete && !this.completeTypedef(id)) return false;
        return this.define(id, (inside) => this.need(records.third(id), false, inside));
      default:
        if (isModifier(kind)) return this.need(records.third(id), complete, named);
        return id === 0 || this.fail(`[${id}] is no type that C has`);
    }
  }

  private completeTypedef(id: TypeId): boolean {
    if (this.states[id] & COMPLETED) return true;
    if (!this.need(this.records.third(id), true, [])) return false;
    this.states[id] |= COMPLETED;
    return true;
  }

  /** Types of members or parameters: the second word of both. */
  private needElements(id: TypeId, step: 2 | 3, complete: boolean, named: TypeId[]): boolean {
    const { records } = this;
    const words = records.words(id);
    const start = records.at(id) + HEAD_WORDS;
    const end = start + records.vlen(id) * step;
    for (let at = start; at < end; at += step) if (!this.need(words[at + 1], complete, named)) return false;
    return true;
  }

  private define(id: TypeId, needs: (named: TypeId[]) => boolean): boolean {
    const state = this.states[id];
    if (state & DEFINED) return true;
    if (state & REFUSED) return this.fail(`[${id}] cannot be printed`);
    if (state & IN_PROGRESS) return this.fail(`[${id}] contains itself`);
    this.states[id] |= IN_PROGRESS;
    const named: TypeId[] = [];
    const works = needs(named);
    this.states[id] &= ~IN_PROGRESS;
    if (!works) return this.refuse(id);
    this.declare(named, id);
    this.states[id] |= DEFINED;
    this.items.push({ id, form: 'define' });
    return true;
  }

  /** Inside its own definition, `container` is known already. */
  private declare(named: readonly TypeId[], container: TypeId): void {
    for (const id of named) {
      if (id === container || this.states[id] & (DECLARED | DEFINED)) continue;
      this.states[id] |= DECLARED;
      this.items.push({ id, form: 'declare' });
    }
  }

  private refuse(id: TypeId): false {
    if (this.records.has(id)) {
      if (this.states[id] & REFUSED) return false;
      this.states[id] |= REFUSED;
    }
    this.items.push({ id, form: 'refuse', reason: this.reason });
    return false;
  }

  private fail(reason: string): false {
    this.reason = reason;
    return false;
  }
}
