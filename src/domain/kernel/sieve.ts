/**
 * Whether a type passes everything that a search asks for but its name.
 * In: tables by kind and part, sizes and owners of elements as far as the query asks for them. Out: hits, gathered.
 */

import { grownWords } from './columns.ts';
import type { Corpus, Gid } from './corpus.ts';
import type { SizeRange, Term } from './query.ts';
import { NO_SIZE, type Sizes } from './sizes.ts';
import type { TypeFilter } from './type-filter.ts';

export class Sieve {
  /** The first `length` are hits. */
  hits: Uint32Array = new Uint32Array(64);
  length = 0;
  /** 1 by gid for types that have the elements the query asks for; null where it asks for none. */
  owners: Uint8Array | null = null;
  private readonly filter: TypeFilter;
  private readonly corpus: Corpus;
  private readonly sizes: Sizes;
  private readonly sizeTerms: readonly Term<SizeRange>[];

  constructor(filter: TypeFilter, corpus: Corpus, sizes: Sizes, sizeTerms: readonly Term<SizeRange>[]) {
    this.filter = filter;
    this.corpus = corpus;
    this.sizes = sizes;
    this.sizeTerms = sizeTerms;
  }

  /** Takes types `from` .. `end` of a list, as far as they pass. `nameless` says that none of them has a name. */
  take(gids: Uint32Array, from: number, end: number, nameless = false): void {
    const passes = nameless ? this.filter.nameless : this.filter.named;
    const { kinds, partOf } = this.corpus;
    const { parts } = this.filter;
    const { owners, sizeTerms } = this;
    const hits = (this.hits = grownWords(this.hits, this.length + end - from));
    let { length } = this;
    for (let i = from; i < end; i++) {
      const gid = gids[i];
      if (passes[kinds[gid]] === 0) continue;
      if (parts && parts[partOf[gid]] === 0) continue;
      if (owners && owners[gid] !== 1) continue;
      if (sizeTerms.length > 0 && !this.sizePasses(gid)) continue;
      hits[length++] = gid;
    }
    this.length = length;
  }

  private sizePasses(gid: Gid): boolean {
    const size = this.sizes.values[gid];
    return this.sizeTerms.every(
      ({ value, negated }) => (size !== NO_SIZE && size >= value.least && size <= value.most) !== negated,
    );
  }
}
