/**
 * A BPF object file, as a loader sees it before it knows a kernel.
 * In: the bytes of an ELF file. Out: programs with their code, their relocations against externs and sub-programs, the
 * object's own BTF and its records on instructions. The rules are libbpf's (`bpf_object__elf_collect`). Leaves maps and data
 * alone, and externs to `ksym/externs.ts`.
 */

import { Btf } from '../../format/btf/btf.ts';
import { parseBtfExt, type BtfExt } from '../../format/btf/ext.ts';
import { parseElf, sectionBytes, SHT_PROGBITS, type Elf, type ElfSection } from '../../format/elf/elf.ts';
import { readSymbols, type SymbolTable } from '../../format/elf/symbols.ts';
import { BtfError } from '../../format/errors.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { collectPrograms, type Program } from './programs.ts';
import { collectRelocations, type ProgramRelocations } from './relocations.ts';

const ET_REL = 1;
const EM_BPF = 247;

export interface BpfObject {
  readonly elf: Elf;
  readonly littleEndian: boolean;
  readonly symbols: SymbolTable;
  /** By section, then by place in it; sub-programs included. */
  readonly programs: readonly Program[];
  /** By program, in the order of `programs`. */
  readonly relocations: readonly ProgramRelocations[];
  /** Null for an object without `.BTF`. */
  readonly btf: BtfView | null;
  readonly ext: BtfExt | null;
  /** Why `.BTF.ext` is left out: a loader goes on without it. */
  readonly extError: BtfError | null;
}

/** Whether an ELF file is meant for BPF; a kernel module or vmlinux is not. */
export const isBpfElf = (elf: Elf): boolean => elf.machine === EM_BPF && elf.type === ET_REL;

/** @throws BtfError `elf-bad`, `object-bad`, or a rule of BTF */
export function openBpfObject(bytes: Uint8Array): BpfObject {
  const elf = parseElf(bytes);
  if (elf.type !== ET_REL || (elf.machine !== 0 && elf.machine !== EM_BPF) || elf.wordSize !== 8) {
    const message = `no BPF object: ELF type ${elf.type}, machine ${elf.machine}, ${elf.wordSize * 8} bit`;
    throw new BtfError('object-bad', message, 16, { machine: elf.machine });
  }
  const symbols = readSymbols(elf);
  if (!symbols) throw new BtfError('object-bad', 'there is no symbol table: a stripped object', 0);
  const programs = collectPrograms(elf, symbols);
  const relocations = collectRelocations(elf, symbols, programs);
  const btf = readBtf(elf);
  return { elf, littleEndian: elf.littleEndian, symbols, programs, relocations, btf, ...readExt(elf, btf) };
}

/** Pointers of a BPF program have 8 bytes, whatever its INTs say. */
function readBtf(elf: Elf): BtfView | null {
  const bytes = lastSection(elf, '.BTF');
  return bytes && openBtf(Btf.parse(bytes, null, true), null, 8);
}

function readExt(elf: Elf, btf: BtfView | null): Pick<BpfObject, 'ext' | 'extError'> {
  const bytes = btf && lastSection(elf, '.BTF.ext');
  if (!bytes) return { ext: null, extError: null };
  try {
    return { ext: parseBtfExt(bytes), extError: null };
  } catch (error) {
    if (error instanceof BtfError) return { ext: null, extError: error };
    throw error;
  }
}

function lastSection(elf: Elf, name: string): Uint8Array | null {
  const section: ElfSection | undefined = elf.sections.findLast((one) => one.name === name);
  if (!section) return null;
  if (section.type !== SHT_PROGBITS)
    throw new BtfError('elf-bad', `section ${name} is of type ${section.type}, not PROGBITS`, section.offset);
  return sectionBytes(elf, section);
}
