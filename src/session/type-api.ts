/**
 * The page of a type: its texts, layout and users, and what a link says of it. Part of `api.ts`, with the same rules.
 */

import type { TokenKind } from '../domain/render/printer.ts';
import type { TypeRow } from './list-api.ts';
import type { KindWord, SourceId, TypeRef } from './source-api.ts';

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
