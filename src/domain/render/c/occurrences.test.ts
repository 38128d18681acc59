/** Counting names by what they read, not by where they lie. */

import { expect, it } from 'vitest';
import { Btf } from '../../../format/btf/btf.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';
import { NAME_LIMIT, Occurrences } from './occurrences.ts';

/** A view of nothing but strings, and where each of them starts. Every `~` reads `x`, so that strings may come twice. */
function strings(texts: readonly string[]): { view: BtfView; offsets: number[] } {
  const b = new BtfBuilder();
  const offsets = texts.map((text) => b.addStr(text));
  const bytes = b.build().map((byte) => (byte === 0x7e ? 0x78 : byte));
  return { view: openBtf(Btf.parse(bytes)), offsets };
}

it('takes the same text for the same name: elsewhere in the strings, and inside a longer one', () => {
  const { view, offsets } = strings(['x', '~', 'xy', 'zx']);
  const [first, second, longer, outer] = offsets;
  const names = new Occurrences(view);
  expect([first, second, longer, outer, outer + 1, first].map((off) => names.next(off))).toEqual([
    1, 2, 1, 1, 3, 4,
  ]);
});

it('takes a name in a base for the same one in a module', () => {
  const base = new BtfBuilder();
  const inBase = base.addStr('both');
  // Not `split()`, which would refer to the base's string.
  const module = new BtfBuilder({ base: { typeCount: base.typeCount, endStrOff: base.endStrOff } });
  const inModule = module.addStr('both');
  const baseView = openBtf(Btf.parse(base.build()));
  const names = new Occurrences(openBtf(Btf.parse(module.build(), baseView.own), baseView));
  expect(inModule).not.toBe(inBase);
  expect([inBase, inModule, inBase].map((off) => names.next(off))).toEqual([1, 2, 3]);
});

it('tells thousands of names apart', () => {
  const { view, offsets } = strings(Array.from({ length: 30_000 }, (_, i) => `name_${i}`));
  const names = new Occurrences(view);
  expect(offsets.every((off) => names.next(off) === 1)).toBe(true);
  expect(offsets.every((off) => names.next(off) === 2)).toBe(true);
});

it('looks at no more of a long name than its start: such names are the same only at one place', () => {
  const long = 'a'.repeat(NAME_LIMIT);
  const { view, offsets } = strings([`${long}x`, `${long}~`]);
  const names = new Occurrences(view);
  expect([offsets[0], offsets[1], offsets[0]].map((off) => names.next(off))).toEqual([1, 1, 2]);
});
