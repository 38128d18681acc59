/**
 * A CO-RE value, written into an instruction.
 * In: the instruction, and what it should hold before and after. Out: what becomes of it, or why it cannot be patched. The
 * rules are libbpf's (`bpf_core_patch_insn`).
 */

import { InsnClass, isMemSize, LD_IMM64, memSizeOf, type Insn } from '../bpf/insn.ts';
import { EINVAL } from './spec.ts';

/** The call that a poisoned instruction becomes: no helper has this number (libbpf: "bad relo", 0xbad2310). */
export const POISON_IMM = 195896080;

export interface RelocationValue {
  readonly original: bigint;
  readonly value: bigint;
  readonly validate: boolean;
  /** Bytes that a load or store of the field moves in the program's type and in the kernel's. */
  readonly originalMemSize: number;
  readonly memSize: number;
  /** The sizes differ for a type that cannot be widened: signed, or no integer at all. */
  readonly memSizeIsWrong: boolean;
}

export interface Patch {
  readonly what: 'ALU/ALU64 imm' | 'LDX/ST/STX off' | 'LDIMM64 imm64';
  /** Modulo 2^64, as libbpf prints them. */
  readonly before: bigint;
  readonly after: bigint;
  /** Bytes moved by a load or store, where that changes too. */
  readonly memSize: { readonly before: number; readonly after: number } | null;
}

export type PatchResult =
  | { readonly state: 'patched'; readonly patch: Patch }
  /** Instead of a wrong load: the field has another size, and is signed or no integer. */
  | { readonly state: 'poisoned'; readonly line: string }
  /** `line` follows libbpf's `prog 'x': relo #0: `. */
  | { readonly state: 'error'; readonly errno: number; readonly line: string };

const ERANGE = -34;
const SHRT_MAX = 32767n;

/** `second` is the other half of an ld_imm64. */
export function patchInsn(insn: Insn, second: Insn | null, index: number, res: RelocationValue): PatchResult {
  switch (insn.code & 7) {
    case InsnClass.Alu:
    case InsnClass.Alu64:
      return patchAlu(insn, index, res);
    case InsnClass.Ldx:
    case InsnClass.St:
    case InsnClass.Stx:
      return patchMem(insn, index, res);
    case InsnClass.Ld:
      return patchImm64(insn, second, index, res);
    default:
      return refuse(
        `trying to relocate unrecognized insn #${index}, code:0x${insn.code.toString(16)}, ` +
          `src:0x${insn.src.toString(16)}, dst:0x${insn.dst.toString(16)}, ` +
          `off:0x${(insn.off >>> 0).toString(16)}, imm:0x${(insn.imm >>> 0).toString(16)}`,
      );
  }
}

const refuse = (line: string, errno = EINVAL): PatchResult => ({ state: 'error', errno, line });

const u64 = (value: number | bigint): bigint => BigInt.asUintN(64, BigInt(value));

function patchAlu(insn: Insn, index: number, res: RelocationValue): PatchResult {
  if ((insn.code & 8) !== 0) return refuse(`insn #${index} has no immediate operand`);
  if (res.validate && u64(insn.imm) !== res.original)
    return refuse(unexpected(index, 'ALU/ALU64', insn.imm, res));
  return patched('ALU/ALU64 imm', insn.imm, res.value);
}

function patchMem(insn: Insn, index: number, res: RelocationValue): PatchResult {
  const what = 'LDX/ST/STX';
  if (res.validate && u64(insn.off) !== res.original) return refuse(unexpected(index, what, insn.off, res));
  if (res.value > SHRT_MAX) return refuse(`insn #${index} (${what}) value too big: ${res.value}`, ERANGE);
  if (res.memSizeIsWrong) {
    const advice = `Make sure you are accessing pointers, unsigned integers, or fields of matching type and size.`;
    return { state: 'poisoned', line: `insn #${index} (${what}) accesses field incorrectly. ${advice}` };
  }
  const result = patched('LDX/ST/STX off', insn.off, res.value);
  if (res.memSize === res.originalMemSize || result.state !== 'patched') return result;
  const moved = memSizeOf(insn);
  if (moved !== res.originalMemSize)
    return refuse(`insn #${index} (${what}) unexpected mem size: got ${moved}, exp ${res.originalMemSize}`);
  if (!isMemSize(res.memSize)) return refuse(`insn #${index} (${what}) invalid new mem size: ${res.memSize}`);
  return {
    state: 'patched',
    patch: { ...result.patch, memSize: { before: moved, after: res.memSize } },
  };
}

function patchImm64(insn: Insn, second: Insn | null, index: number, res: RelocationValue): PatchResult {
  const isWhole =
    insn.code === LD_IMM64 &&
    insn.src === 0 &&
    insn.off === 0 &&
    second !== null &&
    second.code + second.dst + second.src === 0 &&
    second.off === 0;
  if (!isWhole) return refuse(`insn #${index} (LDIMM64) has unexpected form`);
  const imm = BigInt(insn.imm >>> 0) | (BigInt(second.imm >>> 0) << 32n);
  if (res.validate && imm !== res.original) return refuse(unexpected(index, 'LDIMM64', imm, res));
  return patched('LDIMM64 imm64', imm, res.value);
}

const patched = (what: Patch['what'], before: number | bigint, after: bigint): PatchResult => ({
  state: 'patched',
  patch: { what, before: u64(before), after, memSize: null },
});

const unexpected = (index: number, what: string, got: number | bigint, res: RelocationValue): string =>
  `unexpected insn #${index} (${what}) value: got ${got}, exp ${res.original} -> ${res.value}`;
