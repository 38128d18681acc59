/**
 * Where C text stops, whatever a file says.
 * In: nothing. Out: the limits, and the signal by which a writer leaves when its budget is spent. Kernels from 6.1 to
 * 6.18 stay far below each of them: 6 types in a declaration, 6 inside each other, 31 that wait for one another.
 */

import type { BtfView } from '../../view/view.ts';

/** Pointers, modifiers, arrays and prototypes in one declaration. */
export const MAX_CHAIN = 256;

/** Anonymous types, prototypes and array brackets inside each other. */
export const MAX_NESTING = 128;

/** Types that wait for one another while they are put in order. */
export const MAX_ORDER_DEPTH = 512;

/** What one declaration may take, as in `fileBudget`. */
export const MAX_DECLARATION = 4 << 20;

/** What a step of work counts that prints nothing, in characters: it takes as long as printing so many. */
export const SILENT_STEP = 4;

/** Budget of a whole file's C for each byte of BTF behind it; real kernels take 0.8. */
const CHARACTERS_PER_BYTE = 4;
const MIN_FILE_BUDGET = 4 << 20;
const MAX_FILE_BUDGET = 256 << 20;

/** What C of many types may take: in characters, of which a token counts one more than it has. */
export function fileBudget(view: BtfView): number {
  let bytes = 0;
  for (let part: BtfView | null = view; part; part = part.base) bytes += part.own.byteLength;
  return Math.min(MAX_FILE_BUDGET, Math.max(MIN_FILE_BUDGET, bytes * CHARACTERS_PER_BYTE));
}

/** Unwinds a writer whose budget is spent. It never leaves this room: whoever set the budget catches and marks it. */
export class LimitReached extends Error {}
