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

/** Values of `src` that say what a loader has put into `imm` (kernel uapi/linux/bpf.h). */
export const Pseudo = { MapValue: 2, BtfId: 3, Func: 4, Call: 1, KfuncCall: 2 } as const;

export const CALL = 0x85;
export const LD_IMM64 = 0x18;

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

  codeAt(index: number): number {
    return this.view.getUint8(index * INSN_SIZE);
  }
}

/** A call of another function of the object: not of a helper, and not of a kfunc, which no loader has written yet. */
export const isSubprogCall = ({ code, src, dst, off }: Insn): boolean =>
  code === CALL && src === Pseudo.Call && dst === 0 && off === 0;
