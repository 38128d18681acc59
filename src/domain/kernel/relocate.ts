/**
 * A module that was built against a distilled base (`.BTF.base`), moved onto a real one.
 * In: the module as a view over its distilled base, and a base. Out: a copy of the module's blob with ids and names of the
 * real base, or the reason why the base is not one it can sit on. The rules are those of libbpf's `btf__relocate`
 * (btf_relocate.c), which the kernel shares. A distilled base holds no more than names and sizes of what the module mentions.
 */

import { dataView } from '../../format/bytes.ts';
import { Btf } from '../../format/btf/btf.ts';
import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { forEachNameWord, forEachTypeWord } from '../../format/btf/fields.ts';
import {
  infoKind,
  infoKindFlag,
  isComposite,
  isModifierOrTypedef,
  Kind,
  kindName,
} from '../../format/btf/kinds.ts';
import { BtfError } from '../../format/errors.ts';
import { stringStart } from '../view/bounded-string.ts';
import type { BtfView } from '../view/view.ts';
import { baseNames, MAX_NAME } from './base-names.ts';

/** Modifiers and arrays that a member's type is looked for behind; a cycle has no end. */
const MAX_CHAIN = 64;
/** Candidates looked at in all, each a few words: a hostile base may give a million types one name. */
const MAX_CANDIDATES = 20_000_000;

export interface Relocated {
  readonly btf: Btf;
  /** Structs and unions of the distilled base that have the very size in the real one, of all it has. */
  readonly equalSizes: number;
  readonly composites: number;
}

/** @throws BtfError `not-relocatable` where libbpf refuses; `too-large` for a file that means no good */
export function relocate(module: BtfView, onto: BtfView): Relocated {
  const distilled = module.base;
  if (!distilled) throw refused('the module sits on no distilled base');
  checkDistilled(distilled);
  const map = mapTypes(module, distilled, onto);
  return { btf: rewrite(module, distilled, onto, map), ...countSizes(distilled, onto, map) };
}

/** Named INTs, FLOATs, ENUMs, STRUCTs, UNIONs and FWDs; an ENUM64 is distilled to an ENUM. */
function checkDistilled(distilled: BtfView): void {
  for (let id = distilled.startId; id < distilled.typeCount; id++) {
    const kind = distilled.kindOf(id);
    const isKnown =
      kind === Kind.Int ||
      kind === Kind.Float ||
      kind === Kind.Enum ||
      kind === Kind.Fwd ||
      isComposite(kind);
    if (!isKnown) throw refused(`type [${id}] of the distilled base is a ${kindName(kind)}`, { id });
    if (distilled.nameOffOf(id) === 0)
      throw refused(`type [${id}] of the distilled base has no name`, { id });
  }
}

interface TypeMap {
  /** By id in the distilled base. */
  readonly ids: Uint32Array;
  /** From offsets in the distilled base to offsets in the real one. */
  readonly names: ReadonlyMap<StrOff, StrOff>;
}

function mapTypes(module: BtfView, distilled: BtfView, onto: BtfView): TypeMap {
  const ids = new Uint32Array(distilled.typeCount);
  const names = new Map<StrOff, StrOff>();
  const embedded = findEmbedded(module, distilled);
  const known = baseNames(onto);
  let left = MAX_CANDIDATES;
  for (let id = distilled.startId; id < distilled.typeCount; id++) {
    const name = stringStart(distilled, distilled.nameOffOf(id), MAX_NAME);
    for (const candidate of known.typesNamed(name)) {
      if (--left < 0)
        throw new BtfError('too-large', 'too many types of one name in base and distilled base');
      // A second candidate need not have the size to make the name ambiguous
      const needsSize = known.needsSize(candidate) || (embedded[id] === 1 && ids[id] === 0);
      if (!isCounterpart(distilled, id, onto, candidate, needsSize)) continue;
      if (ids[id] !== 0) throw ambiguous(distilled, id, name, candidate, ids[id]);
      ids[id] = candidate;
      names.set(distilled.nameOffOf(id), onto.nameOffOf(candidate));
    }
    if (ids[id] === 0) {
      const kind = kindName(distilled.kindOf(id));
      throw refused(`the base has no ${kind} '${name}' of the size that the module needs`, { id, name });
    }
  }
  return { ids, names };
}

