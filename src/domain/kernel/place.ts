/**
 * Which base a module goes to.
 * In: a parsed blob and the bases that are open. Out: its placement: a view to look things up through, or why there is
 * none, as a value. Kernels are nothing more than this: each base with the modules placed on it. Leaves to the session:
 * files, numbers of sources, and when to try again.
 */

import type { Btf } from '../../format/btf/btf.ts';
import { BaseBtf, SplitBtf, type BtfView, type PointerSize } from '../view/view.ts';
import { measureFit, type Fit } from './fit.ts';

/** A base as a candidate, under the number by which its owner knows it. */
export interface Candidate {
  readonly key: number;
  readonly view: BtfView;
}

/** What a file gave. */
export interface Blob {
  readonly btf: Btf;
  /** The distilled base that the file carries (`.BTF.base`). */
  readonly distilled: Btf | null;
  /** From the ELF class; null where only the INTs can tell. */
  readonly pointerSize: PointerSize | null;
}

export type Placement =
  | { readonly state: 'ready'; readonly view: BtfView; readonly base: number | null }
  | { readonly state: 'waiting-for-base' }
  | { readonly state: 'no-base-fits'; readonly tried: readonly Tried[] };

export interface Tried {
  readonly base: number;
  readonly fit: Fit;
}

/** Bases beyond these are not told of: a list of reasons is for reading. */
const TRIED_KEPT = 8;

/** @throws BtfError never for what a wrong base can cause; `blob` must have been validated if it stands alone */
export function place(blob: Blob, bases: readonly Candidate[]): Placement {
  if (!blob.btf.isSplit) return { state: 'ready', view: new BaseBtf(blob.btf, blob.pointerSize), base: null };
  if (bases.length === 0) return { state: 'waiting-for-base' };
  const tried = bases.map((base) => ({ base, fit: measureFit(blob.btf, base.view) }));
  const best = tried.filter(({ fit }) => fit.fits).sort((a, b) => evidence(b.fit) - evidence(a.fit))[0];
  if (best) {
    const view = new SplitBtf(best.base.view, blob.btf, blob.pointerSize);
    return { state: 'ready', view, base: best.base.key };
  }
  return {
    state: 'no-base-fits',
    tried: tried.slice(0, TRIED_KEPT).map(({ base, fit }) => ({ base: base.key, fit })),
  };
}

/** Among bases that fit, the one with the fewest references that make no sense; then the one opened first. */
const evidence = (fit: Fit): number => -fit.implausible;
