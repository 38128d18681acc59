/**
 * What is open: sources, how they stand, problems; and how a type in one of them is named. Part of `api.ts`, with the same
 * rules: plain data, facts rather than sentences.
 */

import type { TypeId } from '../format/btf/decode.ts';
import type { BtfErrorCode, ErrorDetails } from '../format/errors.ts';

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
