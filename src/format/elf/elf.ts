/**
 * The sections of an ELF file.
 * In: bytes of ELF32 or ELF64, either endianness. Out: section headers with names, and their bytes when asked. Every offset
 * is checked against the file. Leaves symbols and relocations to its neighbours, and what a section means to the caller.
 *
 *            ELF32          ELF64
 *   e_shoff  0x20 u32       0x28 u64
 *   e_shnum  0x30 u16       0x3c u16      0: the number is in sh_size of section 0
 *   shstrndx 0x32 u16       0x3e u16      0xffff: the index is in sh_link of section 0
 *   section  40 bytes       64 bytes      e_shentsize is not believed, as libelf does not
 */

import { dataView } from '../bytes.ts';
import { BtfError } from '../errors.ts';

export const SHT_PROGBITS = 1;
const SHT_NOBITS = 8;
const SHN_XINDEX = 0xffff;

export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** Address in memory; bytes. */
  readonly address: number;
  /** In the file, bytes; not yet checked against it (`sectionBytes` does). */
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
}

export interface Elf {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  /** 4 for ELFCLASS32, 8 for ELFCLASS64. */
  readonly wordSize: 4 | 8;
  readonly type: number;
  readonly machine: number;
  /** Section 0, the null section, included. */
  readonly sections: readonly ElfSection[];
}

export function hasElfMagic(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
  );
}

/** @throws BtfError `elf-bad` where the headers are cut off or point outside the file */
export function parseElf(bytes: Uint8Array): Elf {
  const wordSize = bytes[4] === 1 ? 4 : 8;
  const littleEndian = bytes[5] === 1;
  if (!hasElfMagic(bytes) || bytes.length < (wordSize === 4 ? 52 : 64))
    throw bad('the ELF header is cut off', bytes.length);
  if (bytes[4] !== 1 && bytes[4] !== 2) throw bad(`ELF class ${bytes[4]} is neither 32 nor 64 bit`, 4);
  if (bytes[5] !== 1 && bytes[5] !== 2)
    throw bad(`ELF data encoding ${bytes[5]} is neither little nor big endian`, 5);

  const view = dataView(bytes);
  const u16 = (at: number): number => view.getUint16(at, littleEndian);
  const [shoffAt, shnumAt] = wordSize === 4 ? [0x20, 0x30] : [0x28, 0x3c];
  const shoff = readWord(view, shoffAt, wordSize, littleEndian);
  const header = { bytes, view, littleEndian, wordSize, shoff } as const;
  if (shoff === 0) throw bad('there are no section headers', shoffAt);

  const first = sectionHeader(header, 0);
  const count = u16(shnumAt) || first.size;
  const namesIndex = u16(shnumAt + 2) === SHN_XINDEX ? first.link : u16(shnumAt + 2);
  const entry = wordSize === 4 ? 40 : 64;
  if (!(shoff + count * entry <= bytes.length))
    throw bad(`${count} section headers at ${shoff} end after the file`, shoffAt);
  if (namesIndex >= count)
    throw bad(`section ${namesIndex}, said to hold the names, is not there`, shnumAt + 2);

  const headers = Array.from({ length: count }, (_, index) => sectionHeader(header, index));
  const names = sectionBytes({ bytes }, headers[namesIndex]);
  const sections = headers.map((section) => ({ ...section, name: nameAt(names, section) }));
  return { bytes, littleEndian, wordSize, type: u16(16), machine: u16(18), sections };
}

/** The bytes of a section, borrowed. @throws BtfError `elf-bad` where they lie outside the file */
export function sectionBytes(
  elf: Pick<Elf, 'bytes'>,
  section: Omit<ElfSection, 'name'> & { name?: string },
): Uint8Array {
  if (section.type === SHT_NOBITS) return new Uint8Array(0);
  const end = section.offset + section.size;
  if (!(end <= elf.bytes.length)) {
    const name = section.name ?? `${section.index}`;
    throw bad(
      `section ${name} at ${section.offset} + ${section.size} ends after the file's ${elf.bytes.length} bytes`,
      -1,
      { name },
    );
  }
  return elf.bytes.subarray(section.offset, end);
}

export function sectionByName(elf: Elf, name: string): ElfSection | undefined {
  return elf.sections.find((section) => section.name === name);
}

/** A section's address-sized field; above 2^53 it loses low bits, which no file that fits in memory has. */
export function readWord(view: DataView, at: number, wordSize: 4 | 8, littleEndian: boolean): number {
  return wordSize === 4 ? view.getUint32(at, littleEndian) : Number(view.getBigUint64(at, littleEndian));
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly wordSize: 4 | 8;
  readonly shoff: number;
}

function sectionHeader(
  { bytes, view, littleEndian, wordSize, shoff }: Reader,
  index: number,
): ElfSection & { nameOff: number } {
  const at = shoff + index * (wordSize === 4 ? 40 : 64);
  if (!(at + (wordSize === 4 ? 40 : 64) <= bytes.length))
    throw bad(`section header ${index} lies outside the file`, -1, { index });
  const u32 = (off: number): number => view.getUint32(at + off, littleEndian);
  const word = (off: number): number => readWord(view, at + off, wordSize, littleEndian);
  const [flags, address, offset, size, link, info, entrySize] =
    wordSize === 4 ? [8, 12, 16, 20, 24, 28, 36] : [8, 16, 24, 32, 40, 44, 56];
  return {
    index,
    name: '',
    nameOff: u32(0),
    type: u32(4),
    flags: word(flags),
    address: word(address),
    offset: word(offset),
    size: word(size),
    link: u32(link),
    info: u32(info),
    entrySize: word(entrySize),
  };
}

function nameAt(names: Uint8Array, section: { index: number; nameOff: number }): string {
  const end = names.indexOf(0, section.nameOff);
  if (section.nameOff >= names.length || end < 0)
    throw bad(`the name of section ${section.index} lies outside the names`, -1);
  return new TextDecoder('latin1').decode(
    names.subarray(section.nameOff, Math.min(end, section.nameOff + 256)),
  );
}

function bad(message: string, offset: number, details: Record<string, string | number> = {}): BtfError {
  return new BtfError('elf-bad', message, offset, details);
}
