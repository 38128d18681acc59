/**
 * The uses of types, told the plain way: from each user forwards, over decoded records.
 * In: views. Out: for the types asked for, who uses them and how, as `uses.ts` defines it. Slow, and shares nothing with it
 * but the definition.
 */

import type { BtfType, TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import type { BtfView } from '../../view/view.ts';
import type { UseRelation } from '../uses.ts';
import type { NamedView } from './random-kernel.ts';

/** `key:id` of the part that owns a type. */
export type TypeName = string;
/** By type used: lines of `relation key:id`, sorted. */
export type UsesOfTypes = Map<TypeName, string[]>;

export function forwardUses(views: readonly NamedView[], targets: ReadonlySet<TypeName>): UsesOfTypes {
  const found = new Map<TypeName, Set<string>>([...targets].map((target) => [target, new Set<string>()]));
  const owner = new Map(views.map(({ view, key }) => [view, key]));
  const held = new Set<TypeName>();
  for (const { view } of views) new Walker(view, owner).collectHeld(held);
  for (const { view, key } of views) {
    for (let id = view.startId; id < view.typeCount; id++) {
      const walker = new Walker(view, owner);
      walker.held = held;
      walker.visitUser(id);
      for (const [target, relations] of walker.uses) {
        if (relations.has('embedded-in')) relations.delete('embedded-through');
        for (const relation of relations) found.get(target)?.add(`${relation} ${key}:${id}`);
      }
    }
  }
  return new Map([...found].map(([target, lines]) => [target, [...lines].sort()]));
}

/** What finding the target in some way means to the user. */
interface Meaning {
  /** Tells it from the others. */
  readonly of: string;
  readonly direct: UseRelation;
  readonly value: UseRelation;
  readonly pointer: UseRelation;
  readonly holds: UseRelation;
  readonly holdsPointer: UseRelation;
  /** Whether nameless structs are looked into. */
  readonly containers: boolean;
  /** Whether a prototype counts without a pointer to it. */
  readonly bareCalls: boolean;
}

const MEMBER: Meaning = {
  of: 'member',
  direct: 'embedded-in',
  value: 'embedded-through',
  pointer: 'pointed-to-by',
  holds: 'embedded-through',
  holdsPointer: 'pointed-to-by',
  containers: true,
  bareCalls: true,
};
const TYPEDEF: Meaning = { ...MEMBER, of: 'typedef', direct: 'typedef-of', value: 'typedef-of' };
const VARIABLE: Meaning = {
  of: 'variable',
  direct: 'variable-of',
  value: 'variable-of',
  pointer: 'variable-of',
  holds: 'other',
  holdsPointer: 'other',
  containers: true,
  bareCalls: true,
};
const argument = (relation: UseRelation): Meaning => ({
  of: relation,
  direct: relation,
  value: relation,
  pointer: relation,
  holds: 'other',
  holdsPointer: 'other',
  containers: false,
  bareCalls: false,
});
const ARGUMENT = argument('argument-of');
const RESULT = argument('returned-by');
const OTHER = argument('other');

class Walker {
  readonly uses = new Map<TypeName, Set<UseRelation>>();
  held: ReadonlySet<TypeName> = new Set();
  private readonly view: BtfView;
  private readonly owner: ReadonlyMap<BtfView, number>;
  private readonly seen = new Set<string>();

  constructor(view: BtfView, owner: ReadonlyMap<BtfView, number>) {
    this.view = view;
    this.owner = owner;
  }

  visitUser(id: TypeId): void {
    const type = this.typeAt(id);
    switch (type.kind) {
      case Kind.Struct:
      case Kind.Union:
        if (type.name === '' && this.held.has(this.nameOf(id))) return;
        for (const { typeId } of type.members) this.chain(typeId, MEMBER);
        return;
      case Kind.Typedef:
        this.chain(type.typeId, TYPEDEF);
        return;
      case Kind.Var:
        this.chain(type.typeId, VARIABLE);
        return;
      case Kind.Func:
        this.visitFunc(type.typeId);
        return;
      case Kind.Datasec:
        for (const { typeId } of type.vars) this.use(typeId, 'other');
        return;
      case Kind.DeclTag:
        this.use(type.typeId, 'other');
        return;
      default:
    }
  }

  collectHeld(held: Set<TypeName>): void {
    for (let id = this.view.startId; id < this.view.typeCount; id++) {
      const type = this.typeAt(id);
      if (type.kind === Kind.Struct || type.kind === Kind.Union)
        for (const { typeId } of type.members) this.hold(typeId, held);
      else if (type.kind === Kind.Typedef || type.kind === Kind.Var) this.hold(type.typeId, held);
    }
  }

  private hold(id: TypeId, held: Set<TypeName>): void {
    const passed = new Set<TypeId>();
    while (!passed.has(id)) {
      passed.add(id);
      held.add(this.nameOf(id));
      const type = this.typeAt(id);
      if (!isQualifierOrArray(type)) return;
      id = type.typeId;
    }
  }

  private visitFunc(id: TypeId): void {
    const prototype = this.typeAt(id);
    this.use(id, 'other');
    if (prototype.kind !== Kind.FuncProto) return;
    for (const { typeId } of prototype.params) this.chain(typeId, ARGUMENT);
    this.chain(prototype.returnTypeId, RESULT);
  }

  /** From a member, an argument or a variable along its type. */
  private chain(id: TypeId, meaning: Meaning, inside = false): void {
    this.follow(id, meaning, { pointer: false, named: false, first: true, inside });
  }

  private follow(
    id: TypeId,
    meaning: Meaning,
    { pointer, named, first, inside }: { pointer: boolean; named: boolean; first: boolean; inside: boolean },
  ): void {
    const state = `${id} ${meaning.of} ${pointer} ${named} ${first} ${inside}`;
    if (this.seen.has(state)) return;
    this.seen.add(state);
    const value = inside ? meaning.holds : first ? meaning.direct : meaning.value;
    this.use(id, pointer ? (inside ? meaning.holdsPointer : meaning.pointer) : value);
    const type = this.typeAt(id);
    if (isQualifierOrArray(type)) this.follow(type.typeId, meaning, { pointer, named, first: false, inside });
    else if (type.kind === Kind.Ptr)
      this.follow(type.typeId, meaning, { pointer: true, named, first: false, inside });
    else if (type.kind === Kind.Typedef)
      this.follow(type.typeId, meaning, { pointer, named: true, first: false, inside });
    else if (type.kind === Kind.FuncProto && !named && (pointer || meaning.bareCalls)) this.call(id);
    else if (isNameless(type) && !named && !pointer && meaning.containers)
      for (const member of type.members) this.chain(member.typeId, meaning, true);
  }

  /** What a prototype mentions, as arguments, as its result, or in callbacks among its arguments. */
  private call(id: TypeId): void {
    const state = `call ${id}`;
    const type = this.typeAt(id);
    if (this.seen.has(state) || type.kind !== Kind.FuncProto) return;
    this.seen.add(state);
    for (const typeId of [type.returnTypeId, ...type.params.map((param) => param.typeId)])
      this.chain(typeId, OTHER);
  }

  private use(id: TypeId, relation: UseRelation): void {
    const name = this.nameOf(id);
    const relations = this.uses.get(name);
    if (relations) relations.add(relation);
    else this.uses.set(name, new Set([relation]));
  }

  private nameOf(id: TypeId): TypeName {
    let view = this.view;
    while (id < view.startId && view.base) view = view.base;
    return `${this.owner.get(view)}:${id}`;
  }

  private typeAt(id: TypeId): BtfType {
    const type = this.view.typeById(id);
    if (!type) throw new Error(`no type ${id}`);
    return type;
  }
}

type Qualifier = Extract<BtfType, { kind: typeof Kind.Const | typeof Kind.Array }>;

function isQualifierOrArray(type: BtfType): type is Qualifier {
  const kinds: readonly number[] = [Kind.Const, Kind.Volatile, Kind.Restrict, Kind.TypeTag, Kind.Array];
  return kinds.includes(type.kind);
}

type Composite = Extract<BtfType, { kind: typeof Kind.Struct | typeof Kind.Union }>;

const isNameless = (type: BtfType): type is Composite =>
  (type.kind === Kind.Struct || type.kind === Kind.Union) && type.name === '';
