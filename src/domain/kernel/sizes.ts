/**
 * How large every type is.
 * In: a corpus, a slice at a time. Out: a column of sizes in bytes, as lists show them. Built when something is first sorted
 * or sifted by size.
 */

import { infoKind, Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { sizeOf } from '../view/walk.ts';
import { grownWords } from './columns.ts';
import type { Corpus } from './corpus.ts';

/** For what has no size. A size of 4 GiB - 1, which no real type has, is told as one byte less. */
export const NO_SIZE = 0xffffffff;

export class Sizes {
  /** By gid, for the first `end` types. */
  values: Uint32Array = new Uint32Array(0);
  private done = 0;
  private readonly corpus: Corpus;

  constructor(corpus: Corpus) {
    this.corpus = corpus;
  }

  get end(): number {
    return this.done;
  }

  /** Measures at most `limit` types more, up to gid `end`. */
  advance(limit: number, end: number): void {
    this.values = grownWords(this.values, end);
    const stop = Math.min(end, this.done + limit);
    const { corpus, values } = this;
    while (this.done < stop) {
      const part = corpus.parts[corpus.partOf[this.done]];
      if (!part) values[this.done++] = NO_SIZE;
      else {
        const to = Math.min(stop, part.start + part.count);
        for (let gid = this.done; gid < to; gid++) values[gid] = ownSize(part.view, gid - part.start + 1);
        this.done = to;
      }
    }
  }

  get byteLength(): number {
    return this.values.byteLength;
  }
}

/** By local id. What most types are is told by their record alone. */
function ownSize(view: BtfView, local: number): number {
  const { words, typeOffsets } = view.own;
  const at = typeOffsets[local];
  switch (infoKind(words[at + 1])) {
    case Kind.Func:
    case Kind.FuncProto:
    case Kind.Fwd:
      return NO_SIZE;
    case Kind.Ptr:
      return view.pointerSize;
    case Kind.Struct:
    case Kind.Union:
    case Kind.Enum:
    case Kind.Int:
      return Math.min(words[at + 2], NO_SIZE - 1);
    default:
      return stored(listedSize(view, local + view.startId - 1));
  }
}

const stored = (size: number | null): number => (size === null ? NO_SIZE : Math.min(size, NO_SIZE - 1));

/** In bytes, null for what has none. A tag has none, though what it tags may. */
export function listedSize(view: BtfView, id: number): number | null {
  return view.kindOf(id) === Kind.DeclTag ? null : sizeOf(view, id);
}
