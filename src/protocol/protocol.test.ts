/** Client and server over a message channel: values, failures, progress, and the end of a worker. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { BtfError } from '../format/errors.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import type { Session as SessionApi } from '../session/api.ts';
import type { OpenFile } from '../session/source-api.ts';
import { SessionFailure } from '../session/failure.ts';
import { Session } from '../session/session.ts';
import { connect, type WorkerEvent } from './client.ts';
import { isFailure } from './failure.ts';
import type { WorkerLike } from './life.ts';
import { serve } from './server.ts';

/** A worker that lives in this thread: the far end of a channel serves a session. */
class FakeWorker implements WorkerLike {
  terminated = false;
  private readonly port: MessagePort;
  private readonly far: MessagePort;
  private readonly listeners = new Map<string, EventListener>();

  constructor(makeSession: (firstSource: number) => SessionApi) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.far = port2;
    serve(makeSession, port2);
    open.push(this);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }

  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    if (type === 'message') this.port.addEventListener(type, listener);
    else if (typeof listener === 'function') this.listeners.set(type, listener);
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.port.removeEventListener(type, listener);
  }

  start(): void {
    this.port.start();
  }

  terminate(): void {
    this.terminated = true;
    this.port.close();
    this.far.close();
  }

  /** What a browser sends when a worker's script throws where nobody catches. */
  crash(message: string): void {
    this.listeners.get('error')?.(Object.assign(new Event('error'), { message }));
  }

  /** Goes on living, and answers nothing any more. */
  fallSilent(): void {
    this.far.close();
  }
}

const open: FakeWorker[] = [];
afterEach(() => {
  for (const worker of open.splice(0)) worker.terminate();
});

function oneStruct(name: string): OpenFile {
  const base = new BtfBuilder();
  base.addInt('int', 4);
  base.addStruct(name, 4);
  base.addField('field', 1, 0);
  return { name, path: name, blob: new Blob([Uint8Array.from(base.build())]) };
}
const ignore = (): void => undefined;
const start = (firstSource: number): SessionApi => new Session(firstSource);

/** A session of which one question is answered otherwise. */
function sessionWith(change: Partial<SessionApi>): (firstSource: number) => SessionApi {
  return (firstSource) => Object.assign(new Session(firstSource), change);
}

