/**
 * Who refers to a type: every reference of every record, turned round.
 * In: the parts of a corpus, a slice at a time. Out: for each type the types whose records mention it, each once. Adding
 * parts adds their references to those that are there. What a reference means is for `uses.ts` to say.
 */

import type { Corpus, Gid, Part } from './corpus.ts';
import { Edges } from './edges.ts';
import { addToGroups, NO_GROUPS, Pairs, type Groups } from './groups.ts';

export interface References {
  /** Types below this gid are in, as referrers and as targets. */
  readonly end: Gid;
  /** By type: its referrers, ascending. Some may be gone by now. */
  readonly referrers: Groups;
}

export const NO_REFERENCES: References = { end: 0, referrers: NO_GROUPS };

/** References that are handled between two pauses. */
const STEP = 1 << 15;

/**
 * Yields between steps of a few milliseconds. `end` must be the end of a part; if a part is removed meanwhile, the work is
 * lost and must be begun anew.
 */
export function* buildReferences(corpus: Corpus, end: Gid, before: References): Generator<void, References> {
  const parts = [...corpus.live].filter((part) => part.start >= before.end && part.start < end);
  const pairs = new Pairs();
  yield* collect(parts, end, pairs);
  return { end, referrers: yield* addToGroups(before.referrers, pairs, end) };
}

function* collect(parts: readonly Part[], end: Gid, into: Pairs): Generator<void, void> {
  // By target: its last referrer, for references of one record come together; `end` is no type's number
  const last = new Uint32Array(end).fill(end);
  const edges = new Edges();
  let handled = 0;
  for (const part of parts) {
    for (let gid = part.start; gid < part.start + part.count;) {
      gid = edges.read(part, gid, STEP - handled);
      addEach(edges, last, into);
      handled += edges.length;
      if (handled < STEP) continue;
      handled = 0;
      yield;
    }
  }
}

function addEach({ targets, referrers, length }: Edges, last: Uint32Array, into: Pairs): void {
  for (let i = 0; i < length; i++) {
    const target = targets[i];
    const referrer = referrers[i];
    if (last[target] === referrer) continue;
    last[target] = referrer;
    into.add(target, referrer);
  }
}
