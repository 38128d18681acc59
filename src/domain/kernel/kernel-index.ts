/**
 * The indexes over everything that is open, and the questions they answer.
 * In: views as they come and go, each under its owner's key. Out: searches, definitions of a name, uses of a type, always as
 * key and id. Built in slices behind what is already in: a list of the first file answers while thousands are still to come.
 * What is added is read once, but the orders of names are made anew, of all of them. What is removed is hidden at once, and
 * its room is given back when more is gone than is left. Pure and synchronous: whoever owns it decides when it works, and
 * drops what it no longer wants.
 */

import { isComposite } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import type { Gid, Part, TypeKey } from './corpus.ts';
import { findDisagreements, type Disagreements, type LookOf } from './disagreements.ts';
import { Generation, type IndexName, type IndexTimes } from './generation.ts';
import { kindWord, type KindWord } from './kind-word.ts';
import { namesakesOf, typesNamed } from './namesakes.ts';
import { largestOf, mostUsed, takenFromBase, type RankedTypes, type Ranking } from './part-lists.ts';
import { Search, type SearchRequest } from './search.ts';
import { UsedBy } from './used-by.ts';

/** Whether each index covers everything that is open. */
export interface IndexState {
  readonly names: boolean;
  readonly usedBy: boolean;
  /** Names of members and enumerators. */
  readonly elements: boolean;
}

export interface IndexFigures {
  readonly types: number;
  readonly distinctNames: number;
  /** Bytes of all indexes; the files themselves not included. */
  readonly bytes: number;
  /** The same by index; without those that are being made anew. */
  readonly byIndex: Readonly<Record<IndexName, number>>;
  /** Milliseconds of work. */
  readonly times: Readonly<IndexTimes>;
}

export type RankedList = 'largest' | 'most-used' | 'taken';

const RANKED: Readonly<Record<RankedList, (part: Part, ranking: Ranking) => Generator<void, RankedTypes>>> = {
  largest: largestOf,
  'most-used': mostUsed,
  taken: takenFromBase,
};

/** Types among which `mostReferredTo` looks; a vmlinux has about half as many. */
const GUESSED_FROM = 1 << 18;

export class KernelIndex {
  private current = new Generation();
  /** Takes the place of the current one as soon as its list is complete. */
  private next: Generation | null = null;

  /** `key` must be new, and a base must be added before what is seen over it. Costs a pass over the kinds of its types. */
  add(key: number, name: string, view: BtfView): void {
    this.current.add(key, name, view);
    this.next?.add(key, name, view);
  }

  /** Types that are likely to be open once all that is to come has come; 0 where nobody knows. */
  expect(types: number): void {
    const { corpus } = this.current;
    corpus.likely = types > 0 ? types + corpus.gone : 0;
    if (this.next) this.next.corpus.likely = types;
  }

  /** What is seen over a base must be removed before it. Does nothing for a key that is not there. */
  remove(key: number): void {
    this.current.remove(key);
    this.next?.remove(key);
    const { corpus } = this.next ?? this.current;
    if (corpus.typeCount === 0) {
      this.current = new Generation();
      this.next = null;
    } else if (corpus.gone > corpus.typeCount) this.next = this.renumbered();
  }

  /**
   * Works for about `budget` milliseconds; false once there is nothing left to do. `expecting` more parts, what is dear to
   * make anew waits for them.
   */
  step(budget: number, expecting = false): boolean {
    const until = performance.now() + budget;
    do {
      if (!(this.next ?? this.current).advance(expecting)) return false;
      if (this.next?.ordered) {
        this.current = this.next;
        this.next = null;
      }
    } while (performance.now() < until);
    return true;
  }

  /** Types that are open. */
  get types(): number {
    return this.current.corpus.typeCount;
  }

  get state(): IndexState {
    const { ordered, referenced, elementsKnown } = this.current;
    return { names: ordered, usedBy: ordered && referenced, elements: elementsKnown };
  }

  get figures(): IndexFigures {
    const { corpus, names, byteLength, byteLengths: byIndex, times } = this.current;
    const bytes = byteLength + (this.next?.byteLength ?? 0);
    const distinctNames = names.pool.count - 1;
    return { types: corpus.typeCount, distinctNames, bytes, byIndex, times: { ...times } };
  }

  /** Named types by kind, of what is in the indexes so far. */
  get kindCounts(): Partial<Record<KindWord, number>> {
    const counts: Partial<Record<KindWord, number>> = {};
    this.current.names.counts.subarray(0, 128).forEach((count, kind) => {
      const word = kindWord(kind);
      if (count > 0) counts[word] = (counts[word] ?? 0) + count;
    });
    return counts;
  }

  /** Over what is listed so far; finds nothing before the first list is there. */
  search(request: SearchRequest): Search {
    return new Search(request, this.current);
  }

  /** Types of exactly this name, of any kind, in the order of lists: the first `limit`. */
  find(name: string, limit = Infinity): TypeKey[] {
    const { corpus, names, order } = this.current;
    return typesNamed(name, { corpus, names, order }, limit).map((gid) => corpus.typeKey(gid));
  }

  /** Types of the same name, of any kind, the type itself among them. */
  namesakes({ key, id }: TypeKey): TypeKey[] {
    const { corpus, names, order } = this.current;
    const gid = corpus.gidOf(key, id);
    if (gid < 0) return [];
    return namesakesOf(gid, { corpus, names, order }).map((one) => corpus.typeKey(one));
  }

  /** Null for void and for what is not open. */
  usedBy({ key, id }: TypeKey): UsedBy | null {
    const gid = this.current.corpus.gidOf(key, id);
    return gid < 0 ? null : new UsedBy(gid, this.current);
  }

  /**
   * The `count` structs and unions that most types refer to, those first; none where no references are known. Looks at the
   * first types only, among which a kernel's own are: a guess that costs a few milliseconds.
   */
  mostReferredTo(count: number): TypeKey[] {
    const { corpus, references } = this.current;
    const { first } = references.referrers;
    const most: { gid: Gid; referrers: number }[] = [];
    for (let gid = 0; gid < Math.min(references.end, GUESSED_FROM); gid++) {
      const referrers = first[gid + 1] - first[gid];
      if (referrers <= (most[count - 1]?.referrers ?? 0) || !isComposite(corpus.kinds[gid])) continue;
      most.splice(most.findLastIndex((one) => one.referrers >= referrers) + 1, 0, { gid, referrers });
      most.length = Math.min(most.length, count);
    }
    return most.map(({ gid }) => corpus.typeKey(gid));
  }

  /** What a part is told by; null for a key that is not there. */
  ranking(key: number, list: RankedList): Generator<void, RankedTypes> | null {
    const part = this.current.corpus.part(key);
    return part && RANKED[list](part, this.current);
  }

  /** Among the parts of these keys, as far as they are in the lists. */
  disagreements(keys: Iterable<number>, lookOf: LookOf): Generator<number, Disagreements> {
    const { corpus, order } = this.current;
    const within = new Uint8Array(corpus.parts.length);
    for (const key of keys) {
      const part = corpus.part(key);
      if (part) within[part.index] = 1;
    }
    return findDisagreements(within, corpus, order, lookOf);
  }

  private renumbered(): Generation {
    const fresh = new Generation();
    for (const { key, name, view } of this.current.corpus.live) fresh.add(key, name, view);
    return fresh;
  }
}
