/**
 * The instruction of a CO-RE relocation, before and after libbpf.
 * In: an object and what became of a relocation of it. Out: the instruction as it stands in the object, and what is written in
 * its place. The rules are libbpf's (`bpf_core_patch_insn`, `bpf_core_poison_insn`).
 */

import { CALL, codeOfSize, LD_IMM64, type WideInsn } from '../bpf/insn.ts';
import type { BpfObject } from '../bpf/object.ts';
import { POISON_IMM, type Patch } from './patch.ts';
import type { CoreResult } from './relocate.ts';

export interface WrittenInsn {
  readonly before: WideInsn;
  /** One, but for a poisoned ld_imm64, each half of which becomes a call. As `before` where nothing is written. */
  readonly after: readonly WideInsn[];
}

export function writtenInsn(object: BpfObject, { relocation, state, patch }: CoreResult): WrittenInsn {
  const { code } = object.programs[relocation.program];
  const before = code.wideAt(relocation.insn);
  if (state === 'poisoned') return { before, after: before.code === LD_IMM64 ? [POISON, POISON] : [POISON] };
  return { before, after: [patch ? patched(before, patch) : before] };
}

const POISON: WideInsn = { code: CALL, dst: 0, src: 0, off: 0, imm: POISON_IMM, hi: null };

function patched(before: WideInsn, { what, after, memSize }: Patch): WideInsn {
  const low = Number(BigInt.asIntN(32, after));
  switch (what) {
    case 'ALU/ALU64 imm':
      return { ...before, imm: low };
    case 'LDIMM64 imm64':
      return { ...before, imm: low, hi: Number(BigInt.asIntN(32, after >> 32n)) };
    case 'LDX/ST/STX off':
      return { ...before, code: memSize ? codeOfSize(before.code, memSize.after) : before.code, off: low };
  }
}
