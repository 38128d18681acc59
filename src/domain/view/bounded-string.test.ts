/** Names that are long, cut, shared by all members, or not there. */

import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { shortString, stringIs, stringStart } from './bounded-string.ts';
import { openBtf } from './validate.ts';
import type { BtfView } from './view.ts';

const open = (builder: BtfBuilder, base: BtfView | null = null): BtfView =>
  openBtf(Btf.parse(builder.build()), base);

describe('a string without reading more of it than is needed', () => {
  const builder = new BtfBuilder();
  const [short, wide, long] = ['name', '\u00fc\u{1f600}', 'x'.repeat(5000)].map((text) =>
    builder.addStr(text),
  );
  const module = builder.split();
  const own = module.addStr('own');
  const view = open(module, open(builder));

  it('is whole when it fits, cut with an ellipsis when it does not', () => {
    expect(stringStart(view, short, 4)).toBe('name');
    expect(stringStart(view, short, 3)).toBe('nam\u2026');
    expect(stringStart(view, short + 2, 9)).toBe('me');
    expect(stringStart(view, wide, 3)).toBe('\u00fc\u{1f600}');
    expect(stringStart(view, long, 100)).toBe(`${'x'.repeat(100)}\u2026`);
    expect(stringStart(view, own, 9)).toBe('own');
    expect(stringStart(view, 0, 9)).toBe('');
    expect(stringStart(view, 1e6, 9)).toBe('');
  });

  it('is compared and taken only where it is short enough', () => {
    expect(stringIs(view, short, 'name')).toBe(true);
    expect(stringIs(view, short, 'nam')).toBe(false);
    expect(stringIs(view, own, 'own')).toBe(true);
    expect(stringIs(view, 1e6, '')).toBe(false);
    expect(shortString(view, short, 4)).toBe('name');
    expect(shortString(view, short, 3)).toBeNull();
  });
});

it('cuts the names of a record that would be megabytes together', () => {
  const builder = new BtfBuilder();
  const int = builder.addInt('int', 4, 1);
  const long = 'y'.repeat(60_000);
  builder.addStruct('s', 8000);
  for (let i = 0; i < 2000; i++) builder.addField(long, int, i * 32);
  builder.addStruct('t', 4);
  builder.addField(long, int, 0);
  const view = open(builder);

  const names = (id: number): readonly string[] => {
    const type = view.typeById(id);
    return type && 'members' in type ? type.members.map((member) => member.name) : [];
  };
  expect(names(2)).toEqual(Array.from({ length: 2000 }, () => `${'y'.repeat(1024)}\u2026`));
  expect(names(3)).toEqual([long]);
});
