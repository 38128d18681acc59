/**
 * A session asked as the page asks it, with no port between.
 * In: a session. Out: the protocol's client, in which every question is a promise.
 */

import type { SessionClient } from '../../src/protocol/client.ts';
import { QUESTIONS } from '../../src/protocol/wire.ts';
import type { Session } from '../../src/session/api.ts';

type Method = (...args: unknown[]) => unknown;

export function clientOf(session: Session): SessionClient {
  const entries = QUESTIONS.map((question) => {
    const method = session[question].bind(session) as Method;
    return [question, async (...args: unknown[]): Promise<unknown> => await method(...args)];
  });
  return Object.fromEntries(entries) as SessionClient;
}
