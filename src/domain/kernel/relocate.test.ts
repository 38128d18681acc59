/**
 * From a distilled base to a real one: small cases of each rule, and what libbpf's own selftest expects where the corpus is
 * at hand.
 */

import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { printToString } from '../render/printer.ts';
import { printRawAll } from '../render/raw.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { relocate } from './relocate.ts';

const open = (builder: BtfBuilder, base: BtfView | null = null): BtfView =>
  openBtf(Btf.parse(builder.build()), base);

const rawText = (view: BtfView): string => printToString((printer) => printRawAll(view, printer));

/** A module over a distilled base of `int`, and what `more` adds to it: the ids are what the module refers to. */
function overDistilled(more: (base: BtfBuilder) => number[], littleEndian = true): BtfView {
  const base = new BtfBuilder({ littleEndian });
  const int = base.addInt('int', 4, 1);
  const ids = more(base);
  const split = base.split();
  split.addStruct('item', 64);
  split.addField('count', int, 0);
  for (const id of ids) split.addPtr(id);
  return open(split, open(base));
}

/** The real base, with other ids and strings than the distilled one. */
function real(more: (base: BtfBuilder) => void, littleEndian = true): BtfView {
  const base = new BtfBuilder({ littleEndian });
  base.addStr('something else in front');
  base.addPtr(0);
  base.addPtr(1);
  base.addInt('int', 4, 1);
  more(base);
  return open(base);
}

function relocated(module: BtfView, onto: BtfView): BtfView {
  return openBtf(relocate(module, onto).btf, onto);
}

describe.each([true, false])('relocating, little endian %s', (littleEndian) => {
  it('rewrites ids, names of the base and own names', () => {
    const module = overDistilled((b) => [b.addStruct('sk_buff', 232)], littleEndian);
    const onto = real((b) => {
      b.addStruct('other', 8);
      b.addStruct('sk_buff', 232);
      b.addField('len', 3, 0);
    }, littleEndian);
    expect(rawText(relocated(module, onto))).toBe(
      [
        `[6] STRUCT 'item' size=64 vlen=1`,
        `\t'count' type_id=3 bits_offset=0`,
        `[7] PTR '(anon)' type_id=5`,
        '',
      ].join('\n'),
    );
  });
});

describe('the counterpart of a distilled type', () => {
  it.each<[string, (b: BtfBuilder) => number, (b: BtfBuilder) => void]>([
    ['a struct of another size, behind a pointer', (b) => b.addStruct('s', 8), (b) => b.addStruct('s', 16)],
    ['an enum64 for an enum of its size', (b) => b.addEnum('e', 8), (b) => b.addEnum64('e', 8)],
    ['a struct for a forward declaration', (b) => b.addFwd('s'), (b) => b.addStruct('s', 16)],
    [
      'the one of two structs that has the size',
      (b) => b.addStruct('s', 8),
      (b) => {
        b.addStruct('s', 16);
        b.addStruct('s', 8);
      },
    ],
  ])('is %s', (_what, distilled, base) => {
    const view = relocated(
      overDistilled((b) => [distilled(b)]),
      real(base),
    );
    const target = view.typeById(view.sizeOrTypeOf(view.typeCount - 1));
    expect(target?.name).toMatch(/^[se]$/);
    if (_what.startsWith('the one')) expect(target).toMatchObject({ size: 8 });
  });

  it.each<[string, (b: BtfBuilder) => number, (b: BtfBuilder) => void, RegExp]>([
    ['missing', (b) => b.addStruct('s', 8), () => undefined, /has no STRUCT 's'/],
    ['an int of another sign', (b) => b.addInt('u', 4), (b) => b.addInt('u', 4, 1), /has no INT 'u'/],
    ['an int of another size', (b) => b.addInt('u', 4), (b) => b.addInt('u', 8), /has no INT 'u'/],
    [
      'a union for a forward declared struct',
      (b) => b.addFwd('s'),
      (b) => b.addUnion('s', 8),
      /has no FWD 's'/,
    ],
    [
      'one of two of the same size',
      (b) => b.addStruct('s', 8),
      (b) => {
        b.addStruct('s', 8);
        b.addStruct('s', 8);
      },
      /more than one STRUCT 's'/,
    ],
    ['nameless', (b) => b.addStruct('', 8), () => undefined, /has no name/],
    ['of a kind that is not distilled', (b) => b.addTypedef('t', 1), () => undefined, /is a TYPEDEF/],
  ])('is refused: %s', (_what, distilled, base, message) => {
    const module = overDistilled((b) => [distilled(b)]);
    expect(() => relocate(module, real(base))).toThrow(message);
  });

  it('must have the size where the module has it inside a struct, arrays and modifiers aside', () => {
    const base = new BtfBuilder();
    const list = base.addStruct('list_head', 16);
    const split = base.split();
    const item = split.addStruct('item', 32);
    split.addField('lists', item + 1, 0);
    split.addArray(item + 2, item + 2, 2);
    split.addConst(list);
    const module = open(split, open(base));
    expect(() =>
      relocate(
        module,
        real((b) => b.addStruct('list_head', 24)),
      ),
    ).toThrow(/has no STRUCT/);
    expect(
      relocate(
        module,
        real((b) => b.addStruct('list_head', 16)),
      ),
    ).toMatchObject({
      equalSizes: 1,
      composites: 1,
    });
  });
});

