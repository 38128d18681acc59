/**
 * Every question the page can ask of what is open, in one interface.
 * In and out: plain data that can be cloned to another thread; big answers come in windows. The session behind it runs in a
 * worker, in a unit test and in the terminal alike. Leaves the sentences for people to `store/messages`.
 */

import type { KsymQuestions } from './ksyms-api.ts';
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

export interface Diagnostics {
  readonly sources: number;
  /** Void excluded. */
  readonly types: number;
  readonly distinctNames: number;
  /** Bytes of BTF that are open. */
  readonly btfBytes: number;
  /** Bytes of the buffers that are kept for it, offsets of types included. */
  readonly heldBytes: number;
  readonly indexes: readonly {
    readonly name: string;
    readonly bytes: number;
    /** Milliseconds of work so far; null where it is counted elsewhere, or not at all. */
    readonly ms: number | null;
    readonly complete: boolean;
  }[];
}

export interface Session extends KsymQuestions {
  /**
   * Opens files of any kind in any order; a bad one becomes a problem and stops nothing. One job at a time, in turn. Where
   * `progress` answers a report that carries what is open with a promise, the job waits for it, a little while at most.
   */
  open(files: readonly OpenFile[], progress: (report: OpenProgress) => unknown): Promise<OpenReport>;
  /** As `open`, for something this site serves itself. */
  openUrl(url: string, name: string, progress: (report: OpenProgress) => unknown): Promise<OpenReport>;
  /** Ends the running and waiting `open`s; what is already in stays. */
  cancelOpen(): void;
  remove(source: SourceId): Workspace;
  /** As `remove` for each of them, at the cost of one. */
  removeAll(sources: readonly SourceId[]): Workspace;
  dismissProblem(key: string): Workspace;
  workspace(): Workspace;

  search(query: TypeQuery, firstRows: number): Promise<SearchResult>;
  /** Of a search that is answered: once all of it is found, or after a tenth of a second of finding; then asked again. */
  counted(searchId: number): Promise<SearchCount>;
  /** Rows `from` .. `from + count` of a search; empty when a newer search has replaced it. */
  rows(searchId: number, from: number, count: number): readonly TypeRow[];

  /** Of what a row of a grouped search folds: `from` .. `from + count`. Empty when a newer search has replaced it. */
  definitions(searchId: number, row: number, from: number, count: number): readonly TypeRow[];
  /**
   * By row of a grouped search from `from` on: whether its definitions agree; null for a row that stands for one type. Empty
   * when a newer search has replaced it.
   */
  agreement(searchId: number, from: number, count: number): Promise<readonly (Agreement | null)[]>;

  /** Null when the type is not open (any more). */
  typePage(ref: TypeRef): TypePage | null;
  /** Lines with links; of a long text the first ones. */
  lines(ref: TypeRef, text: TypeText): Promise<PageText>;
  layout(ref: TypeRef, options: LayoutOptions): LayoutTable | null;
  usedBy(ref: TypeRef): Promise<UsedBy>;
  usedByRows(ref: TypeRef, relation: Relation, from: number, count: number): Promise<readonly UsedByRow[]>;
  /** What `lines` gives the beginning of, or all users, as one string. */
  text(ref: TypeRef, text: CopiedText): Promise<string>;
  /** Hands the text over in parts, each once the one before has been taken; a second one at a time ends the first. */
  wholeText(source: SourceId, text: WholeText, take: TakePart): Promise<WholeReport>;
  cancelWholeText(): void;
  resolveLink(link: LinkTarget): LinkResolution;

  /** Null when the source is not open (any more). */
  sourcePage(source: SourceId): Promise<SourcePage | null>;
  /** Makes a list, unless it is there already; a second one at a time ends the first. */
  sourceList(
    source: SourceId,
    list: SourceList,
    progress: (report: SourceListProgress) => void,
  ): Promise<SourceListHead>;
  cancelSourceList(): void;
  /** Empty for a list that has not been made; without what has been removed since. */
  sourceListRows(source: SourceId, list: SourceList, from: number, count: number): readonly SourceListRow[];
  /** A list as text, a line a row; '' where `sourceListRows` is empty. */
  sourceListText(source: SourceId, list: SourceList): Promise<string>;

  /** What is held, and what it took. */
  diagnostics(): Diagnostics;
}
