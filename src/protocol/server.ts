/**
 * The worker's side of the port.
 * In: questions by name. Out: the session's answers, or failures as data. Knows no BTF; never leaves a question unanswered.
 */

import * as Comlink from 'comlink';
import { BtfError } from '../format/errors.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/api.ts';
import type { SourceId } from '../session/source-api.ts';
import { BUILD_ID } from './build.ts';
import type { FailureData } from './failure.ts';
import { HeldFiles } from './handing.ts';
import { ToldSources } from './told-sources.ts';
import { isQuestion, type Answer, type ProgressSink, type Report, type Wire } from './wire.ts';

/** Answers on `endpoint` (the worker itself by default) with sessions that `start` makes. */
export function serve(start: (firstSource: SourceId) => Session, endpoint?: Comlink.Endpoint): void {
  let session: Session | null = null;
  const held = new HeldFiles();
  const told = new ToldSources();
  const wire: Wire = {
    hello(firstSource) {
      session ??= start(firstSource);
      return BUILD_ID;
    },
    ping: () => true,
    hand: (job, files) => held.add(job, files),
    ask: (question, args, progress) => answer(session, told, question, held.take(args), progress),
  };
  Comlink.expose(wire, endpoint);
}

type Method = (...args: unknown[]) => unknown;

async function answer(
  session: Session | null,
  told: ToldSources,
  question: string,
  args: readonly unknown[],
  progress: ProgressSink | null,
): Promise<Answer> {
  const reports = new Reports(progress, told);
  const given = await settle(session, question, [...args, ...reports.argument]);
  await reports.end();
  return given.ok ? { ok: true, value: told.shorten(given.value).value } : given;
}

async function settle(session: Session | null, question: string, args: readonly unknown[]): Promise<Answer> {
  try {
    if (!session || !isQuestion(question)) throw new Error(`no such question: ${question}`);
    const method: Method = session[question].bind(session) as Method;
    return { ok: true, value: await method(...args) };
  } catch (error) {
    return { ok: false, failure: describe(error) };
  }
}

/** Progress has a port of its own: without care the last report would come after the answer. */
class Reports {
  private readonly sink: ProgressSink | null;
  private readonly told: ToldSources;
  private last: unknown = null;

  constructor(sink: ProgressSink | null, told: ToldSources) {
    this.sink = sink;
    this.told = told;
  }

  /** What a question with progress gets as its last argument. */
  get argument(): [ProgressSink] | [] {
    const { sink, told } = this;
    if (!sink) return [];
    const send = async (report: Report): Promise<unknown> => {
      const { value, taken } = told.shorten(report);
      const answer: unknown = await sink(value as Report);
      taken();
      return answer;
    };
    return [
      (report) => {
        const sent = send(report);
        // Whoever waits for it sees what became of it; nobody has to
        sent.catch(() => undefined);
        return (this.last = sent);
      },
    ];
  }

  /** The proxied function holds its port open until it is released. */
  async end(): Promise<void> {
    try {
      await this.last;
    } catch {
      // What the page does with a report is its own affair
    }
    (this.sink as Partial<Comlink.ProxyMethods> | null)?.[Comlink.releaseProxy]?.();
  }
}

function describe(error: unknown): FailureData {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BtfError)
    return { code: error.code, message, offset: error.offset, details: error.details };
  const code = error instanceof SessionFailure ? error.code : 'internal';
  return { code, message, offset: -1, details: {} };
}
