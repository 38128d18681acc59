/**
 * Files that are open already.
 * In: blobs as they come and go. Out: whether the very same bytes are there under the same name. Many modules of a kernel
 * differ in nothing but their name, and each of them is wanted.
 */

import type { Btf } from '../format/btf/btf.ts';
import type { SourceId } from './api.ts';

/** Files of one hash that are compared: that many differ only where somebody wants them to. */
const MAX_COMPARED = 64;

interface Known {
  readonly id: SourceId;
  readonly name: string;
  readonly btf: Btf;
}

export class Duplicates {
  private readonly byHash = new Map<number, Known[]>();

  /** The source that is the same, or null. A base is the same under any name. */
  find(name: string, btf: Btf): SourceId | null {
    const same = (known: Known): boolean =>
      (known.name === name || !btf.isSplit) && haveSameBytes(known.btf.bytes, btf.bytes);
    return this.byHash.get(hashOf(btf))?.slice(-MAX_COMPARED).find(same)?.id ?? null;
  }

  add(id: SourceId, name: string, btf: Btf): void {
    const hash = hashOf(btf);
    const known = this.byHash.get(hash);
    if (known) known.push({ id, name, btf });
    else this.byHash.set(hash, [{ id, name, btf }]);
  }

  remove(id: SourceId, btf: Btf): void {
    const hash = hashOf(btf);
    const left = this.byHash.get(hash)?.filter((known) => known.id !== id) ?? [];
    if (left.length) this.byHash.set(hash, left);
    else this.byHash.delete(hash);
  }
}

/** FNV-1a over types and strings: equal files have it in common, and few others. */
function hashOf({ words, strings, byteLength }: Btf): number {
  let hash = 0x811c9dc5 ^ byteLength;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  const { bytes } = strings;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

function haveSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
