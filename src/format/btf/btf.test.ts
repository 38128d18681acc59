import { describe, expect, it } from 'vitest';
import { BtfError } from '../errors.ts';
import { BtfBuilder } from '../testing/builder.ts';
import { Btf } from './btf.ts';

const twins = [
  ['little', true],
  ['big', false],
] as const;

/** `int`, `struct list_head` with two pointers to itself. */
function listHead(littleEndian: boolean): Uint8Array {
  const b = new BtfBuilder({ littleEndian });
  b.addInt('int', 4, 1);
  const ptr = b.addPtr(3);
  b.addStruct('list_head', 16);
  b.addField('next', ptr, 0).addField('prev', ptr, 64);
  return b.build();
}

/** Header fields by their byte offset, for breaking one at a time. */
function patched(bytes: Uint8Array, at: number, value: number, littleEndian = true): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, littleEndian);
  return copy;
}

function refusal(bytes: Uint8Array): BtfError {
  try {
    Btf.parse(bytes);
  } catch (error) {
    if (error instanceof BtfError) return error;
    throw error;
  }
  throw new Error('the blob was accepted');
}

describe.each(twins)('a %s-endian blob', (_name, littleEndian) => {
  it('is indexed record by record', () => {
    const btf = Btf.parse(listHead(littleEndian));
    expect(btf.nrTypes).toBe(3);
    expect([...btf.typeOffsets]).toEqual([0, 0, 4, 7]);
    expect(btf.littleEndian).toBe(littleEndian);
    expect(btf.isSplit).toBe(false);
    expect(btf.byteOffsetOf(3)).toBe(24 + 7 * 4);
  });

  it('reads the same at any alignment in its buffer', () => {
    const bytes = listHead(littleEndian);
    for (const shift of [0, 1, 2, 3]) {
      const padded = new Uint8Array(bytes.length + shift);
      padded.set(bytes, shift);
      expect(Btf.parse(padded.subarray(shift)).words).toEqual(Btf.parse(bytes).words);
    }
  });

  it('is refused wherever it is cut off', () => {
    const bytes = listHead(littleEndian);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => Btf.parse(bytes.subarray(0, length)), `cut to ${length}`).toThrow(BtfError);
    }
  });
});

describe('the header', () => {
  const bytes = listHead(true);
  const typeLen = 16 * 4;
  it.each([
    ['no magic', bytes.with(0, 0), 'bad-magic', 0],
    ['header longer than the file', patched(bytes, 4, 0x1000), 'bad-header-length', 4],
    ['types reach into strings', patched(bytes, 12, typeLen + 4), 'section-overlap', 8],
    ['types start between words', patched(patched(bytes, 8, 2), 12, typeLen - 8), 'section-misaligned', 8],
    ['strings end after the file', patched(bytes, 20, 0x7fffffff), 'section-out-of-range', 16],
    ['a record cut off', patched(bytes, 12, typeLen - 4), 'record-truncated', 24 + 28],
  ])('%s', (_what, broken, code, offset) => {
    const error = refusal(broken);
    expect([error.code, error.offset]).toEqual([code, offset]);
  });

  it('may be longer than known', () => {
    const longer = new Uint8Array(bytes.length + 16);
    longer.set(bytes.subarray(0, 24));
    longer.set(bytes.subarray(24), 40);
    expect(Btf.parse(patched(longer, 4, 40)).nrTypes).toBe(3);
  });
});

describe('the layout section', () => {
  /** A 32-byte header, one record of kind 20 with `words` behind it, then an INT; layout entries for kinds 0..20. */
  function withUnknownKind(words: number, entry: [info: number, elem: number], vlen = 0): Uint8Array {
    const b = new BtfBuilder();
    b.addRecord('new', 20, 0, Array<number>(words).fill(7), vlen);
    b.addInt('int', 4, 1);
    const plain = b.build();
    const typeLen = new DataView(plain.buffer).getUint32(12, true);
    const layout = new Uint8Array(21 * 4);
    layout.set(entry, 20 * 4);
    const bytes = new Uint8Array(plain.length + 8 + layout.length);
    bytes.set(plain.subarray(0, 24));
    bytes.set(plain.subarray(24, 24 + typeLen), 32);
    bytes.set(layout, 32 + typeLen);
    bytes.set(plain.subarray(24 + typeLen), 32 + typeLen + layout.length);
    const header: readonly (readonly [number, number])[] = [
      [4, 32],
      [16, typeLen + layout.length],
      [24, typeLen],
      [28, layout.length],
    ];
    return header.reduce<Uint8Array>((out, [at, value]) => patched(out, at, value), bytes);
  }

  it('lets the reader step over a kind that it does not know', () => {
    expect(Btf.parse(withUnknownKind(2, [8, 0])).nrTypes).toBe(2);
    expect(Btf.parse(withUnknownKind(7, [4, 12], 2)).nrTypes).toBe(2);
  });

  it('with a size between words is refused where it is used', () => {
    expect(refusal(withUnknownKind(1, [3, 0])).code).toBe('bad-layout-entry');
  });

  it('that describes a record past the end is refused', () => {
    expect(refusal(withUnknownKind(0, [0, 252], 0xffffff)).code).toBe('record-truncated');
  });

  it('is missed where a kind is unknown', () => {
    const b = new BtfBuilder();
    b.addRecord('new', 20, 0);
    expect(refusal(b.build())).toMatchObject({ code: 'unknown-kind', details: { id: 1, kind: 20 } });
  });
});
