/**
 * One person's open files: answers every question of `api.ts`.
 * In: files and questions. Out: plain data. Runs in a worker, in a unit test and in the terminal alike; knows no port. What
 * an answer is made of lies in the files beside this one.
 */

import type { Diagnostics, Session as SessionApi } from './api.ts';
import type { Agreement, SearchCount, SearchResult, TypeQuery, TypeRow } from './list-api.ts';
import type { OpenFile, OpenProgress, OpenReport, SourceId, TypeRef, Workspace } from './source-api.ts';
import type {
  SourceList,
  SourceListHead,
  SourceListProgress,
  SourceListRow,
  SourcePage,
} from './source-page-api.ts';
import type {
  CopiedText,
  LayoutOptions,
  LayoutTable,
  LinkResolution,
  LinkTarget,
  PageText,
  Relation,
  TakePart,
  TypePage,
  TypeText,
  UsedBy,
  UsedByRow,
  WholeReport,
  WholeText,
} from './type-api.ts';
import type {
  CheckAnswer,
  CoreDetail,
  ExternDetail,
  KernelState,
  KfuncQuery,
  KfuncWindow,
  KsymReport,
  KsymTextChoice,
  ModuleOrderReport,
  ObjectList,
} from './ksyms-api.ts';
import { Caches } from './caches.ts';
import { diagnose } from './diagnostics.ts';
import { Exporter } from './exporting.ts';
import { Indexing } from './indexing.ts';
import { Ksyms } from './ksyms/ksyms.ts';
import { layoutOf } from './layout-rows.ts';
import { resolveLink } from './links.ts';
import { Opener } from './opening.ts';
import { typePage } from './page.ts';
import { Problems } from './problems.ts';
import { Searching } from './searching.ts';
import { Sources } from './sources.ts';
import { sourceFacts } from './source-page/facts.ts';
import { SourceLists } from './source-page/lists.ts';
import { Texts } from './texts.ts';
import { Usage } from './usage.ts';

const NO_TEXT: PageText = { lines: [], truncated: false };

/** Types of one name that are looked at for a page: a hostile file may have a million. */
const MAX_NAMESAKES = 5000;

/** Milliseconds that the page is left to draw what has been opened, before something is done that nobody waits for. */
const BEFORE_REHEARSAL = 250;

export class Session implements SessionApi {
  private readonly sources: Sources;
  private readonly problems = new Problems();
  private readonly indexing: Indexing;
  private readonly opener: Opener;
  private readonly searching: Searching;
  private readonly usage: Usage;
  private readonly caches = new Caches();
  private readonly texts: Texts;
  private readonly lists: SourceLists;
  private readonly exporter = new Exporter();
  private readonly ksyms: Ksyms;
  private generation = 1;

  /** `firstSource` keeps numbers apart from those of a session that this one replaces. */
  constructor(firstSource: SourceId = 1) {
    this.sources = new Sources(firstSource);
    this.indexing = new Indexing(this.sources);
    this.searching = new Searching(this.sources, this.indexing, this.caches);
    this.usage = new Usage(this.sources, this.indexing);
    this.lists = new SourceLists({ sources: this.sources, indexing: this.indexing });
    this.texts = new Texts(this.sources, this.caches);
    const { sources, problems, indexing } = this;
    const changed = (): void => void this.generation++;
    const workspace = (): Workspace => this.workspace();
    this.opener = new Opener({ sources, problems, indexing, changed, workspace });
    this.ksyms = new Ksyms({ sources, indexing, changed, workspace, generation: () => this.generation });
  }

  async open(files: readonly OpenFile[], progress: (report: OpenProgress) => unknown): Promise<OpenReport> {
    const report = await this.opener.open(files, progress);
    void this.rehearse();
    return report;
  }

  async openUrl(url: string, name: string, progress: (report: OpenProgress) => unknown): Promise<OpenReport> {
    const report = await this.opener.openUrl(url, name, progress);
    void this.rehearse();
    return report;
  }

