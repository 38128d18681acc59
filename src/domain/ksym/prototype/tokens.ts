/**
 * C text cut into words.
 * In: a declaration as people paste it. Out: identifiers, numbers and punctuation with their places; comments and
 * `__attribute__((...))` are left out. Bounded in length.
 */

export interface CToken {
  /** An identifier or keyword, a number, or one of `* ( ) [ ] , ; { } =`, `...`, or a string. */
  readonly text: string;
  readonly kind: 'word' | 'number' | 'punctuation';
  /** In characters from the start of the text. */
  readonly at: number;
}

/** Where and why text cannot be read. */
export class Unreadable extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const MAX_TEXT = 16_384;
const TOKEN =
  /(?<blank>\s+|\/\*[^]*?\*\/|\/\/[^\n]*)|(?<word>[A-Za-z_]\w*)|(?<number>\d\w*)|(?<punctuation>\.\.\.|[*()[\],;{}=]|"[^"\n]*")/y;

/** @throws Unreadable at a character that no declaration has */
export function tokenize(text: string): CToken[] {
  if (text.length > MAX_TEXT) throw new Unreadable(`the text has more than ${MAX_TEXT} characters`, MAX_TEXT);
  const tokens: CToken[] = [];
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new Unreadable(`\`${text[at]}\` does not belong in a declaration`, at);
    const kind = groups.word ? 'word' : groups.number ? 'number' : 'punctuation';
    const piece = groups.word ?? groups.number ?? groups.punctuation;
    if (piece !== undefined) tokens.push({ text: piece, kind, at });
    at = TOKEN.lastIndex;
  }
  return withoutAttributes(tokens);
}

function withoutAttributes(tokens: readonly CToken[]): CToken[] {
  const kept: CToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i].text !== '__attribute__') kept.push(tokens[i]);
    else i = closing(tokens, i + 1);
  }
  return kept;
}

/** Index of the bracket that closes the one at `open`. */
function closing(tokens: readonly CToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i].text === '(') depth++;
    else if (tokens[i].text === ')') depth--;
    if (depth === 0) return i;
  }
  throw new Unreadable('a bracket is not closed', tokens.at(open)?.at ?? 0);
}
