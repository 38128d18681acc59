import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { KernelIndex } from './kernel-index.ts';
import { finish, finishedUses, hitsOf, indexOf, requestFor, viewOf } from './testing/indexed.ts';
import { randomKernel, type NamedView } from './testing/random-kernel.ts';

function add(index: KernelIndex, { key, name, view }: NamedView): void {
  index.add(key, name, view);
}

/** Everything that the index says of what is open, as text. */
function told(index: KernelIndex, views: readonly NamedView[]): string {
  const uses = views.flatMap(({ key, view }) =>
    Array.from({ length: view.typeCount - view.startId }, (_, i) => {
      const usedBy = finishedUses(index.usedBy({ key, id: view.startId + i }));
      const groups = usedBy.groups.map(({ relation, rows, bySource }) =>
        JSON.stringify([relation, usedBy.rows(relation, 0, rows.length), bySource]),
      );
      return `${key}:${view.startId + i} ${usedBy.total} ${groups.sort().join(' ')}`;
    }),
  );
  const lists = ['', 'nf', 'member:list', 'enumerator:x', 'size:>8', '*conn*'].map((text) =>
    hitsOf(index, requestFor(text)).sort().join(' '),
  );
  return [...lists, ...uses, JSON.stringify(index.kindCounts)].join('\n');
}

afterEach(() => vi.useRealTimers());

