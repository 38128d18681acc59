import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { forEachNameWord, forEachTypeWord } from '../../format/btf/fields.ts';
import { infoKind, Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { randomKernel } from '../kernel/testing/random-kernel.ts';
import { Random } from '../kernel/testing/random.ts';
import { isSound } from './sound.ts';
import { BaseBtf, SplitBtf, type BtfView } from './view.ts';

/** The same question, asked record by record. */
function isPlainlySound(view: BtfView): boolean {
  const { words, typeOffsets } = view.own;
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local];
    const kind = infoKind(words[at + 1]);
    let sound = true;
    forEachNameWord(words, at, (word) => (sound &&= words[word] < view.endStrOff));
    forEachTypeWord(words, at, (word) => {
      // A return type may be anything
      if (kind !== Kind.FuncProto || word !== at + 2) sound &&= words[word] < view.typeCount;
    });
    if (!sound || (kind === Kind.Func && view.kindOf(words[at + 2]) !== Kind.FuncProto)) return false;
  }
  return true;
}

/** The blob with one word of its types set to something. */
function broken(btf: Btf, random: Random, values: readonly number[]): Uint8Array {
  const copy = btf.bytes.slice();
  const word = random.below(btf.words.length);
  new DataView(copy.buffer).setUint32(
    btf.header.typeOff + word * 4,
    random.pick(values) >>> 0,
    btf.littleEndian,
  );
  return copy;
}

describe.each([true, false])('a kernel, little-endian %s', (littleEndian) => {
  it('is sound exactly when each record is', () => {
    const random = new Random(7);
    const [base, ...modules] = randomKernel({ seed: 3, littleEndian, types: 200 });
    let refused = 0;
    for (let i = 0; i < 4000; i++) {
      const { view } = random.pick([base, ...modules]);
      const around = [view.typeCount, view.endStrOff, view.startId, 0x7fffffff, 0x80000000, 0xffffffff];
      const bytes = broken(view.own, random, [...around, ...around.map((value) => value - 1), 0, 1, 5]);
      let own: Btf;
      try {
        own = Btf.parse(bytes, null, i % 2 === 0);
      } catch {
        continue;
      }
      const seen = view.base ? new SplitBtf(view.base, own) : new BaseBtf(own);
      expect(isSound(seen)).toBe(isPlainlySound(seen));
      if (!isSound(seen)) refused++;
    }
    expect(refused).toBeGreaterThan(500);
  });
});

/** More records of each kind than are looked at in one go, the last one of each as told. */
function large({ typeId = 1, protoId = 2, missing = '' }): BaseBtf {
  const b = new BtfBuilder();
  b.addInt('int', 4);
  b.addFuncProto(1);
  for (let i = 0; i < 5000; i++) {
    const isLast = i === 4999;
    const idOf = (what: string): number => (isLast && what === missing ? typeId : 1);
    b.addStruct('s', 4);
    b.addField('a', 1, 0);
    b.addField('b', idOf('member'), 0);
    b.addFuncProto(1);
    for (let param = 0; param < 6; param++) b.addFuncParam('p', param === 5 ? idOf('param') : 1);
    b.addArray(1, idOf('index'), 1);
    b.addFunc('f', isLast ? protoId : 2);
    b.addConst(idOf('const'));
  }
  return new BaseBtf(Btf.parse(b.build(), null, true));
}

describe('a large blob', () => {
  it('is looked at to the end', () => {
    expect(isSound(large({}))).toBe(true);
    expect(isSound(large({ protoId: 1 }))).toBe(false);
    for (const missing of ['member', 'param', 'index', 'const'])
      expect([missing, isSound(large({ typeId: 25_003, missing }))]).toEqual([missing, false]);
  });

  it('is told from others that were parsed since', () => {
    const good = large({});
    const bad = large({ typeId: 25_003, missing: 'param' });
    expect([isSound(good), isSound(bad), isSound(good), isSound(bad)]).toEqual([true, false, true, false]);
  });

  it.each([1, 9])('is told by its records, not by elements that look like some (FUNC of [%i])', (protoId) => {
    const b = new BtfBuilder();
    b.addFuncProto(0);
    // A FUNC of something that is not there, wherever a walk begins
    const values = Array.from({ length: 40_000 }, () => [1, Kind.Func << 24, 7]);
    b.addRecord('values', Kind.Enum64, 8, values.flat(), values.length);
    b.addFunc('f', protoId);
    const view = new BaseBtf(Btf.parse(b.build(), null, true));
    expect(isSound(view)).toBe(protoId === 1);
    expect(isPlainlySound(view)).toBe(protoId === 1);
  });
});
