/**
 * The folded names in alphabetical order as a few long strings, for the engine's own substring search.
 * In: names in order. Out: which of them hold a text, and where those with a prefix lie. (Measured over 344,512 names:
 * `indexOf` needs 1-20 ms for any query, a loop over bytes 20-70 ms.) A chunk is short enough to be searched in one go.
 */

import { bytesOf, textOf } from './fold.ts';
import { KEY_MARGIN, type Keys } from './sort-names.ts';

/** Bytes of names in a chunk, about; searching one takes well under 2 ms. */
const CHUNK_BYTES = 1 << 17;

/** Place of a name in alphabetical order, from 0. The empty name has the last one. */
export type Rank = number & { readonly __number?: 'Rank' };

export class FoldedText {
  /** Names, each with a NUL behind it. */
  private readonly chunks: string[] = [];
  /** By chunk: rank of its first name; one more entry for the end. */
  private readonly chunkFirst: number[] = [0];
  /** By rank: where the name starts in its chunk. */
  private readonly starts: Uint32Array;
  private readonly scratch = new Uint8Array(CHUNK_BYTES + 1 + KEY_MARGIN);

  constructor(names: number) {
    this.starts = new Uint32Array(names);
  }

  /** Names so far. */
  get end(): Rank {
    return this.chunkFirst[this.chunks.length];
  }

  /** Takes names from `order`, from `end` on, until a chunk is full or all are in. */
  addChunk(order: Uint32Array, keys: Keys): void {
    const first = this.end;
    const { starts, bytes } = keys;
    const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let into = new DataView(this.scratch.buffer);
    let rank = first;
    let to = 0;
    for (; rank < this.starts.length; rank++) {
      let at = starts[order[rank]];
      const end = starts[order[rank] + 1];
      const behind = to + end - at;
      if (behind + 1 + KEY_MARGIN > into.byteLength) {
        if (to > 0) break;
        into = new DataView(new ArrayBuffer(behind + 1 + KEY_MARGIN));
      }
      this.starts[rank] = to;
      // What is copied beyond the end is overwritten by what comes next
      for (; at < end; at += 4, to += 4) into.setUint32(to, from.getUint32(at, true), true);
      into.setUint8(behind, 0);
      to = behind + 1;
    }
    const text = textOf(new Uint8Array(into.buffer, 0, to));
    this.chunks.push(text);
    this.chunkFirst.push(rank);
    // Beyond ASCII a character is not a byte
    if (text.length !== to) this.measure(text, first, rank);
  }

  private measure(text: string, first: Rank, end: Rank): void {
    let at = 0;
    for (let rank = first; rank < end; rank++) {
      this.starts[rank] = at;
      at = text.indexOf('\0', at) + 1;
    }
  }

  /** The folded name at a rank. */
  at(rank: Rank): string {
    const chunk = this.chunkOf(rank);
    return this.nameIn(chunk, rank);
  }

  /**
   * Calls `visit` with the ranks below `end` and from `from` on whose names hold `text`, in order, and returns where to go on:
   * it stops at the end of a chunk, at `end`, or when `visit` returns false. `text` must be folded and not empty.
   */
  findIn(text: string, from: Rank, end: Rank, visit: (rank: Rank) => boolean): Rank {
    if (from >= end) return end;
    const index = this.chunkOf(from);
    const chunk = this.chunks[index];
    const stop = Math.min(end, this.chunkFirst[index + 1]);
    const { starts } = this;
    let rank = from;
    let at = chunk.indexOf(text, starts[rank]);
    while (at >= 0) {
      rank = this.rankAt(rank, stop, at);
      if (rank === stop - 1 && at >= this.endOf(index, rank)) break;
      const goOn = visit(rank);
      if (++rank >= stop) break;
      if (!goOn) return rank;
      at = chunk.indexOf(text, starts[rank]);
    }
    return stop;
  }

  /** As `findIn`, with every name. */
  testIn(from: Rank, end: Rank, visit: (rank: Rank, name: string) => boolean): Rank {
    if (from >= end) return end;
    const index = this.chunkOf(from);
    const stop = Math.min(end, this.chunkFirst[index + 1]);
    for (let rank = from; rank < stop; rank++) if (!visit(rank, this.nameIn(index, rank))) return rank + 1;
    return stop;
  }

  /** Ranks of the names that start with a folded text. */
  prefixRange(prefix: string): readonly [from: Rank, end: Rank] {
    const wanted = bytesOf(prefix);
    return [this.lowerBound(wanted, false), this.lowerBound(wanted, true)];
  }

  /** Ranks of the names that are this folded text; original names that differ in case only have several. */
  exactRange(name: string): readonly [from: Rank, end: Rank] {
    const [from, end] = this.prefixRange(name);
    let stop = from;
    while (stop < end && this.at(stop) === name) stop++;
    return [from, stop];
  }

  /** Bytes, as far as the engine keeps a byte for each ASCII character. */
  get byteLength(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, this.starts.byteLength);
  }

  /** First rank whose name is not below `wanted`; with `behind`, not below and not starting with it either. */
  private lowerBound(wanted: Uint8Array, behind: boolean): Rank {
    let low = 0;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const below = compareToPrefix(bytesOf(this.at(middle)), wanted, behind) < 0;
      if (below) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private chunkOf(rank: Rank): number {
    const { chunkFirst } = this;
    let low = 0;
    let high = chunkFirst.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (chunkFirst[middle] <= rank) low = middle;
      else high = middle;
    }
    return low;
  }

  private nameIn(chunk: number, rank: Rank): string {
    return this.chunks[chunk].slice(this.starts[rank], this.endOf(chunk, rank));
  }

  private endOf(chunk: number, rank: Rank): number {
    const next = rank + 1 < this.chunkFirst[chunk + 1] ? this.starts[rank + 1] : this.chunks[chunk].length;
    return next - 1;
  }

  /** The name that position `at` of its chunk lies in, searched from `rank` on in growing steps. */
  private rankAt(rank: Rank, stop: Rank, at: number): Rank {
    const { starts } = this;
    let step = 1;
    while (rank + step < stop && starts[rank + step] <= at) {
      rank += step;
      step *= 2;
    }
    for (; step >= 1; step >>= 1) if (rank + step < stop && starts[rank + step] <= at) rank += step;
    return rank;
  }
}

/** By bytes; a key that starts with the prefix equals it, or is below when what lies behind is asked for. */
function compareToPrefix(key: Uint8Array, prefix: Uint8Array, behind: boolean): number {
  const length = Math.min(key.length, prefix.length);
  for (let i = 0; i < length; i++) if (key[i] !== prefix[i]) return key[i] - prefix[i];
  if (key.length < prefix.length) return -1;
  return behind ? -1 : 0;
}
