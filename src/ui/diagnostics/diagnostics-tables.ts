/**
 * The figures of the diagnostics as tables, for the page and for the clipboard.
 * In: what the worker holds, times of answers, what the browser says of memory. Out: words, nothing left to be worked out.
 */

import type { RoundTripFigures } from '../../protocol/round-trips.ts';
import type { Diagnostics } from '../../session/api.ts';
import { byteSize, groupDigits } from '../../store/messages/numbers.ts';

export interface FactTable {
  readonly caption: string;
  readonly about: string;
  /** Empty for a table of pairs, which needs no head. */
  readonly columns: readonly string[];
  /** The first cell is the row's name. */
  readonly rows: readonly (readonly string[])[];
}

/** Bytes; null where the browser does not say; `asked` while it has not answered. */
export type Memory = number | null | 'asked';

const milliseconds = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const inMs = (ms: number): string => `${milliseconds.format(ms)} ms`;

export function tablesOf(
  facts: Diagnostics,
  trips: readonly RoundTripFigures[],
  memory: Memory,
): readonly FactTable[] {
  const indexBytes = facts.indexes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    {
      caption: 'Held',
      about: 'What is open, and the room it takes',
      columns: [],
      rows: [
        ['Sources', groupDigits(facts.sources)],
        ['Types', groupDigits(facts.types)],
        ['Distinct names of types', groupDigits(facts.distinctNames)],
        ['BTF', byteSize(facts.btfBytes)],
        ['Buffers kept for it', byteSize(facts.heldBytes)],
        ['Indexes', byteSize(indexBytes)],
        ['Page and worker', memoryWords(memory)],
      ],
    },
    {
      caption: 'Indexes',
      about: 'Bytes, and milliseconds of work in the worker; members and enumerators are made in one go',
      columns: ['index', 'bytes', 'work', 'state'],
      rows: facts.indexes.map(({ name, bytes, ms, complete }) => [
        name,
        groupDigits(bytes),
        ms === null ? '–' : inMs(ms),
        complete ? 'complete' : bytes > 0 ? 'growing' : 'not needed yet',
      ]),
    },
    {
      caption: 'Answers of the worker',
      about: 'From the question to the answer on the page; of the last 200 of each',
      columns: ['question', 'asked', 'median', 'p95', 'longest'],
      rows: trips.map(({ question, count, median, p95, max }) => [
        question,
        groupDigits(count),
        inMs(median),
        inMs(p95),
        inMs(max),
      ]),
    },
  ];
}

function memoryWords(memory: Memory): string {
  if (memory === 'asked') return 'being measured';
  return memory === null ? 'told only where the site is cross-origin isolated' : byteSize(memory);
}

export function diagnosticsText(tables: readonly FactTable[]): string {
  return tables
    .map(({ caption, columns, rows }) =>
      [caption, ...(columns.length > 0 ? [columns] : []).concat(rows).map((row) => `  ${row.join('\t')}`)]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n');
}
