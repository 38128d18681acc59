/** What the parts of a type are called, by its kind. */

import type { KindWord } from '../../session/source-api.ts';

const WORDS: Readonly<Partial<Record<KindWord, string>>> = {
  enum: 'enumerator',
  func: 'argument',
  func_proto: 'argument',
  datasec: 'variable',
};

export function elementWord(kind: KindWord): string {
  return WORDS[kind] ?? 'member';
}
