// Paths through what a hostile file says; paths as they should be are in `members-at.test.ts`.
import { afterEach, expect, it, vi } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import { Layout } from './layout.ts';
import { Layouts } from './layouts.ts';
import { memberPathsAt } from './members-at.ts';
import { offsetOfPath } from './offset-of.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const layoutsOf = (b: BtfBuilder): Layouts => new Layouts(openBtf(Btf.parse(b.build())));

it('decodes no name that it passes, and makes no list of all members', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  const struct = b.addStruct('s', 4000);
  for (let i = 0; i < 1000; i++) b.addField(`m${i}`, int, i * 32);
  const layouts = layoutsOf(b);
  layouts.of(struct);
  const decoded = vi.spyOn(layouts.view, 'stringAt');
  const listed = vi.spyOn(Layout.prototype, 'members', 'get');
  expect(offsetOfPath(layouts, struct, 'm999')).toMatchObject({ state: 'found', offset: 3996 });
  expect(offsetOfPath(layouts, struct, 'm99x')).toMatchObject({ state: 'no-member' });
  expect(memberPathsAt(layouts, struct, 3996).members).toMatchObject([{ path: 'm999' }]);
  expect(decoded).not.toHaveBeenCalled();
  expect(listed).not.toHaveBeenCalled();
});

it('tells names apart that begin alike, also beyond ASCII and those of a base', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  b.addStruct('in_base', 8);
  b.addField('of', int, 0);
  const base = openBtf(Btf.parse(b.build()));
  const m = b.split();
  const struct = m.addStruct('s', 20);
  ['n\u00e4', 'n', 'n\u00e4he', 'of', 'int'].forEach((name, i) => m.addField(name, int, i * 32));
  const layouts = new Layouts(openBtf(Btf.parse(m.build()), base));
  const offsets = ['n', 'n\u00e4', 'n\u00e4he', 'of', 'int'].map((path) => {
    const found = offsetOfPath(layouts, struct, path);
    return found.state === 'found' ? found.offset : found.state;
  });
  expect(offsets).toEqual([4, 0, 8, 12, 16]);
  expect(offsetOfPath(layouts, struct, 'n\u00e4h')).toMatchObject({ state: 'no-member' });
});

it('tells a limit from a member that is not there', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  let inner = b.addStruct('deepest', 4);
  b.addField('x', int, 0);
  for (let level = 0; level < 70; level++) {
    const outer = b.addStruct('', 4);
    b.addField('', inner, 0);
    inner = outer;
  }
  const layouts = layoutsOf(b);
  expect(offsetOfPath(layouts, inner, 'x')).toEqual({ state: 'too-large', at: 'x', typeId: inner });
  expect(offsetOfPath(layouts, inner - 10, 'x')).toMatchObject({ state: 'found', offset: 0 });
  expect(offsetOfPath(layouts, inner - 10, 'y')).toMatchObject({ state: 'no-member' });
});

it('has the bits of a bitfield only where the path ends in one', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  const array = b.addArray(int, int, 2);
  const struct = b.addStruct('s', 8, true);
  b.addField('flags', array, 0, 3);
  const layouts = layoutsOf(b);
  expect(offsetOfPath(layouts, struct, 'flags')).toMatchObject({ bits: { offset: 0, size: 3 } });
  expect(offsetOfPath(layouts, struct, 'flags[1]')).toMatchObject({ state: 'found', bits: null });
});
