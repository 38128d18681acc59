/**
 * Which types have a member or an enumerator that a query asks for.
 * In: terms on the names of elements, and the indexes. Out: a column that is 1 for the types all terms hold for. Who holds a
 * nameless struct has its members too, as in C; enumerators are known by the name of a typedef at most.
 */

import { isComposite, isModifier, Kind } from '../../format/btf/kinds.ts';
import { GONE, type Corpus, type Gid } from './corpus.ts';
import type { Elements } from './elements.ts';
import { matchNames, planNames } from './name-plan.ts';
import { NO_NAME } from './name-pool.ts';
import type { Names } from './names.ts';
import type { NameTest, Query, Term } from './query.ts';
import type { References } from './references.ts';

export interface ElementIndexes {
  readonly corpus: Corpus;
  readonly names: Names;
  readonly references: References;
  /** Null while they are not there yet. */
  readonly members: Elements | null;
  readonly enumerators: Elements | null;
}

export const asksForElements = ({ members, enumerators }: Query): boolean =>
  members.length > 0 || enumerators.length > 0;

/** Yields between steps of a few milliseconds. Entries are by gid. */
export function* findOwners(
  query: Query,
  indexes: ElementIndexes,
  isLate: () => boolean,
): Generator<void, Uint8Array> {
  const { end } = indexes.corpus;
  const owners = new Uint8Array(end).fill(1);
  for (const [terms, elements, isHolder] of [
    [query.members, indexes.members, holdsMembers],
    [query.enumerators, indexes.enumerators, isTypedef],
  ] as const) {
    for (const term of terms) {
      const having = new Uint8Array(end);
      const marker = new Marker(indexes, isHolder, having);
      if (elements) yield* markOwners(term, elements, marker, isLate);
      combine(owners, having, term.negated);
      yield;
    }
  }
  return owners;
}

function combine(owners: Uint8Array, having: Uint8Array, negated: boolean): void {
  const wanted = negated ? 0 : 1;
  for (let gid = 0; gid < owners.length; gid++) if (having[gid] !== wanted) owners[gid] = 0;
}

function* markOwners(
  { value }: Term<NameTest>,
  { alphabet, pool, owners }: Elements,
  marker: Marker,
  isLate: () => boolean,
): Generator<void, void> {
  const { phases } = planNames([{ value, negated: false }], alphabet, pool);
  const mark = (rank: number): void => {
    const name = alphabet.nameAt[rank];
    for (let i = owners.first[name]; i < owners.first[name + 1]; i++) marker.mark(owners.items[i]);
  };
  for (const phase of phases) yield* matchNames(phase, alphabet, isLate, mark);
}

const isTypedef = (kind: number): boolean => kind === Kind.Typedef;
const holdsMembers = (kind: number): boolean => isComposite(kind) || isTypedef(kind) || kind === Kind.Var;

/** Stands for what only leads from a type to its holder. */
const PASSED = 2;

class Marker {
  private readonly indexes: ElementIndexes;
  private readonly isHolder: (kind: number) => boolean;
  private readonly having: Uint8Array;

  constructor(indexes: ElementIndexes, isHolder: (kind: number) => boolean, having: Uint8Array) {
    this.indexes = indexes;
    this.isHolder = isHolder;
    this.having = having;
  }

  /** Marks a type and, while it has no name, what holds it: by value, or in arrays. */
  mark(owner: Gid): void {
    const { corpus, names, references } = this.indexes;
    const { first, items } = references.referrers;
    const open = [owner];
    for (let gid = open.pop(); gid !== undefined; gid = open.pop()) {
      if (this.having[gid] !== 0) continue;
      const passed = isModifier(corpus.kinds[gid]) || corpus.kinds[gid] === Kind.Array;
      this.having[gid] = passed ? PASSED : 1;
      if (names.nameOf[gid] !== NO_NAME || gid >= references.end) continue;
      for (let i = first[gid]; i < first[gid + 1]; i++) {
        const kind = corpus.kinds[items[i]];
        if (kind === GONE) continue;
        if (this.isHolder(kind) || isModifier(kind) || kind === Kind.Array) open.push(items[i]);
      }
    }
  }
}