describe('the protocol', () => {
  it('carries many files a few at a time, in their order, and opens them all at once', async () => {
    const opened: string[][] = [];
    const open: SessionApi['open'] = (files) => {
      opened.push(files.map(({ name }) => name));
      const workspace = new Session().workspace();
      return Promise.resolve({ opened: [], cancelled: false, workspace });
    };
    const sizes: number[] = [];
    const worker = new FakeWorker(sessionWith({ open }));
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message, transfer) => {
      const { argumentList } = message as { argumentList?: { value: unknown }[] };
      const files = argumentList?.map(({ value }) => value).find(Array.isArray);
      if (files) sizes.push(files.length);
      post(message, transfer);
    };
    const client = connect(() => worker);
    const names = Array.from({ length: 1000 }, (_, i) => `file ${i}`);
    const files = names.map((name): OpenFile => ({ name, path: name, blob: new Blob([name]) }));
    await Promise.all([client.open(files, ignore), client.open(files.slice(0, 3), ignore)]);
    expect(opened.sort((a, b) => b.length - a.length)).toEqual([names, names.slice(0, 3)]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256);
    expect(sizes.length).toBeGreaterThan(5);
  });

  it('cancels an opening whose files are still on their way', async () => {
    const client = connect(() => new FakeWorker(start));
    const files = Array.from({ length: 500 }, (_, i) => oneStruct(`s${i}`));
    const opening = client.open(files, ignore);
    await client.cancelOpen();
    const { cancelled, workspace } = await opening;
    expect(cancelled).toBe(true);
    expect(workspace.sources.length).toBeLessThan(500);
  });

  it('carries questions, answers and progress', async () => {
    const client = connect(() => new FakeWorker(start));
    const progress = vi.fn();
    const report = await client.open([oneStruct('one')], progress);
    expect(report.workspace.sources[0]).toMatchObject({ id: 1, name: 'one', ownTypes: 2 });
    expect(progress).toHaveBeenCalledWith(expect.objectContaining({ filesTotal: 1 }));
    const page = await client.typePage({ source: 1, id: 2 });
    expect(page?.title).toBe('struct one');
  });

  it('carries a long text in parts, each once the one before has arrived', async () => {
    const wholeText: SessionApi['wholeText'] = async (_source, _text, take) => {
      for (let i = 0; i < 3; i++) {
        sent.push(`part ${i}`);
        await take({ text: `${i}`, done: i / 2 });
      }
      return { cancelled: false };
    };
    const sent: string[] = [];
    const client = connect(() => new FakeWorker(sessionWith({ wholeText })));
    await client.wholeText(1, { form: 'raw' }, ({ text }) => void sent.push(`taken ${text}`));
    expect(sent).toEqual(['part 0', 'taken 0', 'part 1', 'taken 1', 'part 2', 'taken 2']);
  });

  it.each([
    [
      'a broken file',
      new BtfError('bad-type-id', 'no such type', 64, { id: 7 }),
      'bad-type-id',
      64,
      { id: 7 },
    ],
    ['a question that came too late', new SessionFailure('superseded', 'newer'), 'superseded', -1, {}],
    ['a defect', new TypeError('x is undefined'), 'internal', -1, {}],
  ])('rebuilds a failure: %s', async (_what, thrown, code, offset, details) => {
    const rows = (): never => {
      throw thrown;
    };
    const client = connect(() => new FakeWorker(sessionWith({ rows })));
    const error: unknown = await client.rows(1, 0, 1).catch((reason: unknown) => reason);
    expect(isFailure(error, code as BtfError['code'])).toBe(true);
    expect(error).toMatchObject({ message: thrown.message, offset, details });
  });

  it('rejects what cannot be sent back', async () => {
    const workspace = (): never => (() => 1) as never;
    const client = connect(() => new FakeWorker(sessionWith({ workspace })));
    await expect(client.workspace()).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses a worker of another build', async () => {
    const events: WorkerEvent[] = [];
    const spawn = (): WorkerLike => {
      const worker = new FakeWorker(start);
      const post = worker.postMessage.bind(worker);
      // An older worker answers `hello` with its own build
      worker.postMessage = (message, transfer) => {
        const call = message as { path?: string[] };
        post(call.path?.[0] === 'hello' ? { ...call, path: ['ping'] } : call, transfer);
      };
      return worker;
    };
    const client = connect(spawn, { onWorker: (event) => events.push(event) });
    await expect(client.workspace()).rejects.toMatchObject({ code: 'stale-worker' });
    expect(events.map(({ event }) => event)).toEqual(['died']);
    await expect(client.workspace()).rejects.toMatchObject({ code: 'stale-worker' });
  });
});

/** Waits for what the client says of its worker. */
function eventLog(): {
  onWorker: (event: WorkerEvent) => void;
  next: (name: string) => Promise<WorkerEvent>;
} {
  const seen: WorkerEvent[] = [];
  return {
    onWorker: (event) => seen.push(event),
    next: (name) =>
      vi.waitFor(() => {
        const found = seen.find(({ event }) => event === name);
        if (!found) throw new Error(`no ${name} yet`);
        return found;
      }),
  };
}

