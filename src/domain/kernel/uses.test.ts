import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { forwardUses, type TypeName } from './testing/forward-uses.ts';
import { finishedUses, indexOf, viewOf } from './testing/indexed.ts';
import { randomKernel, type NamedView } from './testing/random-kernel.ts';
import type { KernelIndex } from './kernel-index.ts';
import type { UsedBy } from './used-by.ts';

const only = (builder: BtfBuilder): NamedView[] => [{ key: 1, name: 'vmlinux', view: viewOf(builder) }];

/** `relation name: via`, in the order of groups and rows. */
function told(index: KernelIndex, views: readonly NamedView[], key: number, id: number): string[] {
  const usedBy = finishedUses(index.usedBy({ key, id }));
  const nameOf = (row: { key: number; id: number }): string =>
    views.find((one) => one.key === row.key)?.view.nameOf(row.id) ?? '';
  return usedBy.groups.flatMap(({ relation, rows }) =>
    usedBy
      .rows(relation, 0, rows.length)
      .map((row) => `${relation} ${nameOf(row) || '(anon)'}: ${row.via}`.trimEnd()),
  );
}

/** `relation key:id`, sorted. */
function lines(usedBy: UsedBy): string[] {
  return usedBy.groups
    .flatMap(({ relation, rows }) =>
      usedBy.rows(relation, 0, rows.length).map(({ key, id }) => `${relation} ${key}:${id}`),
    )
    .sort();
}

describe('relations', () => {
  it('tells direct members, as pahole -i does, from what holds the type by way of something else', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const lock = b.addStruct('raw', 4);
    b.addField('v', int, 0);
    const typedef = b.addTypedef('raw_t', lock);
    const array = b.addArray(lock, int, 4);
    const constant = b.addConst(lock);
    const inner = b.addUnion('', 4);
    b.addField('in', constant, 0);
    b.addStruct('direct', 8);
    b.addField('a', lock, 0).addField('b', lock, 32);
    b.addStruct('by_typedef', 4);
    b.addField('t', typedef, 0);
    b.addStruct('by_array', 16);
    b.addField('slots', array, 0);
    b.addStruct('outer', 8);
    b.addField('', inner, 0).addField('u', inner, 32);
    b.addStruct('both', 20);
    b.addField('d', lock, 0).addField('s', array, 32);
    const views = only(b);
    expect(told(indexOf(views), views, 1, lock)).toEqual([
      'embedded-in both: d',
      'embedded-in direct: a, b',
      'embedded-through by_array: slots',
      'embedded-through by_typedef: t',
      'embedded-through outer: in, u.in',
      'typedef-of raw_t:',
    ]);
  });

  it('gives a nameless struct itself when nothing holds it', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const alone = b.addStruct('', 4);
    b.addField('n', int, 0);
    b.addPtr(alone);
    const views = only(b);
    expect(told(indexOf(views), views, 1, int)).toEqual(['embedded-in (anon): n']);
  });

  it('counts pointers, arguments, results, variables and tags', () => {
    const b = new BtfBuilder();
    const task = b.addStruct('task', 8);
    const ptr = b.addPtr(task);
    const ptrConst = b.addPtr(b.addConst(task));
    const proto = b.addFuncProto(ptr);
    b.addFuncParam('n', 0).addFuncParam('a', ptr).addFuncParam('b', ptrConst);
    b.addFunc('both', proto);
    const taking = b.addFuncProto(0);
    b.addFuncParam('t', ptrConst);
    b.addFunc('taker', taking);
    b.addStruct('holder', 16);
    b.addField('owner', ptr, 0);
    b.addTypedef('task_p', ptr);
    const variable = b.addVar('current', ptr);
    const section = b.addDatasec('.data', 8);
    b.addDatasecVar(variable, 0, 8);
    b.addDeclTag('tagged', task);
    const views = only(b);
    const index = indexOf(views);
    expect(told(index, views, 1, task)).toEqual([
      'pointed-to-by holder: owner',
      'pointed-to-by task_p: *',
      'argument-of both: argument 2, argument 3',
      'argument-of taker: argument 1',
      'returned-by both: result',
      'variable-of current: *',
      'other tagged:',
    ]);
    expect(told(index, views, 1, variable)).toEqual(['other .data:']);
    expect(finishedUses(index.usedBy({ key: 1, id: section })).total).toBe(0);
  });

  it('lets the holder of a function pointer speak for it', () => {
    const b = new BtfBuilder();
    const task = b.addStruct('task', 8);
    const ptr = b.addPtr(task);
    const proto = b.addFuncProto(0);
    b.addFuncParam('t', ptr);
    const callback = b.addPtr(proto);
    b.addStruct('ops', 8);
    b.addField('run', callback, 0);
    const typedef = b.addTypedef('run_t', callback);
    b.addStruct('uses_typedef', 8);
    b.addField('run', typedef, 0);
    const outer = b.addFuncProto(0);
    b.addFuncParam('cb', callback);
    b.addFunc('for_each', outer);
    const views = only(b);
    expect(told(indexOf(views), views, 1, task)).toEqual([
      'other for_each: argument 1: argument 1',
      'other ops: run (argument 1)',
      'other run_t: *: argument 1',
    ]);
  });

  it('follows a type into modules, and counts by source', () => {
    const b = new BtfBuilder();
    const list = b.addStruct('list', 8);
    b.addStruct('in_base', 8);
    b.addField('l', list, 0);
    const m = b.split();
    const mine = m.addStruct('in_module', 8);
    m.addField('l', list, 0);
    const base = viewOf(b);
    const views = [
      { key: 1, name: 'vmlinux', view: base },
      { key: 7, name: 'one', view: viewOf(m, base) },
      { key: 9, name: 'two', view: viewOf(m, base) },
    ];
    const usedBy = finishedUses(indexOf(views).usedBy({ key: 9, id: list }));
    expect(lines(usedBy)).toEqual(['embedded-in 1:2', `embedded-in 7:${mine}`, `embedded-in 9:${mine}`]);
    expect(usedBy.groups[0].bySource).toEqual([
      { key: 1, count: 1 },
      { key: 7, count: 1 },
      { key: 9, count: 1 },
    ]);
    expect(usedBy.total).toBe(3);
    expect(usedBy.complete).toBe(true);
  });
});

