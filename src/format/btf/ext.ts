/**
 * `.BTF.ext`: what the compiler says of a program's instructions.
 * In: the bytes of the section. Out: function, line and CO-RE records, grouped by the ELF section they speak of. The rules
 * are libbpf's (`btf_ext_parse`). Leaves names and ids to the object's `.BTF`, and instructions to the object.
 *
 *    0  u16 magic 0xeb9f   4  u32 hdr_len
 *    2  u8  version 1      8  u32 func_info_off, func_info_len     offsets count from the end of the header
 *    3  u8  flags 0       16  u32 line_info_off, line_info_len
 *                         24  u32 core_relo_off, core_relo_len     only if hdr_len says so
 *
 *   each of the three:  u32 rec_size, then for each ELF section  u32 sec_name_off, u32 num_info, num_info records
 */

import { dataView, hostWords } from '../bytes.ts';
import { BtfError } from '../errors.ts';
import type { StrOff, TypeId } from './decode.ts';

/** The records of one kind that belong to one ELF section. */
export interface ExtRecords {
  /** The section's name, in the strings of `.BTF`. */
  readonly nameOff: StrOff;
  readonly count: number;
  /** In host order. */
  readonly words: Uint32Array;
  /** Words from one record to the next. */
  readonly stride: number;
}

export interface BtfExt {
  readonly funcInfo: readonly ExtRecords[];
  readonly lineInfo: readonly ExtRecords[];
  readonly coreRelos: readonly ExtRecords[];
}

export interface CoreRelo {
  /** Bytes from the start of the ELF section. */
  readonly insnOff: number;
  readonly typeId: TypeId;
  /** `0:1:2`, in the strings of `.BTF`. */
  readonly accessStrOff: StrOff;
  /** Number of the kind, `enum bpf_core_relo_kind`. */
  readonly kind: number;
}

export interface FuncInfo {
  /** Bytes from the start of the ELF section. */
  readonly insnOff: number;
  readonly typeId: TypeId;
}

export interface LineInfo {
  /** Bytes from the start of the ELF section. */
  readonly insnOff: number;
  readonly fileNameOff: StrOff;
  readonly lineOff: StrOff;
  readonly line: number;
  readonly column: number;
}

const HEADER_MIN = 24;
const HEADER_WITH_CORE = 32;

/** @throws BtfError `ext-bad` */
export function parseBtfExt(bytes: Uint8Array): BtfExt {
  if (bytes.length < 8) throw bad('the header is cut off', bytes.length);
  const littleEndian = bytes[0] === 0x9f && bytes[1] === 0xeb;
  if (!littleEndian && !(bytes[0] === 0xeb && bytes[1] === 0x9f)) throw bad('no magic 0xeb9f', 0);
  if (bytes[2] !== 1) throw bad(`version ${bytes[2]} instead of 1`, 2);
  if (bytes[3] !== 0) throw bad(`flags 0x${bytes[3].toString(16)} instead of none`, 3);
  const view = dataView(bytes);
  const u32 = (at: number): number => view.getUint32(at, littleEndian);
  const headerLength = u32(4);
  if (headerLength < HEADER_MIN)
    throw bad(`a header of ${headerLength} bytes has no func_info, line_info`, 4);
  if (headerLength >= bytes.length)
    throw bad(`a header of ${headerLength} bytes leaves none of ${bytes.length} for records`, 4);

  const part = (at: number, minimum: number): ExtRecords[] => {
    const range = { off: u32(at), len: u32(at + 4), headerLength, minimum };
    return range.len === 0 ? [] : parseRecords(bytes, littleEndian, range);
  };
  return {
    funcInfo: part(8, 8),
    lineInfo: part(16, 16),
    coreRelos: headerLength >= HEADER_WITH_CORE ? part(24, 16) : [],
  };
}

interface Range {
  readonly off: number;
  readonly len: number;
  readonly headerLength: number;
  /** Bytes of a record that this reader understands; longer ones are newer. */
  readonly minimum: number;
}

function parseRecords(bytes: Uint8Array, littleEndian: boolean, range: Range): ExtRecords[] {
  const start = range.headerLength + range.off;
  const end = start + range.len;
  if (range.off % 4 !== 0) throw bad(`records at ${range.off} are not 4-byte aligned`, start);
  if (end > bytes.length) throw bad(`records at ${start} + ${range.len} end after the section`, start);
  if (range.len < 4) throw bad('the record size is cut off', start);
  const view = dataView(bytes);
  const u32 = (at: number): number => view.getUint32(at, littleEndian);
  const recordSize = u32(start);
  if (recordSize < range.minimum || recordSize % 4 !== 0) throw bad(`records of ${recordSize} bytes`, start);
  if (range.len === 4) throw bad('there are no records', start);

  const groups: ExtRecords[] = [];
  for (let at = start + 4; at < end;) {
    if (end - at < 8) throw bad(`${end - at} bytes are too few for the head of a section`, at);
    const count = u32(at + 4);
    const size = count * recordSize;
    if (count === 0) throw bad('a section without records', at + 4);
    if (size > end - at - 8)
      throw bad(`${count} records of ${recordSize} bytes end after the section`, at + 4);
    const words = hostWords(bytes, at + 8, size, littleEndian);
    groups.push({ nameOff: u32(at), count, words, stride: recordSize / 4 });
    at += 8 + size;
  }
  return groups;
}

export function coreRelo({ words, stride }: ExtRecords, i: number): CoreRelo {
  const at = i * stride;
  return {
    insnOff: words[at],
    typeId: words[at + 1],
    accessStrOff: words[at + 2],
    kind: words[at + 3],
  };
}

export function funcInfo({ words, stride }: ExtRecords, i: number): FuncInfo {
  return { insnOff: words[i * stride], typeId: words[i * stride + 1] };
}

/** Line and column share a word: 22 bits, 10 bits. */
export function lineInfo({ words, stride }: ExtRecords, i: number): LineInfo {
  const at = i * stride;
  const place = words[at + 3];
  return {
    insnOff: words[at],
    fileNameOff: words[at + 1],
    lineOff: words[at + 2],
    line: place >>> 10,
    column: place & 0x3ff,
  };
}

function bad(message: string, offset: number): BtfError {
  return new BtfError('ext-bad', `.BTF.ext: ${message}`, offset);
}
