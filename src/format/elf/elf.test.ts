import { describe, expect, it } from 'vitest';
import { BtfError } from '../errors.ts';
import { BtfBuilder } from '../testing/builder.ts';
import { buildElf } from '../testing/elf-builder.ts';
import { btfSections } from './btf-sections.ts';
import { hasElfMagic, parseElf, sectionByName, sectionBytes } from './elf.ts';

const shapes = [
  { wordSize: 8, littleEndian: true },
  { wordSize: 8, littleEndian: false },
  { wordSize: 4, littleEndian: true },
  { wordSize: 4, littleEndian: false },
] as const;

const blob = ((): Uint8Array => {
  const b = new BtfBuilder();
  b.addInt('int', 4, 1);
  return b.build();
})();

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BtfError) return error.code;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe.each(shapes)('an ELF file ($wordSize-byte words, little endian: $littleEndian)', (shape) => {
  const text = { name: '.text', bytes: new Uint8Array([1, 2, 3]) };
  const file = buildElf([text, { name: '.BTF', bytes: blob }, { name: '.BTF.base', bytes: blob }], shape);

  it('has its sections by name', () => {
    const elf = parseElf(file);
    expect(elf).toMatchObject(shape);
    expect(elf.sections.map((section) => section.name)).toEqual([
      '',
      '.text',
      '.BTF',
      '.BTF.base',
      '.shstrtab',
    ]);
    const section = sectionByName(elf, '.text');
    expect(section && sectionBytes(elf, section)).toEqual(text.bytes);
  });

  it('gives its BTF, and says what else it carries', () => {
    const sections = btfSections(file);
    expect(sections.btf).toEqual(blob);
    expect(sections.base).toEqual(blob);
    expect(sections.ext).toBeNull();
    expect(file.subarray(sections.btfOffset, sections.btfOffset + blob.length)).toEqual(blob);
  });

  it('ends in a named error wherever it is cut off', () => {
    for (let length = 0; length < file.length; length += 3) {
      expect(
        refusal(() => btfSections(file.subarray(0, length))),
        `cut to ${length}`,
      ).toBe('elf-bad');
    }
  });

  it('survives any single wrong byte in its headers', () => {
    for (let at = 0; at < file.length; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        try {
          btfSections(file.with(at, value));
        } catch (error) {
          expect(error, `byte ${at} = ${value}`).toBeInstanceOf(BtfError);
        }
      }
    }
  });
});

it('names a file without BTF', () => {
  const file = buildElf([{ name: '.text', bytes: new Uint8Array(4) }]);
  expect(hasElfMagic(file)).toBe(true);
  expect(refusal(() => btfSections(file))).toBe('elf-no-btf');
});

it('takes .BTF only from a PROGBITS section', () => {
  expect(refusal(() => btfSections(buildElf([{ name: '.BTF', bytes: blob, type: 8 }])))).toBe('elf-bad');
});
