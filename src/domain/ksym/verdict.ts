/**
 * What a loader makes of an object's externs.
 * The words are shared by all loaders, so that their answers can be laid side by side.
 */

import type { TypeId } from '../../format/btf/decode.ts';

export const OUTCOMES = [
  'vmlinux-btf',
  'module-btf',
  'kallsyms',
  /** Weak, and null in the program. */
  'weak-missing',
  'error',
  /** An earlier error ended the resolution. */
  'not-reached',
  /** Filled from the kernel's configuration, which is not looked at. */
  'kconfig',
  /** A weak typed variable that only kallsyms has: libbpf takes it for resolved, to BTF id 0, which the verifier refuses. */
  'quirk-typed-set-by-kallsyms',
  /** Needs kallsyms, which is not open. */
  'unknown',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface Verdict {
  readonly outcome: Outcome;
  /** Set for `module-btf`. */
  readonly module: string | null;
  /** The FUNC or VAR in the kernel; null unless it is resolved by BTF. */
  readonly btfId: TypeId | null;
  /** From kallsyms, also where something else decided. */
  readonly address: bigint | null;
  /** What the loader prints about it; null where it prints nothing. */
  readonly message: string | null;
}

export type LoaderName = 'libbpf' | 'aya' | 'aya-module-btf';

/**
 * `open` and `prepare` are the loader's own steps; `load-by-verifier` means that it had no objection, and that the kernel
 * decides.
 */
export type LoadStage = 'open' | 'prepare' | 'load-by-verifier';

export interface LoadResult {
  readonly stage: LoadStage;
  /** Negative, 0 without an error; null where the loader has no errno. */
  readonly errno: number | null;
  /** The line that says why; null without an error. */
  readonly message: string | null;
  /** Whether it depends on what is not open: kallsyms, or the kernel's configuration. */
  readonly undecided: boolean;
}

export interface Resolution {
  readonly loader: LoaderName;
  /** By extern. */
  readonly verdicts: readonly Verdict[];
  readonly load: LoadResult;
}

export const NO_OBJECTION: LoadResult = {
  stage: 'load-by-verifier',
  errno: 0,
  message: null,
  undecided: false,
};

export const hex = (address: bigint): string => `0x${address.toString(16)}`;
