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
): NearName<T>[] {
  if (name.length === 0 || name.length > MAX_LENGTH) return [];
  const found: NearName<T>[] = [];
  let farthest = Math.min(8, Math.max(2, Math.floor(name.length / 3)));
  let left = MAX_NAMES;
  for (const [other, item] of names) {
    if (left-- <= 0) break;
    if (Math.abs(other.length - name.length) > farthest) continue;
    const distance = editDistance(name, other, farthest);
    if (distance > farthest) continue;
    let at = found.length;
    while (at > 0 && found[at - 1].distance > distance) at--;
    found.splice(at, 0, { name: other, item, distance });
    if (found.length > limit) found.pop();
    // Once the list is full, only something nearer than its last entry gets in.
    if (found.length === limit) farthest = found[limit - 1].distance - 1;
    if (farthest < 0) break;
  }
  return found;
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
