/**
 * xz, zstd, bzip2, lzma, zip, 7z, ar, cpio and rpm, through 7-Zip.
 * In: packed bytes. Out: the files inside. Runs in a thread of its own where the platform has them; the program is fetched
 * when the first such file comes.
 */

import * as Comlink from 'comlink';
import { BtfError } from '../../format/errors.ts';
import type { Entry, Packed } from '../unpacker.ts';
import { SevenZip, type Extracted } from './engine.ts';
import type { SevenZipService } from './engine.worker.ts';

export async function* unpackSevenZip({ name, bytes, budget, signal }: Packed): AsyncGenerator<Entry> {
  const { files, complaint, full } = await extract(bytes, budget.left, signal);
  if (full) budget.takeBytes(budget.left + 1);
  for (const file of files) {
    budget.takeEntry();
    budget.takeBytes(file.bytes.length);
    // 7-Zip has no name for a file packed on its own but the one of the packed file
    yield { name: file.path === 'packed~' ? withoutEnding(name) : file.path, bytes: file.bytes };
  }
  if (complaint) throw new BtfError('archive-bad', complaint);
}

const withoutEnding = (name: string): string =>
  name.replace(/\.(t?)(xz|zst|zstd|bz2|lzma|gz)$/i, (_, t: string) => (t ? '.tar' : ''));

interface Thread {
  readonly worker: Worker;
  readonly service: Comlink.Remote<SevenZipService>;
}

let thread: Thread | null = null;
let inline: SevenZip | null = null;

async function extract(bytes: Uint8Array, limit: number, signal: AbortSignal): Promise<Extracted> {
  if (typeof Worker === 'undefined') {
    inline ??= new SevenZip();
    return inline.extract(bytes, limit);
  }
  const { worker, service } = (thread ??= startThread());
  return new Promise((resolve, reject) => {
    const giveUp = (reason: Error): void => {
      worker.terminate();
      thread = null;
      reject(reason);
    };
    const abort = (): void => giveUp(new BtfError('archive-bad', 'unpacking was given up'));
    const fail = (): void =>
      giveUp(new BtfError('archive-bad', 'the unpacker stopped: it may need more memory than there is'));
    signal.addEventListener('abort', abort, { once: true });
    worker.addEventListener('error', fail, { once: true });
    service
      .extract(bytes, limit)
      .finally(() => {
        signal.removeEventListener('abort', abort);
        worker.removeEventListener('error', fail);
      })
      .then(resolve, reject);
  });
}

function startThread(): Thread {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'unpack',
  });
  return { worker, service: Comlink.wrap<SevenZipService>(worker) };
}
