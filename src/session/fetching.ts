/**
 * A file that this site serves itself.
 * In: an address. Out: a blob, with the number of bytes on the way.
 */

/** Bytes that have come, and those expected: 0 where the server does not say. */
export type Received = (done: number, total: number) => void;

/** Bytes of a file that is fetched at most; a sample kernel has 10 MB. */
const MAX_BYTES = 2 ** 31;

/** @throws Error with the address and the status; the signal's reason once it is aborted */
export async function fetchBlob(url: string, signal: AbortSignal, received: Received): Promise<Blob> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`.trim());
  if (!response.body) return response.blob();
  // Of a response that is packed for the way, the length says nothing of what comes out
  const isPlain = !response.headers.get('content-encoding');
  const total = isPlain ? Number(response.headers.get('content-length')) || 0 : 0;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    done += read.value.length;
    if (done > MAX_BYTES) throw new Error(`${url}: larger than ${MAX_BYTES} bytes`);
    received(done, total);
  }
  return new Blob(chunks);
}
