/**
 * Which instructions of a program refer to externs and to sub-programs.
 * In: the relocation sections of code. Out: per program, relocations sorted by instruction. The rules are libbpf's
 * (`bpf_object__collect_prog_relos`, `bpf_program__record_reloc`); maps and data, which need no kernel, are left out.
 */

import type { Elf } from '../../format/elf/elf.ts';
import {
  readRelocations,
  SHN_UNDEF,
  SHT_REL,
  SymbolBinding,
  SymbolType,
  type Relocations,
  type SymbolTable,
} from '../../format/elf/symbols.ts';
import { BtfError } from '../../format/errors.ts';
import { CALL, INSN_SIZE, LD_IMM64 } from './insn.ts';
import { isCodeSection, programAt, type Program } from './programs.ts';

export interface ProgramRelocation {
  /** Instruction of the program, from 0. */
  readonly insn: number;
  readonly symbol: number;
  readonly to: 'extern' | 'subprog-call' | 'subprog-address';
  /** Bytes into `.text`; 0 for an extern. */
  readonly symbolOff: number;
}

export type ProgramRelocations = readonly ProgramRelocation[];

/** @throws BtfError `elf-bad`, `object-bad` where an entry is no whole instruction or one that cannot be relocated */
export function collectRelocations(
  elf: Elf,
  symbols: SymbolTable,
  programs: readonly Program[],
): ProgramRelocation[][] {
  const byProgram = programs.map((): ProgramRelocation[] => []);
  for (const section of elf.sections) {
    const target = elf.sections.at(section.info);
    if (section.type !== SHT_REL || !target || !isCodeSection(target)) continue;
    const relocations = readRelocations(elf, section, symbols);
    for (let i = 0; i < relocations.count; i++) collect(elf, symbols, programs, relocations, i, byProgram);
  }
  for (const list of byProgram) list.sort((a, b) => a.insn - b.insn);
  return byProgram;
}

function collect(
  elf: Elf,
  symbols: SymbolTable,
  programs: readonly Program[],
  { target, offset, symbol: symbolOf }: Relocations,
  i: number,
  byProgram: ProgramRelocation[][],
): void {
  const symbol = symbolOf[i];
  const complain = (what: string): BtfError =>
    new BtfError('object-bad', `relocation ${i} of ${target.name} ${what}`, target.offset + offset[i], {
      symbol,
    });
  if (offset[i] % INSN_SIZE !== 0) throw complain(`at ${offset[i]} is not at an instruction`);
  const symbolSection = symbols.sectionIndex[symbol];
  if (symbolSection >= elf.sections.length)
    throw complain(`names symbol ${symbol} of section ${symbolSection}, which is not there`);
  const index = programAt(programs, target.index, offset[i] / INSN_SIZE);
  // Code of a weak function that another object's took the place of has no program; its relocations stay behind.
  if (index < 0) return;
  const { code, insnOff, name } = programs[index];
  const insn = offset[i] / INSN_SIZE - insnOff;
  const opcode = code.codeAt(insn);
  if (opcode !== CALL && opcode !== LD_IMM64)
    throw complain(`is for instruction ${insn} of ${name}, code 0x${opcode.toString(16)}`);
  if (opcode === LD_IMM64 && insn + 1 >= code.length)
    throw complain(`is for half an instruction, the last of ${name}`);
  const to = isExtern(symbols, symbol) ? 'extern' : subprogReference(elf, symbols, symbol, opcode);
  if (to) byProgram[index].push({ insn, symbol, to, symbolOff: to === 'extern' ? 0 : symbols.value[symbol] });
}

/** What `extern` declares: undefined, visible and without a type (libbpf `sym_is_extern`). */
export function isExtern(symbols: SymbolTable, symbol: number): boolean {
  const binding = symbols.binding(symbol);
  return (
    symbols.sectionIndex[symbol] === SHN_UNDEF &&
    (binding === SymbolBinding.Global || binding === SymbolBinding.Weak) &&
    symbols.type(symbol) === SymbolType.NoType
  );
}

/** Null for a reference to data or a map. */
function subprogReference(
  elf: Elf,
  symbols: SymbolTable,
  symbol: number,
  opcode: number,
): 'subprog-call' | 'subprog-address' | null {
  const section = elf.sections[symbols.sectionIndex[symbol]];
  if (section.name !== '.text' || !isCodeSection(section)) return null;
  if (opcode === CALL) return 'subprog-call';
  const type = symbols.type(symbol);
  return type === SymbolType.Section || type === SymbolType.Func ? 'subprog-address' : null;
}
