import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../testing/builder.ts';
import { Btf } from './btf.ts';
import { FIXED_WORDS, infoKind, infoVlen, Kind, VLEN_WORDS } from './kinds.ts';
import { Shape } from './referrers.ts';

/** Where records start, one after the other. */
function plainOffsets(words: Uint32Array): number[] {
  const offsets = [0];
  for (let at = 0; at < words.length;) {
    const kind = infoKind(words[at + 1]);
    offsets.push(at);
    at += FIXED_WORDS[kind] + infoVlen(words[at + 1]) * VLEN_WORDS[kind];
  }
  return offsets;
}

/** Looks like the info word of a FUNC, wherever it stands. */
const LIKE_INFO = Kind.Func << 24;
/** The same of a STRUCT that goes on behind the end. */
const LIKE_LONG = (Kind.Struct << 24) | 0xffff;

/** More than 250,000 words; `disguise` makes elements look like records. */
function large(disguise: 'none' | 'small' | 'huge', littleEndian = true): Uint8Array {
  const b = new BtfBuilder({ littleEndian });
  b.addInt('int', 4);
  const values = { none: 5, small: LIKE_INFO, huge: LIKE_LONG }[disguise];
  for (let i = 0; i < 6000; i++) {
    b.addStruct(`s${i}`, 4);
    for (let member = 0; member < i % 7; member++) b.addField('m', 1, 0);
    b.addEnum('', 4);
    for (let value = 0; value < i % 23; value++) b.addEnumValue('v', value % 3 === 0 ? value : values);
    b.addFuncProto(1);
    b.addPtr(1);
  }
  return b.build();
}

const SHAPE_OF = {
  [Kind.Func]: Shape.Func,
  [Kind.Struct]: Shape.Members,
  [Kind.FuncProto]: Shape.Params,
  [Kind.Enum]: Shape.Other,
  [Kind.Enum64]: Shape.Other,
} as const;

/** Where the records of a shape start, as a look at each record tells. */
function plainList({ words }: Btf, shape: number): number[] {
  const shapes: Partial<Record<number, number>> = SHAPE_OF;
  return plainOffsets(words)
    .slice(1)
    .filter((at) => shapes[infoKind(words[at + 1])] === shape);
}

function sortedList({ referrers }: Btf, shape: (typeof SHAPE_OF)[keyof typeof SHAPE_OF]): number[] {
  const found: number[] = [];
  for (let part = 0; part < 3; part++) {
    const { entries, first, end, step } = referrers.part(shape, part, 3);
    for (let i = first; i !== end; i += step) found.push(entries[i]);
  }
  return found.sort((a, b) => a - b);
}

/** In the middle 40,000 elements that are records as well: three words each, the second one an info word. */
function misleading(littleEndian: boolean): Uint8Array {
  const b = new BtfBuilder({ littleEndian });
  b.addInt('int', 4);
  const addSome = (): void => {
    for (let i = 0; i < 500; i++) {
      b.addStruct(`s${i}`, 4);
      b.addField('m', 1, 0);
      b.addFunc('f', b.addFuncProto(1));
      b.addEnum('', 4);
    }
  };
  addSome();
  const infos = [Kind.Func, Kind.Struct, Kind.FuncProto, Kind.Enum].map((kind) => kind << 24);
  const values = Array.from({ length: 40_000 }, (_, i) => [1, infos[i % 4], 0x7fff_0000]);
  b.addRecord('values', Kind.Enum64, 8, values.flat(), values.length);
  addSome();
  return b.build();
}

describe('a section that is walked from two places', () => {
  it.each(['none', 'small', 'huge'] as const)(
    'has its records where one walk finds them (%s)',
    (disguise) => {
      for (const littleEndian of [true, false]) {
        const btf = Btf.parse(large(disguise, littleEndian));
        expect(btf.words.length).toBeGreaterThan(1 << 17);
        expect(Array.from(btf.typeOffsets)).toEqual(plainOffsets(btf.words));
      }
    },
  );

  it.each([true, false])(
    'forgets a second walk that began inside a record (little-endian %s)',
    (littleEndian) => {
      for (const sorts of [true, false]) {
        const btf = Btf.parse(misleading(littleEndian), null, sorts);
        expect(Array.from(btf.typeOffsets)).toEqual(plainOffsets(btf.words));
        for (const shape of [Shape.Func, Shape.Members, Shape.Params, Shape.Other])
          expect(sortedList(btf, shape)).toEqual(plainList(btf, shape));
        expect(btf.referrers.maxTypeId).toBeLessThanOrEqual(btf.nrTypes);
        expect(btf.referrers.maxNameOff).toBeLessThan(btf.strings.length);
      }
    },
  );

  it.each([0.01, 0.2, 0.49, 0.5, 0.51, 0.75, 0.999])(
    'fails at the first record that is damaged, %d of the way',
    (share) => {
      const bytes = large('none').slice();
      const btf = Btf.parse(large('none'));
      const id = Math.floor(share * btf.nrTypes);
      const view = new DataView(bytes.buffer);
      view.setUint32(btf.byteOffsetOf(id) + 4, 0x7e << 24, true);
      // Behind it is another, which is not what it fails of
      view.setUint32(btf.byteOffsetOf(btf.nrTypes) + 4, 0x7d << 24, true);
      expect(() => Btf.parse(bytes)).toThrow(
        expect.objectContaining({ code: 'unknown-kind', details: { id, kind: 0x7e } }) as Error,
      );
    },
  );

  it('fails where it ends in the middle of a record', () => {
    const bytes = large('none').slice();
    const btf = Btf.parse(large('none'));
    const at = btf.byteOffsetOf(btf.nrTypes - 1) + 4;
    const view = new DataView(bytes.buffer);
    view.setUint32(at, (Kind.Struct << 24) | 1000, true);
    expect(() => Btf.parse(bytes)).toThrow(
      expect.objectContaining({
        code: 'record-truncated',
        details: expect.objectContaining({ id: btf.nrTypes - 1 }) as object,
      }) as Error,
    );
  });
});
