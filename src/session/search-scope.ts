/**
 * The sources that a search is narrowed to.
 * In: a query with its filters, and what is open. Out: which sources are searched. Names of sources are the index's to look
 * at; here are chosen sources, directories, and terms that name a directory: `mod:drivers/net/**`.
 *
 *   mod:net/*             what lies in a directory `net`, wherever that is
 *   mod:drivers/net/**    and in those below it, as does mod:drivers/net
 *   mod:net/sched/sch_*   files of a directory, without what follows the dot
 */

import { foldText } from '../domain/kernel/fold.ts';
import { globMatches, isGlob } from '../domain/kernel/glob.ts';
import { anyMatches } from '../domain/kernel/name-tests.ts';
import type { NameTest, Query, Term } from '../domain/kernel/query.ts';
import { sourceName } from '../domain/kernel/type-filter.ts';
import type { TypeQuery } from './list-api.ts';
import type { SourceId } from './source-api.ts';

export interface Scope {
  /** Null for all that is indexed. */
  readonly sources: readonly SourceId[] | null;
  /** What is left for the index to look at. */
  readonly query: Query;
  /** A sentence, or null. */
  readonly complaint: string | null;
  /** By names too. */
  readonly isSearched: (source: SourceId) => boolean;
}

export interface Placed {
  readonly id: SourceId;
  readonly name: string;
  readonly path: string;
}

/** What is open: all of it only where somebody asks, for that may be thousands. */
export interface OpenSources {
  readonly all: readonly Placed[];
  get(id: SourceId): Placed | undefined;
}

export function scopeOf(
  { sources, directory }: Pick<TypeQuery, 'sources' | 'directory'>,
  query: Query,
  open: OpenSources,
): Scope {
  const chosen = sources && new Set(sources);
  const inFilters = ({ id, path }: Placed): boolean =>
    (chosen === null || chosen.has(id)) && (directory === '' || path.startsWith(`${directory}/`));
  const isNamed = sourceTest(query.sources);
  const isSearched = (id: SourceId): boolean => {
    const source = open.get(id);
    return source !== undefined && inFilters(source) && isNamed(source);
  };
  const idsOf = (list: readonly Placed[]): SourceId[] => list.filter(inFilters).map(({ id }) => id);
  if (query.sources.some(({ value }) => isPath(value))) {
    const named = open.all.filter(isNamed);
    return {
      sources: idsOf(named),
      query: { ...query, sources: [] },
      complaint: named.length > 0 ? null : 'No open source lies in such a directory, or has such a name.',
      isSearched,
    };
  }
  const isNarrow = chosen !== null || directory !== '';
  return { sources: isNarrow ? idsOf(open.all) : null, query, complaint: null, isSearched };
}

/** As `anyMatches`, of names and of paths. */
function sourceTest(terms: readonly Term<NameTest>[]): (source: Placed) => boolean {
  const names = terms.filter(({ value }) => !isPath(value));
  const paths = terms.flatMap(({ value, negated }) =>
    isPath(value) ? [{ test: pathTest(value), negated }] : [],
  );
  if (paths.length === 0) return ({ name }) => anyMatches(names, sourceName(name));
  const isWanted = paths.some(({ negated }) => !negated);
  return ({ name, path }) => {
    const folded = foldPath(path);
    if (paths.some(({ test, negated }) => negated && test(folded))) return false;
    if (paths.some(({ test, negated }) => !negated && test(folded)))
      return anyMatches(
        names.filter(({ negated }) => negated),
        sourceName(name),
      );
    // Where terms ask for directories alone, a name has nothing that it could match.
    if (isWanted && !names.some(({ negated }) => !negated)) return false;
    return anyMatches(names, sourceName(name));
  };
}

type PathTest = Exclude<NameTest, { test: 'regex' }>;

const isPath = (value: NameTest): value is PathTest => value.test !== 'regex' && value.text.includes('/');

/** Characters of a path that are looked at, the last ones; a file system takes no longer one (Linux `PATH_MAX`). */
const MAX_PATH = 4096;

/** Terms of the search are folded, and may be written with - or _. */
const foldPath = (path: string): readonly string[] =>
  foldText(path.slice(-MAX_PATH)).replaceAll('-', '_').split('/');

/** Of a folded path, cut at its slashes. */
function pathTest({ text }: PathTest): (path: readonly string[]) => boolean {
  const steps = foldText(text)
    .split('/')
    .filter((step) => step !== '');
  const pattern = ['**', ...steps, ...below(text.slice(text.lastIndexOf('/') + 1))];
  return (path) => stepsMatch(pattern, path);
}

/** What may follow the last step that was written: all of a directory, at least one file where no file can be meant. */
function below(last: string): readonly string[] {
  if (last === '**') return ['*'];
  if (last === '') return ['**', '*'];
  return isGlob(last) ? [] : ['**'];
}

/** A mismatch behind a `**` lets that take one directory more; earlier ones never need to. */
function stepsMatch(pattern: readonly string[], path: readonly string[]): boolean {
  let [p, at, star, taken] = [0, 0, -1, 0];
  while (at < path.length) {
    if (pattern[p] === '**') {
      star = p++;
      taken = at;
    } else if (p < pattern.length && stepMatches(pattern[p], path[at], at === path.length - 1)) {
      p++;
      at++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++taken;
    } else return false;
  }
  while (pattern[p] === '**') p++;
  return p === pattern.length;
}

/** A file is meant by its name as well as by what stands before the first dot in it. */
const stepMatches = (pattern: string, step: string, isFile: boolean): boolean =>
  globMatches(pattern, step) || (isFile && globMatches(pattern, step.split('.', 1)[0]));
