/**
 * Files that are open already.
 * In: blobs as they come and go. Out: whether the very same bytes are there under the same name. Many modules of a kernel
 * differ in nothing but their name, and each of them is wanted; so is a BPF object beside its copy.
 */

import type { FoundBtf } from '../intake/found.ts';
import type { SourceId } from './source-api.ts';

/** Files of one hash that are compared: that many differ only where somebody wants them to. */
const MAX_COMPARED = 64;

type Content = Pick<FoundBtf, 'btf' | 'object'>;

interface Known {
  readonly id: SourceId;
  readonly name: string;
  readonly content: Content;
}

export class Duplicates {
  private readonly byHash = new Map<number, Known[]>();

  /** The source that is the same, or null. A base is the same under any name. */
  find(name: string, content: Content): SourceId | null {
    const same = (known: Known): boolean =>
      (known.name === name || !isNamed(content)) && haveSameBytes(bytesOf(known.content), bytesOf(content));
    return this.byHash.get(hashOf(name, content))?.slice(-MAX_COMPARED).find(same)?.id ?? null;
  }

  add(id: SourceId, name: string, content: Content): void {
    const hash = hashOf(name, content);
    const known = this.byHash.get(hash);
    if (known) known.push({ id, name, content });
    else this.byHash.set(hash, [{ id, name, content }]);
  }

  remove(id: SourceId, name: string, content: Content): void {
    const hash = hashOf(name, content);
    const left = this.byHash.get(hash)?.filter((known) => known.id !== id) ?? [];
    if (left.length) this.byHash.set(hash, left);
    else this.byHash.delete(hash);
  }
}

/** Two objects may have the same types and other code. */
const bytesOf = ({ object, btf }: Content): Uint8Array => object ?? btf.bytes;

/** Whether it is another one under another name. */
const isNamed = ({ btf, object }: Content): boolean => btf.isSplit || object !== null;

/**
 * FNV-1a over lengths, a sample, and the name where it matters: equal files have it in common, and few others. All bytes of
 * 80 MB would take a tenth of a second, twice; files with the same one are compared to their ends.
 */
function hashOf(name: string, content: Content): number {
  const { object, btf } = content;
  let hash = FNV_START ^ bytesOf(content).length;
  if (isNamed(content))
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), FNV_PRIME);
  return object ? sampled(object, hash) : sampled(btf.strings.bytes, sampled(btf.words, hash));
}

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Each one is a cache miss. */
const SAMPLES = 16;

function sampled(values: Uint8Array | Uint32Array, start: number): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  let hash = Math.imul(start ^ values.length, FNV_PRIME);
  for (let i = 0; i < values.length; i += step) hash = Math.imul(hash ^ values[i], FNV_PRIME);
  return hash;
}

function haveSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
