/**
 * The walk over a type section: where each record starts.
 * In: its words, and a layout section for kinds that this reader does not know. Out: an offset for each record, and the lists
 * of `referrers.ts`. Checks that records follow each other to the end; not what is in them.
 */

import { BtfError } from '../errors.ts';
import type { KindLayout } from './btf.ts';
import type { BtfHeader } from './header.ts';
import {
  byTopByte,
  FIXED_WORDS,
  infoKind,
  infoVlen,
  Kind,
  KNOWN_KINDS,
  TYPE_WORDS,
  VLEN_WORDS,
} from './kinds.ts';
import { NEXT_ENTRY, SHAPES, STEPS, THIRD_IS_ID, type Referrers } from './referrers.ts';

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

/**
 * Records that are read by one call. An engine makes the best code for a function that is called often; for a loop that it
 * finds running it makes other code, which takes half as long again, and may stay with it.
 */
const PIECE = 2048;
/** From so many words on it pays to walk from two places. */
const LONG = 1 << 16;
/** Words that are tried as the start of a record, and records that must then follow each other. */
const [TRIED, IN_A_ROW] = [256, 64];

/** Where a walk is: index of the next record in the words, and where its offset goes. */
interface Cursor {
  at: number;
  count: number;
}

/**
 * Writes the index in `words` of each record to `offsets` from [1], [0] being 0, and returns how many entries that makes;
 * `recordRoom(words.length)` is enough. Where `sorts` is set, makes `referrers` those of this section: a walk waits for each
 * info word, so sorting the records as it goes costs little.
 * @throws BtfError `record-truncated`, `unknown-kind`, `bad-layout-entry`
 */
export function walkTypes(
  words: Uint32Array,
  header: BtfHeader,
  layout: KindLayout | null,
  offsets: Uint32Array,
  referrers: Referrers,
  sorts: boolean,
): number {
  const start = words.length < LONG ? -1 : likelyRecord(words, words.length >>> 1);
  const end = words.length - TYPE_WORDS + 1;
  const walkFrom = (cursor: Cursor, limit: number): Cursor => {
    while (cursor.at < limit) walk(words, header, layout, offsets, cursor, limit, referrers);
    return cursor;
  };
  const begin = (): Cursor => {
    referrers.begin(words.length, sorts);
    return { at: 0, count: 1 };
  };
  offsets[0] = 0;
  let cursor = begin();
  if (start >= 0) {
    const second = walkFromTwoPlaces(words, offsets, cursor, start, referrers);
    walkFrom(cursor, start);
    if (cursor.at === start) join(cursor, second, offsets, referrers.shapes);
    else cursor = begin();
  }
  walkFrom(cursor, end);
  if (cursor.at !== words.length || header.typeLen % 4 !== 0) throw trailingBytes(header, cursor);
  return cursor.count;
}

/**
 * Over records that start before `limit`. All is in 32 bits, as `| 0` tells the engine, and without branches that depend on
 * what a file says.
 */
