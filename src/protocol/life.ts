/**
 * One worker from its start to its end.
 * In: a way to start a worker. Out: answers; and once it has died, by an error or by silence, a failure for every question
 * that is still open. Leaves starting the next one to `client.ts`.
 */

import * as Comlink from 'comlink';
import type { OpenFile, SourceId } from '../session/source-api.ts';
import { BUILD_ID } from './build.ts';
import { failure, Failure } from './failure.ts';
import { handOver } from './handing.ts';
import { HeldSources } from './told-sources.ts';
import type { Answer, ProgressSink, Question, Report, Wire } from './wire.ts';

/** What of a `Worker` is needed; a message port with a `terminate` will do. */
export interface WorkerLike extends Comlink.Endpoint {
  terminate(): void;
}

export interface LifeOptions {
  /** Milliseconds between two looks at whether the worker still answers, while it has something to answer. */
  readonly pingEvery: number;
  /** Milliseconds of silence after which it counts as dead. */
  readonly silence: number;
}

export class Life {
  /** Resolves, and never rejects, when the worker is gone. */
  readonly ended: Promise<Failure>;
  private readonly worker: WorkerLike;
  private readonly wire: Comlink.Remote<Wire>;
  /** Null once the worker has greeted. */
  private ready: Promise<unknown> | null;
  private readonly options: LifeOptions;
  private readonly sources = new HeldSources();
  private readonly pending = new Set<(reason: Failure) => void>();
  private end!: (reason: Failure) => void;
  private cause: Failure | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private lastSign = 0;

  constructor(worker: WorkerLike, firstSource: SourceId, options: LifeOptions) {
    this.worker = worker;
    this.options = options;
    this.ended = new Promise((resolve) => (this.end = resolve));
    worker.addEventListener('error', (event) => this.die(failure('worker-died', messageOf(event))));
    worker.addEventListener('messageerror', () =>
      this.die(failure('worker-died', 'a message could not be read')),
    );
    this.wire = Comlink.wrap<Wire>(worker);
    const ready = this.guard(this.greet(firstSource));
    this.ready = ready;
    ready.then(
      () => (this.ready = null),
      () => undefined,
    );
  }

  /** @throws Failure what the session threw, or `worker-died`, or `stale-worker` */
  async ask(question: Question, args: readonly unknown[], progress: ProgressSink | null): Promise<unknown> {
    // Without a pause, so that the worker is at it while the page draws
    if (this.ready) await this.ready;
    const take: ProgressSink | null =
      progress && ((report) => progress(this.sources.restore(report) as Report));
    const answer = await this.guard<Answer>(this.wire.ask(question, args, take ? Comlink.proxy(take) : null));
    if (answer.ok) return this.sources.restore(answer.value);
    throw new Failure(answer.failure);
  }

  /** @throws Failure `worker-died`, or `stale-worker` */
  async hand(job: number, files: readonly OpenFile[], isOver: () => boolean): Promise<void> {
    await this.ready;
    await handOver(files, (some) => this.guard(this.wire.hand(job, some)), isOver);
  }

  /** Rejects what is open and stops the worker; does nothing the second time. */
  die(cause: Failure): void {
    if (this.cause) return;
    this.cause = cause;
    this.watch();
    this.worker.terminate();
    for (const reject of this.pending) reject(cause);
    this.pending.clear();
    this.end(cause);
  }

  private async greet(firstSource: SourceId): Promise<void> {
    const build = await this.wire.hello(firstSource).catch(() => 'an unknown build');
    if (build === BUILD_ID) return;
    this.die(failure('stale-worker', `the page is of build ${BUILD_ID}, its worker of ${build}`));
  }

  /** What is answered or, when the worker dies first, rejected. */
  private guard<T>(answer: Promise<T>): Promise<T> {
    if (this.cause) return Promise.reject(this.cause);
    return new Promise<T>((resolve, reject) => {
      this.pending.add(reject);
      this.watch();
      const settle = (): void => {
        this.pending.delete(reject);
        this.lastSign = Date.now();
        this.watch();
      };
      answer.finally(settle).then(resolve, (error: unknown) => reject(asFailure(error)));
    });
  }

  /** Looks after the worker only while something is open: an idle page has no timers. */
  private watch(): void {
    const needed = this.pending.size > 0 && !this.cause;
    if (needed && this.timer === null) {
      this.lastSign = Date.now();
      this.timer = setInterval(() => this.look(), this.options.pingEvery);
    } else if (!needed && this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }

  private look(): void {
    if (Date.now() - this.lastSign > this.options.silence) {
      this.die(failure('worker-died', `no answer for ${Math.round(this.options.silence / 1000)} seconds`));
      return;
    }
    void this.wire.ping().then(() => (this.lastSign = Date.now()));
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return failure('internal', error instanceof Error ? error.message : String(error));
}

function messageOf(event: unknown): string {
  const { message } = event as { message?: unknown };
  return typeof message === 'string' && message ? message : 'the worker could not be loaded';
}
