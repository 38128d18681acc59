import { describe, expect, it } from 'vitest';
import { BtfError } from '../errors.ts';
import { coreRelo, funcInfo, lineInfo, parseBtfExt } from './ext.ts';

interface Group {
  readonly nameOff: number;
  readonly records: readonly (readonly number[])[];
}

const part = (recordSize: number, groups: readonly Group[]): number[] => [
  recordSize,
  ...groups.flatMap(({ nameOff, records }) => [nameOff, records.length, ...records.flat()]),
];

interface Shape {
  readonly littleEndian?: boolean;
  readonly headerLength?: 24 | 32;
}

/** The three parts behind each other, in words. */
function build(
  parts: readonly [number[], number[], number[]],
  { littleEndian = true, headerLength = 32 }: Shape = {},
): Uint8Array {
  const bytes = new Uint8Array(headerLength + parts.flat().length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xeb9f, littleEndian);
  view.setUint8(2, 1);
  view.setUint32(4, headerLength, littleEndian);
  let off = 0;
  parts.forEach((words, i) => {
    const at = 8 + i * 8;
    if (at + 8 > headerLength) return;
    view.setUint32(at, off, littleEndian);
    view.setUint32(at + 4, words.length * 4, littleEndian);
    off += words.length * 4;
  });
  parts.flat().forEach((word, i) => view.setUint32(headerLength + i * 4, word, littleEndian));
  return bytes;
}

const FUNCS = part(8, [
  {
    nameOff: 5,
    records: [
      [0, 7],
      [64, 9],
    ],
  },
]);
const LINES = part(16, [{ nameOff: 5, records: [[8, 20, 30, (12 << 10) | 3]] }]);
const CORE = part(20, [
  { nameOff: 5, records: [[16, 3, 40, 0, 0xdead]] },
  {
    nameOff: 6,
    records: [
      [0, 4, 44, 12, 0],
      [8, 4, 44, 2, 0],
    ],
  },
]);

function refusal(bytes: Uint8Array): string {
  try {
    parseBtfExt(bytes);
  } catch (error) {
    if (error instanceof BtfError && error.code === 'ext-bad') return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe.each([true, false])('.BTF.ext (little endian: %s)', (littleEndian) => {
  it('has its records by section, longer ones than known included', () => {
    const ext = parseBtfExt(build([FUNCS, LINES, CORE], { littleEndian }));
    expect(ext.funcInfo.map(({ nameOff, count }) => [nameOff, count])).toEqual([[5, 2]]);
    expect(funcInfo(ext.funcInfo[0], 1)).toEqual({ insnOff: 64, typeId: 9 });
    expect(lineInfo(ext.lineInfo[0], 0)).toEqual({
      insnOff: 8,
      fileNameOff: 20,
      lineOff: 30,
      line: 12,
      column: 3,
    });
    expect(ext.coreRelos.map(({ nameOff, count }) => [nameOff, count])).toEqual([
      [5, 1],
      [6, 2],
    ]);
    expect(coreRelo(ext.coreRelos[1], 1)).toEqual({ insnOff: 8, typeId: 4, accessStrOff: 44, kind: 2 });
  });

  it('has no CO-RE records under a header of 24 bytes', () => {
    const ext = parseBtfExt(build([FUNCS, LINES, CORE], { littleEndian, headerLength: 24 }));
    expect(ext.coreRelos).toEqual([]);
    expect(ext.lineInfo).toHaveLength(1);
  });

  it('ends in a named error wherever it is cut', () => {
    const bytes = build([FUNCS, LINES, CORE], { littleEndian });
    for (let length = 0; length < bytes.length; length++)
      expect(refusal(bytes.subarray(0, length))).toMatch(/^\.BTF\.ext: /);
  });

  it.each([
    ['a record size below what is known', part(12, [{ nameOff: 5, records: [[0, 0, 0]] }]), '12 bytes'],
    ['a record size that is no multiple of 4', part(18, []).concat(0, 1), '18 bytes'],
    ['no records', [16], 'no records'],
    ['a section without records', [16, 5, 0], 'without records'],
    ['more records than there is room for', [16, 5, 0xffffffff, 0], '4294967295 records'],
    ['half a head', [16, 5], '4 bytes are too few'],
  ])('refuses %s', (_what, core, message) => {
    expect(refusal(build([FUNCS, LINES, core], { littleEndian }))).toContain(message);
  });

  it('refuses a header that it does not know', () => {
    const change = (at: number, value: number): Uint8Array => {
      const bytes = build([FUNCS, LINES, CORE], { littleEndian });
      bytes[at] = value;
      return bytes;
    };
    expect(refusal(change(0, 0))).toContain('magic');
    expect(refusal(change(2, 2))).toContain('version 2');
    expect(refusal(change(3, 1))).toContain('flags 0x1');
    expect(refusal(change(littleEndian ? 4 : 7, 20))).toContain('a header of 20 bytes');
    expect(refusal(change(littleEndian ? 24 : 27, 2))).toContain('not 4-byte aligned');
  });
});
