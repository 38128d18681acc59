/**
 * The walk over a type section: where each record starts.
 * In: its words, and a layout section for kinds that this reader does not know. Out: an offset for each record, and if they
 * are wanted the lists of `referrers.ts`. Checks that records follow each other to the end; not what is in them.
 */

import { BtfError } from '../errors.ts';
import type { KindLayout } from './btf.ts';
import type { BtfHeader } from './header.ts';
import { FIXED_WORDS, infoKind, infoVlen, Kind, KNOWN_KINDS, TYPE_WORDS, VLEN_WORDS } from './kinds.ts';
import { byTopByte, NEXT_ENTRY, PIECE, SHAPES, STEPS, THIRD_IS_ID, type Referrers } from './referrers.ts';

/** Words of a record before its elements, by the topmost byte of the info word; 0 for an unknown kind. */
const RECORD_WORDS = byTopByte((kind) =>
  kind < KNOWN_KINDS && kind !== Kind.Unknown ? FIXED_WORDS[kind] : 0,
);
/** Words of an element are `vlen & ONCE` and twice `vlen & TWICE`: quicker than a product, and each record waits for it. */
const ONCE = Int32Array.from(
  byTopByte((kind) => VLEN_WORDS[kind] & 1),
  (is) => (is ? 0xffffff : 0),
);
const TWICE = Int32Array.from(
  byTopByte((kind) => VLEN_WORDS[kind] & 2),
  (is) => (is ? 0xffffff : 0),
);

/** Where a walk is: index of the next record in the words, and its local id. */
interface Cursor {
  at: number;
  count: number;
}

/**
 * Writes the index in `words` of each record to `offsets` from [1], [0] being 0, and returns how many entries that makes;
 * room for a third of `words.length` and two more is enough. Fills `referrers`, if they are wanted.
 * @throws BtfError `record-truncated`, `unknown-kind`, `bad-layout-entry`
 */
export function walkTypes(
  words: Uint32Array,
  header: BtfHeader,
  layout: KindLayout | null,
  offsets: Uint32Array,
  referrers: Referrers | null,
): number {
  const cursor: Cursor = { at: 0, count: 1 };
  offsets[0] = 0;
  referrers?.begin(words.length);
  while (cursor.at + TYPE_WORDS <= words.length) {
    if (referrers) walkAndSort(words, header, layout, offsets, cursor, referrers);
    else walk(words, header, layout, offsets, cursor);
  }
  if (cursor.at !== words.length || header.typeLen % 4 !== 0) throw trailingBytes(header, cursor);
  return cursor.count;
}

/** All is in 32 bits, as `| 0` tells the engine, and without branches that depend on what a file says. */
function walk(
  words: Uint32Array,
  header: BtfHeader,
  layout: KindLayout | null,
  offsets: Uint32Array,
  cursor: Cursor,
): void {
  const end = words.length | 0;
  let at = cursor.at | 0;
  let count = cursor.count | 0;
  const stop = (count + PIECE) | 0;
  while (((at + TYPE_WORDS) | 0) <= end && count < stop) {
    const info = words[(at + 1) | 0] | 0;
    const top = info >>> 24;
    const fixed = RECORD_WORDS[top];
    const next =
      fixed === 0
        ? (at + unknownRecordWords(info, header, layout, at, count)) | 0
        : (((((at + fixed) | 0) + (info & ONCE[top])) | 0) + ((info & TWICE[top]) << 1)) | 0;
    if (next > end) throw truncatedRecord(words, header, at, count, next - at);
    offsets[count] = at;
    count = (count + 1) | 0;
    at = next;
  }
  cursor.at = at;
  cursor.count = count;
}

/** As `walk`, and sorts. What that does more costs nearly nothing, because a walk waits for each info word. */
function walkAndSort(
  words: Uint32Array,
  header: BtfHeader,
  layout: KindLayout | null,
  offsets: Uint32Array,
  cursor: Cursor,
  referrers: Referrers,
): void {
  const { entries, shapes } = referrers;
  const end = words.length | 0;
  let maxTypeId = referrers.maxTypeId | 0;
  let maxNameOff = referrers.maxNameOff | 0;
  let seen = referrers.seen | 0;
  let at = cursor.at | 0;
  let count = cursor.count | 0;
  const stop = (count + PIECE) | 0;
  while (((at + TYPE_WORDS) | 0) <= end && count < stop) {
    const info = words[(at + 1) | 0] | 0;
    const top = info >>> 24;
    const fixed = RECORD_WORDS[top];
    const next =
      fixed === 0
        ? (at + unknownRecordWords(info, header, layout, at, count)) | 0
        : (((((at + fixed) | 0) + (info & ONCE[top])) | 0) + ((info & TWICE[top]) << 1)) | 0;
    if (next > end) throw truncatedRecord(words, header, at, count, next - at);
    const nameOff = words[at] | 0;
    const typeId = words[(at + 2) | 0] & THIRD_IS_ID[top];
    seen |= nameOff | typeId;
    // The greater of two numbers below 2^31; a branch would be foreseen wrongly all the time
    const nameBeyond = (nameOff - maxNameOff) | 0;
    maxNameOff = (maxNameOff + (nameBeyond & ~(nameBeyond >> 31))) | 0;
    const idBeyond = (typeId - maxTypeId) | 0;
    maxTypeId = (maxTypeId + (idBeyond & ~(idBeyond >> 31))) | 0;
    const shape = SHAPES[top];
    shapes[count] = shape;
    const entry = NEXT_ENTRY[shape] | 0;
    entries[entry] = at;
    NEXT_ENTRY[shape] = (entry + STEPS[top]) | 0;
    offsets[count] = at;
    count = (count + 1) | 0;
    at = next;
  }
  cursor.at = at;
  cursor.count = count;
  referrers.maxTypeId = maxTypeId;
  referrers.maxNameOff = maxNameOff;
  referrers.seen = seen;
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

function trailingBytes(header: BtfHeader, { at, count }: Cursor): BtfError {
  const left = header.typeLen - at * 4;
  return new BtfError(
    'record-truncated',
    `${left} bytes behind type [${count - 1}] are too few for a record`,
    header.typeOff + at * 4,
    { id: count },
  );
}
