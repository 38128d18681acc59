/**
 * Reads what was dropped.
 * In: files as the browser hands them over. Out: their contents one by one, in the order of the drop, while the next are
 * being read. Leaves to `found.ts`: what the bytes are; to the session: what becomes of them.
 */

export interface DroppedFile {
  readonly name: string;
  readonly path: string;
  readonly blob: globalThis.Blob;
}

export interface Item {
  readonly name: string;
  readonly path: string;
  /** What was read, or what went wrong. */
  readonly content: Uint8Array | Error;
}

/** Files read ahead: a read of a small file takes about 1 ms of waiting and next to no work. */
const READ_AHEAD = 16;
/** Bytes read ahead at most, as long as one file is. */
const READ_AHEAD_BYTES = 64 << 20;

/** Ends early, without an error, once `signal` is aborted. */
export async function* readFiles(files: readonly DroppedFile[], signal: AbortSignal): AsyncGenerator<Item> {
  const reads: Promise<Item>[] = [];
  let ahead = 0;
  let next = 0;
  for (const file of files) {
    while (
      next < files.length &&
      (reads.length === 0 || (reads.length < READ_AHEAD && ahead < READ_AHEAD_BYTES))
    ) {
      ahead += files[next].blob.size;
      reads.push(readFile(files[next++]));
    }
    const item = await reads.shift();
    ahead -= file.blob.size;
    if (signal.aborted || !item) return;
    yield item;
  }
}

/** Never rejects: a file that cannot be read is one item among others. */
async function readFile({ name, path, blob }: DroppedFile): Promise<Item> {
  try {
    return { name, path, content: new Uint8Array(await blob.arrayBuffer()) };
  } catch (error) {
    return { name, path, content: error instanceof Error ? error : new Error(String(error)) };
  }
}
