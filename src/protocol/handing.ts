/**
 * Files on their way over the port.
 * In: as many as were dropped. Out: a few at a time, each once the last ones are over, so that no task of the page takes long:
 * to copy the handle of one file takes a browser a tenth of a millisecond and more, and there are thousands. On the other
 * side they are held until the question comes that they belong to.
 */

import type { OpenFile } from '../session/source-api.ts';

/** Stands for the files of an `open` that have gone ahead of it. */
export interface Handed {
  readonly handed: number;
}

export const isHanded = (value: unknown): value is Handed =>
  typeof value === 'object' && value !== null && 'handed' in value;

/** Milliseconds that one task may take to copy handles, and how many it copies at least and at most. */
const TASK = 8;
const [FEWEST, FIRST, MOST] = [4, 16, 256];

/** Up to this many go along with the question. */
export const ALONG = FIRST;

/** Ends early once `isOver`. */
export async function handOver(
  files: readonly OpenFile[],
  send: (some: readonly OpenFile[]) => Promise<unknown>,
  isOver: () => boolean,
): Promise<void> {
  let count = FIRST;
  for (let at = 0; at < files.length && !isOver();) {
    const some = files.slice(at, at + count);
    at += some.length;
    const began = performance.now();
    const sent = send(some);
    const took = Math.max(performance.now() - began, 0.1);
    count = Math.min(Math.max(Math.floor((some.length * TASK) / took), FEWEST), count * 2, MOST);
    await sent;
  }
}

/** The worker's side: files by number of their hand-over. */
export class HeldFiles {
  private readonly byJob = new Map<number, OpenFile[]>();

  add(job: number, files: readonly OpenFile[]): void {
    const held = this.byJob.get(job);
    if (held) held.push(...files);
    else this.byJob.set(job, [...files]);
  }

  /** What stands for files becomes the files; they are held no longer. */
  take(args: readonly unknown[]): readonly unknown[] {
    return args.map((arg) => {
      if (!isHanded(arg)) return arg;
      const files = this.byJob.get(arg.handed) ?? [];
      this.byJob.delete(arg.handed);
      return files;
    });
  }
}
