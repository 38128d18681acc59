/**
 * One parsed BTF blob, stand-alone: the bytes, and where each type's record starts.
 * In: bytes. Out: an index in columns; records are decoded on demand (`decode.ts`). Checks what can be checked without a
 * base: header, sections, record lengths. Leaves to `domain/view`: ids and names that may lie in another blob.
 */

import { hostWords } from '../bytes.ts';
import { BtfError } from '../errors.ts';
import { parseHeader, type BtfHeader } from './header.ts';
import { isUnfit, lastReferrers, recordRoom, type Referrers } from './referrers.ts';
import { StringTable } from './strings.ts';
import { walkTypes } from './type-section.ts';

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
  /** The layout section that tells of unknown kinds, perhaps the base's. */
  private readonly usedLayout: KindLayout | null;
  /** Which walk the lists of referrers must be from to be this blob's; 0 if there was none. */
  private sortedBy = 0;

  private constructor(bytes: Uint8Array, base: Btf | null, sorts: boolean) {
    const header = parseHeader(bytes);
    this.header = header;
    this.bytes = bytes;
    this.strings = parseStrings(bytes, header);
    this.kindLayout = parseKindLayout(bytes, header);
    this.words = hostWords(bytes, header.typeOff, header.typeLen, header.littleEndian);
    this.usedLayout = this.kindLayout ?? base?.kindLayout ?? null;
    const offsets = scratchFor(this.words.length);
    this.typeOffsets = keep(offsets, this.walkTypes(offsets, sorts));
  }

  /**
   * Borrows `bytes` (do not change them afterwards). `base` is asked for its layout section where the blob has unknown
   * kinds and none of its own (libbpf `btf_type_size_unknown`). `toOpen` where all references are going to be checked next
   * (`openBtf`): what that looks at is then sorted in the same walk.
   * @throws BtfError header, section, layout and record rules of libbpf's `btf_new`
   */
  static parse(bytes: Uint8Array, base: Btf | null = null, toOpen = false): Btf {
    return new Btf(bytes, base, toOpen);
  }

  /** Good until another blob is parsed, or asked for its own. */
  get referrers(): Referrers {
    if (this.sortedBy !== lastReferrers.walk) this.walkTypes(scratchFor(this.words.length), true);
    return lastReferrers;
  }

  private walkTypes(offsets: Uint32Array, sorts: boolean): number {
    const count = walkTypes(this.words, this.header, this.usedLayout, offsets, lastReferrers, sorts);
    if (sorts) this.sortedBy = lastReferrers.walk;
    return count;
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

function scratchFor(words: number): Uint32Array {
  const room = recordRoom(words);
  if (isUnfit(scratch.length, room)) scratch = new Uint32Array(room);
  return scratch;
}

/** Entries of a block that small indexes share. A buffer of its own costs a module about a third of the walk over its types. */
const BLOCK = 1 << 14;
let block = new Uint32Array(0);
let blockUsed = 0;

function keep(offsets: Uint32Array, count: number): Uint32Array {
  // `slice` would clear what it then fills
  if (count > BLOCK >> 2) return new Uint32Array(offsets.subarray(0, count));
  if (blockUsed + count > block.length) {
    block = new Uint32Array(BLOCK);
    blockUsed = 0;
  }
  const kept = block.subarray(blockUsed, blockUsed + count);
  kept.set(offsets.subarray(0, count));
  blockUsed += count;
  return kept;
}
