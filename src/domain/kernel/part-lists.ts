/**
 * What a source is told by: its types in an order that says something.
 * In: a part of a corpus and the indexes over it. Out: its largest types, those that most others use, and what a module takes
 * from its base, each ranked with exact figures. Yields between steps of a few milliseconds.
 */

import { infoKind, isComposite, isModifier, Kind } from '../../format/btf/kinds.ts';
import { GONE, type Corpus, type Gid, type Part, type TypeKey } from './corpus.ts';
import { Edges } from './edges.ts';
import type { NameOrder } from './name-order.ts';
import { NO_NAME } from './name-pool.ts';
import type { Names } from './names.ts';
import type { References } from './references.ts';
import { LAST_KEY, sortByKey } from './sort-hits.ts';

/** References or types that are looked at between two pauses. */
const STEP = 1 << 14;
/** Pointers and qualifiers before a type. */
const MAX_STEPS = 32;

/** Types with a figure each, the highest first, equals by name. */
export class RankedTypes {
  readonly gids: Uint32Array;
  /** Of all figures; what it counts is for the list to say. */
  readonly total: number;
  private readonly figureOf: (gid: Gid) => number;
  private readonly corpus: Corpus;

  constructor(gids: Uint32Array, total: number, figureOf: (gid: Gid) => number, corpus: Corpus) {
    this.gids = gids;
    this.total = total;
    this.figureOf = figureOf;
    this.corpus = corpus;
  }

  get count(): number {
    return this.gids.length;
  }

  /** Without those that have been removed since. */
  rows(from: number, count: number): { readonly type: TypeKey; readonly figure: number }[] {
    return [...this.gids.subarray(from, Math.max(from, from + count))]
      .filter((gid) => this.corpus.isOpen(gid))
      .map((gid) => ({ type: this.corpus.typeKey(gid), figure: this.figureOf(gid) }));
  }
}

export interface Ranking {
  readonly corpus: Corpus;
  readonly names: Names;
  readonly order: NameOrder;
  readonly references: References;
}

/** Structs and unions with a name, by bytes. */
export function* largestOf(part: Part, ranking: Ranking): Generator<void, RankedTypes> {
  const { corpus, names } = ranking;
  const { words, typeOffsets } = part.view.own;
  const sizeOf = (gid: Gid): number => words[typeOffsets[gid - part.start + 1] + 2];
  const gids = Uint32Array.from({ length: part.count }, (_, i) => part.start + i).filter(
    (gid) => isComposite(corpus.kinds[gid]) && (gid >= names.end || names.nameOf[gid] !== NO_NAME),
  );
  yield;
  return yield* ranked(gids, sizeOf, ranking);
}

/**
 * The base's types that a module's records refer to, by the number of references: a record with two counts twice. A pointer,
 * an array or a qualifier without a name counts for the type behind it.
 */
export function* takenFromBase(part: Part, ranking: Ranking): Generator<void, RankedTypes> {
  const { base } = part;
  if (!base) return new RankedTypes(new Uint32Array(0), 0, () => 0, ranking.corpus);
  const counts = new Uint32Array(base.count);
  const behind = new Uint32Array(base.count + 1);
  const edges = new Edges();
  const end = part.start + part.count;
  for (let gid = part.start; gid < end;) {
    gid = edges.read(part, gid, STEP);
    for (let i = 0; i < edges.length; i++) {
      const local = edges.targets[i] - base.start + 1;
      if (local < 1 || local > base.count) continue;
      if (behind[local] === 0) behind[local] = typeBehind(base, local);
      counts[behind[local] - 1]++;
    }
    yield;
  }
  const gids: number[] = [];
  counts.forEach((count, local) => {
    if (count > 0) gids.push(base.start + local);
  });
  return yield* ranked(Uint32Array.from(gids), (gid) => counts[gid - base.start], ranking);
}

