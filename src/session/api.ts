/**
 * Every question the page can ask of what is open, in one interface.
 * In and out: plain data that can be cloned to another thread; big answers come in windows. The session behind it runs in a
 * worker, in a unit test and in the terminal alike. Leaves the sentences for people to `store/messages`.
 */

import type { TypeId } from '../format/btf/decode.ts';
import type { BtfErrorCode, ErrorDetails } from '../format/errors.ts';
import type { TokenKind } from '../domain/render/printer.ts';
import type { KsymQuestions } from './ksyms-api.ts';
import type { OffsetAnswer } from './offset-api.ts';

/** Number of a source in this session; never used again after the source is removed. */
export type SourceId = number & { readonly __number?: 'SourceId' };

/** The only way a type is named outside a view: `source` is the blob that holds it, so a base's type is named by the base. */
export interface TypeRef {
  readonly source: SourceId;
  readonly id: TypeId;
}

/** The kinds as people type them; `enum` stands for ENUM and ENUM64. */
export const KIND_WORDS = [
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
] as const;
export type KindWord = (typeof KIND_WORDS)[number];

/** What the list shows first: named types that people look for. */
export const DEFAULT_KINDS: readonly KindWord[] = ['struct', 'union', 'enum', 'typedef', 'func', 'var'];

// ---------------------------------------------------------------------------------------------------------- sources

/** A file as it was chosen; `path` is relative to a dropped directory and equals `name` without one. */
export interface OpenFile {
  readonly name: string;
  readonly path: string;
  readonly blob: Blob;
}

export type SourceRole = 'base' | 'module' | 'object' | 'distilled-base' | 'kallsyms';

export type SourceState =
  | { readonly state: 'ready' }
  /** A split BTF while no base is open. */
  | { readonly state: 'waiting-for-base' }
  /** Bases are open, and none of them is the one that the module was built against. */
  | { readonly state: 'no-base-fits'; readonly tried: readonly Misfit[] }
  /**
   * Shown over the distilled base that the module itself carries (`.BTF.base`), for want of a vmlinux that it can be moved
   * onto; `rejected` has the reason for each one that is open. The distilled base is a source of its own.
   */
  | {
      readonly state: 'over-distilled-base';
      readonly rejected?: readonly {
        readonly base: SourceId;
        readonly baseName: string;
        readonly code: BtfErrorCode;
        readonly message: string;
      }[];
    };

/** Why a base does not fit a module: figures from the content, not from file names. */
export interface Misfit {
  readonly base: SourceId;
  readonly baseName: string;
  /** References to a name, by the module's types and their elements. */
  readonly names: number;
  /** Of them: names that the module takes from the base. */
  readonly namesFromBase: number;
  /** Names that begin in the middle of a string, the base's or the module's own. */
  readonly midString: number;
  /** Names beyond what base and module have together. */
  readonly outOfRange: number;
  /** Type ids beyond what base and module have together. */
  readonly idsOutOfRange: number;
  /** References to a base type of a kind that nothing can refer to so: a member that is a FUNC. */
  readonly implausible: number;
  /** The first broken rule, where a rule of the format is broken. */
  readonly error: { readonly code: BtfErrorCode; readonly message: string } | null;
}

export interface SourceInfo {
  readonly id: SourceId;
  /** As the kernel names it: `vmlinux`, `nf_conntrack`; a file's own name for anything else. */
  readonly name: string;
  readonly path: string;
  readonly role: SourceRole;
  readonly state: SourceState;
  /** Void excluded. */
  readonly ownTypes: number;
  readonly bytes: number;
  /** The source it is seen over. */
  readonly base: SourceId | null;
  readonly littleEndian: boolean;
  /** Bytes. */
  readonly pointerSize: number;
  readonly container: 'raw' | 'elf';
  /** False for a module that is switched off: open, and not loaded in the kernel that objects are held against. */
  readonly loaded: boolean;
  /** Symbols of kallsyms; null for anything else. */
  readonly symbols: number | null;
}