describe('KernelIndex', () => {
  const views = randomKernel({ seed: 5, modules: 5, types: 60 });

  it('comes to the same when parts are added one by one, at once, or in the middle of its work', () => {
    const atOnce = told(indexOf(views), views);
    const oneByOne = new KernelIndex();
    for (const view of views) {
      add(oneByOne, view);
      finish(oneByOne);
    }
    expect(told(oneByOne, views)).toBe(atOnce);
    const between = new KernelIndex();
    views.forEach((view, i) => {
      add(between, view);
      for (let step = 0; step < 3 + i * 5; step++) between.step(0, i % 2 === 0);
    });
    finish(between);
    expect(told(between, views)).toBe(atOnce);
  });

  it('hides what is removed at once, and comes to what is left', () => {
    const left = views.filter((_, i) => i !== 2 && i !== 4);
    const expected = told(indexOf(left), left);
    const index = indexOf(views);
    const search = index.search(requestFor(''));
    while (!search.step(5));
    for (const i of [2, 4]) index.remove(views[i].key);
    expect(hitsOf(index, requestFor('')).filter((hit) => hit.startsWith('102:'))).toEqual([]);
    expect(search.hits(0, search.count).filter(({ key }) => key === 102)).toEqual([]);
    expect(told(index, left)).toBe(expected);
    finish(index);
    expect(told(index, left)).toBe(expected);
  });

  it('may lose a part in the middle of its work', () => {
    const left = views.filter((_, i) => i !== 3);
    const expected = told(indexOf(left), left);
    for (let steps = 0; steps < 60; steps += 3) {
      const index = new KernelIndex();
      for (const view of views) add(index, view);
      for (let i = 0; i < steps; i++) index.step(0);
      index.remove(views[3].key);
      finish(index);
      expect(told(index, left)).toBe(expected);
    }
  });

  it('numbers anew when more is gone than is left, and answers meanwhile', () => {
    const index = indexOf(views);
    const before = index.figures.bytes;
    const [base, first] = views;
    for (const { key } of views.slice(2)) index.remove(key);
    expect(index.search(requestFor('')).of).toBe(120);
    // A part that comes while the new numbers are made is in both
    const late = { ...views[3], key: 900 };
    add(index, late);
    finish(index);
    const left = [base, first, late];
    expect(told(index, left)).toBe(told(indexOf(left), left));
    expect(index.figures.bytes).toBeLessThan(before);
    for (const { key } of [late, first, base]) index.remove(key);
    expect(index.figures.types).toBe(0);
    expect(index.figures.bytes).toBeLessThan(100_000);
  });

  it('lists the first file while more are expected, and everything once they are not', () => {
    // The order is made anew from time to time; here no time passes
    vi.useFakeTimers({ toFake: ['performance'] });
    const index = new KernelIndex();
    add(index, views[0]);
    while (index.step(0, true));
    expect(index.state).toEqual({ names: true, usedBy: true, elements: false });
    add(index, views[1]);
    while (index.step(0, true));
    expect(index.state.names).toBe(false);
    expect(hitsOf(index, requestFor(''))).toHaveLength(60);
    vi.advanceTimersByTime(60_000);
    while (index.step(0, true));
    expect(hitsOf(index, requestFor(''))).toHaveLength(120);
    expect(index.state).toEqual({ names: true, usedBy: true, elements: false });
    finish(index);
    expect(index.state).toEqual({ names: true, usedBy: true, elements: true });
  });

  it('lists the first file before it names the others, however many have come', () => {
    const index = new KernelIndex();
    for (const view of views) add(index, view);
    while (hitsOf(index, requestFor('')).length === 0) expect(index.step(0, true)).toBe(true);
    expect(hitsOf(index, requestFor(''))).toHaveLength(60);
  });

  it('finds definitions by name and by likeness', () => {
    const b = new BtfBuilder();
    b.addStruct('workspace', 4);
    b.addStruct('workspace', 8);
    b.addFwd('Workspace');
    const m = b.split();
    m.addInt('workspace', 4);
    const base = viewOf(b);
    const index = indexOf([
      { key: 1, name: 'vmlinux', view: base },
      { key: 2, name: 'm', view: viewOf(m, base) },
    ]);
    const expected = [
      { key: 1, id: 1 },
      { key: 1, id: 2 },
      { key: 2, id: 4 },
    ];
    expect(index.find('workspace')).toEqual(expected);
    expect(index.namesakes({ key: 2, id: 4 })).toEqual(expected);
    expect(index.namesakes({ key: 2, id: 2 })).toEqual(expected);
    expect(index.find('works')).toEqual([]);
    expect(index.find('')).toEqual([]);
    expect(index.namesakes({ key: 5, id: 2 })).toEqual([]);
  });

  it('finds any number of types of one name, and no more than are asked for', () => {
    const b = new BtfBuilder();
    for (let i = 0; i < 200_000; i++) b.addRecord('same', Kind.Fwd, 0);
    const index = indexOf([{ key: 1, name: 'vmlinux', view: viewOf(b) }]);
    expect(index.find('same')).toHaveLength(200_000);
    expect(index.find('same', 3)).toEqual([1, 2, 3].map((id) => ({ key: 1, id })));
    expect(index.namesakes({ key: 1, id: 9 })).toHaveLength(200_000);
  });

  it('guesses which structs and unions most others refer to', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const [few, many, none] = ['few', 'many', 'none'].map((name) => b.addStruct(name, 4));
    b.addField('i', int, 0);
    for (let i = 0; i < 5; i++) b.addConst(int);
    b.addPtr(few);
    b.addPtr(many);
    b.addConst(many);
    b.addVolatile(many);
    const index = new KernelIndex();
    index.add(1, 'vmlinux', viewOf(b));
    expect(index.mostReferredTo(2)).toEqual([]);
    finish(index);
    expect(index.mostReferredTo(1)).toEqual([{ key: 1, id: many }]);
    expect(index.mostReferredTo(9)).toEqual([
      { key: 1, id: many },
      { key: 1, id: few },
    ]);
    expect(index.mostReferredTo(9)).not.toContainEqual({ key: 1, id: none });
  });

  it('answers when nothing is open', () => {
    const index = new KernelIndex();
    expect(index.step(5)).toBe(false);
    expect(hitsOf(index, requestFor('x'))).toEqual([]);
    expect(hitsOf(index, requestFor('#1 member:x', { sort: { column: 'size', descending: true } }))).toEqual(
      [],
    );
    expect(index.find('x')).toEqual([]);
    expect(index.kindCounts).toEqual({});
    index.remove(4);
  });
});