/** By local id. Itself for what has a name or leads nowhere; a chain longer than any real one is not followed. */
function typeBehind({ view: { own, startId } }: Part, local: number): number {
  const { words, typeOffsets } = own;
  let at = local;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const word = typeOffsets[at];
    const kind = infoKind(words[word + 1]);
    if (kind !== Kind.Ptr && kind !== Kind.Array && !isModifier(kind)) return at;
    const next = words[word + (kind === Kind.Array ? 3 : 2)] - startId + 1;
    if (next < 1 || next >= typeOffsets.length) return at;
    at = next;
  }
  return local;
}

/**
 * Named types, by how many types refer to them: as themselves, or through what has no name of its own (pointers, qualifiers,
 * arrays, prototypes, nameless structs). Each user counts once; a typedef uses its type and hides no one behind it.
 */
export function* mostUsed(part: Part, ranking: Ranking): Generator<void, RankedTypes> {
  const { corpus, names } = ranking;
  const counts = new Uint32Array(part.count);
  const counter = new UserCounter(ranking);
  let seen = 0;
  for (let i = 0; i < part.count; i++) {
    const gid = part.start + i;
    const kind = corpus.kinds[gid];
    if (gid >= names.end || names.nameOf[gid] === NO_NAME || kind === Kind.DeclTag || leadsOn(kind)) continue;
    counts[i] = counter.count(gid);
    if (counter.looked - seen < STEP) continue;
    seen = counter.looked;
    yield;
  }
  const used: number[] = [];
  counts.forEach((count, i) => {
    if (count > 0) used.push(part.start + i);
  });
  return yield* ranked(Uint32Array.from(used), (gid) => counts[gid - part.start], ranking);
}

class UserCounter {
  /** References so far. */
  looked = 0;
  private readonly ranking: Ranking;
  /** By type: the last one whose users it was looked at for, plus one. */
  private readonly met: Uint32Array;
  private readonly open: Gid[] = [];

  constructor(ranking: Ranking) {
    this.ranking = ranking;
    this.met = new Uint32Array(ranking.references.end);
  }

  count(target: Gid): number {
    const { references, corpus, names } = this.ranking;
    const { first, items } = references.referrers;
    const { open, met } = this;
    let users = 0;
    open.push(target);
    for (let gid = open.pop(); gid !== undefined; gid = open.pop()) {
      if (gid >= references.end) continue;
      this.looked += first[gid + 1] - first[gid];
      for (let i = first[gid]; i < first[gid + 1]; i++) {
        const by = items[i];
        const kind = corpus.kinds[by];
        if (met[by] === target + 1 || kind === GONE || kind === Kind.DeclTag) continue;
        met[by] = target + 1;
        if (leadsOn(kind) || (isComposite(kind) && names.nameOf[by] === NO_NAME)) open.push(by);
        else users++;
      }
    }
    return users;
  }
}

/** A type tag has a name, and is a qualifier all the same. */
const leadsOn = (kind: number): boolean =>
  kind === Kind.Ptr || kind === Kind.Array || kind === Kind.FuncProto || isModifier(kind);

function* ranked(
  gids: Uint32Array,
  figureOf: (gid: Gid) => number,
  { corpus, names, order }: Ranking,
): Generator<void, RankedTypes> {
  let total = 0;
  for (const gid of gids) total += figureOf(gid);
  const rankOf = (gid: Gid): number =>
    gid < order.end ? order.rankOf[names.nameOf[gid]] : order.names + (gid - order.end);
  const byName = yield* sortByKey(gids, false, rankOf);
  const byFigure = yield* sortByKey(byName, true, (gid) => Math.min(figureOf(gid), LAST_KEY - 1));
  return new RankedTypes(byFigure, total, figureOf, corpus);
}

/** Own types of each kind (0..127) with a name, then without one (128..255). */
export function countKinds({ own }: Pick<Part['view'], 'own'>): Uint32Array {
  const { words, typeOffsets } = own;
  const counts = new Uint32Array(256);
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local];
    counts[infoKind(words[at + 1]) + (words[at] === 0 ? 128 : 0)]++;
  }
  return counts;
}
