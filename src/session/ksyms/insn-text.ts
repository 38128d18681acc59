/**
 * An instruction before and after a loader has relocated it, in words.
 * In: its fields. Out: what the kernel's disassembler prints (kernel/bpf/disasm.c, which bpftool and the verifier's log use;
 * kfuncs by name as the verifier has them, map values as bpftool has them). What only a live kernel knows stands in brackets.
 */

import { CALL, InsnClass, LD_IMM64, memSizeOf, Pseudo, type WideInsn } from '../../domain/bpf/insn.ts';
import type { PlannedInsn } from '../../domain/ksym/plan.ts';
import type { InsnRow } from '../ksyms-api.ts';

/** `name`: the kernel's, of what is called or loaded. */
export function insnRow(insn: PlannedInsn, name: string): InsnRow {
  const { code, dst, src, off, imm, hi, fdOf } = insn;
  const text = code === CALL ? callText(insn, name) : loadText(insn, name);
  return { code, dst, src, off, imm, hi, fdOf, text };
}

/** Of what CO-RE relocates: numbers in code, and where loads and stores go. */
export function coreInsnRow(insn: WideInsn): InsnRow {
  return { ...insn, fdOf: null, text: wideText(insn) };
}

function callText({ src, imm }: Pick<PlannedInsn, 'src' | 'imm'>, name: string): string {
  const number = imm ?? 0;
  if (src === Pseudo.Call) return `call pc${number < 0 ? '' : '+'}${number}`;
  return `call ${src === Pseudo.KfuncCall ? name : 'unknown'}#${number}`;
}

function loadText({ dst, src, imm, hi, fdOf }: PlannedInsn, name: string): string {
  if (src === Pseudo.MapValue && fdOf !== null) return `r${dst} = map[id:<${fdOf}>][0]+${hi ?? 0}`;
  if (imm === null) return `r${dst} = <address of ${name}>`;
  const low = imm >>> 0;
  if (hi === null) return `r${dst} = 0x<fd of ${fdOf ?? 'the module'}>${low.toString(16).padStart(8, '0')}`;
  return `r${dst} = ${wideHex(low, hi)}`;
}

const wideHex = (low: number, high: number): string =>
  `0x${((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString(16)}`;

function wideText(insn: WideInsn): string {
  const { code, dst, src, imm, hi } = insn;
  if (code === CALL) return callText(insn, 'kernel function');
  if (code === LD_IMM64) return `r${dst} = ${wideHex(imm, hi ?? 0)}`;
  const unknown = `(${code.toString(16).padStart(2, '0')})`;
  switch (code & 7) {
    case InsnClass.Alu:
    case InsnClass.Alu64:
      return aluText(insn) ?? unknown;
    case InsnClass.Ldx: {
      const letter = MODES.get(code & MODE);
      return letter ? `r${dst} = ${memory(letter, src, insn)}` : unknown;
    }
    case InsnClass.St:
      return (code & MODE) === MEM ? `${memory('u', dst, insn)} = ${imm}` : unknown;
    case InsnClass.Stx:
      if ((code & MODE) === MEM) return `${memory('u', dst, insn)} = r${src}`;
      return atomicText(insn) ?? unknown;
    default:
      return unknown;
  }
}

/** Bits of `code`: how a load or store finds its place. */
const MODE = 0xe0;
const MEM = 0x60;
const ATOMIC = 0xc0;
/** Of loads: plain, and with the sign extended. */
const MODES: ReadonlyMap<number, string> = new Map([
  [MEM, 'u'],
  [0x80, 's'],
]);

/** `*(u64 *)(r1 +8)` */
function memory(letter: string, register: number, insn: WideInsn): string {
  const sign = insn.off < 0 ? '' : '+';
  return `*(${letter}${memSizeOf(insn) * 8} *)(r${register} ${sign}${insn.off})`;
}

/** By the high four bits of `code`; nothing for `neg` and for byte swaps, which hold no number. */
const ALU = ['+=', '-=', '*=', '/=', '|=', '&=', '<<=', '>>=', '', '%=', '^=', '=', 's>>='];

function aluText({ code, dst, src, off, imm }: WideInsn): string | null {
  const operator = ALU.at(code >>> 4);
  const isRegister = (code & 8) !== 0;
  // A move with an offset extends the sign, or casts.
  if (!operator || (operator === '=' && isRegister && off !== 0)) return null;
  const register = (code & 7) === InsnClass.Alu ? 'w' : 'r';
  // An offset makes divisions signed (BPF ISA, version 4).
  const signed = off === 1 && (operator === '/=' || operator === '%=') ? 's' : '';
  return `${register}${dst} ${signed}${operator} ${isRegister ? `${register}${src}` : imm}`;
}

/** Atomic operations that fetch nothing, by `imm`. */
const ATOMICS: ReadonlyMap<number, string> = new Map([
  [0x00, '+='],
  [0x40, '|='],
  [0x50, '&='],
  [0xa0, '^='],
]);

function atomicText(insn: WideInsn): string | null {
  const operator = (insn.code & MODE) === ATOMIC ? ATOMICS.get(insn.imm) : undefined;
  return operator ? `lock ${memory('u', insn.dst, insn)} ${operator} r${insn.src}` : null;
}
