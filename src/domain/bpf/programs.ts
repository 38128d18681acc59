/**
 * The programs of a BPF object: its functions, each with its part of a code section.
 * In: sections and symbols. Out: programs sorted by place. The rules are libbpf's (`bpf_object__add_programs`).
 */

import { sectionBytes, SHT_PROGBITS, type Elf, type ElfSection } from '../../format/elf/elf.ts';
import { SymbolBinding, SymbolType, type SymbolTable } from '../../format/elf/symbols.ts';
import { BtfError } from '../../format/errors.ts';
import { Code, INSN_SIZE } from './insn.ts';

const SHF_EXECINSTR = 4;

export interface Program {
  readonly name: string;
  readonly sectionIndex: number;
  readonly sectionName: string;
  /** Place of the first instruction in the section, in instructions. */
  readonly insnOff: number;
  readonly code: Code;
  /** A function of `.text`: it is loaded as a part of the programs that call it. */
  readonly isSubprog: boolean;
  /** False for a section whose name starts with `?`: not loaded unless asked for. */
  readonly autoload: boolean;
}

export const isCodeSection = (section: ElfSection): boolean =>
  section.type === SHT_PROGBITS && (section.flags & SHF_EXECINSTR) !== 0 && section.size > 0;

/** @throws BtfError `object-bad` where a function is empty, misaligned or crosses the end of its section */
export function collectPrograms(elf: Elf, symbols: SymbolTable): Program[] {
  const sections = elf.sections.map((section) => (isCodeSection(section) ? section : null));
  const programs: Program[] = [];
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const section = sections[symbols.sectionIndex[symbol]];
    if (section && symbols.type(symbol) === SymbolType.Func)
      programs.push(programOf(elf, symbols, symbol, section));
  }
  return programs.sort((a, b) => a.sectionIndex - b.sectionIndex || a.insnOff - b.insnOff);
}

function programOf(elf: Elf, symbols: SymbolTable, symbol: number, section: ElfSection): Program {
  const name = symbols.name(symbol);
  const [start, size] = [symbols.value[symbol], symbols.size[symbol]];
  const isSubprog = section.name === '.text';
  const complain = (what: string): BtfError =>
    new BtfError('object-bad', `program ${name} in section ${section.name} ${what}`, section.offset, {
      symbol,
    });
  if (size === 0 || size % INSN_SIZE !== 0 || start % INSN_SIZE !== 0)
    throw complain(`has a bad place or size: ${start} + ${size}`);
  if (start + size > section.size) throw complain(`crosses the end of the section: ${start} + ${size}`);
  if (!isSubprog && symbols.binding(symbol) === SymbolBinding.Local)
    throw complain('is static, which only sub-programs in .text can be');
  const bytes = sectionBytes(elf, section).subarray(start, start + size);
  return {
    name,
    sectionIndex: section.index,
    sectionName: section.name,
    insnOff: start / INSN_SIZE,
    code: new Code(bytes, elf.littleEndian),
    isSubprog,
    autoload: !section.name.startsWith('?'),
  };
}

/** Index of the program that holds an instruction of a section; -1 for code that no symbol covers. */
export function programAt(programs: readonly Program[], sectionIndex: number, insn: number): number {
  let [low, high] = [0, programs.length - 1];
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    const program = programs[middle];
    const isBefore =
      program.sectionIndex < sectionIndex ||
      (program.sectionIndex === sectionIndex && program.insnOff <= insn);
    if (isBefore) low = middle;
    else high = middle - 1;
  }
  const program = programs.at(low);
  const holds =
    program?.sectionIndex === sectionIndex &&
    insn >= program.insnOff &&
    insn < program.insnOff + program.code.length;
  return holds ? low : -1;
}
