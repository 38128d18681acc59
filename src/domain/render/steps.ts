/**
 * Printing that takes a while, in steps.
 * In: a generator that prints a type or so between two steps. Out: its result, at one go; whoever wants a pause in between
 * runs it himself.
 */

/** Yields how far it is, from 0 to 1. Nothing that others use is half done at a step. */
export type Steps<Result = void> = Generator<number, Result, void>;

/** How many types make a step where most are printed in less time than a step takes. */
export const TYPES_PER_STEP = 16;

export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
