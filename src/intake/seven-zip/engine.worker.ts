/** A thread for `engine.ts`, so that a package of 100 MB holds nobody up and can be given up half way. */

import * as Comlink from 'comlink';
import { SevenZip, type Extracted } from './engine.ts';

const engine = new SevenZip();

const service = {
  async extract(bytes: Uint8Array, limit: number): Promise<Extracted> {
    const extracted = await engine.extract(bytes, limit);
    return Comlink.transfer(
      extracted,
      extracted.files.map((file) => file.bytes.buffer),
    );
  },
};

export type SevenZipService = typeof service;

Comlink.expose(service);
