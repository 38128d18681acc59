/**
 * Builds small ELF files for tests: a header, sections with their bytes, and section names.
 * In: sections. Out: bytes of ELF32 or ELF64 in either endianness.
 */

export interface TestSection {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: number;
  readonly link?: number;
  readonly info?: number;
  readonly entrySize?: number;
}

export interface ElfOptions {
  readonly wordSize?: 4 | 8;
  readonly littleEndian?: boolean;
  readonly machine?: number;
}

/** Section 0 is the null section and the last one holds the names, so `sections[0]` gets index 1. */
export function buildElf(sections: readonly TestSection[], options: ElfOptions = {}): Uint8Array {
  const { wordSize = 8, littleEndian = true, machine = 247 } = options;
  const names = ['', ...sections.map((section) => section.name), '.shstrtab'];
  const table = new TextEncoder().encode(names.map((name) => `${name}\0`).join(''));
  const all: TestSection[] = [
    { name: '', bytes: new Uint8Array(), type: 0 },
    ...sections,
    { name: '.shstrtab', bytes: table, type: 3 },
  ];
  const headerSize = wordSize === 4 ? 52 : 64;
  const entrySize = wordSize === 4 ? 40 : 64;
  const align = (size: number): number => Math.ceil(size / 8) * 8;
  const dataSize = all.reduce((sum, section) => sum + align(section.bytes.length), 0);
  const shoff = align(headerSize) + dataSize;
  const bytes = new Uint8Array(shoff + all.length * entrySize);
  const view = new DataView(bytes.buffer);
  const word = (at: number, value: number): void =>
    wordSize === 4
      ? view.setUint32(at, value, littleEndian)
      : view.setBigUint64(at, BigInt(value), littleEndian);

  bytes.set([0x7f, 0x45, 0x4c, 0x46, wordSize === 4 ? 1 : 2, littleEndian ? 1 : 2, 1]);
  view.setUint16(16, 1, littleEndian);
  view.setUint16(18, machine, littleEndian);
  word(wordSize === 4 ? 0x20 : 0x28, shoff);
  const shnum = wordSize === 4 ? 0x30 : 0x3c;
  view.setUint16(shnum, all.length, littleEndian);
  view.setUint16(shnum + 2, all.length - 1, littleEndian);

  let offset = align(headerSize);
  let nameOff = 0;
  all.forEach((section, index) => {
    const at = shoff + index * entrySize;
    const [offsetAt, sizeAt, linkAt, infoAt, entryAt] =
      wordSize === 4 ? [16, 20, 24, 28, 36] : [24, 32, 40, 44, 56];
    bytes.set(section.bytes, offset);
    view.setUint32(at, nameOff, littleEndian);
    view.setUint32(at + 4, section.type ?? 1, littleEndian);
    word(at + offsetAt, offset);
    word(at + sizeAt, section.bytes.length);
    view.setUint32(at + linkAt, section.link ?? 0, littleEndian);
    view.setUint32(at + infoAt, section.info ?? 0, littleEndian);
    word(at + entryAt, section.entrySize ?? 0);
    offset += align(section.bytes.length);
    nameOff += new TextEncoder().encode(names[index]).length + 1;
  });
  return bytes;
}
