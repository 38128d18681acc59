/**
 * What a blob says of others must exist: names, ids, prototypes.
 * In: a view. Out: nothing, or the first broken rule as a BtfError. The rules and their order are libbpf's
 * (`btf_sanity_check`); like it, a prototype's return id and a bitfield's fit stay unchecked.
 */

import type { Btf } from '../../format/btf/btf.ts';
import { BtfError } from '../../format/errors.ts';
import { infoKind, infoVlen, Kind, kindName, VLEN_WORDS } from '../../format/btf/kinds.ts';
import { isSound } from './sound.ts';
import { BaseBtf, SplitBtf, type BtfView, type PointerSize } from './view.ts';

/** Where in a record names and ids are, in words. `perVlen` rows repeat for each element. */
interface References {
  readonly typeId?: true;
  readonly elementName?: true;
  /** Word of the element that holds a type id. */
  readonly elementType?: 0 | 1;
}

const REFERENCES: readonly (References | undefined)[] = (() => {
  const rows: (References | undefined)[] = [];
  for (const kind of [
    Kind.Ptr,
    Kind.Typedef,
    Kind.Volatile,
    Kind.Const,
    Kind.Restrict,
    Kind.Var,
    Kind.DeclTag,
    Kind.TypeTag,
    Kind.Func,
  ])
    rows[kind] = { typeId: true };
  rows[Kind.Struct] = rows[Kind.Union] = rows[Kind.FuncProto] = { elementName: true, elementType: 1 };
  rows[Kind.Enum] = rows[Kind.Enum64] = { elementName: true };
  rows[Kind.Datasec] = { elementType: 0 };
  return rows;
})();

/**
 * A stand-alone BTF, or a split one over `base`, checked as libbpf checks it.
 * @throws BtfError all rules of libbpf's `btf_new`; `needs-base` for a split BTF without one
 */
export function openBtf(
  bytes: Btf,
  base: BtfView | null = null,
  pointerSize: PointerSize | null = null,
): BtfView {
  checkStrings(bytes, base);
  const view = base ? new SplitBtf(base, bytes, pointerSize) : new BaseBtf(bytes, pointerSize);
  validate(view);
  return view;
}

function checkStrings(btf: Btf, base: BtfView | null): void {
  if (base) return;
  if (btf.strings.length === 0)
    throw new BtfError('strings-bad', 'the string section is empty', btf.header.strOff);
  if (btf.isSplit) {
    throw new BtfError(
      'needs-base',
      'the string section does not start with NUL: a split BTF, which needs its base',
      btf.header.strOff,
    );
  }
}

/** @throws BtfError the first name or id that is not there */
export function validate(view: BtfView): void {
  if (!isSound(view)) refuse(view);
}

/** Says which rule is broken first; nothing is thrown where none is. */
function refuse(view: BtfView): void {
  const { own, typeCount, endStrOff } = view;
  const { words, typeOffsets } = own;
  const firstId = view.startId;
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local];
    if (words[at] >= endStrOff) throw badName(own, local, firstId, at, 'type name', words[at]);
    const info = words[at + 1];
    const kind = infoKind(info);
    const rule = REFERENCES[kind];
    if (rule) {
      if (rule.typeId && words[at + 2] >= typeCount) throw badId(own, local, firstId, at + 2, words[at + 2]);
      if (kind === Kind.Func) checkFunc(view, local, at);
      else if (rule.elementName || rule.elementType !== undefined) checkElements(view, local, at, rule);
    } else if (kind === Kind.Array) {
      for (const word of [at + 3, at + 4])
        if (words[word] >= typeCount) throw badId(own, local, firstId, word, words[word]);
    }
  }

  function checkFunc(of: BtfView, local: number, at: number): void {
    const target = words[at + 2];
    const kind = of.kindOf(target);
    if (kind === Kind.FuncProto) return;
    throw new BtfError(
      'func-not-proto',
      `type [${local + firstId - 1}] FUNC refers to [${target}], a ${kindName(kind)} instead of a FUNC_PROTO`,
      own.byteOffsetOf(local) + 8,
      { id: local + firstId - 1, target },
    );
  }

  function checkElements(of: BtfView, local: number, at: number, rule: References): void {
    const info = words[at + 1];
    const step = VLEN_WORDS[infoKind(info)];
    const end = at + 3 + infoVlen(info) * step;
    const typeWord = rule.elementType ?? -1;
    for (let element = at + 3; element < end; element += step) {
      if (rule.elementName && words[element] >= endStrOff) {
        throw badName(of.own, local, firstId, element, 'name inside the type', words[element]);
      }
      if (typeWord >= 0 && words[element + typeWord] >= typeCount) {
        throw badId(of.own, local, firstId, element + typeWord, words[element + typeWord]);
      }
    }
  }
}

function badName(
  own: Btf,
  local: number,
  firstId: number,
  word: number,
  what: string,
  off: number,
): BtfError {
  const id = local + firstId - 1;
  return new BtfError(
    'bad-name-offset',
    `type [${id}]: ${what} at string offset ${off}, where there is none`,
    own.header.typeOff + word * 4,
    {
      id,
      off,
    },
  );
}

function badId(own: Btf, local: number, firstId: number, word: number, target: number): BtfError {
  const id = local + firstId - 1;
  return new BtfError(
    'bad-type-id',
    `type [${id}] refers to type [${target}], which is not there`,
    own.header.typeOff + word * 4,
    {
      id,
      target,
    },
  );
}