/** Structs and unions that a struct or union of the module has inside it, not behind a pointer: their size matters. */
function findEmbedded(module: BtfView, distilled: BtfView): Uint8Array {
  const embedded = new Uint8Array(distilled.typeCount);
  const { words, typeOffsets } = module.own;
  const mark = (word: number): void => {
    const target = behindModifiersAndArrays(module, words[word]);
    if (target < distilled.typeCount && isComposite(module.kindOf(target))) embedded[target] = 1;
  };
  for (let local = 1; local < typeOffsets.length; local++) {
    const at = typeOffsets[local];
    if (isComposite(infoKind(words[at + 1]))) forEachTypeWord(words, at, mark);
  }
  return embedded;
}

function behindModifiersAndArrays(view: BtfView, id: TypeId): TypeId {
  for (let steps = 0; steps < MAX_CHAIN; steps++) {
    const kind = view.kindOf(id);
    if (isModifierOrTypedef(kind)) {
      id = view.sizeOrTypeOf(id);
    } else if (kind === Kind.Array) {
      const array = view.typeById(id);
      if (array?.kind !== Kind.Array) return 0;
      id = array.typeId;
    } else {
      return id;
    }
  }
  return 0;
}

/** Whether a base's type, of the same name, is what a distilled one stands for (`btf_relocate_map_distilled_base`). */
function isCounterpart(
  distilled: BtfView,
  id: TypeId,
  onto: BtfView,
  candidate: TypeId,
  needsSize: boolean,
): boolean {
  if (needsSize && onto.sizeOrTypeOf(candidate) !== distilled.sizeOrTypeOf(id)) return false;
  const kind = distilled.kindOf(id);
  const found = onto.kindOf(candidate);
  const flag = infoKindFlag(onto.infoOf(candidate));
  switch (kind) {
    case Kind.Fwd:
      if (found === Kind.Fwd) return flag === infoKindFlag(distilled.infoOf(id));
      // libbpf takes the flag of the struct here, which says something else there than in a FWD
      return (found === Kind.Struct && !flag) || (found === Kind.Union && flag);
    case Kind.Int:
      return found === Kind.Int && encodingOf(onto, candidate) === encodingOf(distilled, id);
    case Kind.Float:
      return found === Kind.Float;
    case Kind.Enum:
      return found === Kind.Enum || found === Kind.Enum64;
    default:
      return true;
  }
}

function encodingOf(view: BtfView, id: TypeId): number {
  const type = view.typeById(id);
  return type?.kind === Kind.Int ? type.encoding : -1;
}

/** The module's bytes with other ids and string offsets; lengths and own strings stay as they are. */
function rewrite(module: BtfView, distilled: BtfView, onto: BtfView, map: TypeMap): Btf {
  const { own, typeCount } = module;
  const { typeOffsets, header } = own;
  const words = own.words.slice();
  const idShift = onto.typeCount - distilled.typeCount;
  const offShift = onto.endStrOff - distilled.endStrOff;
  let local = 0;
  const moveId = (word: number): void => {
    const id = words[word];
    if (id >= typeCount) throw refused(`type [${local}] refers to type [${id}], which is not there`, { id });
    words[word] = id < distilled.typeCount ? map.ids[id] : id + idShift;
  };
  const moveName = (word: number): void => {
    const off = words[word];
    if (off === 0) return;
    const moved = off < distilled.endStrOff ? map.names.get(off) : off + offShift;
    if (moved === undefined)
      throw refused(`the name at string offset ${off} is of no type of the base`, { off });
    words[word] = moved;
  };
  for (local = 1; local < typeOffsets.length; local++) {
    forEachTypeWord(words, typeOffsets[local], moveId);
    forEachNameWord(words, typeOffsets[local], moveName);
  }
  const bytes = new Uint8Array(own.bytes);
  const view = dataView(bytes);
  for (let i = 0; i < words.length; i++) view.setUint32(header.typeOff + i * 4, words[i], own.littleEndian);
  return Btf.parse(bytes, onto.own);
}

function countSizes(
  distilled: BtfView,
  onto: BtfView,
  { ids }: TypeMap,
): { equalSizes: number; composites: number } {
  let [equalSizes, composites] = [0, 0];
  for (let id = distilled.startId; id < distilled.typeCount; id++) {
    if (!isComposite(distilled.kindOf(id))) continue;
    composites++;
    if (onto.sizeOrTypeOf(ids[id]) === distilled.sizeOrTypeOf(id)) equalSizes++;
  }
  return { equalSizes, composites };
}

function ambiguous(distilled: BtfView, id: TypeId, name: string, one: TypeId, other: TypeId): BtfError {
  const kind = kindName(distilled.kindOf(id));
  return refused(`the base has more than one ${kind} '${name}' of that size: [${other}] and [${one}]`, {
    id,
    name,
  });
}

function refused(message: string, details: Record<string, string | number> = {}): BtfError {
  return new BtfError('not-relocatable', message, -1, details);
}
