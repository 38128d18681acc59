/**
 * tar, with pax and GNU long names.
 * In: archive bytes. Out: its regular files one by one; nothing is ever written anywhere, so names need no care.
 */

import { createTarDecoder } from 'modern-tar';
import { BtfError } from '../format/errors.ts';
import type { Entry, Packed } from './unpacker.ts';
import { collect, streamOf } from './streams.ts';

/** An archive that is cut off gives what lies before the cut, then the error. */
export async function* unpackTar({ bytes, budget }: Packed): AsyncGenerator<Entry> {
  const entries = streamOf(bytes)
    .pipeThrough(createTarDecoder({ strict: true }))
    .getReader();
  try {
    for (let read = await entries.read(); !read.done; read = await entries.read()) {
      const { header, body } = read.value;
      budget.takeEntry();
      if ((header.type ?? 'file') === 'file') yield { name: header.name, bytes: await collect(body, budget) };
      else await body.cancel();
    }
  } catch (error) {
    if (error instanceof BtfError) throw error;
    throw new BtfError(
      'archive-bad',
      `the tar archive is damaged: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await entries.cancel().catch(() => undefined);
  }
}
