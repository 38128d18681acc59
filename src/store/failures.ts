/** Failures of questions, in words for a notice. Those that are told of elsewhere need none. */

import { isFailure } from '../protocol/failure.ts';

/** A newer question has taken its place, or the worker is gone, which the worker's own event reports once. */
export function isToldElsewhere(error: unknown): boolean {
  return (
    isFailure(error, 'superseded') || isFailure(error, 'worker-died') || isFailure(error, 'stale-worker')
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
