/**
 * Whether a base is the one that a module was built against, told from content.
 * In: a module's records and a candidate base. Out: figures, and whether they speak for the base. Names and ids of a split
 * BTF are plain offsets into another file: over the wrong one they stay numbers in range, but names begin in the middle of
 * strings (pahole and compilers refer to starts only) and references meet kinds that nothing can refer to. Leaves to
 * `place.ts`: which of several bases is taken; to `plain-fit.ts` the quick answer where nothing is amiss.
 */

import type { Btf } from '../../format/btf/btf.ts';
import { forEachNameWord, forEachTypeWord } from '../../format/btf/fields.ts';
import { infoKind, Kind } from '../../format/btf/kinds.ts';
import { BtfError } from '../../format/errors.ts';
import { validate } from '../view/validate.ts';
import { SplitBtf, type BtfView } from '../view/view.ts';

/** All counts are of references, not of distinct names or ids; a reference to no name or to void is none. */
export interface Fit {
  readonly fits: boolean;
  /** Names that the module's types and their elements have, wherever they are stored. */
  readonly names: number;
  /** Of them: taken from the base. */
  readonly namesFromBase: number;
  /** Names from the base that begin in the middle of one of its strings. */
  readonly midString: number;
  /** Names from the module itself that begin in the middle of one of its strings. */
  readonly ownMidString: number;
  /** Names beyond what base and module have together. */
  readonly namesOutOfRange: number;
  /** References to types of the base. */
  readonly typesFromBase: number;
  /** Type ids beyond what base and module have together. */
  readonly typesOutOfRange: number;
  /** References to base types of a kind that only a wrong id can mean: a member that is a FUNC, a pointer to a DATASEC. */
  readonly implausible: number;
  /** The first broken rule of libbpf, where one is broken. */
  readonly error: BtfError | null;
}

/** A share of implausible references above this speaks against a base: one in 20. */
const IMPLAUSIBLE_SHARE = 0.05;

/** Costs one pass over the module's records, whatever the base. */
export function measureFit(module: Btf, base: BtfView): Fit {
  const names = countNames(module, base);
  const types = countTypes(module, base);
  const broken = names.namesOutOfRange > 0 || types.typesOutOfRange > 0 || types.badFuncs > 0;
  const error = broken ? firstBrokenRule(module, base) : null;
  const fits =
    !broken &&
    names.midString === 0 &&
    names.ownMidString === 0 &&
    types.implausible <= types.typesFromBase * IMPLAUSIBLE_SHARE;
  return {
    fits,
    ...names,
    typesFromBase: types.typesFromBase,
    typesOutOfRange: types.typesOutOfRange,
    implausible: types.implausible,
    error,
  };
}

type NameFigures = Pick<Fit, 'names' | 'namesFromBase' | 'midString' | 'ownMidString' | 'namesOutOfRange'>;

function countNames({ words, typeOffsets, strings }: Btf, base: BtfView): NameFigures {
  const start = base.endStrOff;
  const end = start + strings.length;
  let [names, namesFromBase, midString, ownMidString, namesOutOfRange] = [0, 0, 0, 0, 0];
  const visit = (word: number): void => {
    const off = words[word];
    if (off === 0) return;
    names++;
    if (off < start) {
      namesFromBase++;
      if (!base.isStringStart(off)) midString++;
    } else if (off >= end) namesOutOfRange++;
    else if (!strings.isStart(off - start)) ownMidString++;
  };
  for (let local = 1; local < typeOffsets.length; local++) forEachNameWord(words, typeOffsets[local], visit);
  return { names, namesFromBase, midString, ownMidString, namesOutOfRange };
}

/** Nothing but a DECL_TAG or a DATASEC can refer to these. */
export const isNeverReferredTo = (kind: number): boolean =>
  kind === Kind.Func || kind === Kind.Var || kind === Kind.Datasec || kind === Kind.DeclTag;

function countTypes(
  { words, typeOffsets }: Btf,
  base: BtfView,
): Pick<Fit, 'typesFromBase' | 'typesOutOfRange' | 'implausible'> & { badFuncs: number } {
  const start = base.typeCount;
  const end = start + typeOffsets.length - 1;
  let [typesFromBase, typesOutOfRange, implausible, badFuncs] = [0, 0, 0, 0];
  let kind = 0;
  let at = 0;
  const visit = (word: number): void => {
    const id = words[word];
    if (id === 0) {
      if (kind === Kind.Func) badFuncs++;
      return;
    }
    if (id >= end) {
      // libbpf leaves a prototype's return type unchecked
      if (kind !== Kind.FuncProto || word !== at + 2) typesOutOfRange++;
    } else if (id < start) {
      typesFromBase++;
      const target = base.kindOf(id);
      if (kind === Kind.Func && target !== Kind.FuncProto) badFuncs++;
      else if (kind !== Kind.DeclTag && kind !== Kind.Datasec && isNeverReferredTo(target)) implausible++;
    } else if (kind === Kind.Func) {
      if (infoKind(words[typeOffsets[id - start + 1] + 1]) !== Kind.FuncProto) badFuncs++;
    }
  };
  for (let local = 1; local < typeOffsets.length; local++) {
    at = typeOffsets[local];
    kind = infoKind(words[at + 1]);
    forEachTypeWord(words, at, visit);
  }
  return { typesFromBase, typesOutOfRange, implausible, badFuncs };
}

function firstBrokenRule(module: Btf, base: BtfView): BtfError | null {
  try {
    validate(new SplitBtf(base, module));
    return null;
  } catch (error) {
    if (error instanceof BtfError) return error;
    throw error;
  }
}
