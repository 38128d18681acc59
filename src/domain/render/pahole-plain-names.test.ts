/** Names that are written piece by piece are the ones that are put together, wherever they claim to be plain. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { PaholeCache } from './pahole-cache.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');

function open(name: string, base: BtfView | null = null): BtfView {
  return openBtf(Btf.parse(readFileSync(join(FIXTURES, name)), base?.own), base);
}

/** Text and width, or null where the name is not plain. */
function plain({ view, plainNames }: PaholeCache, id: number): [string, number] | null {
  const width = plainNames.widthOf(id);
  if (width === 0) return null;
  let text = '';
  plainNames.write(id, {
    put: (_kind, piece) => (text += piece),
    stored: (_kind, off) => (text += view.stringAt(off)),
  });
  return [text, width];
}

function joined({ names }: PaholeCache, id: number): [string, number] {
  const { pieces, width } = names.short(id);
  return [pieces.map(({ text }) => text).join(''), width];
}

test.each(['', '.be', '.32'])('of a base and its module, %s', (suffix) => {
  const cache = new PaholeCache(open(`module${suffix}.btf`, open(`base${suffix}.btf`)));
  let count = 0;
  for (let id = 1; id < cache.view.typeCount; id++) {
    const name = plain(cache, id);
    if (name === null) continue;
    count++;
    expect(name).toEqual(joined(cache, id));
  }
  expect(count).toBeGreaterThan(cache.view.typeCount / 4);
});

test('names that are cut, loops, prototypes and void are not plain', () => {
  const b = new BtfBuilder();
  const long = b.addStruct('x'.repeat(121), 4);
  const fits = b.addStruct('y'.repeat(120), 4);
  const pointer = b.addPtr(fits);
  const loop = b.addPtr(5);
  expect(b.addConst(loop)).toBe(5);
  const proto = b.addPtr(b.addFuncProto(0));
  const cache = new PaholeCache(openBtf(Btf.parse(b.build())));
  expect([long, pointer, loop, proto, 0].map((id) => plain(cache, id))).toEqual(Array(5).fill(null));
  expect(plain(cache, fits)).toEqual([`struct ${'y'.repeat(120)}`, 127]);
});
