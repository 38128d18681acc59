/**
 * What people type into the search, taken apart.
 * In: text. Out: a `Query` of terms that must all hold, and complaints in words about what could not be read; the rest of
 * the query holds all the same. Knows no types: `name-plan.ts` and `type-filter.ts` apply it.
 *
 *   nf_conn             part of the name, in any case; several words: all of them
 *   struct nf_conn      a kind, then a name; as does func, union, enum, typedef, var, fwd, datasec
 *   "nf_conn"           exactly this name          nf_*_init   the whole name by a shell pattern: * any text, ? one character
 *   /^nf_.*init$/       a regular expression, in any case
 *   kind:struct,union   mod:nf_conntrack (part of a source's name, a pattern, or "exact")   size:>64  size:0x10..0x20 (bytes)
 *   mod:net/*           sources in a directory `net`; mod:drivers/net and mod:drivers/net/** also in those below it
 *   member:freebind     enumerator:TCP_SYN_SENT    a struct or enum that has it
 *   #12  [12]  nf_conntrack:[112901]               an id, in any source or in one
 *   -term               everything but
 */

import { foldText } from './fold.ts';
import { isGlob } from './glob.ts';
import { isKindWord } from './kind-order.ts';
import type { KindWord } from './kind-word.ts';
import { longestName, regexCost } from './regex-cost.ts';

export type NameTest =
  /** `text` is folded. */
  | { readonly test: 'part'; readonly text: string }
  | { readonly test: 'exact'; readonly text: string }
  /** `text` is folded; the whole name must match. */
  | { readonly test: 'glob'; readonly text: string }
  /** For folded names of at most `longest` characters. */
  | { readonly test: 'regex'; readonly regex: RegExp; readonly longest: number };

export interface Term<T> {
  readonly value: T;
  readonly negated: boolean;
}

/** Both ends in bytes and included. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

export interface IdTerm {
  /** Null for any source. */
  readonly source: NameTest | null;
  readonly id: number;
}

export interface Query {
  readonly names: readonly Term<NameTest>[];
  /** One of the positive ones must hold, and none of the negated. */
  readonly kinds: readonly Term<KindWord>[];
  /** One of the positive ones must hold, and none of the negated. */
  readonly sources: readonly Term<NameTest>[];
  readonly sizes: readonly Term<SizeRange>[];
  /** One of them must hold. */
  readonly ids: readonly IdTerm[];
  readonly members: readonly Term<NameTest>[];
  readonly enumerators: readonly Term<NameTest>[];
  /** A sentence each. */
  readonly complaints: readonly string[];
}

/** Characters of a query that are read. */
const MAX_QUERY = 1000;
/** Terms of a query that are read. */
const MAX_TERMS = 32;

/** Words that a name may follow as in C. Others, such as `int`, begin names themselves. */
const LEADING_KINDS: Readonly<Record<string, KindWord>> = {
  struct: 'struct',
  union: 'union',
  enum: 'enum',
  typedef: 'typedef',
  func: 'func',
  function: 'func',
  var: 'var',
  variable: 'var',
  fwd: 'fwd',
  datasec: 'datasec',
};

const KIND_ALIASES: Readonly<Record<string, KindWord>> = {
  function: 'func',
  variable: 'var',
  pointer: 'ptr',
  enum64: 'enum',
  forward: 'fwd',
  prototype: 'func_proto',
};

class Reading {
  readonly names: Term<NameTest>[] = [];
  readonly kinds: Term<KindWord>[] = [];
  readonly sources: Term<NameTest>[] = [];
  readonly sizes: Term<SizeRange>[] = [];
  readonly ids: IdTerm[] = [];
  readonly members: Term<NameTest>[] = [];
  readonly enumerators: Term<NameTest>[] = [];
  readonly complaints: string[] = [];

  complain(sentence: string): void {
    if (!this.complaints.includes(sentence)) this.complaints.push(sentence);
  }
}

export function parseQuery(text: string): Query {
  const into = new Reading();
  if (text.length > MAX_QUERY) into.complain(`Only the first ${MAX_QUERY} characters were read.`);
  const words = splitWords(text.slice(0, MAX_QUERY).replaceAll('\0', ' '));
  if (words.length > MAX_TERMS) into.complain(`Only the first ${MAX_TERMS} terms were read.`);
  let named = false;
  words.slice(0, MAX_TERMS).forEach((word, i) => {
    const kind = !named && (i + 1 < words.length || /\s$/.test(text)) ? leadingKind(word) : null;
    if (kind) into.kinds.push({ value: kind, negated: false });
    else readWord(word, into);
    named ||= kind !== null || into.names.length > 0;
  });
  return into;
}

const leadingKind = (word: string): KindWord | null =>
  Object.hasOwn(LEADING_KINDS, word) ? LEADING_KINDS[word] : null;

/** At white space, but for that in quotes and in a regular expression. */
function splitWords(text: string): string[] {
  const word = /-?(?:[a-z]+:)?"[^"]*"(?=\s|$)|-?\/(?:\\.|[^\\/])+\/i?(?=\s|$)|\S+/gy;
  const words: string[] = [];
  for (;;) {
    word.lastIndex += /^\s*/.exec(text.slice(word.lastIndex))?.[0].length ?? 0;
    const found = word.exec(text);
    if (!found) return words;
    words.push(found[0]);
  }
}

