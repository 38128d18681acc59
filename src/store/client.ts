/**
 * What the page knows of the worker: the session's questions, each answered by a promise.
 * In: the session interface, as types only. Out: `SessionClient`, which `protocol` provides and tests fake.
 */

import type { Session } from '../session/api.ts';

export type SessionClient = {
  readonly [Question in keyof Session]: (
    ...args: Parameters<Session[Question]>
  ) => Promise<Awaited<ReturnType<Session[Question]>>>;
};
