import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import { Layouts } from './layouts.ts';
import { memberPathsAt } from './members-at.ts';
import { offsetOfPath } from './offset-of.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');
const layoutsOf = (name: string): Layouts =>
  new Layouts(openBtf(Btf.parse(readFileSync(join(FIXTURES, name)))));

function idOf({ view }: Layouts, name: string, kind: number = Kind.Struct): number {
  for (let id = 1; id < view.typeCount; id++)
    if (view.kindOf(id) === kind && view.nameOf(id) === name) return id;
  throw new Error(`no ${name}`);
}

/** Offsets of the members of `struct task`, as `pahole -E` prints them for base.btf. */
const AT: readonly (readonly [offset: number, paths: readonly string[]])[] = [
  [0, ['flags']],
  [8, ['usage.counter']],
  [16, ['lock.locked', 'lock.value']],
  [18, ['lock.value']],
  [22, ['padding of lock']],
  [77, ['nice', 'level', 'idle.pprev']],
  [83, ['comm[3]']],
  [121, ['hole in deep.one']],
  [153, ['hole in deep']],
  [192, ['deep.many[1].a']],
  [242, ['value.bytes[2]', 'value.number', 'value.wide', 'value.parts.high', 'value.pointer']],
  [254, ['hole in value']],
  [270, ['padding']],
  [272, []],
  [-1, []],
  [0.5, []],
];

describe('struct task of base.btf', () => {
  const layouts = layoutsOf('base.btf');
  const task = idOf(layouts, 'task');
  const describeAll = (offset: number): string[] =>
    memberPathsAt(layouts, task, offset).members.map(({ place, path }) => {
      if (place === 'member') return path;
      return `${place}${path && (place === 'hole' ? ' in ' : ' of ')}${path}`;
    });

  it.each(AT)('has at %d: %j', (offset, paths) => {
    expect(describeAll(offset)).toEqual(paths);
  });

  it('finds the bits of a byte', () => {
    // first:3 and second:7 share the first two bytes, a hole of 6 bits follows
    expect(describeAll(96)).toEqual(['bits.first', 'bits.second']);
    expect(describeAll(97)).toEqual(['bits.second']);
    expect(memberPathsAt(layouts, task, 97).members).toMatchObject([
      { offset: 96, size: 4, bits: { offset: 96 * 8 + 3, size: 7 } },
    ]);
    expect(describeAll(101)).toEqual(['hole in bits']);
  });

  it.each([
    ['flags', 0, 8],
    ['usage.counter', 8, 4],
    ['lock.locked', 16, 1],
    ['level', 76, 2],
    ['idle.pprev', 72, 8],
    ['comm[15]', 95, 1],
    ['deep.many[1].d', 208, 8],
    ['deep.many', 160, 64],
    ['value.parts.high', 242, 2],
  ])('finds %s at %d', (path, offset, size) => {
    expect(offsetOfPath(layouts, task, path)).toMatchObject({
      state: 'found',
      offset,
      size,
      hops: [{ typeId: task, path, offset }],
    });
  });

  it('follows pointers, by a dot as by an arrow', () => {
    const list = idOf(layouts, 'list_head');
    const found = offsetOfPath(layouts, task, 'tasks.next.prev');
    expect(found).toMatchObject({
      state: 'found',
      offset: 8,
      hops: [
        { typeId: task, path: 'tasks.next', offset: 24 },
        { typeId: list, path: 'prev', offset: 8 },
      ],
    });
    expect(offsetOfPath(layouts, task, 'tasks.next->prev')).toEqual(found);
    expect(offsetOfPath(layouts, task, 'ops->start')).toMatchObject({ state: 'found', offset: 0, size: 8 });
  });

  it('takes a dot before the first name, as it stands behind a struct', () => {
    expect(offsetOfPath(layouts, task, '.usage.counter')).toEqual(
      offsetOfPath(layouts, task, 'usage.counter'),
    );
  });

  it('finds bitfields', () => {
    expect(offsetOfPath(layouts, task, 'bits.third')).toMatchObject({
      offset: 96,
      bits: { offset: 96 * 8 + 16, size: 9 },
    });
  });

  it.each([
    ['nothing', 'no-member', 'nothing'],
    ['lock.nothing', 'no-member', 'nothing'],
    ['flags.low', 'no-struct', 'low'],
    ['flags[0]', 'no-array', '[0]'],
    ['comm[16]', 'out-of-range', '[16]'],
    ['', 'bad-path', ''],
    ['lock..value', 'bad-path', '..value'],
    ['comm[x]', 'bad-path', '[x]'],
  ])('says what is wrong with "%s"', (path, state, at) => {
    expect(offsetOfPath(layouts, task, path)).toMatchObject({ state, at });
  });
});

