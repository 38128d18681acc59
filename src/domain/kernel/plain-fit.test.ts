/** The quick answer against the figures: modules as they are, over other bases, and with words changed at random. */

import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfError } from '../../format/errors.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { measureFit } from './fit.ts';
import { fitsPlainly } from './plain-fit.ts';
import { randomKernel } from './testing/random-kernel.ts';
import { Random } from './testing/random.ts';

const fitsMeasured = (...args: Parameters<typeof measureFit>): boolean => {
  const { fits, implausible } = measureFit(...args);
  return fits && implausible === 0;
};

/** Where ids and names end: the last one and the first one that is not there, of the base and of the module. */
const endsOf = ({ startId, typeCount, startStrOff, endStrOff }: BtfView): readonly number[] =>
  [startId, typeCount, startStrOff, endStrOff].flatMap((end) => [end - 1, end, end + 1]);

/** With one word of a record or of what lies in it changed; null where that is no BTF any more. */
function changed(view: BtfView, random: Random): Btf | null {
  const { bytes, header, words } = view.own;
  const copy = bytes.slice();
  const at = header.typeOff + random.below(words.length) * 4;
  const anywhere = [0, 1, random.below(64), random.below(1 << 12), 0x80000000, 0xffffffff];
  const value = random.pick(random.chance(50) ? anywhere : endsOf(view));
  new DataView(copy.buffer).setUint32(at, value, header.littleEndian);
  try {
    return Btf.parse(copy);
  } catch (error) {
    if (error instanceof BtfError) return null;
    throw error;
  }
}

describe('fitsPlainly', () => {
  it.each([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ])(
    'agrees with the figures over right bases and wrong ones (%i, little-endian %s)',
    (seed, littleEndian) => {
      const [base, ...modules] = randomKernel({ seed, littleEndian });
      const [other] = randomKernel({ seed: seed + 10, littleEndian });
      for (const { view } of modules) {
        expect(fitsPlainly(view.own, base.view)).toBe(fitsMeasured(view.own, base.view));
        expect(fitsPlainly(view.own, other.view)).toBe(fitsMeasured(view.own, other.view));
      }
      expect(modules.some(({ view }) => fitsPlainly(view.own, base.view))).toBe(true);
    },
  );

  it.each([
    [4, true],
    [5, true],
    [7, false],
  ])(
    'agrees with the figures whatever a word of the module says (%i, little-endian %s)',
    (seed, littleEndian) => {
      const random = new Random(seed);
      const [base, { view }] = randomKernel({ seed, modules: 1, littleEndian });
      const answers = [0, 0];
      for (let i = 0; i < 3000; i++) {
        const module = changed(view, random);
        if (!module) continue;
        const fits = fitsPlainly(module, base.view);
        if (fits !== fitsMeasured(module, base.view)) expect.fail(`differs at change ${i}`);
        answers[Number(fits)]++;
      }
      expect(Math.min(...answers)).toBeGreaterThan(100);
    },
  );

  it.each([true, false])(
    'agrees with the figures at each end of ids and names (little-endian %s)',
    (littleEndian) => {
      const b = new BtfBuilder({ littleEndian });
      b.addInt('int', 4);
      const proto = b.addFuncProto(1);
      const base = openBtf(Btf.parse(b.build()));
      const m = b.split();
      m.addStruct('s', 4);
      m.addField('member', 1, 0);
      m.addFunc('f', proto);
      m.addPtr(1);
      m.addDeclTag('tag', 3);
      m.addArray(1, 1, 1);
      m.addFuncProto(0);
      m.addFuncParam('param', 1);
      m.addVar('var', 1);
      m.addDatasec('sec', 4);
      m.addDatasecVar(proto, 0, 4);
      m.addEnum('e', 4);
      m.addEnumValue('V', 1);
      const view = openBtf(Btf.parse(m.build()), base);
      const { words, header, typeOffsets } = view.own;
      const infoWords = new Set(Array.from(typeOffsets, (at) => at + 1));
      let [yes, no] = [0, 0];
      for (let word = 0; word < words.length; word++) {
        // Other lengths of records make other records
        if (infoWords.has(word)) continue;
        for (const value of endsOf(view)) {
          const copy = view.own.bytes.slice();
          new DataView(copy.buffer).setUint32(header.typeOff + word * 4, value, littleEndian);
          const module = Btf.parse(copy);
          const fits = fitsPlainly(module, base);
          expect([word, value, fits]).toEqual([word, value, fitsMeasured(module, base)]);
          if (fits) yes++;
          else no++;
        }
      }
      expect(Math.min(yes, no)).toBeGreaterThan(50);
    },
  );

  it('says nothing for a base that is split itself', () => {
    const [, module] = randomKernel({ seed: 6, modules: 1 });
    expect(fitsPlainly(module.view.own, module.view)).toBe(false);
  });
});
