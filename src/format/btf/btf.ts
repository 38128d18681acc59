/**
 * One parsed BTF blob, stand-alone: the bytes, and where each type's record starts.
 * In: bytes. Out: an index in columns; records are decoded on demand (`decode.ts`). Checks what can be checked without a
 * base: header, sections, record lengths. Leaves to `domain/view`: ids and names that may lie in another blob.
 */

import { hostWords } from '../bytes.ts';
import { BtfError } from '../errors.ts';
import { FIXED_WORDS, infoKind, infoVlen, Kind, KNOWN_KINDS, TYPE_WORDS, VLEN_WORDS } from './kinds.ts';
import { parseHeader, type BtfHeader } from './header.ts';
import { StringTable } from './strings.ts';

/** Id of a type inside its blob, from 1; 0 is void. */
export type LocalTypeId = number & { readonly __number?: 'LocalTypeId' };

/** Lengths that a layout section gives for the kinds it lists, in words; -1 where the entry itself breaks a rule. */
export interface KindLayout {
  readonly count: number;
  readonly fixedWords: Int16Array;
  readonly vlenWords: Int16Array;
}

export class Btf {
  readonly header: BtfHeader;
  /** The type section in host order. */
  readonly words: Uint32Array;
  /** Index into `words` of each record, by local id; [0] stands for void and means nothing. */
  readonly typeOffsets: Uint32Array;
  readonly strings: StringTable;
  readonly kindLayout: KindLayout | null;
  /** The whole blob, as it was given. */
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array, base: Btf | null) {
    const header = parseHeader(bytes);
    this.header = header;
    this.bytes = bytes;
    this.strings = parseStrings(bytes, header);
    this.kindLayout = parseKindLayout(bytes, header);
    this.words = hostWords(bytes, header.typeOff, header.typeLen, header.littleEndian);
    this.typeOffsets = indexTypes(this.words, header, this.kindLayout ?? base?.kindLayout ?? null);
  }

  /**
   * Borrows `bytes` (do not change them afterwards). `base` is asked for its layout section where the blob has unknown
   * kinds and none of its own (libbpf `btf_type_size_unknown`).
   * @throws BtfError header, section, layout and record rules of libbpf's `btf_new`
   */
  static parse(bytes: Uint8Array, base: Btf | null = null): Btf {
    return new Btf(bytes, base);
  }

  /** Number of types in the blob, void excluded. */
  get nrTypes(): number {
    return this.typeOffsets.length - 1;
  }

  /** Bytes of the whole blob. */
  get byteLength(): number {
    return this.bytes.length;
  }

  get littleEndian(): boolean {
    return this.header.littleEndian;
  }

  /**
   * Whether the blob extends a base: the strings of a stand-alone BTF start with the empty one, those of a split BTF do
   * not (libbpf `btf_parse_str_sec`: "did you forget to provide base BTF?").
   */
  get isSplit(): boolean {
    return this.strings.length === 0 || this.strings.bytes[0] !== 0;
  }

  info(local: LocalTypeId): number {
    return this.words[this.typeOffsets[local] + 1];
  }

  /** Byte offset of a record in the blob, for messages. */
  byteOffsetOf(local: LocalTypeId): number {
    return this.header.typeOff + this.typeOffsets[local] * 4;
  }
}

/** An empty section is legal only for a split BTF; who knows the base decides (`validate`). */
function parseStrings(bytes: Uint8Array, { strOff, strLen }: BtfHeader): StringTable {
  const section = bytes.subarray(strOff, strOff + strLen);
  if (strLen > 0x7fffffff || (strLen > 0 && section[strLen - 1] !== 0)) {
    throw new BtfError('strings-bad', 'the string section does not end with NUL', strOff + strLen - 1, {
      strLen,
    });
  }
  return new StringTable(section);
}

/** Entries are `u8 info_sz, u8 elem_sz, u16 flags`, one for each kind from 0; sizes in bytes, multiples of 4. */
function parseKindLayout(bytes: Uint8Array, { layout }: BtfHeader): KindLayout | null {
  if (!layout) return null;
  const count = layout.len >>> 2;
  const kinds = Math.min(count, 128);
  const fixedWords = new Int16Array(kinds);
  const vlenWords = new Int16Array(kinds);
  const words = (size: number): number => (size % 4 === 0 ? size >>> 2 : -1);
  for (let kind = 0; kind < kinds; kind++) {
    fixedWords[kind] = words(bytes[layout.off + kind * 4]);
    vlenWords[kind] = words(bytes[layout.off + kind * 4 + 1]);
  }
  return { count, fixedWords, vlenWords };
}

/** Grows with use and is kept: opening 4,230 modules must not allocate 4,230 scratch arrays. */
let scratch = new Uint32Array(1 << 16);

function indexTypes(words: Uint32Array, header: BtfHeader, layout: KindLayout | null): Uint32Array {
  const end = words.length;
  if (scratch.length < end / TYPE_WORDS + 2) scratch = new Uint32Array(Math.ceil(end / TYPE_WORDS) + 2);
  const offsets = scratch;
  offsets[0] = 0;
  let count = 1;
  let at = 0;
  while (at + TYPE_WORDS <= end) {
    const info = words[at + 1];
    const kind = (info >>> 24) & 0x7f;
    const length =
      kind < KNOWN_KINDS && kind !== Kind.Unknown
        ? FIXED_WORDS[kind] + (info & 0xffffff) * VLEN_WORDS[kind]
        : unknownRecordWords(info, header, layout, at, count);
    if (at + length > end) throw truncatedRecord(words, header, at, count, length);
    offsets[count++] = at;
    at += length;
  }
  if (at !== end || header.typeLen % 4 !== 0) {
    const left = header.typeLen - at * 4;
    throw new BtfError(
      'record-truncated',
      `${left} bytes behind type [${count - 1}] are too few for a record`,
      header.typeOff + at * 4,
      {
        id: count,
      },
    );
  }
  return offsets.slice(0, count);
}

/** libbpf `btf_type_size_unknown`; and `btf_bswap_type_rest`, which swaps no record that it does not know. */
function unknownRecordWords(
  info: number,
  header: BtfHeader,
  layout: KindLayout | null,
  at: number,
  id: number,
): number {
  const kind = infoKind(info);
  const offset = header.typeOff + at * 4;
  if (!layout || kind >= layout.count || !header.littleEndian) {
    const why = layout && kind < layout.count ? 'in a big-endian blob' : 'that no layout section describes';
    throw new BtfError('unknown-kind', `type [${id}] is of kind ${kind} ${why}`, offset, { id, kind });
  }
  const fixed = layout.fixedWords[kind];
  const perVlen = layout.vlenWords[kind];
  if (fixed < 0 || perVlen < 0) {
    throw new BtfError(
      'bad-layout-entry',
      `the layout entry of kind ${kind} gives a size that is no multiple of 4`,
      offset,
      { id, kind },
    );
  }
  return TYPE_WORDS + fixed + infoVlen(info) * perVlen;
}

function truncatedRecord(
  words: Uint32Array,
  header: BtfHeader,
  at: number,
  id: number,
  length: number,
): BtfError {
  const missing = (at + length - words.length) * 4;
  return new BtfError(
    'record-truncated',
    `type [${id}] needs ${missing} more bytes than the type section has`,
    header.typeOff + at * 4,
    { id, kind: infoKind(words[at + 1]), vlen: infoVlen(words[at + 1]), missing },
  );
}
