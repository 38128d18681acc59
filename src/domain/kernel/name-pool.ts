/**
 * Distinct names, each once.
 * In: bytes up to a NUL. Out: a number, the same for the same bytes. The names lie one behind the other in one array, and
 * a table of their hashes finds them again. Knows no types; how long a name may be is the caller's to say.
 */

import { grownBytes, grownWords } from './columns.ts';

/** The empty name. */
export const NO_NAME = 0;

const FIRST_TABLE = 1 << 12;

/** Drawn anew for each run, so that no file can be made whose names all fall into one slot. */
const SEED = (Math.random() * 2 ** 32) >>> 0;

export class NamePool {
  /** All names without their NULs. Longer than what is in use; replaced when it grows. */
  bytes: Uint8Array = new Uint8Array(1 << 14);
  /** By name: where it starts; one more entry says where the last one ends. Replaced when it grows. */
  starts: Uint32Array = new Uint32Array(1 << 10);
  /**
   * Open addressing, half empty at least. A slot is two words: the number of a name, or 0, which is never looked for; and
   * the hash, beside it because each look elsewhere is a cache miss.
   */
  private table = new Uint32Array(FIRST_TABLE * 2);
  private names = 1;

  /** Distinct names so far, the empty one included. */
  get count(): number {
    return this.names;
  }

  /** Bytes of all names together. */
  get byteCount(): number {
    return this.starts[this.names];
  }

  lengthOf(name: number): number {
    return this.starts[name + 1] - this.starts[name];
  }

  bytesOf(name: number): Uint8Array {
    return this.bytes.subarray(this.starts[name], this.starts[name + 1]);
  }

  /** The number of what `from` holds from `at` up to a NUL, the end, or `limit` bytes, whatever comes first. */
  intern(from: Uint8Array, at: number, limit: number): number {
    const stop = Math.min(from.length, at + limit);
    let hash = SEED;
    let end = at;
    for (; end < stop; end++) {
      const byte = from[end];
      if (byte === 0) break;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    if (end <= at) return NO_NAME;
    hash = scrambled(hash);
    const slot = this.slotOf(from, at, end - at, hash);
    return this.table[slot] || this.add(from, at, end, hash, slot);
  }

  /** The number of these bytes, or -1. */
  find(name: Uint8Array): number {
    if (name.length === 0) return NO_NAME;
    let hash = SEED;
    for (const byte of name) hash = Math.imul(hash ^ byte, 0x01000193);
    return this.table[this.slotOf(name, 0, name.length, scrambled(hash))] || -1;
  }

  get byteLength(): number {
    return this.bytes.byteLength + this.starts.byteLength + this.table.byteLength;
  }

  /** The slot that holds this name, or the empty one where it belongs. */
  private slotOf(from: Uint8Array, at: number, length: number, hash: number): number {
    const { table } = this;
    const mask = table.length - 1;
    let slot = (hash << 1) & mask;
    for (let name = table[slot]; name !== 0; name = table[slot]) {
      if (table[slot + 1] === hash && this.isAt(name, from, at, length)) return slot;
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private isAt(name: number, from: Uint8Array, at: number, length: number): boolean {
    const { bytes } = this;
    const start = this.starts[name];
    if (this.starts[name + 1] - start !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== from[at + i]) return false;
    return true;
  }

  private add(from: Uint8Array, at: number, end: number, hash: number, slot: number): number {
    const name = this.names++;
    this.starts = grownWords(this.starts, name + 2);
    const start = this.starts[name];
    this.bytes = grownBytes(this.bytes, start + end - at);
    for (let i = at, to = start; i < end; i++) this.bytes[to++] = from[i];
    this.starts[name + 1] = start + end - at;
    this.table[slot] = name;
    this.table[slot + 1] = hash;
    if (this.names * 4 > this.table.length) this.growTable();
    return name;
  }

  private growTable(): void {
    const old = this.table;
    const table = new Uint32Array(old.length * 2);
    const mask = table.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (old[from + 1] << 1) & mask;
      while (table[slot] !== 0) slot = (slot + 2) & mask;
      table[slot] = old[from];
      table[slot + 1] = old[from + 1];
    }
    this.table = table;
  }
}

/** The low bits of FNV-1a alone would cluster. */
function scrambled(hash: number): number {
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
