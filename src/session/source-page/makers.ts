/**
 * How each list on the page of a source is made.
 * In: what is open, and a source. Out: steps, each of which says how far it is, and at their end a list: exact figures, and
 * windows of rows. A new list is a row here and a name in `source-page-api.ts`.
 */

import type { DisagreeingRow } from '../../domain/kernel/disagreements.ts';
import type { RankedList } from '../../domain/kernel/kernel-index.ts';
import { kfuncsOf } from '../../domain/ksym/kfuncs.ts';
import { printDeclaration } from '../../domain/render/c/declaration.ts';
import type { TypeRow } from '../list-api.ts';
import type { SourceId } from '../source-api.ts';
import type { SourceList, SourceListRow } from '../source-page-api.ts';
import type { PageLine } from '../type-api.ts';
import { structuralHash } from '../hash.ts';
import type { Indexing } from '../indexing.ts';
import { rowOf } from '../rows.ts';
import type { ShownSource, Source, Sources } from '../sources.ts';
import { PagePrinter } from '../tokens.ts';
import { misfitsOf, modulesOn } from './facts.ts';

export interface Context {
  readonly sources: Sources;
  readonly indexing: Indexing;
}

export interface MadeList {
  readonly count: number;
  readonly total: number;
  /** `whole`: with all definitions that a row can tell of, not only the first. */
  rows(from: number, count: number, whole: boolean): readonly SourceListRow[];
}

/** Null where there is nothing to look at. Yields from 0 to 1. */
type Maker = (context: Context, source: SourceId) => Generator<number, MadeList> | null;

export const makers: Readonly<Record<SourceList, Maker>> = {
  modules: ofModules,
  taken: (context, source) => ranked(context, source, 'taken'),
  kfuncs: ofKfuncs,
  largest: (context, source) => ranked(context, source, 'largest'),
  'most-used': (context, source) => ranked(context, source, 'most-used'),
  disagreeing: ofDisagreeing,
  misfits: ofMisfits,
};

/** Definitions that a row tells of: in a window of rows, and where it is told whole. */
const FIRST_DEFINITIONS = 24;
const MAX_DEFINITIONS = 1000;
/** Lines of a prototype. */
const MAX_LINES = 40;

const EMPTY: SourceListRow = {
  type: null,
  source: null,
  figure: null,
  line: null,
  definitions: [],
  definitionCount: 0,
  misfit: null,
};

function* ofModules({ sources }: Context, base: SourceId): Generator<number, MadeList> {
  const modules = modulesOn(sources, base).sort(
    (a, b) => b.found.btf.byteLength - a.found.btf.byteLength || (a.name < b.name ? -1 : 1),
  );
  yield 1;
  const total = modules.reduce((sum, { found }) => sum + found.btf.byteLength, 0);
  return sourceRows(sources, modules, total, () => null);
}

function* ofMisfits({ sources }: Context, base: SourceId): Generator<number, MadeList> {
  const misfits = misfitsOf(sources, base).sort((a, b) => (a.name < b.name ? -1 : 1));
  yield 1;
  return sourceRows(sources, misfits, 0, (info) => {
    const { state } = info;
    return state.state === 'no-base-fits' ? (state.tried.find((one) => one.base === base) ?? null) : null;
  });
}

function sourceRows(
  sources: Sources,
  list: readonly Source[],
  total: number,
  misfitOf: (info: NonNullable<SourceListRow['source']>) => SourceListRow['misfit'],
): MadeList {
  return {
    count: list.length,
    total,
    rows: (from, count) =>
      list.slice(from, from + count).flatMap(({ id }) => {
        const info = sources.info(id);
        return info ? { ...EMPTY, source: info, misfit: misfitOf(info) } : [];
      }),
  };
}

function ranked({ sources, indexing }: Context, source: SourceId, list: RankedList): ReturnType<Maker> {
  const key = indexing.keyOf(source);
  const steps = key === null ? null : indexing.index.ranking(key, list);
  if (!steps) return null;
  const showsFigure = list !== 'largest';
  return (function* (): Generator<number, MadeList> {
    for (;;) {
      const step = steps.next();
      if (!step.done) {
        yield 0;
        continue;
      }
      const types = step.value;
      return {
        count: types.count,
        total: showsFigure ? types.total : 0,
        rows: (from, count) =>
          types.rows(from, count).flatMap(({ type, figure }) => {
            const row = typeRow(sources, indexing, type);
            return row ? { ...EMPTY, type: row, figure: showsFigure ? figure : null } : [];
          }),
      };
    }
  })();
}

/** By name, in the order of code units; a function that is tagged twice comes once. */
function ofKfuncs({ sources }: Context, id: SourceId): ReturnType<Maker> {
  const source = sources.shown(id);
  if (!source) return null;
  return (function* (): Generator<number, MadeList> {
    const { view } = source.placement;
    const named = kfuncsOf(view).map((func) => ({ func, name: view.nameOf(func) }));
    named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.func - b.func));
    yield 1;
    return {
      count: named.length,
      total: 0,
      rows: (from, count) =>
        named.slice(from, from + count).flatMap(({ func }) => {
          const type = rowOf(sources, sources.refOf(source, func));
          return type ? { ...EMPTY, type, line: prototype(sources, source, func) } : [];
        }),
    };
  })();
}

/** As the C tab has it, on one line; without `static`, which is the linkage that pahole gives all functions of a kernel. */
function prototype(sources: Sources, source: ShownSource, func: number): PageLine {
  const page = new PagePrinter(MAX_LINES);
  try {
    printDeclaration(source.placement.view, func, page);
  } catch (error) {
    if (!page.isEnd(error)) throw error;
  }
  const tokens = page
    .asText(sources, source)
    .lines.flatMap((line, i) => (i === 0 ? line : [{ kind: 'punctuation' as const, text: ' ' }, ...line]));
  return tokens[0]?.text.trim() === 'static' ? tokens.slice(1) : tokens;
}

function ofDisagreeing({ sources, indexing }: Context, base: SourceId): ReturnType<Maker> {
  const kernel = [base, ...modulesOn(sources, base).map(({ id }) => id)];
  const keys = kernel.map((id) => indexing.keyOf(id)).filter((key) => key !== null);
  const steps = indexing.index.disagreements(keys, structuralHash);
  return (function* (): Generator<number, MadeList> {
    const names = yield* steps;
    return {
      count: names.count,
      total: names.repeated,
      rows: (from, count, whole) =>
        names
          .rows(from, count)
          .flatMap((name) =>
            disagreeingRow(sources, indexing, name, whole ? MAX_DEFINITIONS : FIRST_DEFINITIONS),
          ),
    };
  })();
}

function disagreeingRow(
  sources: Sources,
  indexing: Indexing,
  { definitions, variants }: DisagreeingRow,
  most: number,
): SourceListRow | [] {
  const told = definitions.slice(0, most).flatMap(({ type, variant }) => {
    const row = typeRow(sources, indexing, type);
    return row ? { ...row, variant } : [];
  });
  const [first] = told;
  if (!first) return [];
  const { variant: _, ...type } = first;
  return { ...EMPTY, type, figure: variants, definitions: told, definitionCount: definitions.length };
}

function typeRow(
  sources: Sources,
  indexing: Indexing,
  { key, id }: { readonly key: number; readonly id: number },
): TypeRow | null {
  const source = indexing.sourceOf(key);
  return source === null ? null : rowOf(sources, { source, id });
}
