/**
 * All that the page shows is a function of `AppState`; all that a person can do is a line of `AppActions`.
 * Both are data and signatures only: `app.ts` puts them together, `react.tsx` hands them to components.
 */

import type { SearchResult, TypeQuery } from '../session/list-api.ts';
import type { OpenFile, OpenProgress, SourceId, TypeRef, Workspace } from '../session/source-api.ts';
import type { LinkDifference, LinkTarget, TypePage, WholeText } from '../session/type-api.ts';
import type { ModuleOrderReport } from '../session/ksyms-api.ts';
import type { LinkedKernel } from './link/address.ts';
import type { AnyProblem } from './messages/problems.ts';
import type { TabAnswer } from './tab-question.ts';
import type { CChoice, KsymsPlace, LayoutForm, Place, Sought, SourceTab, TypeTab } from './place.ts';

export type Theme = 'system' | 'light' | 'dark';

/** By name, or as they are loaded. */
export type ModuleSort = 'name' | 'load';

/** Files on their way in. */
export interface Opening {
  /** What is being opened, in words: `12 files`, `the sample kernel`. */
  readonly what: string;
  /** Null until the worker's first report. */
  readonly progress: OpenProgress | null;
  readonly cancelling: boolean;
}

export interface Search {
  /** The last answer; stays while a newer one is on its way. */
  readonly result: SearchResult | null;
  /** What the last answer answers: while a person types, the list stays what it is. */
  readonly query: TypeQuery;
  /** Whether an answer to the current query is still to come, or all of it to be counted. */
  readonly running: boolean;
}

/** What the Type region has to show for `place`. */
export type Shown =
  | { readonly state: 'nothing' }
  | { readonly state: 'loading' }
  | {
      readonly state: 'page';
      readonly page: TypePage;
      /** In what the type differs from the link that was followed to it; empty for a type that was clicked. */
      readonly differences: readonly LinkDifference[];
      /** What its tabs asked last, and the answers where they came with the page. */
      readonly answers: readonly TabAnswer[];
      /** The page of the previous type, kept in sight while the next is asked for. */
      readonly stale: boolean;
    }
  /** Nothing that is open has what the link names. */
  | { readonly state: 'missing'; readonly sourceOpen: boolean; readonly anyOpen: boolean }
  /** It is there, and could not be read. */
  | { readonly state: 'failed'; readonly message: string };

export interface RecentType {
  readonly ref: TypeRef;
  readonly title: string;
  readonly sourceName: string;
}

/** One step of the history. A pane puts its scroll position back when `key` changes. */
export interface HistoryEntry {
  readonly key: string;
  /** Whether it was come back to, rather than opened just now. */
  readonly restored: boolean;
  /** Steps behind and ahead of this one, as far as this page made them. */
  readonly behind: number;
  readonly ahead: number;
}

export type Overlay = 'none' | 'sources' | 'help' | 'diagnostics';

/** A short word to the person in the status bar: `Link copied`. `count` tells two equal ones apart. */
export interface Notice {
  readonly text: string;
  readonly count: number;
}

/** The worker behind the page: reading on, being started anew, or given up. */
export type WorkerState = 'running' | 'restarting' | 'dead';

/** Files as they come out of a drop, directories walked through; what could not be read is in `failures`. */
export interface Gathered {
  readonly files: readonly OpenFile[];
  readonly failures: readonly { readonly path: string; readonly message: string }[];
}

/** What was changed of the kernel that objects are held against because a followed link says so. */
export interface ChangedForLink {
  /** The vmlinux that was chosen; null where it was the one already. */
  readonly vmlinux: SourceId | null;
  /** Modules that were switched off. */
  readonly off: readonly SourceId[];
}

/** The text of a whole source on its way into a file. */
export interface Download {
  /** Name of the file. */
  readonly file: string;
  /** From 0 to 1; null until the worker's first report. */
  readonly done: number | null;
  /** Bytes that are there. */
  readonly bytes: number;
  readonly cancelling: boolean;
}

export interface AppState {
  readonly workspace: Workspace;
  readonly worker: WorkerState;
  /** What the page itself has to report, beside the problems of the workspace. */
  readonly pageProblems: readonly AnyProblem[];
  readonly opening: Opening | null;
  /** Names of BPF objects that the person has closed, the latest last. */
  readonly closedObjects: readonly string[];
  readonly query: TypeQuery;
  readonly search: Search;
  readonly place: Place;
  readonly shown: Shown;
  readonly entry: HistoryEntry;
  /** Types lately opened, newest first, each once. */
  readonly recent: readonly RecentType[];
  readonly overlay: Overlay;
  /** Whether the list of problems is folded out. */
  readonly problemsOpen: boolean;
  readonly notice: Notice | null;
  readonly changedForLink: ChangedForLink | null;
  /** What the followed link says of the kernel and waits to be done: its files may still come. */
  readonly kernelAwaited: LinkedKernel;
  readonly download: Download | null;
  /** Whether copied text ends in the link to what it was copied from. */
  readonly copyWithLink: boolean;
  readonly theme: Theme;
  /** Percent of the width a pane takes, by pane name. Empty until somebody moved a splitter. */
  readonly panes: Readonly<Record<string, number>>;
  /** How modules are listed under their base. */
  readonly moduleSort: ModuleSort;
}

