/**
 * One question to the worker and its answer.
 * In: a key that names the question, and how to ask it. Out: the answer; while a newer one is on its way the older one
 * stays, marked stale, so that panes do not empty and fill again. A question asked too late is never shown.
 */

import { useLayoutEffect, useState } from 'react';

export interface Answer<Value> {
  readonly value: Value | null;
  /** Whether the value answers an earlier question than the present one. */
  readonly stale: boolean;
  /** In words, where the worker could not answer. */
  readonly failure: string | null;
}

interface Held<Value> {
  readonly key: string;
  readonly value: Value | null;
  readonly failure: string | null;
}

/** `known`: the answer, where it is there already; then nothing is asked. */
export function useAnswer<Value>(
  key: string,
  ask: () => Promise<Value>,
  known: Value | null = null,
): Answer<Value> {
  const [last, hold] = useState<Held<Value>>({ key: '', value: null, failure: null });
  let held = last;
  if (known !== null && last.key !== key) hold((held = { key, value: known, failure: null }));
  useLayoutEffect(() => {
    if (known !== null) return;
    let wanted = true;
    ask().then(
      (value) => wanted && hold({ key, value, failure: null }),
      (error: unknown) => {
        if (wanted)
          hold({ key, value: null, failure: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      wanted = false;
    };
    // The key names the question; `ask` is a new closure on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return { value: held.value, stale: held.key !== key, failure: held.failure };
}
