/**
 * One person's open files: answers every question of `api.ts`.
 * In: files and questions. Out: plain data. Runs in a worker, in a unit test and in the terminal alike; knows no port.
 */

import { kindWord, type KindWord } from '../domain/kernel/kind-word.ts';
import type { BtfView } from '../domain/view/view.ts';
import type {
  LayoutOptions,
  LayoutTable,
  LinkResolution,
  LinkTarget,
  OpenFile,
  OpenProgress,
  OpenReport,
  PageText,
  Relation,
  SearchResult,
  Session as SessionApi,
  SourceId,
  TextForm,
  TypePage,
  TypeQuery,
  TypeRef,
  TypeRow,
  UsedBy,
  UsedByRow,
  Workspace,
} from './api.ts';
import { SessionFailure } from './failure.ts';
import { resolveLink } from './links.ts';
import { searchAll } from './naive-search.ts';
import { Opener } from './opening.ts';
import { findDefinitions, typePage } from './page.ts';
import { Problems } from './problems.ts';
import { rowOf } from './rows.ts';
import { Slices } from './slices.ts';
import { Sources } from './sources.ts';
import { Tabs } from './tabs.ts';

const NO_TEXT: PageText = { lines: [], truncated: false };

export class Session implements SessionApi {
  private readonly sources: Sources;
  private readonly problems = new Problems();
  private readonly opener: Opener;
  private readonly tabs: Tabs;
  private generation = 1;
  private searchId = 0;
  private hits: readonly TypeRef[] = [];

  /** `firstSource` keeps numbers apart from those of a session that this one replaces. */
  constructor(firstSource: SourceId = 1) {
    this.sources = new Sources(firstSource);
    this.tabs = new Tabs(this.sources);
    const changed = (): void => void this.generation++;
    const { sources, problems } = this;
    this.opener = new Opener({ sources, problems, changed, workspace: () => this.workspace() });
  }

  open(files: readonly OpenFile[], progress: (report: OpenProgress) => void): Promise<OpenReport> {
    return this.opener.open(files, progress);
  }

  openUrl(url: string, name: string, progress: (report: OpenProgress) => void): Promise<OpenReport> {
    return this.opener.openUrl(url, name, progress);
  }

  cancelOpen(): void {
    this.opener.cancel();
  }

  remove(source: SourceId): Workspace {
    this.sources.remove(source);
    this.problems.forget(source);
    for (const one of this.sources.unplaced) this.sources.placeAgain(one);
    this.generation++;
    return this.workspace();
  }

  dismissProblem(key: string): Workspace {
    this.problems.dismiss(key);
    return this.workspace();
  }

  workspace(): Workspace {
    const shown = this.sources.allShown;
    return {
      generation: this.generation,
      sources: this.sources.all.map((source) => this.sources.info(source)),
      problems: this.problems.list,
      types: shown.reduce((sum, { found }) => sum + found.btf.nrTypes, 0),
      kindCounts: countKinds(shown.map(({ placement }) => placement.view)),
      indexes: { names: true, usedBy: false },
    };
  }

  async search(query: TypeQuery, firstRows: number): Promise<SearchResult> {
    const started = performance.now();
    const searchId = ++this.searchId;
    this.hits = [];
    const generation = this.generation;
    const superseded = (): boolean => searchId !== this.searchId;
    const found = await searchAll(this.sources.allShown, query, new Slices(), superseded);
    if (!found || superseded()) throw new SessionFailure('superseded', 'a newer search was asked for');
    this.hits = found.refs;
    return {
      searchId,
      generation,
      count: found.refs.length,
      of: found.of,
      first: this.rows(searchId, 0, firstRows),
      complaint: null,
      ms: performance.now() - started,
    };
  }

  rows(searchId: number, from: number, count: number): readonly TypeRow[] {
    if (searchId !== this.searchId) return [];
    return this.rowsOf(this.hits.slice(from, from + count));
  }

  rowOf(searchId: number, { source, id }: TypeRef): number {
    if (searchId !== this.searchId) return -1;
    return this.hits.findIndex((hit) => hit.source === source && hit.id === id);
  }

  typePage(ref: TypeRef): TypePage | null {
    const definitions = (kind: KindWord, name: string): readonly TypeRow[] =>
      this.rowsOf(findDefinitions(this.sources, kind, name));
    return typePage(this.sources, ref, this.generation, definitions);
  }

  declaration(ref: TypeRef): PageText {
    const source = this.sources.shown(ref.source);
    return source ? this.tabs.declaration(source, ref.id) : NO_TEXT;
  }

  layout(ref: TypeRef, options: LayoutOptions): LayoutTable | null {
    const source = this.sources.shown(ref.source);
    return source && this.tabs.layout(source, ref.id, options);
  }

  raw(ref: TypeRef): PageText {
    const source = this.sources.shown(ref.source);
    return source ? this.tabs.raw(source, ref.id) : NO_TEXT;
  }

  usedBy(_ref: TypeRef): Promise<UsedBy> {
    return Promise.resolve({ groups: [], total: 0, complete: false });
  }

  usedByRows(
    _ref: TypeRef,
    _relation: Relation,
    _from: number,
    _count: number,
  ): Promise<readonly UsedByRow[]> {
    return Promise.resolve([]);
  }

  text(ref: TypeRef, form: TextForm, options: LayoutOptions & { readonly hex: boolean }): Promise<string> {
    const source = this.sources.shown(ref.source);
    if (!source || form === 'used-by') return Promise.resolve('');
    return Promise.resolve(this.tabs.text(source, ref.id, form, options));
  }

  resolveLink(link: LinkTarget): LinkResolution {
    const find = (kind: KindWord | null, name: string): readonly TypeRef[] =>
      (kind ? [kind] : NAMED_KINDS).flatMap((one) => findDefinitions(this.sources, one, name));
    return resolveLink(this.sources, find, link);
  }

  private rowsOf(refs: readonly TypeRef[]): TypeRow[] {
    return refs.map((ref) => rowOf(this.sources, ref)).filter((row) => row !== null);
  }
}

const NAMED_KINDS: readonly KindWord[] = [
  'struct',
  'union',
  'enum',
  'typedef',
  'func',
  'var',
  'fwd',
  'int',
  'float',
];

function countKinds(views: readonly BtfView[]): Partial<Record<KindWord, number>> {
  const counts: Partial<Record<KindWord, number>> = {};
  for (const view of views) {
    for (let id = view.startId; id < view.typeCount; id++) {
      if (view.nameOffOf(id) === 0) continue;
      const word = kindWord(view.kindOf(id));
      counts[word] = (counts[word] ?? 0) + 1;
    }
  }
  return counts;
}
