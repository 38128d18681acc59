/**
 * Whether everything that a blob refers to exists: the question that nearly every file answers with yes, asked in one loop
 * over its words.
 * In: a view. Out: yes or no. Leaves to `validate.ts` which rule is broken, and where. A kernel has ten million of these words.
 */

import { Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from './view.ts';

/** What of a record refers to something, apart from its name; elements are `vlen` groups of two or three words. */
const Refers = {
  Nothing: 0,
  /** The third word is a type id. */
  Third: 1,
  /** The third word is the id of a FUNC_PROTO. */
  Prototype: 2,
  /** Words four and five are type ids. */
  ElementAndIndex: 3,
  /** Each element is a name, a type id and a third word. */
  Members: 4,
  /** Each element is a name and a type id. */
  Params: 5,
  /** Each element is a name and a value. */
  Values: 6,
  /** Each element is a name and a value of two words. */
  Values64: 7,
  /** Each element is a type id and two words. */
  Variables: 8,
} as const;

const REFERS = (() => {
  const column = new Uint8Array(128);
  const { Ptr, Typedef, Volatile, Const, Restrict, Var, DeclTag, TypeTag } = Kind;
  for (const kind of [Ptr, Typedef, Volatile, Const, Restrict, Var, DeclTag, TypeTag])
    column[kind] = Refers.Third;
  column[Kind.Func] = Refers.Prototype;
  column[Kind.Array] = Refers.ElementAndIndex;
  column[Kind.Struct] = column[Kind.Union] = Refers.Members;
  column[Kind.FuncProto] = Refers.Params;
  column[Kind.Enum] = Refers.Values;
  column[Kind.Enum64] = Refers.Values64;
  column[Kind.Datasec] = Refers.Variables;
  return column;
})();

const KIND_MASK = 0x7f;
const VLEN_MASK = 0xffffff;

/** The `| 0` and `>>> 0` keep the arithmetic in 32 bits, which engines cannot tell by themselves: a tenth of the time. */
export function isSound(view: BtfView): boolean {
  const startId = view.startId | 0;
  const typeCount = view.typeCount >>> 0;
  const endStrOff = view.endStrOff >>> 0;
  const { words, typeOffsets } = view.own;
  const count = typeOffsets.length;
  for (let local = 1; local < count; local++) {
    const at = typeOffsets[local] | 0;
    if (words[at] >= endStrOff) return false;
    const info = words[at + 1];
    switch (REFERS[(info >>> 24) & KIND_MASK]) {
      case Refers.Third:
        if (words[at + 2] >= typeCount) return false;
        break;
      case Refers.Prototype: {
        const target = words[at + 2];
        if (target >= typeCount) return false;
        const info = target < startId ? view.infoOf(target) : words[typeOffsets[target - startId + 1] + 1];
        if (((info >>> 24) & KIND_MASK) !== Kind.FuncProto) return false;
        break;
      }
      case Refers.ElementAndIndex:
        if (words[at + 3] >= typeCount || words[at + 4] >= typeCount) return false;
        break;
      case Refers.Members:
        for (
          let word = (at + 3) | 0, end = (word + (info & VLEN_MASK) * 3) | 0;
          word < end;
          word = (word + 3) | 0
        )
          if (words[word] >= endStrOff || words[word + 1] >= typeCount) return false;
        break;
      case Refers.Params:
        for (
          let word = (at + 3) | 0, end = (word + (info & VLEN_MASK) * 2) | 0;
          word < end;
          word = (word + 2) | 0
        )
          if (words[word] >= endStrOff || words[word + 1] >= typeCount) return false;
        break;
      case Refers.Values:
        for (
          let word = (at + 3) | 0, end = (word + (info & VLEN_MASK) * 2) | 0;
          word < end;
          word = (word + 2) | 0
        )
          if (words[word] >= endStrOff) return false;
        break;
      case Refers.Values64:
        for (
          let word = (at + 3) | 0, end = (word + (info & VLEN_MASK) * 3) | 0;
          word < end;
          word = (word + 3) | 0
        )
          if (words[word] >= endStrOff) return false;
        break;
      case Refers.Variables:
        for (
          let word = (at + 3) | 0, end = (word + (info & VLEN_MASK) * 3) | 0;
          word < end;
          word = (word + 3) | 0
        )
          if (words[word] >= typeCount) return false;
        break;
    }
  }
  return true;
}
