/**
 * An instruction before and after a loader has relocated it, in words.
 * In: its fields. Out: what the kernel's disassembler prints (kernel/bpf/disasm.c, which bpftool and the verifier's log use;
 * kfuncs by name as the verifier has them, map values as bpftool has them). What only a live kernel knows stands in brackets.
 */

import { CALL, Pseudo } from '../../domain/bpf/insn.ts';
import type { PlannedInsn } from '../../domain/ksym/plan.ts';
import type { InsnRow } from '../ksyms-api.ts';

/** `name`: the kernel's, of what is called or loaded. */
export function insnRow(insn: PlannedInsn, name: string): InsnRow {
  const { code, dst, src, off, imm, hi, fdOf } = insn;
  const text = code === CALL ? callText(insn, name) : loadText(insn, name);
  return { code, dst, src, off, imm, hi, fdOf, text };
}

function callText({ src, imm }: PlannedInsn, name: string): string {
  const number = imm ?? 0;
  if (src === Pseudo.Call) return `call pc${number < 0 ? '' : '+'}${number}`;
  return `call ${src === Pseudo.KfuncCall ? name : 'unknown'}#${number}`;
}

function loadText({ dst, src, imm, hi, fdOf }: PlannedInsn, name: string): string {
  if (src === Pseudo.MapValue && fdOf !== null) return `r${dst} = map[id:<${fdOf}>][0]+${hi ?? 0}`;
  if (imm === null) return `r${dst} = <address of ${name}>`;
  const low = imm >>> 0;
  if (hi === null) return `r${dst} = 0x<fd of ${fdOf ?? 'the module'}>${low.toString(16).padStart(8, '0')}`;
  const value = (BigInt(hi >>> 0) << 32n) | BigInt(low);
  return `r${dst} = 0x${value.toString(16)}`;
}
