/**
 * Names that may have been meant.
 * In: a name that was not found, and names that are there. Out: the nearest few, by the number of letters that would have to
 * be added, left out, replaced or swapped. Bounded: long names and far ones are given up on early.
 */

export interface NearName<T> {
  readonly name: string;
  readonly item: T;
  /** Edits from one name to the other (Damerau-Levenshtein, neighbours swapped count once). */
  readonly distance: number;
}

/** Characters; longer names are not compared. */
const MAX_LENGTH = 128;
/** Names looked at. */
const MAX_NAMES = 2_000_000;

/** Nearest first, in the order given among equals. A third of the letters may differ, and at most 8. */
export function nearestNames<T>(
  name: string,
  names: Iterable<readonly [name: string, item: T]>,
  limit = 5,
): readonly NearName<T>[] {
  const nearest = new Nearest<T>(name, limit);
  for (const [other, item] of names) {
    if (nearest.isFull) break;
    nearest.add(other, item);
  }
  return nearest.found;
}

/** The same, name by name. */
export class Nearest<T> {
  readonly found: NearName<T>[] = [];
  private readonly name: string;
  private readonly limit: number;
  private readonly letters: Letters;
  private farthest: number;
  private left = MAX_NAMES;

  constructor(name: string, limit = 5) {
    this.name = name;
    this.limit = limit;
    this.letters = new Letters(name);
    const isCompared = name.length > 0 && name.length <= MAX_LENGTH;
    this.farthest = isCompared ? Math.min(8, Math.max(2, Math.floor(name.length / 3))) : -1;
  }

  /** Nothing that is added can be nearer than what is found. */
  get isFull(): boolean {
    return this.farthest < 0 || this.left <= 0;
  }

  add(other: string, item: T): void {
    const { found, name, limit, farthest } = this;
    this.left--;
    if (Math.abs(other.length - name.length) > farthest || this.letters.editsAtLeast(other) > farthest)
      return;
    const distance = editDistance(name, other, farthest);
    if (distance > farthest) return;
    let at = found.length;
    while (at > 0 && found[at - 1].distance > distance) at--;
    found.splice(at, 0, { name: other, item, distance });
    if (found.length > limit) found.pop();
    // Once the list is full, only something nearer than its last entry gets in.
    if (found.length === limit) this.farthest = found[limit - 1].distance - 1;
  }
}

/** Which letters a name has, whatever their order: most names are told apart by that. */
class Letters {
  private readonly counts = new Int16Array(128);
  private readonly length: number;

  constructor(name: string) {
    this.length = name.length;
    for (let i = 0; i < name.length; i++) this.counts[name.charCodeAt(i) & 127]++;
  }

  /** Each edit mends at most one letter too many and one too few. */
  editsAtLeast(other: string): number {
    const { counts } = this;
    let surplus = 0;
    for (let i = 0; i < other.length; i++) if (--counts[other.charCodeAt(i) & 127] < 0) surplus++;
    for (let i = 0; i < other.length; i++) counts[other.charCodeAt(i) & 127]++;
    return Math.max(surplus, surplus + this.length - other.length);
  }
}

/** Anything above `limit` reads `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  const width = b.length + 1;
  let before = new Uint16Array(width);
  let last = Uint16Array.from({ length: width }, (_, j) => j);
  let row = new Uint16Array(width);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let best = i;
    for (let j = 1; j < width; j++) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) edits = Math.min(edits, before[j - 2] + 1);
      row[j] = edits;
      best = Math.min(best, edits);
    }
    if (best > limit) return limit + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length], limit + 1);
}
