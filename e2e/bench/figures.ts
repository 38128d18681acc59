/**
 * The figures of a run, for people and for programs.
 * In: samples under a name. Out: a table that Markdown and terminals show alike, or one line of JSON each.
 */

import { summarize, type Summary } from './stats.ts';

/** Where the measured code ran; `native` is what it is compared with. */
export type Env = 'node' | 'chromium' | 'native';

export type Unit = 'ms' | 'B' | '%' | 'x' | 'ns/type' | 'B/type';

export interface Figure extends Summary {
  readonly name: string;
  readonly env: Env;
  readonly unit: Unit;
}

export class Figures {
  readonly all: Figure[] = [];

  /** Nothing for no samples: what could not be measured is no figure. */
  add(env: Env, name: string, unit: Unit, samples: readonly number[]): void {
    if (samples.length > 0) this.all.push({ name, env, unit, ...summarize(samples) });
  }

  get json(): string {
    return this.all.map((figure) => `${jsonOf(figure)}\n`).join('');
  }

  get table(): string {
    const rows = this.all.map(({ name, env, unit, median, p95, n }) => [
      name,
      env,
      shown(median, unit),
      shown(p95, unit),
      `${n}`,
    ]);
    return table([['figure', 'where', 'median', 'p95', 'n'], ...rows], 2);
  }
}

/** The fields in a fixed order; milliseconds to the microsecond. */
function jsonOf({ name, env, unit, median, p95, n }: Figure): string {
  return JSON.stringify({ name, env, unit, median: rounded(median), p95: rounded(p95), n });
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const MEGABYTE = 1_000_000;

/** With as many digits as a figure bears. */
export function shown(value: number, unit: Unit): string {
  if (unit === 'B') return value < MEGABYTE ? `${digits(value / 1000)} KB` : `${digits(value / MEGABYTE)} MB`;
  return unit === 'x' ? `${value.toFixed(2)} x` : `${digits(value)} ${unit}`;
}

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** Columns from `numeric` on are set to the right. */
export function table([head, ...rows]: readonly (readonly string[])[], numeric: number): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const padded = (row: readonly string[]): string =>
    line(row.map((cell, i) => (i < numeric ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))));
  const rule = widths.map((width, i) => (i < numeric ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return padded(head) + line(rule) + rows.map(padded).join('');
}