describe('names with many types', () => {
  it.each([3, 400])('has users in the order of lists, %i namesakes that are none among them', (others) => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const target = b.addStruct('target', 4);
    b.addField('v', int, 0);
    for (let i = 0; i < others; i++) b.addStruct('same', 0);
    const union = b.addUnion('same', 4);
    b.addField('u', target, 0);
    for (let i = 0; i < others; i++) b.addTypedef('same', int);
    const structs = [0, 1].map(() => {
      const id = b.addStruct('same', 4);
      b.addField('s', target, 0);
      return id;
    });
    const views = only(b);
    const usedBy = finishedUses(indexOf(views).usedBy({ key: 1, id: target }));
    expect(usedBy.rows('embedded-in', 0, 9).map(({ id }) => id)).toEqual([...structs, union]);
    expect(usedBy.total).toBe(3);
  });
});

describe('against a walk from the users forwards', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('agrees for every type of a random kernel (%i)', (seed) => {
    const views = randomKernel({ seed, littleEndian: seed % 2 === 0 });
    const targets = new Set<TypeName>();
    for (const { key, view } of views)
      for (let id = view.startId; id < view.typeCount; id++) targets.add(`${key}:${id}`);
    const expected = forwardUses(views, targets);
    const index = indexOf(views);
    for (const target of targets) {
      const [key, id] = target.split(':').map(Number);
      expect({ target, uses: lines(finishedUses(index.usedBy({ key, id }))) }).toEqual({
        target,
        uses: expected.get(target),
      });
    }
  });
});

describe('hostile graphs', () => {
  it('ends on cycles of modifiers, and on a chain of a hundred thousand', () => {
    const b = new BtfBuilder();
    const first = b.addConst(2);
    b.addVolatile(first);
    const long = b.addStruct('long', 4);
    for (let i = 0; i < 100_000; i++) b.addConst(b.typeCount - 1);
    b.addStruct('end', 4);
    b.addField('m', b.typeCount - 2, 0);
    const views = only(b);
    const index = indexOf(views);
    expect(finishedUses(index.usedBy({ key: 1, id: first })).total).toBe(0);
    expect(lines(finishedUses(index.usedBy({ key: 1, id: long })))).toEqual(['embedded-through 1:100004']);
  });

  it('passes over references to ids that are not there', () => {
    const b = new BtfBuilder();
    b.addStruct('s', 4);
    b.addFuncProto(0xfffffff0);
    b.addPtr(4_000_000_000);
    const views = only(b);
    expect(finishedUses(indexOf(views).usedBy({ key: 1, id: 1 })).total).toBe(0);
    expect(indexOf(views).usedBy({ key: 1, id: 4 })).toBeNull();
    expect(indexOf(views).usedBy({ key: 1, id: 0 })).toBeNull();
  });
});
