/**
 * A list of folded rows, some of which are unfolded in place.
 * In: how many rows there are, and how many definitions lie below those that are unfolded. Out: what stands at an index of
 * the list as it is shown, and back. Costs by what is unfolded, not by what there is.
 */

/** What stands at an index: a row, or the definition number `child` below it. */
export interface Standing {
  readonly row: number;
  readonly child: number | null;
}

interface Unfolded {
  readonly row: number;
  readonly definitions: number;
  /** Where the row itself stands. */
  readonly at: number;
}

export class Unfolding {
  /** By row, ascending. */
  private readonly unfolded: readonly Unfolded[];
  private readonly rows: number;

  constructor(rows: number, unfolded: readonly Pick<Unfolded, 'row' | 'definitions'>[] = []) {
    this.rows = rows;
    let below = 0;
    this.unfolded = [...unfolded]
      .sort((a, b) => a.row - b.row)
      .map(({ row, definitions }) => {
        const at = row + below;
        below += definitions;
        return { row, definitions, at };
      });
  }

  /** Rows and definitions that are in sight of a long enough window. */
  get count(): number {
    const last = this.unfolded.at(-1);
    return last ? this.rows + last.at - last.row + last.definitions : this.rows;
  }

  at(index: number): Standing {
    const above = this.unfolded.findLast(({ at }) => at < index);
    if (!above) return { row: index, child: null };
    const inside = index - above.at - 1;
    if (inside < above.definitions) return { row: above.row, child: inside };
    return { row: above.row + 1 + inside - above.definitions, child: null };
  }

  /** Where a row stands. */
  indexOf(row: number): number {
    const above = this.unfolded.findLast((one) => one.row < row);
    return above ? above.at + above.definitions + row - above.row : row;
  }

  isUnfolded(row: number): boolean {
    return this.unfolded.some((one) => one.row === row);
  }

  unfold(row: number, definitions: number): Unfolding {
    return new Unfolding(this.rows, [
      ...this.unfolded.filter((one) => one.row !== row),
      { row, definitions },
    ]);
  }

  fold(row: number): Unfolding {
    return new Unfolding(
      this.rows,
      this.unfolded.filter((one) => one.row !== row),
    );
  }
}
