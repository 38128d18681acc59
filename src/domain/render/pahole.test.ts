import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { btfSections } from '../../format/elf/btf-sections.ts';
import { hasElfMagic } from '../../format/elf/elf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { PaholeCache } from './pahole-cache.ts';
import { printPahole, printPaholeAll, type PaholeAllOptions } from './pahole.ts';
import { LinePrinter, printToString } from './printer.ts';
import { printPrototype } from './prototype.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');

function open(name: string, base: BtfView | null = null): BtfView {
  const bytes = readFileSync(join(FIXTURES, name));
  const blob = hasElfMagic(bytes) ? btfSections(bytes).btf : bytes;
  return openBtf(Btf.parse(blob, base?.own), base);
}

const golden = (name: string): string => readFileSync(join(FIXTURES, 'golden', name), 'utf8');

function all(view: BtfView, options: PaholeAllOptions = {}): string {
  return printToString((printer) => void printPaholeAll(view, printer, options));
}

function one(view: BtfView, id: number, options = {}): string {
  return printToString((printer) => void printPahole(view, id, printer, options));
}

const FORMS: readonly (readonly [kind: string, options: PaholeAllOptions])[] = [
  ['pahole', {}],
  ['pahole-hex', { hex: true }],
  ['pahole-E', { expanded: true }],
  ['pahole-a', { anonymous: 'typedef' }],
];

describe.each(['', '.be', '.32'])('base and module, %s', (suffix) => {
  it.each(FORMS)('%s is what pahole prints', (kind, options) => {
    const base = open(`base${suffix}.btf`);
    const module = open(`module${suffix}.btf`, base);
    const ours = printToString((printer) => {
      const after = printPaholeAll(base, printer, options);
      printPaholeAll(module, printer, { ...options, after });
    });
    expect(ours).toBe(golden(`module${suffix}.${kind}`));
    expect(all(base, options)).toBe(golden(`base${suffix}.${kind}`));
  });
});

describe.each(['types.bpfel', 'types.bpfeb'])('%s.o', (name) => {
  it.each(FORMS)('%s is what pahole prints', (kind, options) => {
    expect(all(open(`${name}.o`), options)).toBe(golden(`${name}.${kind}`));
  });
});

it.each(['base.btf', 'base.be.btf', 'base.32.btf', 'types.bpfel.o', 'types.bpfeb.o'])(
  'prints the prototypes of %s as pfunct does, from the last to the first',
  (file) => {
    const view = open(file);
    const cache = new PaholeCache(view);
    const ours = printToString((printer) => {
      for (let id = view.typeCount - 1; id > 0; id--) printPrototype(view, id, printer, cache);
    });
    expect(ours).toBe(golden(file.replace(/\.(btf|o)$/, '.pfunct')));
  },
);

/** A union of 6 bytes gives its member away: an `inner` of natural alignment could not lie in an array of such unions. */
function givenAway(): BtfBuilder {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const char = b.addInt('char', 1, 2);
  b.addUnion('outer', 6);
  b.addField('inner', 5, 0).addField('room', 4, 0);
  b.addArray(char, int, 6);
  b.addStruct('inner', 4);
  b.addField('a', int, 0);
  return b;
}

/** `pahole -F btf FILE` (1.31) of the above. */
const GIVEN_AWAY = `union outer {
\tstruct inner               inner;              /*     0     4 */
\tchar                       room[6];            /*     0     6 */
};
struct inner {
\tint                        a;                    /*     0     4 */

\t/* size: 4, cachelines: 1, members: 1 */
\t/* last cacheline: 4 bytes */
} __attribute__((__packed__));
`;

it('finds a packed struct by what was printed before it, and only then', () => {
  const view = openBtf(Btf.parse(givenAway().build()));
  expect(all(view)).toBe(GIVEN_AWAY);
  // `pahole -F btf -C inner FILE`
  expect(one(view, 5)).toBe(GIVEN_AWAY.slice(GIVEN_AWAY.indexOf('struct inner {')).replace(/} .*;/, '};'));
});

it('names the types it prints', () => {
  const view = open('base.btf');
  const id = idOf(view, Kind.Struct, 'spinlock');
  const printer = new LinePrinter();
  printPahole(view, id, printer, { expanded: true });
  const refs = printer.finish().flatMap((line) => line.filter(({ ref }) => ref !== undefined));
  expect(refs.length).toBeGreaterThan(4);
  for (const { text, ref = 0 } of refs) expect(view.nameOf(ref)).toBe(text);
  expect(new Set(refs.map(({ text }) => text))).toEqual(
    new Set(['spinlock', 'u8', 'u16', 'u32', 'unsigned char', 'unsigned short', 'unsigned int']),
  );
});

it('prints nothing for what pahole prints nothing for', () => {
  const view = open('base.btf');
  const kinds = new Set<number>();
  for (let id = 0; id <= view.typeCount; id++) {
    const printed = one(view, id) !== '';
    if (printed) kinds.add(view.kindOf(id));
    else expect(view.kindOf(id)).not.toBe(Kind.Struct);
  }
  expect([...kinds].sort((a, b) => a - b)).toEqual([
    Kind.Struct,
    Kind.Union,
    Kind.Enum,
    Kind.Typedef,
    Kind.Enum64,
  ]);
});

describe('hostile files', () => {
  const parse = (b: BtfBuilder): BtfView => openBtf(Btf.parse(b.build()));

  it('prints a struct inside itself once', () => {
    const b = new BtfBuilder();
    const self = b.addStruct('self', 8);
    b.addField('again', self, 0);
    const text = all(parse(b), { expanded: true });
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain('nested too deeply');
  });

  it('cuts off what doubles with each level', () => {
    const b = new BtfBuilder();
    let inner = b.addInt('int', 4);
    for (let level = 0; level < 40; level++) {
      const outer = b.addStruct(`level${level}`, 8);
      b.addField('a', inner, 0).addField('b', inner, 32);
      inner = outer;
    }
    const view = parse(b);
    const text = one(view, inner, { expanded: true });
    expect(text.length).toBeLessThan(2 ** 23);
    expect(text.endsWith('/* cut off: the text grows beyond all measure */\n')).toBe(true);
  });

  it('cuts off a prototype of prototypes', () => {
    const b = new BtfBuilder();
    const proto = b.addFuncProto(0);
    for (let i = 0; i < 20; i++) b.addFuncParam('f', proto + 1);
    b.addPtr(proto);
    const func = b.addFunc('f', proto);
    const text = printToString((printer) => void printPrototype(parse(b), func, printer));
    expect(text.length).toBeLessThan(2 ** 21);
    expect(text).toContain('cut off');
  });

  it('ends at modifiers in a circle and at members of no type', () => {
    const b = new BtfBuilder();
    const s = b.addStruct('s', 8);
    b.addField('circle', s + 1, 0).addField('nothing', 0, 32);
    b.addConst(s + 2);
    b.addConst(s + 1);
    const text = all(parse(b));
    expect(text).toContain('<ERROR');
    expect(text).toMatch(/\n}.*;\n$/);
  });
});

function idOf(view: BtfView, kind: number, name: string): number {
  for (let id = 1; id < view.typeCount; id++)
    if (view.kindOf(id) === kind && view.nameOf(id) === name) return id;
  throw new Error(`no ${name}`);
}
