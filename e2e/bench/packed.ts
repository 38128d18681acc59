/**
 * A kernel on its way to the browser: all files one after the other, and a list of their names and sizes.
 * Four thousand requests would take longer than what is measured.
 */

import type { OpenFile } from '../../src/session/source-api.ts';
import type { KernelFile } from './inside.ts';

/** In the order in which the files follow each other; sizes in bytes. */
export type Packed = readonly { readonly name: string; readonly size: number }[];

export function pack(files: readonly KernelFile[]): { packed: Packed; bytes: Uint8Array } {
  const packed = files.map(({ name, bytes }) => ({ name, size: bytes.length }));
  const bytes = new Uint8Array(packed.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const file of files) {
    bytes.set(file.bytes, at);
    at += file.bytes.length;
  }
  return { packed, bytes };
}

/** As files that were dropped; nothing is read. */
export function unpackBlobs(packed: Packed, blob: Blob): [OpenFile, ...OpenFile[]] {
  let at = 0;
  const [base, ...modules] = packed.map(({ name, size }) => {
    const from = at;
    at += size;
    return { name, path: name, blob: blob.slice(from, at) };
  });
  return [base, ...modules];
}

/** In memory, each in a buffer of its own as a file that was read. */
export async function unpackBytes(packed: Packed, blob: Blob): Promise<[KernelFile, ...KernelFile[]]> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let at = 0;
  const [base, ...modules] = packed.map(({ name, size }) => {
    const from = at;
    at += size;
    return { name, bytes: bytes.slice(from, at) };
  });
  return [base, ...modules];
}
