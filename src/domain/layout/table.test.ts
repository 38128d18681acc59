import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { isComposite, Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { PaholeCache } from '../render/pahole-cache.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { layoutTable, type LayoutRow } from './table.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');
const open = (name: string): BtfView => openBtf(Btf.parse(readFileSync(join(FIXTURES, name))));

/** `pahole -E` of each struct and union: what it prints by name. */
function expandedText(name: string): Map<string, string> {
  const text = readFileSync(join(FIXTURES, 'golden', `${name}.pahole-E`), 'utf8');
  const blocks = text.match(/^(struct|union)[^]*?^}.*$/gm) ?? [];
  return new Map(blocks.map((block) => [block.slice(0, block.indexOf(' {')), block]));
}

/** Offset, first bit and size of each member line; a struct in place has them behind its closing brace. */
function placesIn(text: string): string[] {
  return Array.from(text.matchAll(/\/\* +(\d+)(?:: *(\d+))? +(\d+) \*\/$/gm), ([, offset, bit = '', size]) =>
    [offset, bit, size].join(' '),
  ).sort();
}

/** Remarks on holes and cachelines, in order. */
function remarksIn(text: string): string[] {
  const remarks = text.matchAll(
    /\/\* (?:XXX (\d+ (?:byte|bit)s? hole), try to pack|--- (cacheline .*) ---) \*\//g,
  );
  return Array.from(remarks, ([, hole, cacheline]) => hole ?? cacheline);
}

/** Opens everything, also what shows only when something else is open. */
function openAll(cache: PaholeCache, id: number): readonly LayoutRow[] {
  const expanded = new Set<string>();
  for (;;) {
    const rows = layoutTable(cache, id, { expanded })?.rows ?? [];
    const before = expanded.size;
    for (const { expandable, path } of rows) if (expandable) expanded.add(path);
    if (expanded.size === before) return rows;
  }
}

describe.each(['base', 'base.be', 'base.32'])('%s, all members in place', (name) => {
  const view = open(`${name}.btf`);
  const cache = new PaholeCache(view);
  const golden = expandedText(name);
  const seen = new Set<string>();
  for (let id = 1; id < view.typeCount; id++) {
    const kind = view.kindOf(id);
    const key = `${kind === Kind.Struct ? 'struct' : 'union'} ${view.nameOf(id)}`;
    const text = golden.get(key);
    // Of two structs with one name the text is the last one's.
    if (!isComposite(kind) || text === undefined || key === 'struct workspace') continue;
    seen.add(key);
    it(`${key}: the figures of pahole -E`, () => {
      const rows = openAll(cache, id);
      const places = rows
        .filter(({ row }) => row === 'member')
        .map(({ offset, bits, size }) => [offset, bits?.offset ?? '', size].join(' '));
      expect(places.sort()).toEqual(placesIn(text));
      const notes = rows.filter(({ row }) => ['hole', 'bit-hole', 'cacheline'].includes(row));
      expect(notes.map(({ note }) => note)).toEqual(remarksIn(text));
    });
  }
  it('reads all of them', () => expect(seen.size).toBe(golden.size - 1));
});

describe('struct task', () => {
  const view = open('base.btf');
  const cache = new PaholeCache(view);
  const id = Array.from({ length: view.typeCount }, (_, i) => i).find(
    (one) => view.kindOf(one) === Kind.Struct && view.nameOf(one) === 'task',
  );
  const table = layoutTable(cache, id ?? 0, { expanded: new Set(['usage', 'deep', 'deep.many']) });
  const row = (path: string): LayoutRow => {
    const found = table?.rows.find((one) => one.path === path);
    if (!found) throw new Error(`no row ${path}`);
    return found;
  };
  const typeText = (path: string): string =>
    row(path)
      .type.map(({ text }) => text)
      .join('');

  it('shows what was asked for, with offsets from the outermost type', () => {
    expect(row('usage').typedefs.map(({ name }) => name)).toEqual(['refcount_t', 'atomic_t']);
    expect(row('usage')).toMatchObject({ expandable: true, expanded: true, depth: 0, offset: 8, size: 4 });
    expect(row('usage.counter')).toMatchObject({ depth: 1, offset: 8, size: 4 });
    expect(row('deep.many')).toMatchObject({
      elements: { count: 2, stride: 32 },
      note: 'element 0 of 2, 32 bytes each',
      offset: 160,
      size: 64,
    });
    expect(row('deep.many.d').offset).toBe(176);
    expect(row('lock')).toMatchObject({ expandable: true, expanded: false });
  });

  it('goes through anonymous members as C does', () => {
    expect(row('weight')).toMatchObject({ depth: 2, offset: 72 });
    expect(row('level')).toMatchObject({ depth: 4, offset: 76 });
    expect(row('idle')).toMatchObject({ depth: 1, expandable: true, expanded: false });
  });

  it('writes types in one line and names them', () => {
    expect(typeText('flags')).toBe('volatile long');
    expect(typeText('comm')).toBe('char [16]');
    expect(typeText('ops')).toBe('const struct task_ops *');
    expect(row('lock').type).toEqual([{ kind: 'type', text: 'spinlock_t', ref: row('lock').typeId }]);
  });

  it('ends with padding and the totals of pahole', () => {
    expect(table?.rows.at(-1)).toMatchObject({
      row: 'padding',
      offset: 265,
      size: 7,
      note: '7 bytes of padding',
    });
    expect(table?.totals).toEqual([
      'size: 272, cachelines: 5, members: 15',
      'padding: 7',
      'member types with holes: 2, total: 2, bit holes: 1, total: 3, bit paddings: 1, total: 23 bits',
      'last cacheline: 16 bytes',
    ]);
  });

  it('shows holes of bits behind the bits taken', () => {
    const bits = layoutTable(cache, id ?? 0, { expanded: new Set(['bits']) });
    const holes = bits?.rows.filter((one) => one.row === 'bit-hole' || one.row === 'hole') ?? [];
    expect(holes.map(({ offset, size, bits: at }) => ({ offset, size, at }))).toEqual([
      { offset: 96, size: 0, at: { offset: 10, size: 6 } },
      { offset: 96, size: 0, at: { offset: 30, size: 2 } },
      { offset: 100, size: 0, at: { offset: 4, size: 4 } },
      { offset: 101, size: 3, at: null },
    ]);
  });
});

it('ends at a limit, and with structs inside themselves', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  const many = b.addStruct('many', 400);
  for (let i = 0; i < 100; i++) b.addField('twice', int, i * 32);
  const self = b.addStruct('', 8);
  b.addField('', self, 0).addField('again', self, 0);
  const view = openBtf(Btf.parse(b.build()));
  const cache = new PaholeCache(view);
  const cut = layoutTable(cache, many, { maxRows: 10 });
  expect(cut?.rows).toHaveLength(10);
  expect(cut?.truncated).toBe(true);
  const paths =
    layoutTable(cache, many)
      ?.rows.map(({ path }) => path)
      .filter((path) => path !== '') ?? [];
  expect(paths).toHaveLength(100);
  expect(new Set(paths).size).toBe(100);
  expect(layoutTable(cache, self)?.truncated).toBe(true);
  expect(layoutTable(cache, int)).toBeNull();
});
