/**
 * The header of a BTF blob.
 * In: bytes. Out: where the sections are, checked against the bytes and each other.
 *
 *    0  u16 magic 0xeb9f   the order of these two bytes tells the endianness of the rest
 *    2  u8  version        ignored, as libbpf does
 *    3  u8  flags          ignored
 *    4  u32 hdr_len        24; 32 with a layout section; more is skipped
 *    8  u32 type_off       these offsets count from the end of the header
 *   12  u32 type_len
 *   16  u32 str_off
 *   20  u32 str_len
 *   24  u32 layout_off     only if hdr_len says so
 *   28  u32 layout_len
 *
 * The order of checks is libbpf's (`btf_parse_hdr`), so that the same file is refused for the same reason.
 */

import { BtfError } from '../errors.ts';

const MAGIC = 0xeb9f;
const HEADER_MIN = 24;

/** Offsets are absolute, in bytes of the blob; lengths in bytes. */
export interface BtfHeader {
  readonly littleEndian: boolean;
  readonly version: number;
  readonly flags: number;
  readonly headerLength: number;
  readonly typeOff: number;
  readonly typeLen: number;
  readonly strOff: number;
  readonly strLen: number;
  /** Absent when the blob has no layout section. */
  readonly layout: { readonly off: number; readonly len: number } | null;
}

/** Whether the bytes start with BTF's magic, in either order. */
export function hasBtfMagic(bytes: Uint8Array): boolean {
  return endianness(bytes) !== null;
}

function endianness(bytes: Uint8Array): boolean | null {
  if (bytes.length < 2) return null;
  const magic = bytes[0] | (bytes[1] << 8);
  if (magic === MAGIC) return true;
  return bytes[0] === MAGIC >> 8 && bytes[1] === (MAGIC & 0xff) ? false : null;
}

export function parseHeader(bytes: Uint8Array): BtfHeader {
  if (bytes.length < HEADER_MIN) {
    throw new BtfError(
      'truncated-header',
      `a BTF header needs ${HEADER_MIN} bytes, the input has ${bytes.length}`,
      bytes.length,
    );
  }
  const littleEndian = endianness(bytes);
  if (littleEndian === null) throw new BtfError('bad-magic', 'no BTF magic 0xeb9f', 0);

  const headerLength = fieldAt(bytes, 4, HEADER_MIN, littleEndian);
  if (headerLength > bytes.length || (!littleEndian && headerLength < HEADER_MIN)) {
    throw new BtfError('bad-header-length', `header length ${headerLength} of ${bytes.length} bytes`, 4, {
      headerLength,
    });
  }
  const typeOff = fieldAt(bytes, 8, headerLength, littleEndian);
  const typeLen = fieldAt(bytes, 12, headerLength, littleEndian);
  const strOff = fieldAt(bytes, 16, headerLength, littleEndian);
  const strLen = fieldAt(bytes, 20, headerLength, littleEndian);
  const layoutOff = fieldAt(bytes, 24, headerLength, littleEndian);
  const layoutLen = fieldAt(bytes, 28, headerLength, littleEndian);
  const left = bytes.length - headerLength;

  if (strOff + strLen > left) {
    throw new BtfError(
      'section-out-of-range',
      `strings at ${strOff} + ${strLen} end after the ${left} bytes behind the header`,
      16,
      {
        strOff,
        strLen,
      },
    );
  }
  if (typeOff + typeLen > strOff) {
    throw new BtfError(
      'section-overlap',
      `types at ${typeOff} + ${typeLen} reach into the strings at ${strOff}`,
      8,
      {
        typeOff,
        typeLen,
        strOff,
      },
    );
  }
  if (typeOff % 4 !== 0)
    throw new BtfError('section-misaligned', `type section at ${typeOff} is not 4-byte aligned`, 8);

  return {
    littleEndian,
    version: bytes[2],
    flags: bytes[3],
    headerLength,
    typeOff: headerLength + typeOff,
    typeLen,
    strOff: headerLength + strOff,
    strLen,
    layout: parseLayoutRange(layoutOff, layoutLen, headerLength, typeOff + typeLen, strOff),
  };
}

/** Bytes from `headerLength` on read as zero: libbpf copies that many into a cleared header. */
function fieldAt(bytes: Uint8Array, at: number, headerLength: number, littleEndian: boolean): number {
  if (at >= headerLength) return 0;
  const a = bytes[at];
  const b = at + 1 < headerLength ? bytes[at + 1] : 0;
  const c = at + 2 < headerLength ? bytes[at + 2] : 0;
  const d = at + 3 < headerLength ? bytes[at + 3] : 0;
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function parseLayoutRange(
  off: number,
  len: number,
  headerLength: number,
  typesEnd: number,
  strOff: number,
): BtfHeader['layout'] {
  if (len === 0) return null;
  if (off % 4 !== 0)
    throw new BtfError('section-misaligned', `layout section at ${off} is not 4-byte aligned`, 24);
  if (off < typesEnd || off + len > strOff) {
    throw new BtfError(
      'section-overlap',
      `layout section at ${off} + ${len} does not lie between types and strings`,
      24,
      {
        layoutOff: off,
        layoutLen: len,
      },
    );
  }
  if (len % 4 !== 0)
    throw new BtfError(
      'bad-layout-section',
      `layout section of ${len} bytes is no whole number of entries`,
      28,
    );
  return { off: headerLength + off, len };
}
