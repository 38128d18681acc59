/**
 * Why a question has no answer, where that is no fault of a file.
 * In: a code. Out: an error that the protocol carries over with its code.
 */

export type FailureCode =
  /** A newer search has taken the place of this one. */
  'superseded';

export class SessionFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'SessionFailure';
    this.code = code;
  }
}