function readWord(word: string, into: Reading): void {
  const negated = word.length > 1 && word.startsWith('-');
  const rest = negated ? word.slice(1) : word;
  const id = /^(?:(.+):)?(?:\[(\d+)\]|#(\d+))$/.exec(rest);
  if (id) return readId(id[1], Number(id[2] ?? id[3]), negated, into);
  const field = /^([a-z]+):(.*)$/s.exec(rest);
  const reader = field && Object.hasOwn(FIELDS, field[1]) ? FIELDS[field[1]] : null;
  if (field && reader) return reader(field[2], negated, into);
  const value = nameTest(rest, into);
  if (value) into.names.push({ value, negated });
}

function readId(source: string | undefined, id: number, negated: boolean, into: Reading): void {
  if (negated) into.complain('An id cannot be negated.');
  else into.ids.push({ source: source === undefined ? null : sourceOfId(source), id });
}

type FieldReader = (value: string, negated: boolean, into: Reading) => void;

const FIELDS: Readonly<Record<string, FieldReader>> = {
  kind: readKinds,
  mod: readSource,
  module: readSource,
  source: readSource,
  size: readSize,
  member: (value, negated, into) => readElement('member', value, negated, into.members, into),
  enumerator: (value, negated, into) => readElement('enumerator', value, negated, into.enumerators, into),
};

function readKinds(value: string, negated: boolean, into: Reading): void {
  if (value === '') return into.complain('kind: needs a kind, such as kind:struct.');
  for (const word of foldText(value).split(',')) {
    if (word === '') continue;
    const kind = Object.hasOwn(KIND_ALIASES, word) ? KIND_ALIASES[word] : word;
    if (isKindWord(kind)) into.kinds.push({ value: kind, negated });
    else into.complain(`There is no kind ${quoted(word)}.`);
  }
}

function readSource(value: string, negated: boolean, into: Reading): void {
  if (value === '') return into.complain('mod: needs the name of a source, such as mod:nf_conntrack.');
  into.sources.push({ value: sourceTest(value), negated });
}

/** A module may be written with - or _, as for modprobe. */
function sourceTest(value: string): NameTest {
  const exact = /^"(.*)"$/s.exec(value);
  if (exact) return { test: 'exact', text: exact[1].replaceAll('-', '_') };
  const text = foldText(value).replaceAll('-', '_');
  return isGlob(text) ? { test: 'glob', text } : { test: 'part', text };
}

/** What stands before an id is a whole name, as the page itself writes it. */
function sourceOfId(value: string): NameTest {
  const test = sourceTest(value);
  return test.test === 'part' ? { test: 'exact', text: value.replaceAll('-', '_') } : test;
}

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20 };

function readSize(value: string, negated: boolean, into: Reading): void {
  const range = sizeRange(foldText(value));
  if (range) into.sizes.push({ value: range, negated });
  else
    into.complain(
      `A size is written as size:64, size:>4096, size:<=0x40 or size:64..128, not ${quoted(value)}.`,
    );
}

function sizeRange(text: string): SizeRange | null {
  const [from, to, tooMany] = text.split('..');
  if (tooMany !== undefined) return null;
  if (to !== undefined) {
    const [least, most] = [from === '' ? 0 : sizeOf(from), to === '' ? Infinity : sizeOf(to)];
    return least === null || most === null ? null : { least, most };
  }
  const [, sign, digits] = /^(>=|<=|>|<|=|)(.*)$/s.exec(text) ?? ['', '', ''];
  const size = sizeOf(digits);
  if (size === null) return null;
  if (sign === '>') return { least: size + 1, most: Infinity };
  if (sign === '>=') return { least: size, most: Infinity };
  if (sign === '<') return { least: 0, most: size - 1 };
  if (sign === '<=') return { least: 0, most: size };
  return { least: size, most: size };
}

function sizeOf(text: string): number | null {
  const found = /^(0x[0-9a-f]+|\d+)([km]?)b?$/.exec(text);
  return found ? Number(found[1]) * SIZE_UNITS[found[2]] : null;
}

function readElement(
  field: string,
  value: string,
  negated: boolean,
  list: Term<NameTest>[],
  into: Reading,
): void {
  if (value === '') return into.complain(`${field}: needs a name.`);
  const test = nameTest(value, into);
  if (test) list.push({ value: test, negated });
}

/** Null where nothing is left to look for; what was wrong is then told. */
function nameTest(word: string, into: Reading): NameTest | null {
  if (word.startsWith('"')) return quotedTest(word, into);
  if (word.startsWith('/')) return regexTest(word, into);
  const text = foldText(withoutPunctuation(word));
  if (text === '') return null;
  return isGlob(text) ? { test: 'glob', text } : { test: 'part', text };
}

/** What is left of C around a name when it is pasted: `foo();`, `struct foo {`. */
const withoutPunctuation = (word: string): string => word.replace(/^([\w.]*)(?:\(\))?[;,{]*$/, '$1');

function quotedTest(word: string, into: Reading): NameTest | null {
  const end = word.indexOf('"', 1);
  const text = end < 0 ? word.slice(1) : word.slice(1, end);
  if (text === '') return null;
  if (end === word.length - 1) return { test: 'exact', text };
  into.complain('A quotation mark is not closed.');
  return { test: 'part', text: foldText(text) };
}

function regexTest(word: string, into: Reading): NameTest | null {
  const parts = /^\/(.*)\/i?$/s.exec(word);
  if (!parts || parts[1] === '') {
    into.complain(`The regular expression ${quoted(word)} does not end with a /.`);
    return null;
  }
  let regex: RegExp;
  try {
    regex = new RegExp(parts[1], 'i');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    into.complain(`${why}.`);
    return null;
  }
  const verdict = regexCost(parts[1]);
  if (verdict.state === 'bounded') return { test: 'regex', regex, longest: longestName(verdict.cost) };
  into.complain(`The regular expression ${quoted(word)} is not tried: ${verdict.why}.`);
  return null;
}

const quoted = (text: string): string => `\u201c${text.slice(0, 80)}\u201d`;
