/**
 * What a promise of the client is rejected with.
 * In: whatever was thrown on the worker's side, as plain data. Out: an error that knows its code, offset and details.
 */

import type { BtfErrorCode, ErrorDetails } from '../format/errors.ts';
import type { FailureCode as SessionFailureCode } from '../session/failure.ts';

export type FailureCode =
  | BtfErrorCode
  | SessionFailureCode
  /** The worker stopped while the question was under way, or could not be started. */
  | 'worker-died'
  /** The worker's script is of another build than the page. */
  | 'stale-worker'
  /** A defect of this program. */
  | 'internal';

/** A failure as it crosses the port. */
export interface FailureData {
  readonly code: FailureCode;
  readonly message: string;
  /** Byte offset in the input; -1 where no single place is to blame. */
  readonly offset: number;
  readonly details: ErrorDetails;
}

export class Failure extends Error implements FailureData {
  readonly code: FailureCode;
  readonly offset: number;
  readonly details: ErrorDetails;

  constructor({ code, message, offset, details }: FailureData) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.offset = offset;
    this.details = details;
  }
}

export function failure(code: FailureCode, message: string): Failure {
  return new Failure({ code, message, offset: -1, details: {} });
}

export function isFailure(error: unknown, code?: FailureCode): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code);
}
