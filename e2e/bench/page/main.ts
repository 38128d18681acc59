/**
 * The bench's own page: the product's client and worker, and beside them a worker that measures inside.
 * In: calls from outside the browser by `bench.inside(...)` and `bench.asking(...)`. Out: what they answer. Holds the kernel as
 * a blob, not as bytes, so that the page's memory is what the product holds. Not part of the product's build.
 */

import * as Comlink from 'comlink';
import { connect } from '../../../src/protocol/client.ts';
import type { OpenFile } from '../../../src/session/source-api.ts';
import { Asking } from '../asking.ts';
import { unpackBlobs, type Packed } from '../packed.ts';
import { renamed } from '../synthetic.ts';
import type { InsideWorker } from './worker.ts';

export class Bench {
  private held: Promise<{ packed: Packed; blob: Blob }> | null = null;
  private worker: { port: Worker; wire: Comlink.Remote<InsideWorker> } | null = null;
  private asker: Asking | null = null;

  /** Asks `Inside`, in a worker that stays until `leaveInside`. */
  async inside(question: string, args: readonly unknown[]): Promise<unknown> {
    if (!this.worker) {
      const port = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      const wire = Comlink.wrap<InsideWorker>(port);
      this.worker = { port, wire };
      const { packed, blob } = await this.kernel();
      await wire.load(packed, blob);
    }
    return this.worker.wire.ask(question, args);
  }

  leaveInside(): void {
    this.worker?.port.terminate();
    this.worker = null;
  }

  /** Asks `Asking`, over the product's port. The session is that of the last `open`. */
  async asking(question: string, args: readonly unknown[]): Promise<unknown> {
    const asker = (this.asker ??= new Asking(connect()));
    const method = Reflect.get(asker, question) as (...args: readonly unknown[]) => Promise<unknown>;
    return method.apply(asker, [...args]);
  }

  /**
   * Files of the base and the first `modules` modules, to be opened by `open`; with `copies` over 1 each module several times
   * under other names, which makes a larger kernel of it.
   */
  async open(modules: number, copies: number): Promise<unknown> {
    const { packed, blob } = await this.kernel();
    const [base, ...all] = unpackBlobs(packed, blob);
    const files: OpenFile[] = [base, ...all.slice(0, modules)];
    for (let copy = 1; copy < copies; copy++) {
      for (const { name, blob } of all.slice(0, modules)) {
        const bytes = renamed(new Uint8Array(await blob.arrayBuffer()), copy);
        files.push({ name: `${name}_${copy}`, path: `${name}_${copy}`, blob: new Blob([bytes]) });
      }
    }
    await this.asking('ready', []);
    return this.asking('open', [files]);
  }

  private kernel(): Promise<{ packed: Packed; blob: Blob }> {
    this.held ??= (async () => {
      const packed = (await (await fetch('./kernel/files.json')).json()) as Packed;
      return { packed, blob: await (await fetch('./kernel/bytes.bin')).blob() };
    })();
    return this.held;
  }
}

Reflect.set(globalThis, 'bench', new Bench());
