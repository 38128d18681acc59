/**
 * Which part of a name the search found, for marking it in the list.
 * In: what was typed and a name. Out: the range in the name, or null where the query is more than plain text.
 */

export interface Mark {
  readonly from: number;
  readonly to: number;
}

/** The one word that is searched as a substring: the last plain one, with no operator in it. */
export function plainTerm(query: string): string | null {
  const words = query.trim().split(/\s+/u);
  const last = words.at(-1) ?? '';
  return /^[\w.$]+$/u.test(last) ? last.toLowerCase() : null;
}

export function markIn(name: string, term: string | null): Mark | null {
  if (!term) return null;
  const from = name.toLowerCase().indexOf(term);
  return from < 0 ? null : { from, to: from + term.length };
}