/** One entry of the Problems list; `store/messages` turns code and details into a sentence and advice. */
export interface Problem {
  readonly key: string;
  readonly file: string;
  readonly source: SourceId | null;
  readonly code:
    BtfErrorCode | 'no-base-fits' | 'worker-died' | 'fetch-failed' | 'read-failed' | 'duplicate' | 'internal';
  readonly message: string;
  /** Byte offset in the file; -1 where no single place is to blame. */
  readonly offset: number;
  readonly details: ErrorDetails;
}

/** What is open. `generation` grows with every change; answers about an older one are stale. */
export interface Workspace {
  readonly generation: number;
  /** Modules in their load order; everything else in the order of opening. */
  readonly sources: readonly SourceInfo[];
  /** The vmlinux that objects are held against (see `KernelFacts.vmlinux`); null while none is open. */
  readonly kernel: SourceId | null;
  readonly problems: readonly Problem[];
  /** Own types of all sources that are shown, void excluded. */
  readonly types: number;
  /** Named types by kind, over what is shown. */
  readonly kindCounts: Readonly<Partial<Record<KindWord, number>>>;
  /** Whether each index covers all that is shown. */
  readonly indexes: { readonly names: boolean; readonly usedBy: boolean; readonly elements?: boolean };
}

export interface OpenProgress {
  readonly phase: 'fetching' | 'reading' | 'unpacking' | 'parsing' | 'indexing';
  readonly bytesDone: number;
  /** 0 while it is not known. */
  readonly bytesTotal: number;
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Set when what is open has changed since the last report, so that the list can be used before the last file is in. */
  readonly workspace: Workspace | null;
}

export interface OpenReport {
  readonly opened: readonly SourceId[];
  readonly cancelled: boolean;
  readonly workspace: Workspace;
}

// ------------------------------------------------------------------------------------------------------------- list

export interface TypeRow {
  readonly ref: TypeRef;
  readonly kind: KindWord;
  /** '' for an anonymous type. Cut after 512 characters. */
  readonly name: string;
  /** Bytes; null for what has no size. */
  readonly size: number | null;
  readonly sourceName: string;
  /** `[123]` for a base's type, `nf_conntrack:[112901]` for a module's. */
  readonly displayId: string;
  readonly kfunc: boolean;
  /** What is folded in a row of a grouped search; missing where the row stands for one type. */
  readonly folded?: Folded;
}

/** Types of one name and kind as one row, which tells of the first of them. */
export interface Folded {
  /** At least 2. */
  readonly definitions: number;
  /** Sources that they are in. */
  readonly sources: number;
}

/**
 * Whether definitions of one name and kind agree: their structural hashes, those of links, are the same. That is, the same
 * size, and the same members, arguments or enumerators in the same places, with types of the same names.
 */
export interface Agreement {
  /** Different ones among them; 1 where all agree. */
  readonly variants: number;
  /** By definition, in the order of `definitions`: the number of its variant, from 0. Of as many as are ever compared. */
  readonly variantOf: readonly number[];
  /** The least and the largest of their sizes, as rows have them; null where no definition has one. */
  readonly sizes: readonly [least: number, largest: number] | null;
}

export type SortColumn = 'relevance' | 'kind' | 'name' | 'size' | 'source' | 'id';

export interface TypeQuery {
  /** As typed: `nf_conn`, `struct foo`, `mod:x`, `kind:struct`, `size:>4096`, `/regex/`, glob with `*`, `-` negates, `#12`, `foo.bar`, `foo+0x10`. */
  readonly text: string;
  readonly kinds: readonly KindWord[];
  /** Whether types without a name are listed too. */
  readonly anonymous: boolean;
  /** Null for all sources. */
  readonly sources: readonly SourceId[] | null;
  /** Only sources whose path lies in this directory, at any depth; '' for all. */
  readonly directory: string;
  /** Whether types of one name and kind are one row, at the place of the first of them. */
  readonly grouped: boolean;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
}

