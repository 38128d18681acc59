/**
 * The indexes over one numbering of what is open.
 * In: views as they come and go. Out: a corpus, and whatever indexes over it are ready, each replaced as a whole by its
 * successor. Works in slices: names first, then the order of lists, then references, then the names inside types.
 */

import { Corpus } from './corpus.ts';
import { buildElements, type Elements } from './elements.ts';
import type { BtfView } from '../view/view.ts';
import { buildNameOrder, EMPTY_ORDER, orderByteLength, type NameOrder } from './name-order.ts';
import { Names } from './names.ts';
import { buildReferences, NO_REFERENCES, type References } from './references.ts';
import { Sizes } from './sizes.ts';

/** What the indexes cost so far, in milliseconds of work; names, order, references and elements apart. */
export interface IndexTimes {
  names: number;
  order: number;
  references: number;
  elements: number;
}

/** What takes room: kinds and parts of types, their names, the order of lists, sizes, references, names inside types. */
export type IndexName = 'columns' | 'names' | 'order' | 'sizes' | 'references' | 'members' | 'enumerators';

/** Types that are named between two looks at the clock. */
const STEP = 1 << 13;
/**
 * While more is to come, the order is made anew when this many times as long has passed as the last one took to make, and
 * not before this many milliseconds: so it never costs more than a small part of the whole.
 */
const ORDER_PAUSE = 10;
const MIN_ORDER_PAUSE = 500;

export class Generation {
  readonly corpus = new Corpus();
  readonly names = new Names(this.corpus);
  readonly sizes = new Sizes(this.corpus);
  readonly times: IndexTimes = { names: 0, order: 0, references: 0, elements: 0 };
  order: NameOrder = EMPTY_ORDER;
  references: References = NO_REFERENCES;
  members: Elements | null = null;
  enumerators: Elements | null = null;
  private nextOrderAt = 0;
  private work: { readonly slices: Iterator<void, void>; readonly time: keyof IndexTimes } | null = null;

  add(key: number, name: string, view: BtfView): void {
    this.corpus.add(key, name, view);
  }

  /** What is being built is begun anew: it may have seen the part already. */
  remove(key: number): void {
    const part = this.corpus.part(key);
    if (!part) return;
    this.work = null;
    this.names.forget(part);
    this.corpus.remove(key);
  }

  /** Whether every type is in the lists. */
  get ordered(): boolean {
    return this.covers(this.order.end);
  }

  get referenced(): boolean {
    return this.covers(this.references.end);
  }

  get elementsKnown(): boolean {
    return this.covers(this.members?.end) && this.covers(this.enumerators?.end);
  }

  /** One slice of a few milliseconds; false when there is nothing to do. `expecting` more, the dear indexes wait. */
  advance(expecting: boolean): boolean {
    this.work ??= this.nextWork(expecting);
    const began = performance.now();
    if (this.work) {
      const { slices, time } = this.work;
      if (slices.next().done) this.work = null;
      this.times[time] += performance.now() - began;
      return true;
    }
    if (!this.names.pending) return false;
    this.names.advance(STEP);
    this.times.names += performance.now() - began;
    return true;
  }

  /** By index. */
  get byteLengths(): Record<IndexName, number> {
    const { corpus, names, sizes, order, references, members, enumerators } = this;
    return {
      columns: corpus.byteLength,
      names: names.byteLength,
      order: orderByteLength(order),
      sizes: sizes.byteLength,
      references: groupBytes(references.referrers),
      members: elementBytes(members),
      enumerators: elementBytes(enumerators),
    };
  }

  get byteLength(): number {
    return Object.values(this.byteLengths).reduce((sum, bytes) => sum + bytes, 0);
  }

  private covers(end: number | undefined): boolean {
    return (end ?? 0) === this.corpus.end;
  }

  /** Null where names are to be read first, or nothing is left. */
  private nextWork(expecting: boolean): Generation['work'] {
    if (this.wantsOrder(expecting)) return { slices: this.makeOrder(), time: 'order' };
    if (this.names.pending) return null;
    if (this.references.end < this.order.end) return { slices: this.makeReferences(), time: 'references' };
    if (!expecting && !this.elementsKnown) return { slices: this.makeElements(), time: 'elements' };
    return null;
  }

  /**
   * The first one as soon as a file has its names; more while files are still to come, and the last one when all have
   * theirs.
   */
  private wantsOrder(expecting: boolean): boolean {
    const { names, corpus } = this;
    if (names.end === this.order.end) return false;
    if (!names.pending && !expecting) return true;
    const between = !names.pending || corpus.partOf[names.end] !== corpus.partOf[names.end - 1];
    return between && (this.order.end === 0 || (expecting && performance.now() >= this.nextOrderAt));
  }

  private *makeOrder(): Generator<void, void> {
    const before = this.times.order;
    this.order = yield* buildNameOrder(this.corpus, this.names);
    const pause = Math.max(MIN_ORDER_PAUSE, (this.times.order - before) * ORDER_PAUSE);
    this.nextOrderAt = performance.now() + pause;
  }

  private *makeReferences(): Generator<void, void> {
    this.references = yield* buildReferences(this.corpus, this.order.end, this.references);
  }

  private *makeElements(): Generator<void, void> {
    const { corpus } = this;
    const { end } = corpus;
    this.members = yield* buildElements('member', corpus, end, this.members);
    this.enumerators = yield* buildElements('enumerator', corpus, end, this.enumerators);
  }
}

function elementBytes(elements: Elements | null): number {
  if (!elements) return 0;
  const { pool, alphabet, owners } = elements;
  return pool.byteLength + alphabet.nameAt.byteLength + alphabet.text.byteLength + groupBytes(owners);
}

const groupBytes = ({ first, items }: { first: Uint32Array; items: Uint32Array }): number =>
  first.byteLength + items.byteLength;
