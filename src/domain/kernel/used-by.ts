/**
 * The uses of one type as their owner sees them: types by key and id.
 * In: a type and the indexes as they are. Out: groups with exact counts, and windows of rows that say where the type is used.
 */

import type { Corpus, Gid, TypeKey } from './corpus.ts';
import type { Generation } from './generation.ts';
import { usePath } from './use-paths.ts';
import { Uses, type UseGroup, type UseRelation } from './uses.ts';

export interface UseRow extends TypeKey {
  /** The members, argument or chain that lead to the type: `list`, `argument 2`, `const *`. */
  readonly via: string;
}

export class UsedBy {
  /** Whether all that is open was indexed when this was asked; else there may be more. */
  readonly complete: boolean;
  private readonly uses: Uses;
  private readonly corpus: Corpus;

  constructor(target: Gid, { corpus, names, order, references, ordered, referenced }: Generation) {
    this.complete = ordered && referenced;
    this.corpus = corpus;
    this.uses = new Uses(target, { corpus, names, order, references });
  }

  /** Works for about `budget` milliseconds; true once the groups are there. */
  step(budget: number): boolean {
    return this.uses.step(budget);
  }

  /** Relations that have users, in their order; empty until done. `rows.length` is the exact count. */
  get groups(): readonly UseGroup[] {
    return this.uses.groups;
  }

  /** Distinct types that use the type; one may stand in several groups. */
  get total(): number {
    return this.uses.total;
  }

  /** Rows `from` .. `from + count` of a group, without those that have been removed since. */
  rows(relation: UseRelation, from: number, count: number): UseRow[] {
    const group = this.groups.find((one) => one.relation === relation);
    if (!group || !this.corpus.isOpen(this.uses.target)) return [];
    return [...group.rows.subarray(from, from + count)]
      .filter((gid) => this.corpus.isOpen(gid))
      .map((gid) => ({
        ...this.corpus.typeKey(gid),
        via: usePath(this.corpus, this.uses.target, gid, relation),
      }));
  }
}
