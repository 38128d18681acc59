/**
 * Whether nothing at all speaks against a base: the question that nearly every module answers with yes, asked in one loop over
 * its words.
 * In: a module's records and a candidate base. Out: yes, or that a closer look is needed. Leaves to `fit.ts` the figures, and
 * whether the base fits all the same. The modules of a kernel have ten million of these words.
 */

import type { Btf } from '../../format/btf/btf.ts';
import type { StrOff } from '../../format/btf/decode.ts';
import { infoKind, infoVlen, Kind, VLEN_WORDS } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { isNeverReferredTo } from './fit.ts';

/** What of a record refers to something, apart from its name; elements are `vlen` groups of two or three words. */
const Refers = {
  Nothing: 0,
  /** The third word is a type id. */
  Third: 1,
  /** The third word is the id of any type. */
  Any: 2,
  /** The third word is the id of a FUNC_PROTO. */
  Prototype: 3,
  /** Words four and five are type ids. */
  ElementAndIndex: 4,
  /** Each element begins with a name and a type id. */
  Members: 5,
  /** The same, and the third word is a type id, of which libbpf leaves unchecked whether it is there. */
  Params: 6,
  /** Each element begins with a name. */
  Values: 7,
  /** Each element begins with the id of any type. */
  Variables: 8,
} as const;

const REFERS = (() => {
  const column = new Uint8Array(128);
  const { Ptr, Typedef, Volatile, Const, Restrict, Var, TypeTag } = Kind;
  for (const kind of [Ptr, Typedef, Volatile, Const, Restrict, Var, TypeTag]) column[kind] = Refers.Third;
  column[Kind.DeclTag] = Refers.Any;
  column[Kind.Func] = Refers.Prototype;
  column[Kind.Array] = Refers.ElementAndIndex;
  column[Kind.Struct] = column[Kind.Union] = Refers.Members;
  column[Kind.FuncProto] = Refers.Params;
  column[Kind.Enum] = column[Kind.Enum64] = Refers.Values;
  column[Kind.Datasec] = Refers.Variables;
  return column;
})();

/** Where it says yes, `measureFit` finds that the base fits, with no implausible reference. Never says yes over a split base. */
export function fitsPlainly(module: Btf, base: BtfView): boolean {
  if (base.base) return false;
  const { words, typeOffsets } = module;
  const strings = module.strings.bytes;
  const baseStrings = base.own.strings.bytes;
  const baseTypes = base.typeCount | 0;
  const typeCount = (baseTypes + module.nrTypes) >>> 0;
  const never = neverReferredTo(base);
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local] | 0;
    const info = words[at + 1];
    if (!isName(words[at], strings, baseStrings)) return false;
    const refers = REFERS[infoKind(info)];
    switch (refers) {
      case Refers.Third:
        if (!isPlausible(words[at + 2], typeCount, baseTypes, never)) return false;
        break;
      case Refers.Any:
        if (words[at + 2] >= typeCount) return false;
        break;
      case Refers.Prototype: {
        const id = words[at + 2];
        if (id >= typeCount) return false;
        const target = id < baseTypes ? base.infoOf(id) : words[typeOffsets[id - baseTypes + 1] + 1];
        if (infoKind(target) !== Kind.FuncProto) return false;
        break;
      }
      case Refers.ElementAndIndex:
        if (!isPlausible(words[at + 3], typeCount, baseTypes, never)) return false;
        if (!isPlausible(words[at + 4], typeCount, baseTypes, never)) return false;
        break;
      case Refers.Params:
      case Refers.Members: {
        if (refers === Refers.Params && words[at + 2] < baseTypes && never[words[at + 2]] !== 0) return false;
        const step = refers === Refers.Params ? 2 : 3;
        for (let word = (at + 3) | 0, end = (word + infoVlen(info) * step) | 0; word < end; word += step) {
          if (!isPlausible(words[word + 1], typeCount, baseTypes, never)) return false;
          if (!isName(words[word], strings, baseStrings)) return false;
        }
        break;
      }
      case Refers.Values: {
        const step = VLEN_WORDS[infoKind(info)];
        for (let word = (at + 3) | 0, end = (word + infoVlen(info) * step) | 0; word < end; word += step)
          if (!isName(words[word], strings, baseStrings)) return false;
        break;
      }
      case Refers.Variables:
        for (let word = (at + 3) | 0, end = (word + infoVlen(info) * 3) | 0; word < end; word += 3)
          if (words[word] >= typeCount) return false;
        break;
    }
  }
  return true;
}

/** Whether nothing begins there, or a string of base or module. */
function isName(off: StrOff, strings: Uint8Array, baseStrings: Uint8Array): boolean {
  if (off === 0) return true;
  const own = (off - baseStrings.length) | 0;
  if (own < 0) return baseStrings[off - 1] === 0;
  return own < strings.length && (own === 0 || strings[own - 1] === 0);
}

/** Whether the type is there and may be referred to. Ids of the module are looked up as if they were void: no branch is taken. */
const isPlausible = (id: number, typeCount: number, baseTypes: number, never: Uint8Array): boolean =>
  id < typeCount && never[id & ((id - baseTypes) >> 31)] === 0;

const neverByBase = new WeakMap<BtfView, Uint8Array>();

/** 1 by id for types that nearly nothing can refer to; kept because thousands of modules are asked about one base. */
function neverReferredTo(base: BtfView): Uint8Array {
  let never = neverByBase.get(base);
  if (!never) {
    never = new Uint8Array(base.typeCount);
    for (let id = 1; id < never.length; id++) never[id] = isNeverReferredTo(base.kindOf(id)) ? 1 : 0;
    neverByBase.set(base, never);
  }
  return never;
}
