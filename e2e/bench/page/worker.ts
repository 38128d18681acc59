/**
 * A worker for what is measured beside the parser, without a port between.
 * In: the packed kernel, fetched once. Out: an `Inside`, asked over Comlink.
 */

import * as Comlink from 'comlink';
import { Inside } from '../inside.ts';
import { unpackBytes, type Packed } from '../packed.ts';

let inside: Inside | null = null;

export interface InsideWorker {
  load(packed: Packed, blob: Blob): Promise<void>;
  ask(question: string, args: readonly unknown[]): Promise<unknown>;
}

const worker: InsideWorker = {
  async load(packed, blob) {
    const [base, ...modules] = await unpackBytes(packed, blob);
    inside = new Inside(base, modules);
  },
  async ask(question, args) {
    if (!inside) throw new Error('no kernel is loaded');
    const method = Reflect.get(inside, question) as (...args: readonly unknown[]) => unknown;
    return await method.apply(inside, [...args]);
  },
};

Comlink.expose(worker);
