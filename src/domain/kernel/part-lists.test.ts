// What a source is told by, against plain walks over decoded types.
import { describe, expect, it } from 'vitest';
import { isComposite, isModifier, Kind } from '../../format/btf/kinds.ts';
import type { BtfType, TypeId } from '../../format/btf/decode.ts';
import type { DisagreeingRow } from './disagreements.ts';
import type { RankedList } from './kernel-index.ts';
import type { RankedTypes } from './part-lists.ts';
import { indexOf } from './testing/indexed.ts';
import { randomKernel } from './testing/random-kernel.ts';

const views = randomKernel({ seed: 21, modules: 5, types: 250 });
const index = indexOf(views);
const BASE = 100;
const baseStart = views[1].view.startId;

function made(key: number, list: RankedList): RankedTypes {
  const steps = index.ranking(key, list);
  if (!steps) throw new Error(`no part ${key}`);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const told = (list: RankedTypes): [string, number][] =>
  list.rows(0, list.count).map(({ type, figure }) => [`${type.key}:${type.id}`, figure]);

/** Every id that a record mentions, as often as it does; the index type of an array is not what it holds. */
function mentions(type: BtfType): TypeId[] {
  switch (type.kind) {
    case Kind.Struct:
    case Kind.Union:
      return type.members.map(({ typeId }) => typeId);
    case Kind.FuncProto:
      return [type.returnTypeId, ...type.params.map(({ typeId }) => typeId)];
    case Kind.Datasec:
      return type.vars.map(({ typeId }) => typeId);
    case Kind.Array:
    case Kind.Ptr:
    case Kind.Typedef:
    case Kind.Const:
    case Kind.Volatile:
    case Kind.Restrict:
    case Kind.TypeTag:
    case Kind.Func:
    case Kind.Var:
    case Kind.DeclTag:
      return [type.typeId];
    default:
      return [];
  }
}

interface Plain {
  readonly at: string;
  readonly type: BtfType;
  readonly refs: readonly string[];
}

const all: Plain[] = views.flatMap(({ key, view }) =>
  Array.from({ length: view.typeCount - view.startId }, (_, i): Plain => {
    const id = view.startId + i;
    const type = view.typeById(id);
    if (!type) throw new Error(`no type ${id}`);
    const refs = mentions(type)
      .filter((ref) => ref > 0 && ref < view.typeCount)
      .map((ref) => `${ref < baseStart ? BASE : key}:${ref}`);
    return { at: `${key}:${id}`, type, refs };
  }),
);

const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

/** Equal figures stand in the order of names, which is tested on its own. */
const sorted = (rows: [string, number][]): [string, number][] =>
  [...rows].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

describe('lists of a source', () => {
  /** The type that a pointer, array or qualifier is about; the random kernel has rings of them too. */
  const behind = (at: string): string => {
    let one = at;
    for (let steps = 0; steps < 32; steps++) {
      const plain = all.find((type) => type.at === one);
      const kind = plain?.type.kind ?? -1;
      if (!plain || (kind !== Kind.Ptr && kind !== Kind.Array && !isModifier(kind))) return one;
      const [next] = plain.refs;
      if (next === undefined) return one;
      one = next;
    }
    return at;
  };

  it.each([101, 103, 105])('tell what module %i takes from its base', (key) => {
    const counts = new Map<string, number>();
    for (const { at, refs } of all)
      if (at.startsWith(`${key}:`))
        for (const ref of refs)
          if (ref.startsWith(`${BASE}:`)) counts.set(behind(ref), (counts.get(behind(ref)) ?? 0) + 1);
    const list = made(key, 'taken');
    expect(counts.size).toBeGreaterThan(20);
    expect(sorted(told(list))).toEqual(byCount(counts));
    expect(list.total).toBe([...counts.values()].reduce((sum, count) => sum + count, 0));
    const figures = told(list).map(([, figure]) => figure);
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
  });

  it('tell nothing of what a base takes', () => {
    expect(made(BASE, 'taken').count).toBe(0);
  });

  it('tell by how many others a type is used', () => {
    const users = new Map<string, Plain[]>();
    for (const one of all)
      for (const ref of new Set(one.refs)) users.set(ref, [...(users.get(ref) ?? []), one]);
    const leadsOn = ({ kind, name }: BtfType): boolean =>
      kind === Kind.Ptr ||
      kind === Kind.Array ||
      kind === Kind.FuncProto ||
      isModifier(kind) ||
      (isComposite(kind) && name === '');
    for (const key of [BASE, 102]) {
      const counts = new Map<string, number>();
      for (const { at, type } of all) {
        if (!at.startsWith(`${key}:`) || type.name === '') continue;
        if (type.kind === Kind.DeclTag || isModifier(type.kind)) continue;
        const met = new Set<string>();
        const open = [at];
        let count = 0;
        for (let one = open.pop(); one !== undefined; one = open.pop()) {
          for (const by of users.get(one) ?? []) {
            if (met.has(by.at) || by.type.kind === Kind.DeclTag) continue;
            met.add(by.at);
            if (leadsOn(by.type)) open.push(by.at);
            else count++;
          }
        }
        counts.set(at, count);
      }
      expect(sorted(told(made(key, 'most-used')))).toEqual(byCount(counts));
    }
  });

  it('tell the largest structs and unions with a name', () => {
    for (const key of [BASE, 104]) {
      const sizes = new Map<string, number>();
      for (const { at, type } of all)
        if (at.startsWith(`${key}:`) && type.name !== '' && 'members' in type) sizes.set(at, type.size);
      expect(sorted(told(made(key, 'largest')))).toEqual(
        [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
      );
    }
  });

  it('have windows, and leave out what has been removed since', () => {
    const again = indexOf(views);
    const steps = again.ranking(103, 'largest');
    let list: RankedTypes | null = null;
    while (steps && !list) {
      const step = steps.next();
      if (step.done) list = step.value;
    }
    const rows = list?.rows(0, 1000) ?? [];
    expect(list?.rows(2, 3)).toEqual(rows.slice(2, 5));
    expect(list?.rows(rows.length, 3)).toEqual([]);
    again.remove(103);
    expect(list?.rows(0, 1000)).toEqual([]);
  });
});

describe('definitions that disagree', () => {
  const lookOf = (view: (typeof views)[number]['view'], id: TypeId): string => `${view.sizeOrTypeOf(id) % 3}`;

  function found(keys: readonly number[]): { rows: DisagreeingRow[]; repeated: number } {
    const steps = index.disagreements(keys, lookOf);
    let last = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) return { rows: step.value.rows(0, step.value.count), repeated: step.value.repeated };
      expect(step.value).toBeGreaterThanOrEqual(last);
      expect(step.value).toBeLessThanOrEqual(1);
      last = step.value;
    }
  }

  it.each([[[100, 101, 102, 103, 104, 105]], [[100, 102]], [[101]]])('are found among parts %j', (keys) => {
    const enumOf = (kind: number): number => (kind === Kind.Enum64 ? Kind.Enum : kind);
    const names = new Map<string, { at: string; look: string }[]>();
    for (const { at, type } of all) {
      const [key, id] = at.split(':').map(Number);
      const kinds: readonly number[] = [Kind.Struct, Kind.Union, Kind.Enum, Kind.Enum64, Kind.Typedef];
      if (type.name === '' || !keys.includes(key) || !kinds.includes(type.kind)) continue;
      const view = views.find((one) => one.key === key)?.view;
      const look = view ? lookOf(view, id) : '';
      const name = `${type.name} ${enumOf(type.kind)}`;
      names.set(name, [...(names.get(name) ?? []), { at, look }]);
    }
    const repeated = [...names.values()].filter((list) => list.length > 1);
    const differing = repeated.filter((list) => new Set(list.map(({ look }) => look)).size > 1);
    const { rows, repeated: count } = found(keys);
    expect(count).toBe(repeated.length);
    const plain = differing.map((list) => list.map(({ at }) => at).sort()).sort();
    const told = rows.map(({ definitions }) =>
      definitions.map(({ type }) => `${type.key}:${type.id}`).sort(),
    );
    expect(told.sort()).toEqual(plain);
    for (const { definitions, variants } of rows)
      expect(new Set(definitions.map(({ variant }) => variant)).size).toBe(variants);
    const order = rows.map(({ variants }) => variants);
    expect(order).toEqual([...order].sort((a, b) => b - a));
  });
});