export interface SearchCount {
  /** Whether all is found; until then there may be more than is counted. */
  readonly counted: boolean;
  /** Rows: hits, or their names where they are grouped. */
  readonly count: number;
  /** Hits, grouped or not. */
  readonly types: number;
  /** What could not be read in the query, in words; null when all of it was. */
  readonly complaint: string | null;
}

/**
 * A query answered: `rows` asks for windows of it by `searchId`, which stays valid until the next search. What takes long to
 * count is answered as soon as its first rows are known for good, and goes on when `counted` asks for it.
 */
export interface SearchResult extends SearchCount {
  readonly searchId: number;
  readonly generation: number;
  /** Rows that there are in the searched sources and kinds. */
  readonly of: number;
  readonly first: readonly TypeRow[];
  /** Of a query such as `task_struct.pid` or `task_struct+0x2f0`; null for any other. */
  readonly offset: OffsetAnswer | null;
}

// -------------------------------------------------------------------------------------------------------- type page

/** A token whose type is named across sources; `crosses` marks the step from a module into its base. */
export interface PageToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly ref?: TypeRef;
  readonly crosses?: true;
}
export type PageLine = readonly PageToken[];

export interface PageText {
  readonly lines: readonly PageLine[];
  /** Whether lines were left out; the copied text has them. */
  readonly truncated: boolean;
}

export interface TypePage {
  readonly ref: TypeRef;
  readonly generation: number;
  readonly kind: KindWord;
  readonly name: string;
  /** `struct nf_conn`, `nf_conntrack_in()`, `(anon) struct`. */
  readonly title: string;
  readonly sourceName: string;
  readonly baseName: string | null;
  readonly displayId: string;
  readonly size: number | null;
  /** Members, arguments, enumerators or variables; null for kinds that have none. */
  readonly elements: number | null;
  readonly badges: readonly { readonly text: string; readonly about: string; readonly ref?: TypeRef }[];
  /** All definitions of this kind and name that are open, this one included. */
  readonly definitions: readonly TypeRow[];
  readonly link: LinkTarget;
}

export interface LayoutOptions {
  /** Bytes. */
  readonly cachelineSize: number;
  /** Whether all nested members are shown in place. */
  readonly expand: boolean;
  /** Member paths (`LayoutRow.path`) that are expanded in place; nothing where `expand` is set. */
  readonly expanded: readonly string[];
  /** Where `expand` is set, the member paths that are not. */
  readonly folded: readonly string[];
}

export interface LayoutRow {
  readonly row: 'member' | 'hole' | 'bit-hole' | 'padding' | 'bit-padding' | 'cacheline' | 'end';
  /** Nesting depth, 0 for the type's own members. */
  readonly depth: number;
  /** Unique in the table; names the member for `expanded`. '' where there is nothing to expand. */
  readonly path: string;
  readonly name: string;
  readonly type: readonly PageToken[];
  /** Typedefs between the member and the struct or union it is, outermost first. */
  readonly typedefs?: readonly PageToken[];
  /** Bytes; what the source must have asked for, 0 where nothing shows. */
  readonly alignment?: number;
  /** Absolute, bytes from the start of the outermost type. */
  readonly offset: number;
  /** Bytes; for bit holes and bit padding 0, see `bits`. */
  readonly size: number;
  /** Bit position and width of a bitfield, or width of a bit hole; null otherwise. */
  readonly bits: { readonly offset: number; readonly size: number } | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** What the row says in words, for holes, padding and cacheline boundaries. */
  readonly note: string;
}

export interface LayoutTable {
  readonly rows: readonly LayoutRow[];
  /** pahole's closing statistics, a line each. */
  readonly totals: readonly string[];
  readonly truncated: boolean;
}

export const RELATIONS = [
  /** A member is of this very type: what `pahole -i` counts. */
  'embedded-in',
  /** A member holds it by way of an array, a typedef, a qualifier or a nameless struct. */
  'embedded-through',
  'pointed-to-by',
  'argument-of',
  'returned-by',
  'typedef-of',
  'variable-of',
  'other',
] as const;
export type Relation = (typeof RELATIONS)[number];

