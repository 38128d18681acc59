/**
 * What an unpacker is.
 * In: packed bytes and a budget. Out: the files inside, each with its path there.
 */

import type { Budget } from './budget.ts';

export interface Packed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

export interface Entry {
  /** Path inside the archive; for a file packed on its own its name without the ending. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @throws BtfError `archive-bad` or `too-large`, after what could be unpacked */
export type Unpacker = (packed: Packed) => AsyncIterable<Entry>;
