/**
 * What a type is to someone who lays it out.
 * In: a view and an id. Out: one of a dozen tags, named after the DWARF tags that pahole's BTF loader (`btf_loader.c`)
 * gives the kinds. Kinds that are no type of anything (FUNC, VAR, DATASEC, DECL_TAG, unknown ones) and void are `None`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { infoKind, infoKindFlag, infoVlen, Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';

export const Tag = {
  None: 0,
  Base: 1,
  Pointer: 2,
  Array: 3,
  Struct: 4,
  Union: 5,
  Enum: 6,
  Typedef: 7,
  Const: 8,
  Volatile: 9,
  Restrict: 10,
  Proto: 11,
  TypeTag: 12,
} as const;

export type Tag = (typeof Tag)[keyof typeof Tag];

/** FWD is missing: its flag decides between struct and union. */
const TAGS: readonly Tag[] = (() => {
  const tags = Array.from<Tag>({ length: 128 }).fill(Tag.None);
  tags[Kind.Int] = tags[Kind.Float] = Tag.Base;
  tags[Kind.Ptr] = Tag.Pointer;
  tags[Kind.Array] = Tag.Array;
  tags[Kind.Struct] = Tag.Struct;
  tags[Kind.Union] = Tag.Union;
  tags[Kind.Enum] = tags[Kind.Enum64] = Tag.Enum;
  tags[Kind.Typedef] = Tag.Typedef;
  tags[Kind.Const] = Tag.Const;
  tags[Kind.Volatile] = Tag.Volatile;
  tags[Kind.Restrict] = Tag.Restrict;
  tags[Kind.FuncProto] = Tag.Proto;
  tags[Kind.TypeTag] = Tag.TypeTag;
  return tags;
})();

/** `Tag.None` also for an id that is not in the view. */
export function tagOf(view: BtfView, id: TypeId): Tag {
  const info = view.infoOf(id);
  const kind = infoKind(info);
  if (kind === Kind.Fwd) return infoKindFlag(info) ? Tag.Union : Tag.Struct;
  return TAGS[kind];
}

/** Struct, union or enum: what a declaration spells with a keyword. */
export const hasKeyword = (tag: Tag): boolean => tag === Tag.Struct || tag === Tag.Union || tag === Tag.Enum;

/** Struct or union, a forward declaration included. */
export const hasMembers = (tag: Tag): boolean => tag === Tag.Struct || tag === Tag.Union;

/** Number of members, enumerators or parameters. */
export const vlenOf = (view: BtfView, id: TypeId): number => infoVlen(view.infoOf(id));

/** pahole tells a missing name (offset 0) from an empty one. */
export const isNamed = (view: BtfView, id: TypeId): boolean => view.nameOffOf(id) !== 0;