function walk(
  words: Uint32Array,
  header: BtfHeader,
  layout: KindLayout | null,
  offsets: Uint32Array,
  cursor: Cursor,
  limit: number,
  referrers: Referrers,
): void {
  const { entries, shapes, sorts } = referrers;
  const end = words.length | 0;
  let maxTypeId = referrers.maxTypeId | 0;
  let maxNameOff = referrers.maxNameOff | 0;
  let seen = referrers.seen | 0;
  let at = cursor.at | 0;
  let count = cursor.count | 0;
  const stop = (count + PIECE) | 0;
  while (at < limit && count < stop) {
    const info = words[(at + 1) | 0] | 0;
    const top = info >>> 24;
    const fixed = RECORD_WORDS[top];
    const next =
      fixed === 0
        ? (at + unknownRecordWords(info, header, layout, at, count)) | 0
        : (((((at + fixed) | 0) + (info & ONCE[top])) | 0) + ((info & TWICE[top]) << 1)) | 0;
    if (next > end) throw truncatedRecord(words, header, at, count, next - at);
    if (sorts) {
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
    }
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

/**
 * Where a record ends is known only once its info word has come, so a walk mostly waits; two walks wait at the same time.
 * `first` goes to before `start`, and another, which is returned, from there; what that one found counts if the first comes
 * to that very place, because from there both would go the same way. Leaves to `walk` what is not a plain record, and all
 * errors.
 */
function walkFromTwoPlaces(
  words: Uint32Array,
  offsets: Uint32Array,
  first: Cursor,
  start: number,
  referrers: Referrers,
): Cursor {
  const second: Cursor = { at: start, count: secondEntry(start) };
  for (let before = -1; first.at !== before && first.at < start;) {
    before = first.at;
    if (referrers.sorts) walkBothAndSort(words, offsets, first, second, start, referrers);
    else walkBoth(words, offsets, first, second, start);
  }
  return second;
}

/** Where the second walk puts its records: no record is shorter than `TYPE_WORDS`, so the first one ends below. */
const secondEntry = (start: number): number => Math.ceil(start / TYPE_WORDS) + 3;

/** As `walk`, two records at a time. Stops before a record that either of them cannot pass. */
function walkBoth(
  words: Uint32Array,
  offsets: Uint32Array,
  first: Cursor,
  second: Cursor,
  limit: number,
): void {
  const end = words.length | 0;
  let a = first.at | 0;
  let b = second.at | 0;
  let aCount = first.count | 0;
  let bCount = second.count | 0;
  const stop = (aCount + PIECE) | 0;
  while (a < limit && ((b + TYPE_WORDS) | 0) <= end && aCount < stop) {
    const aInfo = words[(a + 1) | 0] | 0;
    const bInfo = words[(b + 1) | 0] | 0;
    const aTop = aInfo >>> 24;
    const bTop = bInfo >>> 24;
    const aFixed = RECORD_WORDS[aTop];
    const bFixed = RECORD_WORDS[bTop];
    const aNext = (((((a + aFixed) | 0) + (aInfo & ONCE[aTop])) | 0) + ((aInfo & TWICE[aTop]) << 1)) | 0;
    const bNext = (((((b + bFixed) | 0) + (bInfo & ONCE[bTop])) | 0) + ((bInfo & TWICE[bTop]) << 1)) | 0;
    if (aFixed === 0 || bFixed === 0 || aNext > end || bNext > end) break;
    offsets[aCount] = a;
    offsets[bCount] = b;
    aCount = (aCount + 1) | 0;
    bCount = (bCount + 1) | 0;
    a = aNext;
    b = bNext;
  }
  first.at = a;
  first.count = aCount;
  second.at = b;
  second.count = bCount;
}

/** As `walkBoth`, and sorts: in a loop of its own, because a look at whether to sort would cost the sorting a tenth. */
function walkBothAndSort(
  words: Uint32Array,
  offsets: Uint32Array,
  first: Cursor,
  second: Cursor,
  limit: number,
  referrers: Referrers,
): void {
  const { entries, shapes } = referrers;
  const end = words.length | 0;
  let aMaxTypeId = referrers.maxTypeId | 0;
  let aMaxNameOff = referrers.maxNameOff | 0;
  let bMaxTypeId = 0;
  let bMaxNameOff = 0;
  let seen = referrers.seen | 0;
  let a = first.at | 0;
  let b = second.at | 0;
  let aCount = first.count | 0;
  let bCount = second.count | 0;
  const stop = (aCount + PIECE) | 0;
  while (a < limit && ((b + TYPE_WORDS) | 0) <= end && aCount < stop) {
    const aInfo = words[(a + 1) | 0] | 0;
    const bInfo = words[(b + 1) | 0] | 0;
    const aTop = aInfo >>> 24;
    const bTop = bInfo >>> 24;
    const aFixed = RECORD_WORDS[aTop];
    const bFixed = RECORD_WORDS[bTop];
    const aNext = (((((a + aFixed) | 0) + (aInfo & ONCE[aTop])) | 0) + ((aInfo & TWICE[aTop]) << 1)) | 0;
    const bNext = (((((b + bFixed) | 0) + (bInfo & ONCE[bTop])) | 0) + ((bInfo & TWICE[bTop]) << 1)) | 0;
    if (aFixed === 0 || bFixed === 0 || aNext > end || bNext > end) break;
    const aName = words[a] | 0;
    const bName = words[b] | 0;
    const aType = words[(a + 2) | 0] & THIRD_IS_ID[aTop];
    const bType = words[(b + 2) | 0] & THIRD_IS_ID[bTop];
    seen |= aName | bName | aType | bType;
    const aNameBeyond = (aName - aMaxNameOff) | 0;
    const bNameBeyond = (bName - bMaxNameOff) | 0;
    aMaxNameOff = (aMaxNameOff + (aNameBeyond & ~(aNameBeyond >> 31))) | 0;
    bMaxNameOff = (bMaxNameOff + (bNameBeyond & ~(bNameBeyond >> 31))) | 0;
    const aTypeBeyond = (aType - aMaxTypeId) | 0;
    const bTypeBeyond = (bType - bMaxTypeId) | 0;
    aMaxTypeId = (aMaxTypeId + (aTypeBeyond & ~(aTypeBeyond >> 31))) | 0;
    bMaxTypeId = (bMaxTypeId + (bTypeBeyond & ~(bTypeBeyond >> 31))) | 0;
    const aShape = SHAPES[aTop];
    const bShape = SHAPES[bTop];
    shapes[aCount] = aShape;
    shapes[bCount] = bShape;
    const aEntry = NEXT_ENTRY[aShape] | 0;
    entries[aEntry] = a;
    NEXT_ENTRY[aShape] = (aEntry + STEPS[aTop]) | 0;
    const bEntry = NEXT_ENTRY[bShape] | 0;
    entries[bEntry] = b;
    NEXT_ENTRY[bShape] = (bEntry + STEPS[bTop]) | 0;
    offsets[aCount] = a;
    offsets[bCount] = b;
    aCount = (aCount + 1) | 0;
    bCount = (bCount + 1) | 0;
    a = aNext;
    b = bNext;
  }
  first.at = a;
  first.count = aCount;
  second.at = b;
  second.count = bCount;
  referrers.maxTypeId = Math.max(aMaxTypeId, bMaxTypeId);
  referrers.maxNameOff = Math.max(aMaxNameOff, bMaxNameOff);
  referrers.seen = seen;
}

/** Puts what the second walk found behind the first one, which has come to where that began. */
function join(first: Cursor, second: Cursor, offsets: Uint32Array, shapes: Uint8Array): void {
  const from = secondEntry(first.at);
  offsets.copyWithin(first.count, from, second.count);
  shapes.copyWithin(first.count, from, second.count);
  first.count += second.count - from;
  first.at = second.at;
}

/** A place behind `from` at which a record probably starts: some others end there, one behind the other. -1 for none. */
function likelyRecord(words: Uint32Array, from: number): number {
  for (let start = from; start < from + TRIED; start++) {
    let at = start;
    for (let passed = 0; at + TYPE_WORDS <= words.length; passed++) {
      if (passed === IN_A_ROW) return at;
      const info = words[at + 1];
      const top = info >>> 24;
      if (RECORD_WORDS[top] === 0) break;
      at += RECORD_WORDS[top] + (info & ONCE[top]) + (info & TWICE[top]) * 2;
    }
  }
  return -1;
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
