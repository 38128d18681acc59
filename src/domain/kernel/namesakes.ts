/**
 * Types of the same name.
 * In: a name, or a type. Out: all types that have that name, in the order of lists. Names that may have been cut when they
 * were indexed are compared to their ends.
 */

import type { StringTable } from '../../format/btf/strings.ts';
import type { Corpus, Gid } from './corpus.ts';
import { bytesOf } from './fold.ts';
import type { NameOrder } from './name-order.ts';
import { NO_NAME } from './name-pool.ts';
import { NAME_BYTES, SHORT_NAME_BYTES, type Names } from './names.ts';

interface Indexes {
  readonly corpus: Corpus;
  readonly names: Names;
  readonly order: NameOrder;
}

/** At most `limit` of them; empty for the empty name. */
export function typesNamed(text: string, indexes: Indexes, limit = Infinity): Gid[] {
  const bytes = bytesOf(text);
  const cuts = [bytes.length, NAME_BYTES, SHORT_NAME_BYTES].filter((length) => length <= bytes.length);
  const found: Gid[] = [];
  for (const length of new Set(cuts)) {
    const name = indexes.names.pool.find(bytes.subarray(0, length));
    if (name > NO_NAME) addSameName(found, name, bytes, indexes, limit);
  }
  return found;
}

/** The type itself is among them; a type without a name has no namesakes. */
export function namesakesOf(gid: Gid, indexes: Indexes): Gid[] {
  const name = indexes.names.nameOf[gid];
  if (gid >= indexes.order.end || name === NO_NAME) return [gid];
  const found: Gid[] = [];
  addSameName(found, name, nameBytes(gid, indexes.corpus), indexes, Infinity);
  return found;
}

/** Until there are `limit` in all. */
function addSameName(
  found: Gid[],
  name: number,
  bytes: Uint8Array,
  { corpus, names, order }: Indexes,
  limit: number,
): void {
  if (name >= order.names) return;
  const rank = order.rankOf[name];
  const length = names.pool.lengthOf(name);
  const mayBeCut = length === NAME_BYTES || length === SHORT_NAME_BYTES;
  for (let i = order.first[rank]; i < order.first[rank + 1] && found.length < limit; i++) {
    const gid = order.gids[i];
    if (!corpus.isOpen(gid)) continue;
    if (!mayBeCut || hasName(gid, corpus, bytes)) found.push(gid);
  }
}

function nameBytes(gid: Gid, corpus: Corpus): Uint8Array {
  const { strings, at } = nameAt(gid, corpus);
  return strings.bytes.subarray(at, strings.endOf(at));
}

/** Looks at the end first: a hostile file may have a million names that begin alike and go on for megabytes. */
function hasName(gid: Gid, corpus: Corpus, bytes: Uint8Array): boolean {
  const { strings, at } = nameAt(gid, corpus);
  const end = at + bytes.length;
  if (strings.bytes[end] !== 0) return false;
  const stored = strings.bytes.subarray(at, end);
  if (stored.buffer === bytes.buffer && stored.byteOffset === bytes.byteOffset) return true;
  return bytes.every((byte, i) => byte === stored[i]);
}

/** Where the name is stored. */
function nameAt(gid: Gid, corpus: Corpus): { strings: StringTable; at: number } {
  const { view } = corpus.partAt(gid);
  const off = view.nameOffOf(corpus.typeKey(gid).id);
  let holder = view;
  while (off < holder.startStrOff && holder.base) holder = holder.base;
  return { strings: holder.own.strings, at: off - holder.startStrOff };
}
