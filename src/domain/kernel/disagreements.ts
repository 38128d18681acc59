/**
 * Names whose definitions disagree.
 * In: the parts of one kernel, and a way to tell what a type looks like. Out: structs, unions, enums and typedefs that are
 * defined several times and not alike, those with the most variants first. Yields how far it is between steps.
 */

import { isAnyEnum, isComposite, Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import type { Corpus, Gid, Part, TypeKey } from './corpus.ts';
import { KIND_PLACE } from './kind-order.ts';
import type { NameOrder } from './name-order.ts';

/** The same for types that look alike. */
export type LookOf = (view: BtfView, id: number) => string;

/** Definitions that are compared between two pauses. */
const STEP = 64;
/** Names that are looked at between two pauses. */
const NAMES = 1 << 13;

interface Name {
  readonly gids: readonly Gid[];
  readonly variantOf: readonly number[];
  readonly variants: number;
}

export interface DisagreeingRow {
  readonly definitions: readonly { readonly type: TypeKey; readonly variant: number }[];
  readonly variants: number;
}

export class Disagreements {
  /** Names that have several definitions, alike or not. */
  readonly repeated: number;
  private readonly names: readonly Name[];
  private readonly corpus: Corpus;

  constructor(names: readonly Name[], repeated: number, corpus: Corpus) {
    this.names = names;
    this.repeated = repeated;
    this.corpus = corpus;
  }

  get count(): number {
    return this.names.length;
  }

  rows(from: number, count: number): DisagreeingRow[] {
    const { corpus } = this;
    return this.names.slice(from, from + count).map(({ gids, variantOf, variants }) => ({
      variants,
      definitions: gids.flatMap((gid, i) =>
        corpus.isOpen(gid) ? [{ type: corpus.typeKey(gid), variant: variantOf[i] }] : [],
      ),
    }));
  }
}

/** A function of the same name is another function; but one name of a type should mean one thing. */
const isCompared = (kind: number): boolean => isComposite(kind) || isAnyEnum(kind) || kind === Kind.Typedef;

/** `within`: 1 by index of the parts that are compared. Yields from 0 to 1. */
export function* findDisagreements(
  within: Uint8Array,
  corpus: Corpus,
  { names, first, gids }: NameOrder,
  lookOf: LookOf,
): Generator<number, Disagreements> {
  const found: Name[] = [];
  let repeated = 0;
  let compared = 0;
  // The last rank is that of types without a name
  for (let rank = 0; rank < names - 1; rank++) {
    if (rank % NAMES === 0) yield rank / names;
    let from = first[rank];
    if (first[rank + 1] - from < 2) continue;
    while (from < first[rank + 1]) {
      const same = definitionsAt(from, first[rank + 1], gids, corpus);
      from += same.length;
      const inside = same.filter((gid) => isCompared(corpus.kinds[gid]) && within[corpus.partOf[gid]] === 1);
      if (inside.length < 2) continue;
      repeated++;
      const variants = new Map<string, number>();
      const variantOf: number[] = [];
      for (const gid of inside) {
        const look = lookOfGid(gid, corpus, lookOf);
        const variant = variants.get(look) ?? variants.size;
        variants.set(look, variant);
        variantOf.push(variant);
        if (++compared % STEP === 0) yield rank / names;
      }
      if (variants.size > 1) found.push({ gids: inside, variantOf, variants: variants.size });
    }
  }
  found.sort((a, b) => b.variants - a.variants);
  return new Disagreements(found, repeated, corpus);
}

/** Types of one kind lie together within a name. */
function definitionsAt(from: number, end: number, gids: Uint32Array, { kinds }: Corpus): Gid[] {
  const place = KIND_PLACE[kinds[gids[from]]];
  let to = from + 1;
  while (to < end && KIND_PLACE[kinds[gids[to]]] === place) to++;
  return [...gids.subarray(from, to)];
}

function lookOfGid(gid: Gid, corpus: Corpus, lookOf: LookOf): string {
  const part: Part = corpus.partAt(gid);
  return lookOf(part.view, gid - part.start + part.view.startId);
}
