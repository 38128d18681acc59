/**
 * The page's side of the port.
 * In: a way to start a worker. Out: every question of the session as a promise that always ends. When the worker dies it is
 * started anew with the files that were open, which are kept here as the browser's handles, not as bytes.
 */

import type { Session } from '../session/api.ts';
import type { OpenFile, OpenProgress, Workspace } from '../session/source-api.ts';
import { failure, type Failure } from './failure.ts';
import { ALONG, type Handed } from './handing.ts';
import { Life, type LifeOptions, type WorkerLike } from './life.ts';
import { KeptFiles } from './kept.ts';
import { QUESTIONS, type ProgressSink, type Question } from './wire.ts';

/** Each question of the session, answered by a promise; rejected with a `Failure`. */
export type SessionClient = {
  readonly [Q in Question]: (...args: Parameters<Session[Q]>) => Promise<Awaited<ReturnType<Session[Q]>>>;
};

export type WorkerEvent =
  /** All open questions have been rejected. `again` tells whether another worker is being started. */
  | { readonly event: 'died'; readonly failure: Failure; readonly again: boolean }
  /** The new worker reads the files again. */
  | { readonly event: 'reopening'; readonly progress: OpenProgress }
  /** What is open now; numbers of sources are new. */
  | { readonly event: 'restarted'; readonly workspace: Workspace };

export interface ConnectOptions extends LifeOptions {
  /** Told of every answer, and how many milliseconds it took. */
  readonly onAnswer: (question: Question, ms: number) => void;
  readonly onWorker: (event: WorkerEvent) => void;
}

const DEFAULTS: ConnectOptions = {
  pingEvery: 5000,
  silence: 30_000,
  onWorker: () => undefined,
  onAnswer: () => undefined,
};

/** Sources of one worker are numbered below those of the next. */
const NUMBERS_PER_LIFE = 1_000_000;
/** Workers started in a row without any of them answering. */
const MAX_STILLBORN = 3;

/** Starts the worker; the page goes on meanwhile. */
export function connect(
  spawn: () => WorkerLike = spawnWorker,
  options: Partial<ConnectOptions> = {},
): SessionClient {
  const connection = new Connection(spawn, { ...DEFAULTS, ...options });
  const entries = QUESTIONS.map((question) => [
    question,
    (...args: unknown[]) => connection.ask(question, args),
  ]);
  return Object.fromEntries(entries) as SessionClient;
}

function spawnWorker(): WorkerLike {
  return new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'btf' });
}

class Connection {
  private readonly spawn: () => WorkerLike;
  private readonly options: ConnectOptions;
  private readonly kept = new KeptFiles();
  private lives = 0;
  private handed = 0;
  private cancels = 0;
  private stillborn = 0;
  private life: Life | null = null;
  private cause: Failure | null = null;

  constructor(spawn: () => WorkerLike, options: ConnectOptions) {
    this.spawn = spawn;
    this.options = options;
    this.start(false);
  }

  async ask(question: Question, args: readonly unknown[]): Promise<unknown> {
    if (!this.life) throw this.cause ?? failure('worker-died', 'there is no worker');
    const { plain, progress } = withoutProgress(question, args);
    const began = performance.now();
    if (question === 'cancelOpen') this.cancels++;
    const { life, cancels } = this;
    const sent = question === 'open' ? await this.handOver(life, plain) : plain;
    const asked = life.ask(question, sent, progress && this.kept.watching(progress));
    // Whoever cancelled while files were on their way did so when the worker had nothing to cancel: once more, behind the question
    if (question === 'open' && this.cancels !== cancels)
      life.ask('cancelOpen', [], null).catch(() => undefined);
    const answer = await asked;
    this.options.onAnswer(question, performance.now() - began);
    this.stillborn = 0;
    this.kept.learn(question, plain, answer);
    return answer;
  }

  /** Many files go ahead of their question. */
  private async handOver(life: Life, args: readonly unknown[]): Promise<readonly unknown[]> {
    const [files, ...rest] = args as [readonly OpenFile[], ...unknown[]];
    if (files.length <= ALONG) return args;
    const { cancels } = this;
    const handed: Handed = { handed: ++this.handed };
    await life.hand(handed.handed, files, () => this.cancels !== cancels);
    return [handed, ...rest];
  }

  /** `again` with the files that were open, unless they brought the last worker down as well. */
  private start(again: boolean): void {
    let life: Life;
    try {
      life = new Life(this.spawn(), this.lives++ * NUMBERS_PER_LIFE + 1, this.options);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.life = null;
      this.cause = failure('worker-died', message);
      this.options.onWorker({ event: 'died', failure: this.cause, again: false });
      return;
    }
    this.life = life;
    let restoring = again;
    void life.ended.then((cause) => this.ended(cause, restoring));
    if (!again) return;
    this.restore().then(
      (workspace) => {
        restoring = false;
        this.options.onWorker({ event: 'restarted', workspace });
      },
      () => undefined,
    );
  }

  private ended(cause: Failure, restoring: boolean): void {
    this.life = null;
    this.cause = cause;
    const goOn = cause.code === 'worker-died' && ++this.stillborn < MAX_STILLBORN;
    this.options.onWorker({ event: 'died', failure: cause, again: goOn });
    if (restoring) this.kept.forgetAll();
    if (goOn) this.start(true);
  }

  private async restore(): Promise<Workspace> {
    const { jobs, wanted, kernel } = this.kept.take();
    const progress = (report: OpenProgress): void =>
      this.options.onWorker({ event: 'reopening', progress: report });
    for (const job of jobs) {
      if (job.question === 'open') await this.ask('open', [job.files, progress]);
      else await this.ask('openUrl', [job.url, job.name, progress]);
    }
    let workspace = (await this.ask('workspace', [])) as Workspace;
    const strange = workspace.sources.filter(({ path }) => !wanted.has(path)).map(({ id }) => id);
    if (strange.length > 0) workspace = (await this.ask('removeAll', [strange])) as Workspace;
    const said = kernel(workspace);
    return said ? ((await this.ask('restoreKernel', [said])) as Workspace) : workspace;
  }
}

/** The progress function comes last; everything before it can be cloned. An address is the page's, not the worker's. */
function withoutProgress(
  question: Question,
  args: readonly unknown[],
): { plain: readonly unknown[]; progress: ProgressSink | null } {
  const last = args.at(-1);
  const progress = typeof last === 'function' ? (last as ProgressSink) : null;
  const plain = progress ? args.slice(0, -1) : args;
  if (question !== 'openUrl' || !('document' in globalThis)) return { plain, progress };
  const [url, ...rest] = plain as [string, ...unknown[]];
  return { plain: [new URL(url, document.baseURI).href, ...rest], progress };
}
