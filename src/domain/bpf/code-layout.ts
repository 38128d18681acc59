/**
 * The final code of each program: its own instructions, and behind them the sub-programs that it calls.
 * In: an object. Out: per entry program, which function starts at which instruction. The order is libbpf's
 * (`bpf_object__reloc_code`): each sub-program is appended when the first call of it is met, then searched itself.
 */

import { BtfError } from '../../format/errors.ts';
import { CALL, INSN_SIZE, isSubprogCall } from './insn.ts';
import type { BpfObject } from './object.ts';
import { programAt, type Program } from './programs.ts';
import type { ProgramRelocation } from './relocations.ts';

/** A function inside the final code. */
export interface Part {
  /** Index in the object's programs. */
  readonly program: number;
  /** Instruction of the final code that it starts at. */
  readonly at: number;
}

export interface FinalCode {
  readonly entry: Program;
  /** The entry program first. */
  readonly parts: readonly Part[];
}

/** Instructions over all programs, sub-programs counted in each: a kernel takes a million in one. */
const MAX_INSNS = 1 << 24;
/** Calls within calls; a kernel takes 8. */
const MAX_DEPTH = 512;

/** @throws BtfError `object-bad` where calls are nested or the code grows beyond anything a kernel takes */
export function layOutCode(object: BpfObject): FinalCode[] {
  const { programs } = object;
  const text = programs.find((program) => program.isSubprog)?.sectionIndex ?? -1;
  let insns = 0;

  function append(index: number, parts: Part[], placed: Set<number>, depth: number): void {
    const { name, code } = programs[index];
    const last = parts.at(-1);
    placed.add(index);
    parts.push({ program: index, at: last ? last.at + programs[last.program].code.length : 0 });
    insns += code.length;
    if (depth > MAX_DEPTH || insns > MAX_INSNS)
      throw new BtfError('object-bad', `program ${name} is called in a chain too deep or too long`);
    for (const target of callTargets(object, index)) {
      const callee = text < 0 ? -1 : programAt(programs, text, target);
      if (callee >= 0 && !placed.has(callee)) append(callee, parts, placed, depth + 1);
    }
  }

  return programs.flatMap((entry, index) => {
    if (entry.isSubprog) return [];
    const parts: Part[] = [];
    append(index, parts, new Set(), 0);
    return [{ entry, parts }];
  });
}

/** Instructions of `.text` that a function's calls and address loads lead to, in their order. */
function* callTargets(object: BpfObject, index: number): Generator<number> {
  const { code, insnOff } = object.programs[index];
  const relocations = object.relocations[index];
  for (let insn = 0, next = 0; insn < code.length; insn++) {
    while (next < relocations.length && relocations[next].insn < insn) next++;
    const relocation = relocations.at(next);
    if (relocation?.insn === insn) {
      const target = relocatedTarget(code.at(insn).imm, relocation);
      if (target !== null) yield target;
    } else if (code.codeAt(insn) === CALL) {
      // A static function called from its own section needs no relocation.
      const call = code.at(insn);
      if (isSubprogCall(call)) yield insnOff + insn + call.imm + 1;
    }
  }
}

/** The symbol's place and `imm` add up: for a static function the symbol is the section, for a global one `imm` is -1 or 0. */
function relocatedTarget(imm: number, { to, symbolOff }: ProgramRelocation): number | null {
  if (to === 'subprog-call') return symbolOff / INSN_SIZE + imm + 1;
  return to === 'subprog-address' ? (symbolOff + imm) / INSN_SIZE : null;
}
