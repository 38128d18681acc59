/**
 * The kinds as the page deals with them: which are listed first, and how they are called in text.
 * The session's own tables stay behind the worker, so the words are written here once more and the compiler holds them together.
 */

import type { KindWord } from '../session/source-api.ts';

/** Every kind word, in the order in which filters show them. */
const KIND_ORDER: Readonly<Record<KindWord, number>> = {
  struct: 0,
  union: 1,
  enum: 2,
  typedef: 3,
  func: 4,
  var: 5,
  int: 6,
  float: 7,
  fwd: 8,
  datasec: 9,
  decl_tag: 10,
  type_tag: 11,
  ptr: 12,
  array: 13,
  const: 14,
  volatile: 15,
  restrict: 16,
  func_proto: 17,
  unknown: 18,
};

export const ALL_KINDS: readonly KindWord[] = (Object.keys(KIND_ORDER) as KindWord[]).sort(
  (a, b) => KIND_ORDER[a] - KIND_ORDER[b],
);

/** What the list shows first: named types that people look for. */
export const DEFAULT_KINDS: readonly KindWord[] = ['struct', 'union', 'enum', 'typedef', 'func', 'var'];

export function isKindWord(word: string): word is KindWord {
  return Object.hasOwn(KIND_ORDER, word);
}
