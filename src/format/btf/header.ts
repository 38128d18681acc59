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

import { dataView } from '../bytes.ts';
import { BtfError } from '../errors.ts';

const MAGIC = 0xeb9f;
const HEADER_MIN = 24;
const HEADER_WITH_LAYOUT = 32;

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

  const view = dataView(bytes);
  const headerLength = view.getUint32(4, littleEndian);
  if (headerLength > bytes.length || (!littleEndian && headerLength < HEADER_MIN)) {
    throw new BtfError('bad-header-length', `header length ${headerLength} of ${bytes.length} bytes`, 4, {
      headerLength,
    });
  }
  // Nearly every header ends with a field, and then none has to be copied first
  const isWhole = headerLength === HEADER_MIN || headerLength >= HEADER_WITH_LAYOUT;
  const field = isWhole
    ? (at: number) => (at < headerLength ? view.getUint32(at, littleEndian) : 0)
    : headerFields(bytes, headerLength, littleEndian);
  const [typeOff, typeLen, strOff, strLen] = [field(8), field(12), field(16), field(20)];
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
    layout: parseLayoutRange(field(24), field(28), headerLength, typeOff + typeLen, strOff),
  };
}

/** Fields past `headerLength` read as zero: libbpf copies that many bytes into a cleared header. */
function headerFields(
  bytes: Uint8Array,
  headerLength: number,
  littleEndian: boolean,
): (at: number) => number {
  const copy = new Uint8Array(HEADER_WITH_LAYOUT);
  copy.set(bytes.subarray(0, Math.min(headerLength, HEADER_WITH_LAYOUT)));
  const view = dataView(copy);
  return (at) => view.getUint32(at, littleEndian);
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
