/**
 * Where a record refers to what is known in four places, each a table of its own shape for speed: they agree.
 * `fields.ts` of the format is the measure; `referrers.ts` is seen through `isSound`.
 */

import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { forEachNameWord, forEachTypeWord } from '../../format/btf/fields.ts';
import { FIXED_WORDS, Kind, kindName, KNOWN_KINDS, VLEN_WORDS } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { fitsPlainly } from '../kernel/plain-fit.ts';
import { isSound } from './sound.ts';
import { openBtf } from './validate.ts';
import { SplitBtf } from './view.ts';

const kernel = new BtfBuilder();
const proto = kernel.addFuncProto(0);
kernel.addStr('so long that what follows is no id');
/** A name in the base, but no type. */
const NAME = kernel.addStr('name');
const base = openBtf(Btf.parse(kernel.build()));
const NOTHING = 0x7fff_fff0;
const HEADER_BYTES = 24;

/** A module of one record that refers to void and to no name, but for one word. */
function moduleWith(kind: number, word: number, value: number): Btf {
  const b = kernel.split();
  b.addStr('own');
  const vlen = VLEN_WORDS[kind] > 0 ? 2 : 0;
  const rest = new Array<number>(lengthOf(kind) - 3).fill(0);
  b.addRecord('', kind, kind === Kind.Func ? proto : 0, rest, vlen);
  const bytes = b.build();
  new DataView(bytes.buffer).setUint32(HEADER_BYTES + word * 4, value, true);
  return Btf.parse(bytes);
}

const lengthOf = (kind: number): number => FIXED_WORDS[kind] + VLEN_WORDS[kind] * 2;

function opens(module: Btf): boolean {
  try {
    return openBtf(module, base) !== null;
  } catch {
    return false;
  }
}

const KINDS = Array.from({ length: KNOWN_KINDS - 1 }, (_, i) => ({ kind: i + 1, name: kindName(i + 1) }));

describe.each(KINDS)('$name', ({ kind }) => {
  const words = Array.from({ length: lengthOf(kind) }, (_, i) => i).filter((word) => word !== 1);
  const { words: plain } = moduleWith(kind, 0, 0);
  const types = new Set<number>();
  const names = new Set<number>();
  forEachTypeWord(plain, 0, (word) => types.add(word));
  forEachNameWord(plain, 0, (word) => names.add(word));
  // A return type may be anything
  if (kind === Kind.FuncProto) types.delete(2);

  it.each(words)('is refused for what word %i refers to, and for nothing else', (word) => {
    for (const [value, isBad] of [
      [NOTHING, types.has(word) || names.has(word)],
      [NAME, types.has(word)],
    ] as const) {
      const module = moduleWith(kind, word, value);
      expect({
        sound: isSound(new SplitBtf(base, module)),
        opens: opens(module),
        fits: fitsPlainly(module, base),
      }).toEqual({ sound: !isBad, opens: !isBad, fits: !isBad });
    }
  });
});