export interface UsedByRow extends TypeRow {
  /** The member, argument or chain that refers to the type: `list`, `argument 2`, `const`. */
  readonly via: string;
}

export interface UsedByGroup {
  readonly relation: Relation;
  /** Exact number of types that use it so; a type with two such members counts once. */
  readonly count: number;
  /** The sources with most of them, most first. */
  readonly bySource: readonly { readonly source: SourceId; readonly name: string; readonly count: number }[];
  /** Sources that have any. */
  readonly sources: number;
  /** Rows from the first on, of the groups that a window shows first. */
  readonly first: readonly UsedByRow[];
}

export interface UsedBy {
  readonly groups: readonly UsedByGroup[];
  readonly total: number;
  /** Sources that use it. */
  readonly sources: number;
  /** False while sources are still being indexed. */
  readonly complete: boolean;
}

/** How pahole prints a layout. */
export interface PaholeChoice {
  /** Offsets and sizes in hexadecimal (`--hex`). */
  readonly hex: boolean;
  /** Types of members in place (`-E`). */
  readonly expand: boolean;
  /** Bytes (`-c`). */
  readonly cachelineSize: number;
}

/** What a header with just what one type needs has besides. */
export interface HeaderChoice {
  /** `_Static_assert`s of sizes and offsets. */
  readonly asserts: boolean;
  readonly preserveAccessIndex: boolean;
  /** CO-RE flavor of what the header defines; '' for none. */
  readonly flavor: string;
}

/** How vmlinux.h is written. */
export interface EverythingChoice {
  /** As bpftool sorts; otherwise by id. */
  readonly sorted: boolean;
  /** Layouts as BTF has them also where bpftool's text has others. */
  readonly exact: boolean;
}

/** A text that a type page shows. */
export type TypeText =
  | { readonly form: 'declaration' }
  | ({ readonly form: 'header' } & HeaderChoice)
  /** vmlinux.h of the source, its base's types included. */
  | ({ readonly form: 'everything' } & EverythingChoice)
  | ({ readonly form: 'pahole' } & PaholeChoice)
  | { readonly form: 'raw' };

/** A text for the clipboard. */
export type CopiedText = TypeText | { readonly form: 'used-by' };

/** The text of a whole source, as bpftool or pahole writes it for the file, unless it is to be exact: raw text without the base, the others with it. */
export type WholeText =
  | { readonly form: 'raw' }
  | ({ readonly form: 'c' } & EverythingChoice)
  | ({ readonly form: 'pahole' } & PaholeChoice);

export interface WholePart {
  /** What comes next; may be empty. */
  readonly text: string;
  /** How much of the source is printed, from 0 to 1. */
  readonly done: number;
}

/** What it returns is waited for before the next part. */
export type TakePart = (part: WholePart) => void | Promise<void>;

export interface WholeReport {
  /** If so, the parts are the beginning of the text. */
  readonly cancelled: boolean;
}

// ----------------------------------------------------------------------------------------------------- source page

/** Lists on the page of a source, each of which is made when it is first asked for. */
export const SOURCE_LISTS = [
  /** Modules that sit on it, the largest first. */
  'modules',
  /** The base's types that a module refers to, by number of references. */
  'taken',
  /** Functions that BPF programs may call, by name. */
  'kfuncs',
  /** Structs and unions with a name, by bytes. */
  'largest',
  /** Named types, by how many types refer to them, through pointers, qualifiers, arrays, prototypes and nameless structs too. */
  'most-used',
  /** Structs, unions, enums and typedefs that base and modules define several times and not alike (`Agreement`). */
  'disagreeing',
  /** Modules that were tried on it and are of another build. */
  'misfits',
] as const;
export type SourceList = (typeof SOURCE_LISTS)[number];

export interface KindCount {
  readonly kind: KindWord;
  readonly named: number;
  readonly nameless: number;
  /** Both, in the base and all modules on it; null for what is no base. */
  readonly inKernel: number | null;
}

