/**
 * The kinds in the order in which lists show them, and from words back to kinds.
 * In: a word or a kind. Out: kinds of the format, or a place in the order. The words themselves are in `kind-word.ts`.
 */

import { kindWord, type KindWord } from './kind-word.ts';

/** Named types that people look for come first. */
const ORDER: readonly KindWord[] = [
  'struct',
  'union',
  'enum',
  'typedef',
  'func',
  'var',
  'int',
  'float',
  'fwd',
  'datasec',
  'decl_tag',
  'type_tag',
  'ptr',
  'array',
  'const',
  'volatile',
  'restrict',
  'func_proto',
  'unknown',
];

export const KIND_PLACES = ORDER.length;

/** Place of a kind (0..127) in the order, from 0. */
export const KIND_PLACE = Uint8Array.from({ length: 128 }, (_, kind) => ORDER.indexOf(kindWord(kind)));

export const isKindWord = (text: string): text is KindWord => (ORDER as readonly string[]).includes(text);

/** 1 for each kind (0..127) that one of the words stands for. */
export function kindMask(words: Iterable<KindWord>): Uint8Array {
  const wanted = new Set(words);
  return Uint8Array.from({ length: 128 }, (_, kind) => (wanted.has(kindWord(kind)) ? 1 : 0));
}
