/**
 * The name of every type, as a number.
 * In: the parts of a corpus, a slice at a time. Out: distinct names in a pool, a column of name numbers, counts by kind.
 * Usable at any time for the types that are in. Leaves to `name-order.ts`: what comes before what.
 *
 * Cost is bounded by the size of the files: a name is known by its first 1,024 bytes, and once the names of one part take
 * twice the room of its strings (which takes references into the middle of strings), by its first 32.
 */

import { infoKind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { grownWords } from './columns.ts';
import type { Corpus, Gid, Part } from './corpus.ts';
import { NamePool, NO_NAME } from './name-pool.ts';

/** Bytes of a name that are looked at. */
export const NAME_BYTES = 1024;
/** The same for a part that names far more than its strings hold. */
export const SHORT_NAME_BYTES = 32;
/** Bytes of distinct names that a part may bring beyond its share. */
export const SPARE_BYTES = 1 << 16;
/** Kinds that the field for them can hold. */
const KINDS = 128;

export class Names {
  readonly pool = new NamePool();
  /** By gid, for the first `end` types. Longer than that; replaced when it grows. */
  nameOf: Uint32Array = new Uint32Array(0);
  /** Named types of each kind (0..127), then nameless ones (128..255), of all that is in and open. */
  readonly counts = new Uint32Array(KINDS * 2);
  private readonly corpus: Corpus;
  private done = 0;
  private poolBefore = 0;

  constructor(corpus: Corpus) {
    this.corpus = corpus;
  }

  /** Types below this gid have their names. */
  get end(): number {
    return this.done;
  }

  get pending(): boolean {
    return this.done < this.corpus.end;
  }

  /** Names at most `limit` types more, of one part: whoever waits for the end of one can tell when it is there. */
  advance(limit: number): void {
    const { corpus } = this;
    this.nameOf = grownWords(this.nameOf, corpus.end, corpus.likely);
    this.pool.ahead = corpus.likely / (this.done + 1);
    const part = corpus.parts[corpus.partOf[this.done]];
    const end = part ? part.start + part.count : this.endOfGone();
    const to = Math.min(end, this.done + limit);
    if (part) this.namePart(part, this.done, to);
    this.done = to;
  }

  /** Takes a part out of the counts; to be called before the corpus forgets it. */
  forget({ start, count }: Part): void {
    const { counts, nameOf } = this;
    const { kinds } = this.corpus;
    const end = Math.min(start + count, this.done);
    for (let gid = start; gid < end; gid++) counts[kinds[gid] + (nameOf[gid] === NO_NAME ? KINDS : 0)]--;
  }

  get byteLength(): number {
    return this.pool.byteLength + this.nameOf.byteLength;
  }

  private endOfGone(): number {
    const { partOf, end } = this.corpus;
    const index = partOf[this.done];
    let gid = this.done;
    while (gid < end && partOf[gid] === index) gid++;
    return gid;
  }

  private namePart(part: Part, from: Gid, to: Gid): void {
    const { view, start } = part;
    const { words, typeOffsets, strings } = view.own;
    const { pool, nameOf } = this;
    const { startStrOff } = view;
    if (from === start) this.poolBefore = pool.byteCount;
    const { counts } = this;
    const room = this.poolBefore + strings.length * 2 + SPARE_BYTES;
    for (let gid = from; gid < to; gid++) {
      const at = typeOffsets[gid - start + 1];
      const off = words[at];
      let name = NO_NAME;
      if (off !== 0) {
        const limit = pool.byteCount < room ? NAME_BYTES : SHORT_NAME_BYTES;
        if (off < startStrOff) name = internFromBase(pool, view, off, limit);
        else name = pool.intern(strings.bytes, off - startStrOff, limit);
      }
      nameOf[gid] = name;
      counts[infoKind(words[at + 1]) + (name === NO_NAME ? KINDS : 0)]++;
    }
  }
}

/** Modules take few names of types from their base: in a whole kernel 3,057 of 515,749. */
function internFromBase(pool: NamePool, view: BtfView, off: number, limit: number): number {
  let holder = view;
  while (off < holder.startStrOff && holder.base) holder = holder.base;
  return pool.intern(holder.own.strings.bytes, off - holder.startStrOff, limit);
}
