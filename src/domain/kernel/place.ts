/**
 * Which base a module goes to.
 * In: a parsed blob and the bases that are open. Out: its placement: a view to look things up through, or why there is
 * none, as a value. Kernels are nothing more than this: each base with the modules placed on it. Leaves to the session:
 * files, numbers of sources, and when to try again.
 */

import type { Btf } from '../../format/btf/btf.ts';
import { BaseBtf, SplitBtf, type BtfView, type PointerSize } from '../view/view.ts';
import { BtfError } from '../../format/errors.ts';
import { measureFit, type Fit } from './fit.ts';
import { fitsPlainly } from './plain-fit.ts';
import { relocate, type Relocated } from './relocate.ts';

/** A base as a candidate, under the number by which its owner knows it. */
export interface Candidate {
  readonly key: number;
  readonly view: BtfView;
}

/** What a file gave. */
export interface Blob {
  readonly btf: Btf;
  /** The distilled base that the file carries (`.BTF.base`), checked. */
  readonly distilled: BtfView | null;
  /** From the ELF class; null where only the INTs can tell. */
  readonly pointerSize: PointerSize | null;
}

export type Placement =
  /** `base` is null for what stands alone. */
  | { readonly state: 'ready'; readonly view: BtfView; readonly base: number | null }
  /** For want of a base that it can be moved onto; `rejected` says what was wrong with those that are open. */
  | { readonly state: 'over-distilled-base'; readonly view: BtfView; readonly rejected: readonly Rejected[] }
  | { readonly state: 'waiting-for-base' }
  | { readonly state: 'no-base-fits'; readonly tried: readonly Tried[] };

export interface Tried {
  readonly base: number;
  readonly fit: Fit;
}

export interface Rejected {
  readonly base: number;
  readonly error: BtfError;
}

/** Bases beyond these are not told of: a list of reasons is for reading. */
const TOLD = 8;

/**
 * `blob` must have been checked as far as it can be without a base: one that stands alone, or over its distilled base.
 * Never throws for what a wrong base can cause.
 */
export function place(blob: Blob, bases: readonly Candidate[]): Placement {
  const { btf, distilled, pointerSize } = blob;
  if (distilled) return placeDistilled(btf, distilled, pointerSize, bases);
  if (!btf.isSplit) return { state: 'ready', view: new BaseBtf(btf, pointerSize), base: null };
  return bases.length === 0 ? { state: 'waiting-for-base' } : placeSplit(btf, pointerSize, bases);
}

/** As `place`, where all bases but the newest have been tried in vain: what `before` says of them is kept. */
export function placeOnNew(blob: Blob, before: Placement, newest: Candidate): Placement {
  const now = place(blob, [newest]);
  if (now.state === 'no-base-fits' && before.state === 'no-base-fits')
    return { ...now, tried: [...before.tried, ...now.tried].slice(-TOLD) };
  if (now.state === 'over-distilled-base' && before.state === 'over-distilled-base')
    return { ...before, rejected: [...before.rejected, ...now.rejected].slice(-TOLD) };
  return now;
}

function placeSplit(btf: Btf, pointerSize: PointerSize | null, bases: readonly Candidate[]): Placement {
  let best: Candidate | null = null;
  let implausible = Infinity;
  const tried: Tried[] = [];
  for (const base of bases) {
    if (fitsPlainly(btf, base.view)) {
      best = base;
      break;
    }
    // Among bases that fit, the one with the fewest references that make no sense; then the one opened first
    const fit = measureFit(btf, base.view);
    if (fit.fits && fit.implausible < implausible) {
      best = base;
      implausible = fit.implausible;
    } else if (tried.length < TOLD) tried.push({ base: base.key, fit });
  }
  if (!best) return { state: 'no-base-fits', tried };
  return { state: 'ready', view: new SplitBtf(best.view, btf, pointerSize), base: best.key };
}

function placeDistilled(
  btf: Btf,
  distilled: BtfView,
  pointerSize: PointerSize | null,
  bases: readonly Candidate[],
): Placement {
  const over = new SplitBtf(distilled, btf, pointerSize);
  let best: { base: Candidate; relocated: Relocated } | null = null;
  const rejected: Rejected[] = [];
  for (const base of bases) {
    try {
      const relocated = relocate(over, base.view);
      if (!best || relocated.equalSizes > best.relocated.equalSizes) best = { base, relocated };
    } catch (error) {
      if (!(error instanceof BtfError)) throw error;
      if (rejected.length < TOLD) rejected.push({ base: base.key, error });
    }
  }
  if (!best) return { state: 'over-distilled-base', view: over, rejected };
  const view = new SplitBtf(best.base.view, best.relocated.btf, pointerSize);
  return { state: 'ready', view, base: best.base.key };
}
