/**
 * One pass over the text of kallsyms.
 * In: bytes. Out: where in them the fields of each line are. What counts as a line is what libbpf's `fscanf` takes: an
 * address in hex, a letter, a name of at most 499 bytes, and anything up to the end of the line.
 */

import { BtfError } from '../errors.ts';

/** A row per symbol; places are byte offsets in the text. */
export interface Columns {
  readonly count: number;
  /** Halves of the address. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** Character code. */
  readonly type: Uint8Array;
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** Where the part of the name ends that look-ups compare: before `.llvm.` in local data. */
  readonly keyEnd: Uint32Array;
  /** Equal where there is no module. */
  readonly moduleStart: Uint32Array;
  readonly moduleEnd: Uint32Array;
}

const NAME_MAX = 499;
const LF = 10;
const SPACE = 32;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const LOWER_D = 0x64;
const LLVM = [0x2e, 0x6c, 0x6c, 0x76, 0x6d, 0x2e];

/** @throws BtfError `kallsyms-bad` with the offset of the first line that is no symbol */
export function scanKallsyms(bytes: Uint8Array): Columns {
  const columns = allocate(countLines(bytes));
  let count = 0;
  for (let at = skipBlank(bytes, 0); at < bytes.length; at = skipBlank(bytes, at)) {
    at = scanLine(bytes, at, count++, columns);
  }
  return { ...columns, count };
}

function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

function allocate(rows: number): Columns {
  const words = (): Uint32Array => new Uint32Array(rows);
  return {
    count: rows,
    low: words(),
    high: words(),
    type: new Uint8Array(rows),
    nameStart: words(),
    nameEnd: words(),
    keyEnd: words(),
    moduleStart: words(),
    moduleEnd: words(),
  };
}

/** Tab, line ends and the like; `isspace` in the C locale. */
const isBlank = (byte: number): boolean => byte === SPACE || (byte >= 9 && byte <= 13);

export function skipBlank(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && isBlank(bytes[at])) at++;
  return at;
}

/** @returns where the line ends */
function scanLine(bytes: Uint8Array, start: number, row: number, columns: Columns): number {
  const lineEnd = bytes.indexOf(LF, start);
  const end = lineEnd < 0 ? bytes.length : lineEnd;
  let at = start;
  let low = 0;
  let high = 0;
  for (let digit = hexDigit(bytes[at]); digit >= 0; digit = hexDigit(bytes[++at])) {
    high = ((high << 4) | (low >>> 28)) >>> 0;
    low = ((low << 4) | digit) >>> 0;
  }
  if (at === start || at - start > 16) throw bad(start, 'does not start with an address');
  const typeAt = skipBlank(bytes, at);
  const nameStart = skipBlank(bytes, typeAt + 1);
  let nameEnd = nameStart;
  while (nameEnd < end && !isBlank(bytes[nameEnd])) nameEnd++;
  if (typeAt === at || nameStart >= end) throw bad(start, 'has no type and name');

  columns.low[row] = low;
  columns.high[row] = high;
  columns.type[row] = bytes[typeAt];
  columns.nameStart[row] = nameStart;
  columns.nameEnd[row] = Math.min(nameEnd, nameStart + NAME_MAX);
  columns.keyEnd[row] = keyEnd(bytes, nameStart, columns.nameEnd[row], bytes[typeAt]);
  scanModule(bytes, nameEnd, end, row, columns);
  return end;
}

/** -1 for anything else, the end of the text included. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function scanModule(bytes: Uint8Array, from: number, end: number, row: number, columns: Columns): void {
  const open = skipBlank(bytes, from);
  if (open >= end || bytes[open] !== OPEN) return;
  let close = open + 1;
  while (close < end && bytes[close] !== CLOSE) close++;
  if (close === end) return;
  columns.moduleStart[row] = open + 1;
  columns.moduleEnd[row] = close;
}

function keyEnd(bytes: Uint8Array, start: number, end: number, type: number): number {
  if (type !== LOWER_D) return end;
  for (let at = start; at + LLVM.length <= end; at++) {
    if (bytes[at] === LLVM[0] && LLVM.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return end;
}

function bad(offset: number, what: string): BtfError {
  return new BtfError('kallsyms-bad', `a line ${what}`, offset);
}
