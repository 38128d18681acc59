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
/** Words, about, that the records of a part take: they stay in a processor's cache while all shapes are looked at. */
const PART = 1 << 15;

export function isSound(view: BtfView): boolean {
  const { words, referrers } = view.own;
  if (view.own.nrTypes === 0) return true;
  const { seen, maxTypeId, maxNameOff } = referrers;
  if (seen < 0 || maxTypeId >= view.typeCount || maxNameOff >= view.endStrOff) return false;
  const parts = Math.ceil(words.length / PART);
  for (let index = 0; index < parts; index++) if (!partIsSound(view, index, parts)) return false;
  return true;
}

/** All shapes of a part, one after the other. A function of its own: what is called often gets the best code. */
function partIsSound(view: BtfView, index: number, parts: number): boolean {
  const { typeCount, endStrOff, own } = view;
  const { words, referrers } = own;
  return (
    pairsAreSound(words, referrers.part(Shape.Members, index, parts), 3, endStrOff, typeCount) &&
    pairsAreSound(words, referrers.part(Shape.Params, index, parts), 2, endStrOff, typeCount) &&
    othersAreSound(words, referrers.part(Shape.Other, index, parts), endStrOff, typeCount) &&
    funcsAreSound(view, referrers.part(Shape.Func, index, parts), referrers.shapes)
  );
}

/**
 * Each element begins with a name and a type id. Four at a time, the last one again where there are fewer: most records have
 * up to four, and a loop of varying length is what a processor foresees worst. Whole numbers are said to be that, and the
 * lesser of two is found without a branch.
 */
function pairsAreSound(
  words: Uint32Array,
  { entries, first, end, step }: Records,
  elementWords: 2 | 3,
  endStrOff: number,
  typeCount: number,
): boolean {
  const names = endStrOff >>> 0;
  const ids = typeCount >>> 0;
  const one = elementWords | 0;
  const two = (one << 1) | 0;
  const three = (two + one) | 0;
  const four = (one << 2) | 0;
  const by = step | 0;
  const stop = end | 0;
  for (let i = first | 0; i !== stop; i = (i + by) | 0) {
    const at = entries[i] | 0;
    const vlen = words[(at + 1) | 0] & VLEN_MASK;
    const last = (at + 3 + Math.imul(vlen - 1, one)) | 0;
    for (let a = (at + 3) | 0; a <= last; a = (a + four) | 0) {
      const bBeyond = (a + one - last) | 0;
      const cBeyond = (a + two - last) | 0;
      const dBeyond = (a + three - last) | 0;
      const b = (last + (bBeyond & (bBeyond >> 31))) | 0;
      const c = (last + (cBeyond & (cBeyond >> 31))) | 0;
      const d = (last + (dBeyond & (dBeyond >> 31))) | 0;
      if (
        words[a] >= names ||
        words[(a + 1) | 0] >= ids ||
        words[b] >= names ||
        words[(b + 1) | 0] >= ids ||
        words[c] >= names ||
        words[(c + 1) | 0] >= ids ||
        words[d] >= names ||
        words[(d + 1) | 0] >= ids
      )
        return false;
    }
  }
  return true;
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
