/**
 * Whether everything that a blob refers to exists: the question that nearly every file answers with yes.
 * In: a view. Out: yes or no. Leaves to `validate.ts` which rule is broken, and where.
 * A kernel has ten million of these words: records come sorted by shape (`referrers.ts`), and each shape has a loop that does
 * nothing else. `| 0` and `>>> 0` keep the arithmetic in 32 bits, which engines cannot tell by themselves.
 */

import { Kind } from '../../format/btf/kinds.ts';
import { Shape, type Records } from '../../format/btf/referrers.ts';
import type { BtfView } from './view.ts';

const KIND_MASK = 0x7f;
const VLEN_MASK = 0xffffff;

export function isSound(view: BtfView): boolean {
  const { words, referrers } = view.own;
  const typeCount = view.typeCount >>> 0;
  const endStrOff = view.endStrOff >>> 0;
  if (view.own.nrTypes === 0) return true;
  if (referrers.seen < 0 || referrers.maxTypeId >= typeCount || referrers.maxNameOff >= endStrOff)
    return false;
  for (const members of referrers.list(Shape.Members))
    if (!pairsAreSound(words, members, 3, endStrOff, typeCount)) return false;
  for (const params of referrers.list(Shape.Params))
    if (!pairsAreSound(words, params, 2, endStrOff, typeCount)) return false;
  for (const others of referrers.list(Shape.Other))
    if (!othersAreSound(words, others, endStrOff, typeCount)) return false;
  for (const funcs of referrers.list(Shape.Func))
    if (!funcsAreSound(view, funcs, referrers.shapes)) return false;
  return true;
}

/**
 * Each element begins with a name and a type id. Four at a time, the last one again where there are fewer: most records have
 * up to four, and a loop of varying length is what a processor foresees worst.
 */
function pairsAreSound(
  words: Uint32Array,
  { entries, first, end, step }: Records,
  elementWords: 2 | 3,
  endStrOff: number,
  typeCount: number,
): boolean {
  const two = (elementWords << 1) | 0;
  const three = (two + elementWords) | 0;
  const four = (elementWords << 2) | 0;
  for (let i = first; i !== end; i = (i + step) | 0) {
    const at = entries[i] | 0;
    const vlen = words[(at + 1) | 0] & VLEN_MASK;
    const last = (at + 3 + Math.imul(vlen - 1, elementWords)) | 0;
    for (let a = (at + 3) | 0; a <= last; a = (a + four) | 0) {
      const b = min((a + elementWords) | 0, last);
      const c = min((a + two) | 0, last);
      const d = min((a + three) | 0, last);
      if (
        words[a] >= endStrOff ||
        words[(a + 1) | 0] >= typeCount ||
        words[b] >= endStrOff ||
        words[(b + 1) | 0] >= typeCount ||
        words[c] >= endStrOff ||
        words[(c + 1) | 0] >= typeCount ||
        words[d] >= endStrOff ||
        words[(d + 1) | 0] >= typeCount
      )
        return false;
    }
  }
  return true;
}

/** Of two numbers below 2^31, without a branch. */
function min(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

function othersAreSound(
  words: Uint32Array,
  { entries, first, end, step }: Records,
  endStrOff: number,
  typeCount: number,
): boolean {
  for (let i = first; i !== end; i = (i + step) | 0) {
    const at = entries[i] | 0;
    const info = words[(at + 1) | 0];
    const kind = (info >>> 24) & KIND_MASK;
    if (kind === Kind.Array) {
      if (words[(at + 3) | 0] >= typeCount || words[(at + 4) | 0] >= typeCount) return false;
      continue;
    }
    // The first word of each element: the name of an enumerator, the type of a variable
    const elementWords = kind === Kind.Enum ? 2 : 3;
    const limit = kind === Kind.Datasec ? typeCount : endStrOff;
    const after = (at + 3 + Math.imul(info & VLEN_MASK, elementWords)) | 0;
    for (let word = (at + 3) | 0; word < after; word = (word + elementWords) | 0)
      if (words[word] >= limit) return false;
  }
  return true;
}

/** Whether each FUNC has a prototype. Ids were found to exist before. */
function funcsAreSound(view: BtfView, { entries, first, end, step }: Records, shapes: Uint8Array): boolean {
  const { words } = view.own;
  const startId = view.startId | 0;
  // What lies even below the base's own types is as rare as a base that is split itself
  const below = view.base?.own ?? view.own;
  const belowStartId = (view.base?.startId ?? startId) | 0;
  for (let i = first; i !== end; i = (i + step) | 0) {
    const target = words[((entries[i] | 0) + 2) | 0] | 0;
    if (target >= startId) {
      if (shapes[(target - startId + 1) | 0] !== Shape.Params) return false;
      continue;
    }
    const info =
      target >= belowStartId
        ? below.words[((below.typeOffsets[(target - belowStartId + 1) | 0] | 0) + 1) | 0]
        : view.infoOf(target);
    if (((info >>> 24) & KIND_MASK) !== Kind.FuncProto) return false;
  }
  return true;
}
