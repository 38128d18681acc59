/**
 * The kinds as people say them.
 * In: a kind of the format. Out: one word; `enum` for ENUM and ENUM64.
 */

const WORDS = [
  'unknown',
  'int',
  'ptr',
  'array',
  'struct',
  'union',
  'enum',
  'fwd',
  'typedef',
  'volatile',
  'const',
  'restrict',
  'func',
  'func_proto',
  'var',
  'datasec',
  'float',
  'decl_tag',
  'type_tag',
  'enum',
] as const;

export type KindWord = (typeof WORDS)[number];

/** `unknown` for void and for kinds beyond the known ones. */
export function kindWord(kind: number): KindWord {
  return WORDS[kind] ?? 'unknown';
}
