/**
 * Streams as whole byte arrays, within a budget.
 * In: a stream. Out: its bytes; or `too-large` once there are too many, with the stream cancelled.
 */

import type { Budget } from './budget.ts';

/** @throws BtfError `too-large`; and whatever the stream fails with */
export async function collect(stream: ReadableStream<Uint8Array>, budget: Budget): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      budget.takeBytes(read.value.length);
      chunks.push(read.value);
      length += read.value.length;
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  return join(chunks, length);
}

export function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Bytes as a stream of slices, so that a consumer that stops early has not been handed all of them. */
export function streamOf(bytes: Uint8Array, slice = 1 << 18): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, (at += slice))));
    },
  });
}
