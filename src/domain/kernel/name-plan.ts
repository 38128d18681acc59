/**
 * How to find the names that a query asks for among hundreds of thousands.
 * In: the terms on names, and the alphabet. Out: which ranks come first and may match at all, one literal that every match
 * holds, and a test for the rest. Leaves to `search.ts`: time, and what becomes of the hits.
 */

import { foldText, textOf } from './fold.ts';
import type { Rank } from './folded-text.ts';
import { globLiteral, globPrefix } from './glob.ts';
import type { Alphabet } from './alphabet.ts';
import type { NamePool } from './name-pool.ts';
import { nameMatches } from './name-tests.ts';
import type { NameTest, Term } from './query.ts';

export interface NamePlan {
  /** In the order in which hits are shown: exact names and those that begin with the text, then the rest by name. */
  readonly phases: readonly Phase[];
  /** Whether types without a name may match. */
  readonly nameless: boolean;
  /** Names that a regular expression was not tried on, because they are too long for it. */
  skipped: number;
}

/** Names that may be tested between two looks at the clock: a regular expression may take its time with each. */
const TESTED = 16;

export interface Phase {
  readonly from: Rank;
  readonly end: Rank;
  /** What to look for; null to look at every name. */
  readonly literal: string | null;
  /** Null where whatever holds the literal matches. */
  readonly test: ((rank: Rank, folded: string) => boolean) | null;
}

export function planNames(terms: readonly Term<NameTest>[], alphabet: Alphabet, pool: NamePool): NamePlan {
  const [from, end] = rangeOf(terms, alphabet);
  const literal = longestLiteral(terms);
  const lead = leadOf(terms);
  const nameless = terms.every(({ negated }) => negated);
  const plan: NamePlan = { phases: [], nameless, skipped: 0 };
  const tests = [lead, literal].map((covered) => testOf(terms, covered, alphabet, pool, plan));
  const rest = { literal, test: tests[1] };
  if (lead === null) return Object.assign(plan, { phases: nonEmpty([{ from, end, ...rest }]) });
  const [leadFrom, leadEnd] = alphabet.text.prefixRange(lead);
  const phases = [
    { from: Math.max(from, leadFrom), end: Math.min(end, leadEnd), literal: null, test: tests[0] },
    { from, end: Math.min(end, leadFrom), ...rest },
    { from: Math.max(from, leadEnd), end, ...rest },
  ];
  return Object.assign(plan, { phases: nonEmpty(phases) });
}

const nonEmpty = (phases: readonly Phase[]): Phase[] => phases.filter(({ from, end }) => from < end);

/** The first plain text of the query: names that begin with it are what was meant. */
function leadOf(terms: readonly Term<NameTest>[]): string | null {
  for (const { value, negated } of terms) if (!negated && value.test === 'part') return value.text;
  return null;
}

/** Ranks that the terms leave; the empty name, which is last, is never among them. */
function rangeOf(terms: readonly Term<NameTest>[], alphabet: Alphabet): readonly [from: Rank, end: Rank] {
  let from = 0;
  let end = alphabet.names - 1;
  for (const { value, negated } of terms) {
    const range = negated ? null : rangeOfTest(value, alphabet);
    if (!range) continue;
    from = Math.max(from, range[0]);
    end = Math.min(end, range[1]);
  }
  return [from, end];
}

function rangeOfTest(test: NameTest, { text }: Alphabet): readonly [from: Rank, end: Rank] | null {
  if (test.test === 'exact') return text.exactRange(foldText(test.text));
  if (test.test !== 'glob') return null;
  const prefix = globPrefix(test.text);
  return prefix === '' ? null : text.prefixRange(prefix);
}

function longestLiteral(terms: readonly Term<NameTest>[]): string | null {
  let longest = '';
  for (const { value, negated } of terms) {
    if (negated) continue;
    const literal = value.test === 'part' ? value.text : value.test === 'glob' ? globLiteral(value.text) : '';
    if (literal.length > longest.length) longest = literal;
  }
  return longest === '' ? null : longest;
}

/** What is left to be tested where names hold `covered`; null for nothing. */
function testOf(
  terms: readonly Term<NameTest>[],
  covered: string | null,
  alphabet: Alphabet,
  pool: NamePool,
  plan: NamePlan,
): Phase['test'] {
  const left = terms.filter(
    ({ value, negated }) =>
      negated || value.test !== 'part' || covered === null || !covered.includes(value.text),
  );
  if (left.length === 0) return null;
  return (rank, folded) =>
    left.every(({ value, negated }) => {
      if (value.test === 'regex' && folded.length > value.longest) {
        plan.skipped++;
        return false;
      }
      const name = value.test === 'exact' ? textOf(pool.bytesOf(alphabet.nameAt[rank])) : folded;
      return nameMatches(value, name, folded) !== negated;
    });
}

/**
 * Calls `visit` with the ranks of a phase that match, in order. Yields at the ends of chunks, and where `isLate` says so when
 * names are tested one by one.
 */
export function* matchNames(
  { from, end, literal, test }: Phase,
  { text }: Alphabet,
  isLate: () => boolean,
  visit: (rank: Rank) => void,
): Generator<void, void> {
  let tested = 0;
  const visitTested = (rank: Rank, name: string): boolean => {
    if (!test || test(rank, name)) visit(rank);
    return ++tested % TESTED !== 0 || !isLate();
  };
  const visitFound = (rank: Rank): boolean => {
    if (test) return visitTested(rank, text.at(rank));
    visit(rank);
    return true;
  };
  for (let rank = from; rank < end;) {
    rank = literal ? text.findIn(literal, rank, end, visitFound) : text.testIn(rank, end, visitTested);
    yield;
  }
}
