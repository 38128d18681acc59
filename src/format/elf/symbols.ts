/**
 * Symbols and relocations of an ELF file, in columns.
 * In: an ELF file's sections. Out: the symbol table, and the relocations of one section, each entry checked against the
 * table and the section it patches. Leaves to others: what a symbol means to a loader.
 *
 *   symbol      ELF32  name u32, value u32, size u32, info u8, other u8, shndx u16          16 bytes
 *               ELF64  name u32, info u8, other u8, shndx u16, value u64, size u64          24 bytes
 *   relocation  ELF32  offset u32, info u32 = symbol << 8 | type                             8 bytes
 *               ELF64  offset u64, info u64 = symbol << 32 | type                           16 bytes
 *   SHT_RELA adds a signed addend of a word.
 */

import { dataView } from '../bytes.ts';
import { BtfError } from '../errors.ts';
import { readWord, sectionBytes, type Elf, type ElfSection } from './elf.ts';

export const SHT_SYMTAB = 2;
export const SHT_RELA = 4;
export const SHT_REL = 9;
export const SHN_UNDEF = 0;

export const SymbolBinding = { Local: 0, Global: 1, Weak: 2 } as const;
export const SymbolType = { NoType: 0, Object: 1, Func: 2, Section: 3 } as const;

/** Longest name that is read, in bytes: a hostile table may name one of a megabyte from every symbol. */
const MAX_NAME = 4096;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export class SymbolTable {
  readonly section: ElfSection;
  /** Entry 0, the null symbol, included. */
  readonly count: number;
  readonly nameOff: Uint32Array;
  /** Bytes from the start of the symbol's section, in a relocatable file. */
  readonly value: Float64Array;
  /** Bytes. */
  readonly size: Float64Array;
  readonly info: Uint8Array;
  /** Visibility in the low two bits. */
  readonly other: Uint8Array;
  readonly sectionIndex: Uint16Array;
  private readonly names: Uint8Array;

  constructor(elf: Elf, section: ElfSection) {
    const is32 = elf.wordSize === 4;
    const entry = is32 ? 16 : 24;
    if (section.entrySize !== entry)
      throw bad(`symbols of ${section.entrySize} bytes, instead of ${entry}`, section.offset);
    const bytes = sectionBytes(elf, section);
    const view = dataView(bytes);
    const u32 = (at: number): number => view.getUint32(at, elf.littleEndian);
    const count = Math.floor(bytes.length / entry);
    const [valueAt, sizeAt, infoAt] = is32 ? [4, 8, 12] : [8, 16, 4];
    this.section = section;
    this.count = count;
    this.names = stringsOf(elf, section);
    this.nameOff = new Uint32Array(count);
    this.value = new Float64Array(count);
    this.size = new Float64Array(count);
    this.info = new Uint8Array(count);
    this.other = new Uint8Array(count);
    this.sectionIndex = new Uint16Array(count);
    for (let i = 0, at = 0; i < count; i++, at += entry) {
      this.nameOff[i] = u32(at);
      this.value[i] = readWord(view, at + valueAt, elf.wordSize, elf.littleEndian);
      this.size[i] = readWord(view, at + sizeAt, elf.wordSize, elf.littleEndian);
      this.info[i] = bytes[at + infoAt];
      this.other[i] = bytes[at + infoAt + 1];
      this.sectionIndex[i] = view.getUint16(at + infoAt + 2, elf.littleEndian);
    }
  }

  binding(i: number): number {
    return this.info[i] >>> 4;
  }

  type(i: number): number {
    return this.info[i] & 0xf;
  }

  /** @throws BtfError `elf-bad` where the name lies outside the string table or has no end within 4096 bytes */
  name(i: number): string {
    const start = this.nameOff[i];
    if (start === 0) return '';
    const end = this.names.indexOf(0, start);
    if (start >= this.names.length || end < 0)
      throw bad(`the name of symbol ${i} lies outside the string table`, this.section.offset, { symbol: i });
    if (end - start > MAX_NAME)
      throw bad(`the name of symbol ${i} has ${end - start} bytes`, this.section.offset, { symbol: i });
    return utf8.decode(this.names.subarray(start, end));
  }
}

function stringsOf(elf: Elf, section: ElfSection): Uint8Array {
  const strings = elf.sections[section.link];
  if (section.link === 0 || !strings)
    throw bad(`section ${section.link}, said to hold the names of symbols, is not there`, section.offset);
  return sectionBytes(elf, strings);
}

/**
 * The file's only symbol table, or null in a stripped file.
 * @throws BtfError `elf-bad` for entries of another size, names outside the file, or a second table
 */
export function readSymbols(elf: Elf): SymbolTable | null {
  const sections = elf.sections.filter((section) => section.type === SHT_SYMTAB);
  if (sections.length > 1) throw bad('there are several symbol tables', sections[1].offset);
  return sections.length ? new SymbolTable(elf, sections[0]) : null;
}

export interface Relocations {
  /** The section that is patched. */
  readonly target: ElfSection;
  readonly count: number;
  /** Bytes into the target section. */
  readonly offset: Float64Array;
  readonly symbol: Uint32Array;
  readonly type: Uint32Array;
}

/**
 * The entries of one SHT_REL or SHT_RELA section; addends are left out.
 * @throws BtfError `elf-bad` where an entry names no symbol, or patches what lies behind the section
 */
export function readRelocations(elf: Elf, section: ElfSection, symbols: SymbolTable): Relocations {
  const words = section.type === SHT_RELA ? 3 : 2;
  const entry = words * elf.wordSize;
  if (section.entrySize !== entry)
    throw bad(`relocations of ${section.entrySize} bytes, instead of ${entry}`, section.offset);
  const target = elf.sections[section.info];
  if (!target) throw bad(`section ${section.info}, said to be relocated, is not there`, section.offset);
  const bytes = sectionBytes(elf, section);
  const view = dataView(bytes);
  const count = Math.floor(bytes.length / entry);
  const offset = new Float64Array(count);
  const symbol = new Uint32Array(count);
  const type = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++, at += entry) {
    offset[i] = readWord(view, at, elf.wordSize, elf.littleEndian);
    [symbol[i], type[i]] = readInfo(view, at + elf.wordSize, elf);
    const where = section.offset + at;
    if (symbol[i] >= symbols.count)
      throw bad(`relocation ${i} names symbol ${symbol[i]} of ${symbols.count}`, where, { relocation: i });
    if (!(offset[i] < target.size)) {
      const message = `relocation ${i} at ${offset[i]} lies behind the ${target.size} bytes of ${target.name}`;
      throw bad(message, where, { relocation: i });
    }
  }
  return { target, count, offset, symbol, type };
}

function readInfo(view: DataView, at: number, { wordSize, littleEndian }: Elf): [number, number] {
  if (wordSize === 4) {
    const info = view.getUint32(at, littleEndian);
    return [info >>> 8, info & 0xff];
  }
  const [high, low] = littleEndian ? [at + 4, at] : [at, at + 4];
  return [view.getUint32(high, littleEndian), view.getUint32(low, littleEndian)];
}

function bad(message: string, offset: number, details: Record<string, number> = {}): BtfError {
  return new BtfError('elf-bad', message, offset, details);
}
