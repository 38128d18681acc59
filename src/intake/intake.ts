/**
 * Reads what was dropped.
 * In: files as the browser hands them over. Out: what can be read in them, one leaf at a time in the order of the drop,
 * while the next files are being read. Leaves to `found.ts`: what a leaf holds; to the session: what becomes of it.
 */

import { hasElfMagic } from '../format/elf/elf.ts';
import { BIG_ELF, readElfBtf } from './big-elf.ts';
import { EM_BPF } from './found.ts';
import { unpack, type Fault, type Leaf } from './unpack.ts';

export interface DroppedFile {
  readonly name: string;
  /** Relative to a dropped directory; the name without one. */
  readonly path: string;
  readonly blob: globalThis.Blob;
}

export type Item =
  | ({ readonly item: 'leaf' } & Leaf)
  | ({
      readonly item: 'fault';
      /** Of the platform, not of the content. */ readonly unreadable: boolean;
    } & Fault)
  /** A dropped file is through; `size` in bytes, as dropped. */
  | { readonly item: 'end'; readonly size: number };

/** Files read ahead: a read of a small file takes about 1 ms of waiting and next to no work. */
const READ_AHEAD = 16;
/** Bytes read ahead at most; more only for a single file. */
const READ_AHEAD_BYTES = 64 << 20;

/** Ends early, without an error, once `signal` is aborted. */
export async function* readFiles(files: readonly DroppedFile[], signal: AbortSignal): AsyncGenerator<Item> {
  const reads: Promise<Uint8Array | Error>[] = [];
  const aborted = abortOf(signal);
  let ahead = 0;
  let next = 0;
  for (const { path, blob } of files) {
    while (
      next < files.length &&
      (reads.length === 0 || (reads.length < READ_AHEAD && ahead < READ_AHEAD_BYTES))
    ) {
      ahead += files[next].blob.size;
      reads.push(readBlob(files[next++].blob));
    }
    const content = await Promise.race([reads.shift(), aborted]);
    ahead -= blob.size;
    if (signal.aborted || !content) return;
    if (content instanceof Error) {
      yield { item: 'fault', unreadable: true, path, error: content };
    } else {
      for await (const part of unpack(path, content, signal))
        yield 'bytes' in part ? { item: 'leaf', ...part } : { item: 'fault', unreadable: false, ...part };
    }
    yield { item: 'end', size: blob.size };
  }
}

/** A read that hangs, as of a network drive, must not keep a person who has given up. */
function abortOf(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** Of a BPF object more is wanted than its BTF. */
function hasBtfAlone(head: Uint8Array): boolean {
  const [low, high] = head[5] === 2 ? [head[19], head[18]] : [head[18], head[19]];
  return hasElfMagic(head) && low + high * 256 !== EM_BPF;
}

/** Never rejects: a file that cannot be read is one item among others. */
async function readBlob(blob: globalThis.Blob): Promise<Uint8Array | Error> {
  try {
    if (blob.size >= BIG_ELF && hasBtfAlone(new Uint8Array(await blob.slice(0, 20).arrayBuffer())))
      return await readElfBtf(blob);
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
