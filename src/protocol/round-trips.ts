/**
 * How long answers take.
 * In: every answer's question and time. Out: for each question how often it was asked, and median, 95th percentile and
 * maximum of its last answers, in milliseconds from the call to the answer.
 */

import type { Question } from './wire.ts';

/** Answers of a question that are kept. */
const KEPT = 200;

export interface RoundTripFigures {
  readonly question: Question;
  /** All answers so far; the figures are of the last ones. */
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export class RoundTrips {
  private readonly byQuestion = new Map<Question, { count: number; readonly last: number[] }>();

  add(question: Question, ms: number): void {
    let times = this.byQuestion.get(question);
    if (!times) this.byQuestion.set(question, (times = { count: 0, last: [] }));
    times.last[times.count++ % KEPT] = ms;
  }

  /** The question that was asked most comes first. */
  get figures(): RoundTripFigures[] {
    return [...this.byQuestion]
      .map(([question, { count, last }]) => {
        const sorted = last.toSorted((a, b) => a - b);
        const rank = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
        return { question, count, median: rank(0.5), p95: rank(0.95), max: rank(1) };
      })
      .sort((a, b) => b.count - a.count);
  }
}