describe('a hostile module', () => {
  it('ends, whatever its typedefs lead to', () => {
    const base = new BtfBuilder();
    base.addInt('int', 4, 1);
    const split = base.split();
    const first = split.addTypedef('a', base.typeCount + 1);
    split.addTypedef('b', first);
    split.addStruct('s', 8);
    split.addField('loop', first, 0);
    const view = relocated(
      open(split, open(base)),
      real(() => undefined),
    );
    expect(view.own.nrTypes).toBe(3);
  });

  it('is refused where it names a string of the base that is no name of a type', () => {
    const base = new BtfBuilder();
    base.addInt('int', 4, 1);
    const off = base.addStr('stray');
    const split = base.split();
    split.addPtr(1);
    const bytes = split.build();
    new DataView(bytes.buffer).setUint32(24, off, true);
    const module = openBtf(Btf.parse(bytes), open(base));
    expect(() =>
      relocate(
        module,
        real(() => undefined),
      ),
    ).toThrow(/string offset/);
  });

  it('is refused where a prototype returns a type that is not there', () => {
    const module = overDistilled(() => []);
    const base = new BtfBuilder();
    base.addInt('int', 4, 1);
    const split = base.split();
    split.addRecord('', Kind.FuncProto, 0xffffff);
    expect(module.own.nrTypes).toBe(1);
    expect(() =>
      relocate(
        open(split, open(base)),
        real(() => undefined),
      ),
    ).toThrow(/16777215/);
  });
});

interface CorpusEntry {
  readonly name: string;
  readonly raw_sha256: string;
  readonly relocation?: { readonly dist_base: string; readonly dist_split: string; readonly target: string };
}

const corpus = join(import.meta.dirname, '../../../../shared/data/btf-cases');
const manifest = join(corpus, 'manifest.json');
const entries = existsSync(manifest)
  ? (JSON.parse(readFileSync(manifest, 'utf8')) as { entries: CorpusEntry[] }).entries
  : [];

for (const { name, raw_sha256, relocation } of entries) {
  if (!relocation) continue;
  it(`relocates as libbpf's selftest: ${name}`, () => {
    const parse = (file: string): Btf => Btf.parse(readFileSync(join(corpus, file)));
    const module = openBtf(parse(relocation.dist_split), openBtf(parse(relocation.dist_base)));
    const onto = openBtf(parse(relocation.target));
    const sha256 = createHash('sha256')
      .update(rawText(relocated(module, onto)))
      .digest('hex');
    expect(sha256).toBe(raw_sha256);
  });
}
