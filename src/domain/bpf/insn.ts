/**
 * BPF instructions, as far as loaders touch them.
 * In: the 8 bytes of `struct bpf_insn`. Out: its fields, and which of the few forms it has that are relocated.
 *
 *   u8 code | u8 registers | s16 off | s32 imm     dst is the low nibble of the registers in little endian, the high one in big
 */

import { dataView } from '../../format/bytes.ts';

/** Bytes. */
export const INSN_SIZE = 8;

export interface Insn {
  readonly code: number;
  readonly dst: number;
  readonly src: number;
  readonly off: number;
  readonly imm: number;
}

/** An instruction of 8 or of 16 bytes. */
export interface WideInsn extends Insn {
  /** The `imm` of the second half of an ld_imm64, the upper 32 bits; null for any other instruction. */
  readonly hi: number | null;
}

/** Values of `src` that say what a loader has put into `imm` (kernel uapi/linux/bpf.h). */
export const Pseudo = { MapValue: 2, BtfId: 3, Func: 4, Call: 1, KfuncCall: 2 } as const;

export const CALL = 0x85;
export const LD_IMM64 = 0x18;

/** The low three bits of `code`. */
export const InsnClass = { Ld: 0, Ldx: 1, St: 2, Stx: 3, Alu: 4, Jmp: 5, Jmp32: 6, Alu64: 7 } as const;

/** Bytes that a load or store moves, by its size bits: W, H, B, DW. */
const SIZES = [4, 2, 1, 8];
const SIZE_BITS = 0x18;

/** Bytes, of a load or store. */
export const memSizeOf = ({ code }: Pick<Insn, 'code'>): number => SIZES[(code & SIZE_BITS) >>> 3];

export const isMemSize = (bytes: number): boolean => SIZES.includes(bytes);

/** The code of the same load or store, of so many bytes. */
export const codeOfSize = (code: number, bytes: number): number =>
  (code & ~SIZE_BITS) | (SIZES.indexOf(bytes) << 3);

/** The code of a program or section: instructions by their index. */
export class Code {
  /** Number of instructions. */
  readonly length: number;
  private readonly view: DataView;
  private readonly littleEndian: boolean;

  constructor(bytes: Uint8Array, littleEndian: boolean) {
    this.view = dataView(bytes);
    this.littleEndian = littleEndian;
    this.length = Math.floor(bytes.length / INSN_SIZE);
  }

  at(index: number): Insn {
    const at = index * INSN_SIZE;
    const registers = this.view.getUint8(at + 1);
    const [low, high] = [registers & 0xf, registers >>> 4];
    return {
      code: this.view.getUint8(at),
      dst: this.littleEndian ? low : high,
      src: this.littleEndian ? high : low,
      off: this.view.getInt16(at + 2, this.littleEndian),
      imm: this.view.getInt32(at + 4, this.littleEndian),
    };
  }

  /** The half that is missing at the end of the code reads 0. */
  wideAt(index: number): WideInsn {
    const insn = this.at(index);
    if (insn.code !== LD_IMM64) return { ...insn, hi: null };
    return { ...insn, hi: index + 1 < this.length ? this.at(index + 1).imm : 0 };
  }

  codeAt(index: number): number {
    return this.view.getUint8(index * INSN_SIZE);
  }
}

/** A call of another function of the object: not of a helper, and not of a kfunc, which no loader has written yet. */
export const isSubprogCall = ({ code, src, dst, off }: Insn): boolean =>
  code === CALL && src === Pseudo.Call && dst === 0 && off === 0;