describe.each(['base.btf', 'base.be.btf', 'base.32.btf'])('every byte of every struct of %s', (name) => {
  it('leads to members, and they lead back', () => {
    const layouts = layoutsOf(name);
    let roundTrips = 0;
    for (let id = 1; id < layouts.view.typeCount; id++) {
      const layout = layouts.of(id);
      for (let offset = 0; offset < (layout?.size ?? 0); offset++) {
        const { members, truncated } = memberPathsAt(layouts, id, offset);
        expect(truncated).toBe(false);
        expect(members.length).toBeGreaterThan(0);
        for (const { path, place, typeId, offset: start, size, bits } of members) {
          // A bitfield may reach into the storage unit behind its own.
          const [from, to] = bits ? [bits.offset / 8, (bits.offset + bits.size) / 8] : [start, start + size];
          expect(from).toBeLessThan(offset + 1);
          expect(to).toBeGreaterThan(offset);
          if (place !== 'member') continue;
          expect(offsetOfPath(layouts, id, path)).toMatchObject({
            state: 'found',
            offset: start,
            typeId,
            size,
          });
          roundTrips++;
        }
      }
    }
    expect(roundTrips).toBeGreaterThan(800);
  });
});

it('reaches into a flexible array behind the end', () => {
  const layouts = layoutsOf('base.btf');
  const flexible = idOf(layouts, 'flexible');
  expect(memberPathsAt(layouts, flexible, 8 + 16 * 3 + 8).members).toMatchObject([
    { path: 'items[3].prev', offset: 64 },
  ]);
  expect(offsetOfPath(layouts, flexible, 'items[3].prev')).toMatchObject({ offset: 64 });
});

it('takes paths of 32 steps and no more, and looks at a bounded number of members for all of them', () => {
  const b = new BtfBuilder();
  b.addStruct('loop', 8);
  b.addField('next', 2, 0);
  b.addPtr(1);
  let inner = b.addInt('int', 4);
  for (let level = 0; level < 30; level++) {
    const outer = b.addUnion('', 4);
    b.addField('', inner, 0).addField('', inner, 0);
    inner = outer;
  }
  const layouts = new Layouts(openBtf(Btf.parse(b.build())));
  const steps = (count: number): string => Array.from({ length: count }, () => 'next').join('.');
  expect(offsetOfPath(layouts, 1, steps(32))).toMatchObject({ state: 'found', offset: 0 });
  expect(offsetOfPath(layouts, 1, steps(33))).toMatchObject({ state: 'bad-path', at: '.next' });
  expect(offsetOfPath(layouts, inner, 'nobody')).toMatchObject({ state: 'too-large', at: 'nobody' });
});

it('cuts names that go on and on', () => {
  const b = new BtfBuilder();
  let inner = b.addInt('int', 4);
  for (let level = 0; level < 3; level++) {
    const outer = b.addStruct('s', 4);
    b.addField('x'.repeat(513), inner, 0);
    inner = outer;
  }
  const layouts = new Layouts(openBtf(Btf.parse(b.build())));
  const name = `${'x'.repeat(512)}\u2026`;
  expect(memberPathsAt(layouts, inner, 0).members).toMatchObject([{ path: `${name}.${name}.${name}` }]);
});

it('finds nothing in a struct without members behind its end', () => {
  const b = new BtfBuilder();
  const empty = b.addStruct('lock_class_key', 0);
  const opaque = b.addStruct('opaque', 8);
  const layouts = new Layouts(openBtf(Btf.parse(b.build())));
  expect(memberPathsAt(layouts, empty, 0)).toEqual({ members: [], truncated: false });
  expect(memberPathsAt(layouts, empty, 16)).toEqual({ members: [], truncated: false });
  expect(memberPathsAt(layouts, opaque, 7).members).toMatchObject([{ path: '', place: 'member', size: 8 }]);
  expect(memberPathsAt(layouts, opaque, 8)).toEqual({ members: [], truncated: false });
});

it('ends where unions double with each level', () => {
  const b = new BtfBuilder();
  let inner = b.addInt('int', 4);
  for (let level = 0; level < 40; level++) {
    const outer = b.addUnion('', 4);
    b.addField('a', inner, 0).addField('b', inner, 0);
    inner = outer;
  }
  const layouts = new Layouts(openBtf(Btf.parse(b.build())));
  const found = memberPathsAt(layouts, inner, 1);
  expect(found.members).toHaveLength(256);
  expect(found.truncated).toBe(true);
});
