/**
 * Shell patterns over names: `*` is any text, `?` one character, and the whole name must match.
 * In: a folded pattern. Out: a test of folded names, and literals that narrow the search down. Time for one name is at most
 * its length times that of the pattern.
 */

export const isGlob = (text: string): boolean => /[*?]/.test(text);

/** What the pattern begins with, up to its first wildcard. */
export function globPrefix(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?]|$/));
}

/** The longest text without wildcards, which every match holds; '' for a pattern of nothing else. */
export function globLiteral(pattern: string): string {
  let longest = '';
  for (const literal of pattern.split(/[*?]+/)) if (literal.length > longest.length) longest = literal;
  return longest;
}

/** A mismatch behind a `*` lets that `*` take one character more; earlier ones never need to. */
export function globMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let taken = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++taken;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
