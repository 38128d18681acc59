/**
 * Distinct names, each once.
 * In: bytes up to a NUL. Out: a number, the same for the same bytes. The names lie one behind the other in one array, and
 * a table of their hashes finds them again. Knows no types; how long a name may be is the caller's to say.
 */

import { grownBytes, grownWords } from './columns.ts';

/** The empty name. */
export const NO_NAME = 0;

const FIRST_SLOTS = 1 << 12;
/** A table that is smaller than this grows faster, since all names must be put in anew each time. */
const LARGE_SLOTS = 1 << 20;

/** Drawn anew for each run, so that no file can be made whose names all fall into one slot. */
const SEED = (Math.random() * 2 ** 32) >>> 0;

export class NamePool {
  /** All names without their NULs. Longer than what is in use; replaced when it grows. */
  bytes: Uint8Array = new Uint8Array(1 << 14);
  /** By name: where it starts; one more entry says where the last one ends. Replaced when it grows. */
  starts: Uint32Array = new Uint32Array(1 << 10);
  /**
   * Open addressing, half empty at least. By slot: 0 where it is empty, else some bits of the name's hash. They are apart
   * from the names, so that whether a name is new is mostly told by a table that the processor's cache can hold.
   */
  private tags = new Uint8Array(FIRST_SLOTS);
  /** By slot: the number of the name. */
  private slots = new Uint32Array(FIRST_SLOTS);
  /** By name. Replaced when it grows. */
  private hashes: Uint32Array = new Uint32Array(1 << 10);
  /** The name that was asked for last. */
  private last = NO_NAME;
  private names = 1;
  /** How many times as many names as now are likely to be here in the end; 0 where nobody knows. Only room depends on it. */
  ahead = 0;

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

  /**
   * The number of what `from` holds from `at` up to a NUL, the end, or `limit` bytes, whatever comes first. Files that share
   * declarations name them in the same order: what has been met before mostly follows the one that it followed then.
   */
  intern(from: Uint8Array, at: number, limit: number): number {
    const stop = Math.min(from.length, at + limit);
    if (!this.isNext(from, at, stop)) this.last = this.lookUp(from, at, stop);
    else this.last++;
    return this.last;
  }

  /** The number of these bytes, or -1. */
  find(name: Uint8Array): number {
    if (name.length === 0) return NO_NAME;
    let hash = SEED;
    for (const byte of name) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = scrambled(hash);
    const slot = this.slotOf(name, 0, name.length, hash);
    return this.tags[slot] === 0 ? -1 : this.slots[slot];
  }

  get byteLength(): number {
    const { bytes, starts, tags, slots, hashes } = this;
    return bytes.byteLength + starts.byteLength + tags.byteLength + slots.byteLength + hashes.byteLength;
  }

  /** Whether it is the name behind the last one. */
  private isNext(from: Uint8Array, at: number, stop: number): boolean {
    const name = this.last + 1;
    if (name >= this.names) return false;
    const { bytes, starts } = this;
    const start = starts[name];
    const length = starts[name + 1] - start;
    if (at + length > stop) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== from[at + i]) return false;
    return at + length === stop || from[at + length] === 0;
  }

  private lookUp(from: Uint8Array, at: number, stop: number): number {
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
    return this.tags[slot] === 0 ? this.add(from, at, end, hash, slot) : this.slots[slot];
  }

  /** The slot that holds this name, or the empty one where it belongs. */
  private slotOf(from: Uint8Array, at: number, length: number, hash: number): number {
    const { tags } = this;
    const mask = tags.length - 1;
    const wanted = tagOf(hash);
    let slot = hash & mask;
    for (let tag = tags[slot]; tag !== 0; tag = tags[slot]) {
      if (tag === wanted && this.isAt(this.slots[slot], hash, from, at, length)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private isAt(name: number, hash: number, from: Uint8Array, at: number, length: number): boolean {
    const { bytes } = this;
    const start = this.starts[name];
    if (this.hashes[name] !== hash || this.starts[name + 1] - start !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== from[at + i]) return false;
    return true;
  }

  private add(from: Uint8Array, at: number, end: number, hash: number, slot: number): number {
    const name = this.names++;
    const { ahead } = this;
    this.starts = grownWords(this.starts, name + 2, name * ahead);
    this.hashes = grownWords(this.hashes, name + 1, name * ahead);
    const start = this.starts[name];
    const behind = start + end - at;
    const bytes = (this.bytes = grownBytes(this.bytes, behind, behind * ahead));
    for (let i = at, to = start; i < end; i++) bytes[to++] = from[i];
    this.starts[name + 1] = behind;
    this.hashes[name] = hash;
    this.tags[slot] = tagOf(hash);
    this.slots[slot] = name;
    if (this.names * 2 > this.tags.length) this.growTable();
    return name;
  }

  private growTable(): void {
    const length = this.tags.length * (this.tags.length < LARGE_SLOTS ? 4 : 2);
    const tags = new Uint8Array(length);
    const slots = new Uint32Array(length);
    const { hashes, names } = this;
    const mask = length - 1;
    for (let name = 1; name < names; name++) {
      const hash = hashes[name];
      let slot = hash & mask;
      while (tags[slot] !== 0) slot = (slot + 1) & mask;
      tags[slot] = tagOf(hash);
      slots[slot] = name;
    }
    this.tags = tags;
    this.slots = slots;
  }
}

/** The high bits, since the low ones choose the slot; never 0. */
const tagOf = (hash: number): number => (hash >>> 24) | 1;

/** The low bits of FNV-1a alone would cluster. */
function scrambled(hash: number): number {
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