export interface SourcePage {
  readonly info: SourceInfo;
  readonly generation: number;
  readonly baseName: string | null;
  /** Its BTF alone, whatever it is wrapped in: 0 for an object without any. Null for kallsyms, as below. */
  readonly btfBytes: number | null;
  /** Of that, its strings. */
  readonly stringBytes: number | null;
  /** Kinds that there are, in the order of lists. */
  readonly kinds: readonly KindCount[];
  /** The base and all that sits on it, for a source that is one of them. */
  readonly kernel: {
    readonly base: SourceId;
    readonly name: string;
    readonly modules: number;
    readonly types: number;
    readonly bytes: number;
  } | null;
  /** Lists that have a meaning for it. */
  readonly lists: readonly SourceList[];
  /** Modules that were tried on it and do not fit. */
  readonly misfits: number;
}

/** How much of a list is found, from 0 to 1. */
export interface SourceListProgress {
  readonly found: number;
}

export interface SourceListHead {
  /** Exact number of rows. */
  readonly count: number;
  /**
   * `modules`: bytes; `taken`: references; `most-used`: users, of all rows together; `disagreeing`: names with several
   * definitions, alike or not. 0 for the others.
   */
  readonly total: number;
  /** False while what is open was not indexed when it was made: there may be more. */
  readonly complete: boolean;
  readonly cancelled: boolean;
}

export interface SourceListRow {
  readonly type: TypeRow | null;
  /** A module, in `modules` and `misfits`. */
  readonly source: SourceInfo | null;
  /** `taken`: references; `most-used`: users; `disagreeing`: variants. */
  readonly figure: number | null;
  /** The prototype of a kfunc. */
  readonly line: PageLine | null;
  /**
   * Of `disagreeing`: the first definitions with their variants, and how many there are. Of a row that is asked for alone
   * as many as are ever told.
   */
  readonly definitions: readonly (TypeRow & { readonly variant: number })[];
  readonly definitionCount: number;
  readonly misfit: Misfit | null;
}

// ------------------------------------------------------------------------------------------------------------ links

/** What an address says of a type. Each field may be missing or wrong: what is left still finds it. */
export interface LinkTarget {
  readonly kind: KindWord;
  readonly name: string;
  readonly source: string;
  /** Hash over kind, name, size and members, 16 hex digits. */
  readonly hash: string;
  readonly size: number | null;
  readonly elements: number | null;
  /** Tie-break among equals, and the only name of an anonymous type. */
  readonly id: number;
}

export type LinkResolution =
  | { readonly state: 'found'; readonly ref: TypeRef; readonly differences: readonly LinkDifference[] }
  /** Nothing open has it: `sources` is empty, or the one named is missing. */
  | { readonly state: 'missing'; readonly sourceOpen: boolean; readonly anyOpen: boolean };

/** A field in which what was found is not what the link says. */
export interface LinkDifference {
  readonly field: 'source' | 'kind' | 'size' | 'elements' | 'hash';
  readonly link: string;
  readonly found: string;
}

// ------------------------------------------------------------------------------------------------------ diagnostics

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

// ---------------------------------------------------------------------------------------------------------- session

export interface Session extends KsymQuestions {
  /** Opens files of any kind in any order; a bad one becomes a problem and stops nothing. One job at a time, in turn. */
  open(files: readonly OpenFile[], progress: (report: OpenProgress) => void): Promise<OpenReport>;
  /** As `open`, for something this site serves itself. */
  openUrl(url: string, name: string, progress: (report: OpenProgress) => void): Promise<OpenReport>;
  /** Ends the running and waiting `open`s; what is already in stays. */
  cancelOpen(): void;
  remove(source: SourceId): Workspace;
  /** As `remove` for each of them, at the cost of one. */
  removeAll(sources: readonly SourceId[]): Workspace;
  dismissProblem(key: string): Workspace;
  workspace(): Workspace;

  search(query: TypeQuery, firstRows: number): Promise<SearchResult>;
  /** Of a search that is answered, once all of it is found. */
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
