/**
 * gzip, through the platform's own decoder.
 * In: packed bytes. Out: the one file inside.
 */

import { BtfError } from '../format/errors.ts';
import type { Entry, Packed } from './unpacker.ts';
import { collect, streamOf } from './streams.ts';

export async function* unpackGzip({ name, bytes, budget }: Packed): AsyncGenerator<Entry> {
  const stream = streamOf(bytes).pipeThrough(new DecompressionStream('gzip'));
  yield { name: name.replace(/\.t?gz$/i, (end) => (end === '.tgz' ? '.tar' : '')), bytes: await inflate() };

  async function inflate(): Promise<Uint8Array> {
    try {
      return await collect(stream, budget);
    } catch (error) {
      if (error instanceof BtfError) throw error;
      throw new BtfError('archive-bad', `the gzip data is damaged or cut off: ${String(error)}`);
    }
  }
}
