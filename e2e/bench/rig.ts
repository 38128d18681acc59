/**
 * Somewhere to measure: the same questions, answered in Node and in Chromium.
 * `inside` runs where the parser runs, `fresh` starts a session with nothing open.
 */

import type { Asking, Opened } from './asking.ts';
import type { Env } from './figures.ts';
import type { Inside } from './inside.ts';

/** An object asked from elsewhere: every method answers with a promise. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};

export interface Rig {
  readonly env: Env;
  readonly inside: Remote<Inside>;
  /** Frees what `inside` holds; asked again, it starts anew. */
  leaveInside(): Promise<void>;
  fresh(): Promise<Place>;
  close(): Promise<void>;
}

/** One session. */
export interface Place {
  readonly asking: Remote<Omit<Asking, 'open'>>;
  /** Opens the base and the first `modules` modules; each `copies` times, all but the first under other names. */
  readonly open: (modules: number, copies: number) => Promise<Opened>;
  /** Bytes held now, after garbage was collected; null where that cannot be told. */
  readonly memory: () => Promise<number | null>;
  readonly leave: () => Promise<void>;
}

/** Sends every method by its name. */
export function remote<T extends object>(
  ask: (question: string, args: readonly unknown[]) => Promise<unknown>,
): Remote<T> {
  const get = (_target: object, question: string | symbol): unknown =>
    // Who is awaited is asked for `then`
    typeof question === 'string' && question !== 'then'
      ? (...args: unknown[]) => ask(question, args)
      : undefined;
  return new Proxy({}, { get }) as Remote<T>;
}