describe('a worker that dies', () => {
  it('rejects what is open, and comes back with the files that were', async () => {
    const workers: FakeWorker[] = [];
    const log = eventLog();
    const stuck = new Promise<never>(() => undefined);
    const client = connect(() => {
      const worker = new FakeWorker(workers.length ? start : sessionWith({ usedBy: () => stuck }));
      workers.push(worker);
      return worker;
    }, log);
    await client.open([oneStruct('kept'), oneStruct('removed')], ignore);
    await client.remove(2);
    const question = client.usedBy({ source: 1, id: 2 });
    workers[0].crash('out of memory');

    await expect(question).rejects.toMatchObject({ code: 'worker-died', message: 'out of memory' });
    expect(workers[0].terminated).toBe(true);
    const event = await log.next('restarted');
    if (event.event !== 'restarted') return;
    const names = event.workspace.sources.map(({ name, id }) => [name, id > 1000]);
    expect(names).toEqual([['kept', true]]);
    expect((await client.workspace()).sources.map(({ name }) => name)).toEqual(['kept']);
  });

  it('is noticed by its silence', async () => {
    const workers: FakeWorker[] = [];
    const log = eventLog();
    const client = connect(
      () => {
        const worker = new FakeWorker(start);
        workers.push(worker);
        return worker;
      },
      { ...log, pingEvery: 10, silence: 60 },
    );
    await client.workspace();
    workers[0].fallSilent();
    await expect(client.workspace()).rejects.toMatchObject({ code: 'worker-died' });
    await log.next('restarted');
    expect((await client.workspace()).sources).toEqual([]);
  });

  it('does not count as dead while it answers pings', async () => {
    const late = (): Promise<string> => new Promise((resolve) => setTimeout(() => resolve('late'), 200));
    const client = connect(() => new FakeWorker(sessionWith({ text: late })), { pingEvery: 10, silence: 60 });
    await expect(client.text({ source: 1, id: 1 }, { form: 'raw' })).resolves.toBe('late');
  });

  it('is not given the files again that brought it down', async () => {
    const workers: FakeWorker[] = [];
    const log = eventLog();
    const client = connect(() => {
      const fragile = workers.length === 1;
      const worker: FakeWorker = new FakeWorker(
        fragile
          ? sessionWith({
              open: () => {
                worker.crash('again');
                return new Promise(() => undefined);
              },
            })
          : start,
      );
      workers.push(worker);
      return worker;
    }, log);
    await client.open([oneStruct('poison')], ignore);
    workers[0].crash('first');
    const event = await log.next('restarted');
    expect(workers.length).toBe(3);
    expect(event.event === 'restarted' && event.workspace.sources).toEqual([]);
  });

  it('is given up when it cannot be started', async () => {
    const log = eventLog();
    const spawn = vi.fn((): WorkerLike => {
      const worker = new FakeWorker(start);
      queueMicrotask(() => worker.crash('404'));
      return worker;
    });
    const client = connect(spawn, log);
    await expect(client.workspace()).rejects.toMatchObject({ code: 'worker-died' });
    await vi.waitFor(() => expect(spawn).toHaveBeenCalledTimes(3));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(spawn).toHaveBeenCalledTimes(3);
    await expect(client.workspace()).rejects.toMatchObject({ code: 'worker-died', message: '404' });
  });
});

it('says again to a new worker what was said of the kernel', async () => {
  const workers: FakeWorker[] = [];
  const log = eventLog();
  const client = connect(() => {
    const worker = new FakeWorker(start);
    workers.push(worker);
    return worker;
  }, log);
  const base = new BtfBuilder();
  base.addInt('int', 4);
  const named = (name: string, bytes: Uint8Array): OpenFile => {
    return { name, path: name, blob: new Blob([Uint8Array.from(bytes)]) };
  };
  const module = (name: string): OpenFile => {
    const split = base.split();
    split.addStruct(name, 4);
    return named(name, split.build());
  };
  const files = [named('vmlinux', base.build()), module('a'), module('b'), module('c'), oneStruct('other')];
  await client.open(files, ignore);
  await client.chooseKernel(1);
  await client.takeModuleOrder('1: name [c]  size 1B\n2: name [a]  size 1B\n');
  await client.setLoaded([2], false);
  const before = await client.ksymObjects();
  workers[0].crash('out of memory');
  await log.next('restarted');
  const { kernel } = await client.ksymObjects();
  const names = ({ vmlinux, loaded, notLoaded, orderIsKnown }: typeof kernel): unknown => {
    return [vmlinux?.path, loaded, notLoaded, orderIsKnown];
  };
  expect(names(before.kernel)).toEqual(['vmlinux', 1, 2, true]);
  expect(names(kernel)).toEqual(names(before.kernel));
  const modules = (await client.workspace()).sources.filter(({ role }) => role === 'module');
  expect(modules.map(({ name, loaded }) => `${name} ${loaded}`)).toEqual(['c true', 'a false', 'b false']);
});
