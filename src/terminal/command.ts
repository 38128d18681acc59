/**
 * What a command of the terminal runner is.
 * In: its arguments. Out: text on the two streams, and an exit status.
 */

import { BtfError } from '../format/errors.ts';

export interface Command {
  /** What stands behind `btf` in the usage line. */
  readonly usage: string;
  /** @throws Usage for arguments that make no sense */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Where a command writes; a test takes the place of the terminal. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** Wrong arguments; the runner adds the usage line. */
export class Usage extends Error {}

/** How the runner tells of an error, on one line. */
export interface ErrorReport {
  readonly code: string;
  /** Byte offset in the input; -1 where no single place is to blame. */
  readonly offset: number;
  readonly message: string;
}

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof BtfError) return { code: error.code, offset: error.offset, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: isSystemError(error) ? 'read-failed' : 'internal', offset: -1, message };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
