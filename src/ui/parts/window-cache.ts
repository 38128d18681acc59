/**
 * Rows of a long list, fetched in windows as they come into sight.
 * In: how many there are, a way to fetch some, and the indexes that are shown. Out: the rows that are there, and a call when
 * more have arrived. While a newer answer to the same question replaces an older one, the older rows stand in for those
 * that are still on their way, so nothing flickers.
 */

/** Rows fetched at once. */
const WINDOW = 100;
/** Windows kept; the ones that came first are forgotten first. */
const KEPT = 200;

export interface Windows<Row> {
  readonly count: number;
  /** Rows that are there already, from the first one on. */
  readonly first: readonly Row[];
  readonly fetch: (from: number, count: number) => Promise<readonly Row[]>;
  readonly arrived: () => void;
}

export class WindowCache<Row> {
  private readonly windows = new Map<number, readonly Row[] | 'asked'>();
  private readonly source: Windows<Row>;
  private standIn: WindowCache<Row> | null;

  /** `standIn` held the rows before, if they answered the same question with less open. */
  constructor(source: Windows<Row>, standIn: WindowCache<Row> | null = null) {
    this.source = source;
    this.standIn = standIn;
    if (standIn) standIn.standIn = null;
    for (let from = 0; from < source.first.length; from += WINDOW) {
      const rows = source.first.slice(from, from + WINDOW);
      if (rows.length === WINDOW || from + rows.length === source.count) this.windows.set(from, rows);
    }
  }

  get count(): number {
    return this.source.count;
  }

  /** The row, or undefined while it is on its way. */
  row(index: number): Row | undefined {
    return this.own(index) ?? this.standIn?.own(index);
  }

  private own(index: number): Row | undefined {
    const rows = this.windows.get(index - (index % WINDOW));
    return rows === undefined || rows === 'asked' ? undefined : rows[index % WINDOW];
  }

  /** Asks for the rows `first` .. `last` (both shown) unless they are there or asked for already. */
  want(first: number, last: number): void {
    for (let from = first - (first % WINDOW); from <= last && from < this.source.count; from += WINDOW) {
      if (!this.windows.has(from)) void this.fetch(from);
    }
  }

  private async fetch(from: number): Promise<void> {
    this.windows.set(from, 'asked');
    try {
      this.windows.set(from, await this.source.fetch(from, WINDOW));
    } catch {
      // The worker died or what was asked has been replaced: whoever restarts it asks anew.
      this.windows.delete(from);
    }
    for (const key of this.windows.keys()) {
      if (this.windows.size <= KEPT) break;
      if (key !== from) this.windows.delete(key);
    }
    this.source.arrived();
  }
}