  /** What goes wrong here goes wrong again for whoever asks, and is told then. */
  private async rehearse(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, BEFORE_REHEARSAL));
    await this.searching.rehearse().catch(() => undefined);
    await this.usage.rehearse().catch(() => undefined);
  }

  cancelOpen(): void {
    this.opener.cancel();
  }

  remove(source: SourceId): Workspace {
    return this.removeAll([source]);
  }

  removeAll(removed: readonly SourceId[]): Workspace {
    // What sits on a base would have to be put elsewhere first
    const isBase = (id: SourceId): number => (this.sources.get(id)?.role === 'module' ? 0 : 1);
    for (const source of [...removed].sort((a, b) => isBase(a) - isBase(b))) {
      this.ksyms.forget(source);
      this.sources.remove(source);
      this.problems.forget(source);
    }
    for (const one of this.sources.unplaced) this.sources.placeAgain(one);
    this.indexing.refreshAll();
    if (this.sources.all.length === 0) this.letGo();
    void this.indexing.run();
    this.generation++;
    return this.workspace();
  }

  /** Of answers that hold on to indexes which nobody will ask again. */
  private letGo(): void {
    this.searching.letGo();
    this.usage.letGo();
    this.lists.letGo();
  }

  dismissProblem(key: string): Workspace {
    this.problems.dismiss(key);
    return this.workspace();
  }

  workspace(): Workspace {
    return {
      generation: this.generation,
      sources: this.sources.infos,
      kernel: this.ksyms.heldAgainst,
      problems: this.problems.list,
      types: this.sources.allShown.reduce((sum, { found }) => sum + found.btf.nrTypes, 0),
      kindCounts: this.indexing.index.kindCounts,
      indexes: this.indexing.state,
    };
  }

  search(query: TypeQuery, firstRows: number): Promise<SearchResult> {
    return this.searching.search(query, firstRows, this.generation);
  }

  counted(searchId: number): Promise<SearchCount> {
    return this.searching.counted(searchId);
  }

  rows(searchId: number, from: number, count: number): readonly TypeRow[] {
    return this.searching.rows(searchId, from, count);
  }

  definitions(searchId: number, row: number, from: number, count: number): readonly TypeRow[] {
    return this.searching.definitions(searchId, row, from, count);
  }

  agreement(searchId: number, from: number, count: number): Promise<readonly (Agreement | null)[]> {
    return this.searching.agreement(searchId, from, count);
  }

  typePage(ref: TypeRef): TypePage | null {
    return typePage(this.sources, ref, this.generation, ({ source, id }) => {
      const key = this.indexing.keyOf(source);
      return key === null
        ? []
        : this.searching.rowsOf(this.indexing.index.namesakes({ key, id }).slice(0, MAX_NAMESAKES));
    });
  }

  async lines(ref: TypeRef, text: TypeText): Promise<PageText> {
    const source = this.sources.shown(ref.source);
    return source ? await this.texts.lines(source, ref.id, text) : NO_TEXT;
  }

  layout(ref: TypeRef, options: LayoutOptions): LayoutTable | null {
    const source = this.sources.shown(ref.source);
    return source && layoutOf(this.sources, this.caches, source, ref.id, options);
  }

  usedBy(ref: TypeRef): Promise<UsedBy> {
    return this.usage.usedBy(ref, this.generation);
  }

  usedByRows(ref: TypeRef, relation: Relation, from: number, count: number): Promise<readonly UsedByRow[]> {
    return this.usage.rows(ref, relation, from, count, this.generation);
  }

  async text(ref: TypeRef, text: CopiedText): Promise<string> {
    const source = this.sources.shown(ref.source);
    if (!source) return '';
    if (text.form === 'used-by') return await this.usage.text(ref, this.generation);
    return await this.texts.whole(source, ref.id, text);
  }

  async wholeText(source: SourceId, text: WholeText, take: TakePart): Promise<WholeReport> {
    const shown = this.sources.shown(source);
    return shown ? await this.exporter.run(shown.placement.view, text, take) : { cancelled: true };
  }

  cancelWholeText(): void {
    this.exporter.cancel();
  }

  resolveLink(link: LinkTarget): LinkResolution {
    return resolveLink(this.sources, (name) => this.refsNamed(name), link);
  }

  sourcePage(source: SourceId): Promise<SourcePage | null> {
    return sourceFacts(this.sources, source, this.generation);
  }

  sourceList(
    source: SourceId,
    list: SourceList,
    progress: (report: SourceListProgress) => void,
  ): Promise<SourceListHead> {
    return this.lists.make(source, list, this.generation, progress);
  }

  cancelSourceList(): void {
    this.lists.cancel();
  }

  sourceListRows(source: SourceId, list: SourceList, from: number, count: number): readonly SourceListRow[] {
    return this.lists.rows(source, list, from, count);
  }

  sourceListText(source: SourceId, list: SourceList): Promise<string> {
    return this.lists.text(source, list);
  }

  diagnostics(): Diagnostics {
    return diagnose(this.sources, this.indexing);
  }

  setLoaded(sources: readonly SourceId[], loaded: boolean): Workspace {
    return this.ksyms.setLoaded(sources, loaded);
  }

  moveModule(module: SourceId, before: SourceId | null): Workspace {
    return this.ksyms.moveModule(module, before);
  }

  takeModuleOrder(text: string): ModuleOrderReport {
    return this.ksyms.takeModuleOrder(text);
  }

  chooseKernel(vmlinux: SourceId): Workspace {
    return this.ksyms.chooseKernel(vmlinux);
  }

  restoreKernel(state: KernelState): Workspace {
    return this.ksyms.restoreKernel(state);
  }

  ksymObjects(): Promise<ObjectList> {
    return this.ksyms.ksymObjects();
  }

  ksymReport(object: SourceId): Promise<KsymReport | null> {
    return this.ksyms.ksymReport(object);
  }

  externDetail(object: SourceId, index: number): Promise<ExternDetail | null> {
    return this.ksyms.externDetail(object, index);
  }

  coreDetail(object: SourceId, index: number): Promise<CoreDetail | null> {
    return this.ksyms.coreDetail(object, index);
  }

  ksymText(object: SourceId, choice: KsymTextChoice): Promise<string> {
    return this.ksyms.ksymText(object, choice);
  }

  kfuncs(query: KfuncQuery, from: number, count: number): Promise<KfuncWindow> {
    return this.ksyms.kfuncs(query, from, count);
  }

  checkExtern(text: string): Promise<CheckAnswer> {
    return this.ksyms.checkExtern(text);
  }

  private refsNamed(name: string): TypeRef[] {
    return this.indexing.index.find(name).flatMap(({ key, id }) => {
      const source = this.indexing.sourceOf(key);
      return source === null ? [] : [{ source, id }];
    });
  }
}