/** Name of a pane whose scroll position is part of the history: `types`, `sources`, `type/layout`, ... */
export type ScrollPane = string;

export interface AppActions {
  /** Opens files of any kind; does not reject, what went wrong is in the problems. */
  readonly openFiles: (files: readonly OpenFile[]) => Promise<void>;
  /** As `openFiles`, for a drop whose directories are still to be walked through. */
  readonly openGathered: (gathering: Promise<Gathered>) => Promise<void>;
  readonly openSample: () => Promise<void>;
  readonly cancelOpening: () => void;
  readonly remove: (source: SourceId) => Promise<void>;
  /** A kernel with its modules, say: thousands at once. */
  readonly removeAll: (sources: readonly SourceId[]) => Promise<void>;
  readonly dismissProblem: (key: string) => Promise<void>;

  /** Modules that count as loaded in the kernel that objects are held against, or not. */
  readonly setLoaded: (sources: readonly SourceId[], loaded: boolean) => Promise<void>;
  /** Puts a module before another in the load order, or last. */
  readonly moveModule: (module: SourceId, before: SourceId | null) => Promise<void>;
  /** Takes the load order from a pasted list; null where that failed. */
  readonly takeModuleOrder: (text: string) => Promise<ModuleOrderReport | null>;
  readonly chooseKernel: (vmlinux: SourceId) => Promise<void>;
  /** Takes the note of what a link has changed of the kernel away. */
  readonly dismissChangedForLink: () => void;

  /** Changes the query and searches. */
  readonly setQuery: (change: Partial<TypeQuery>) => void;
  /** The query as on a fresh page. */
  readonly resetQuery: () => void;

  /**
   * Opens a type as a new step of the history; the tab and how it is shown stay, but for the C of everything. `opened` is
   * called when it becomes the one shown.
   */
  readonly openType: (ref: TypeRef, tab?: TypeTab, opened?: () => void) => void;
  /** Goes to the layout of a type and brings a place in it into sight; `Sought` without its number. */
  readonly seek: (ref: TypeRef, sought: Omit<Sought, 'count'>) => void;
  /** Follows what an address says of a type, as a new step of the history. */
  readonly openLink: (target: LinkTarget) => void;
  /** Back to the list alone, as a new step of the history. */
  readonly closeType: () => void;
  /** The Ksyms view as a new step of the history; what is not named stays as it is, or is as on a fresh page. */
  readonly openKsyms: (part: Partial<Omit<KsymsPlace, 'view'>>) => void;
  /** Changes the Ksyms view in place: a filter, a text that is being typed. */
  readonly changeKsyms: (part: Partial<Omit<KsymsPlace, 'view'>>) => void;
  /** The page of a source, as a new step of the history. */
  readonly openSource: (source: SourceId, tab?: SourceTab) => void;
  readonly setSourceTab: (tab: SourceTab) => void;
  readonly setTab: (tab: TypeTab) => void;
  readonly setC: (part: Partial<CChoice>) => void;
  readonly setLayoutForm: (form: LayoutForm) => void;
  /** All nested members in place, or none. */
  readonly setExpand: (expand: boolean) => void;
  readonly toggleHex: () => void;
  readonly setCachelineSize: (bytes: number) => void;
  /** Expands or folds a member of the layout, named by its `LayoutRow.path`. */
  readonly toggleExpanded: (path: string) => void;
  readonly back: () => void;
  readonly forward: () => void;
  /** Puts the address of what is shown on the clipboard. */
  readonly copyLink: () => Promise<void>;
  /** The address that `copyLink` copies. */
  readonly linkToHere: () => string;
  readonly copyText: (text: string, what: string) => Promise<void>;
  readonly setCopyWithLink: (withLink: boolean) => void;
  /** Writes the text of a whole source into a file; one at a time. */
  readonly downloadWhole: (source: SourceId, text: WholeText, file: string) => Promise<void>;
  /** Writes a text that is there already into a file. */
  readonly downloadText: (text: string, file: string) => void;
  readonly cancelDownload: () => void;
  /** Takes the notice of differences away, and the followed link with it. */
  readonly acceptDifferences: () => void;

  /**
   * Called by a pane while it is scrolled; costs nothing but a map entry. Pixels. At a step that was come back to it
   * counts from the moment on that the pane has asked where it stood.
   */
  readonly rememberScroll: (pane: ScrollPane, top: number) => void;
  /** Where the pane stood at this step of the history; 0 if it was never there. To be asked when it is put there. */
  readonly scrollOf: (pane: ScrollPane) => number;

  readonly setOverlay: (overlay: Overlay) => void;
  readonly setProblemsOpen: (open: boolean) => void;
  readonly notify: (text: string) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setPanes: (panes: Readonly<Record<string, number>>) => void;
  readonly setModuleSort: (sort: ModuleSort) => void;
}

export const EMPTY_WORKSPACE: Workspace = {
  generation: 0,
  sources: [],
  kernel: null,
  problems: [],
  types: 0,
  kindCounts: {},
  indexes: { names: false, usedBy: false },
};
