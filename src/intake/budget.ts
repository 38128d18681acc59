/**
 * How much one dropped file may become.
 * In: its size. Out: an allowance that unpackers draw on; an archive bomb runs out of it before it hurts. The bounds are
 * far from real files: a kernel package grows 7-fold, the most repetitive vmlinux in xz 20-fold.
 */

import { BtfError } from '../format/errors.ts';

/** Bytes that any file may become. */
const FREE = 256 << 20;
/** What more a byte of the file may become. */
const RATIO = 100;
/** Bytes that no file may become more than. */
const CEILING = 2 ** 31;
const MAX_ENTRIES = 100_000;
/** Archives inside archives: a package, its data, a module packed on its own; and some to spare. */
export const MAX_DEPTH = 6;

export class Budget {
  private bytesLeft: number;
  private entriesLeft = MAX_ENTRIES;
  private readonly bytes: number;

  private readonly signal: AbortSignal | null;

  /** `size` in bytes, as dropped. Nothing is left once `signal` is aborted. */
  constructor(size: number, signal: AbortSignal | null = null) {
    this.signal = signal;
    this.bytes = Math.min(Math.max(FREE, size * RATIO), CEILING);
    this.bytesLeft = this.bytes;
  }

  /** Bytes that may still come. */
  get left(): number {
    return this.bytesLeft;
  }

  /** @throws BtfError `too-large`; the signal's reason once it is aborted */
  takeBytes(count: number): void {
    this.signal?.throwIfAborted();
    this.bytesLeft -= count;
    if (this.bytesLeft < 0)
      throw new BtfError('too-large', `unpacked it is larger than ${this.bytes} bytes`, -1, {
        limit: this.bytes,
      });
  }

  /** @throws BtfError `too-large` */
  takeEntry(): void {
    if (--this.entriesLeft < 0)
      throw new BtfError('too-large', `it holds more than ${MAX_ENTRIES} files`, -1, { limit: MAX_ENTRIES });
  }
}
