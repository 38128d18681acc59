/**
 * A name against the terms of a query, one at a time.
 * In: terms and a name. Out: whether they hold. `name-plan.ts` narrows hundreds of thousands of names down to a few first.
 */

import { foldText } from './fold.ts';
import { globMatches } from './glob.ts';
import type { NameTest, Term } from './query.ts';

/** `folded` must be `foldText(name)`. */
export function nameMatches(test: NameTest, name: string, folded: string): boolean {
  switch (test.test) {
    case 'part':
      return folded.includes(test.text);
    case 'exact':
      return name === test.text;
    case 'glob':
      return globMatches(test.text, folded);
    case 'regex':
      return folded.length <= test.longest && test.regex.test(folded);
  }
}

/** Whether one of the positive terms holds, or there is none, and none of the negated. */
export function anyMatches(terms: readonly Term<NameTest>[], name: string): boolean {
  const folded = foldText(name);
  const holds = ({ value }: Term<NameTest>): boolean => nameMatches(value, name, folded);
  const wanted = terms.filter(({ negated }) => !negated);
  return (wanted.length === 0 || wanted.some(holds)) && !terms.some((term) => term.negated && holds(term));
}
