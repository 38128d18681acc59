/** The quick answer against the figures: modules as they are, over other bases, and with words changed at random. */

import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfError } from '../../format/errors.ts';
import { measureFit } from './fit.ts';
import { fitsPlainly } from './plain-fit.ts';
import { randomKernel } from './testing/random-kernel.ts';
import { Random } from './testing/random.ts';

const fitsMeasured = (...args: Parameters<typeof measureFit>): boolean => {
  const { fits, implausible } = measureFit(...args);
  return fits && implausible === 0;
};

/** With one word of a record or of what lies in it changed; null where that is no BTF any more. */
function changed({ bytes, header, words }: Btf, random: Random): Btf | null {
  const copy = bytes.slice();
  const at = header.typeOff + random.below(words.length) * 4;
  const value = random.pick([0, 1, random.below(64), random.below(1 << 12), 0x80000000, 0xffffffff]);
  new DataView(copy.buffer).setUint32(at, value, true);
  try {
    return Btf.parse(copy);
  } catch (error) {
    if (error instanceof BtfError) return null;
    throw error;
  }
}

describe('fitsPlainly', () => {
  it.each([1, 2, 3])('agrees with the figures over right bases and wrong ones (%i)', (seed) => {
    const [base, ...modules] = randomKernel({ seed });
    const [other] = randomKernel({ seed: seed + 10 });
    for (const { view } of modules) {
      expect(fitsPlainly(view.own, base.view)).toBe(fitsMeasured(view.own, base.view));
      expect(fitsPlainly(view.own, other.view)).toBe(fitsMeasured(view.own, other.view));
    }
    expect(modules.some(({ view }) => fitsPlainly(view.own, base.view))).toBe(true);
  });

  it.each([4, 5])('agrees with the figures whatever a word of the module says (%i)', (seed) => {
    const random = new Random(seed);
    const [base, { view }] = randomKernel({ seed, modules: 1 });
    const answers = [0, 0];
    for (let i = 0; i < 3000; i++) {
      const module = changed(view.own, random);
      if (!module) continue;
      const fits = fitsPlainly(module, base.view);
      if (fits !== fitsMeasured(module, base.view)) expect.fail(`differs at change ${i}`);
      answers[Number(fits)]++;
    }
    expect(Math.min(...answers)).toBeGreaterThan(100);
  });

  it('says nothing for a base that is split itself', () => {
    const [, module] = randomKernel({ seed: 6, modules: 1 });
    expect(fitsPlainly(module.view.own, module.view)).toBe(false);
  });
});
