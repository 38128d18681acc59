/**
 * The order in which bpftool starts from types, so that vmlinux.h changes little from one build to the next: by rank of
 * kind, by name, and where those are equal by a hash of names (bpftool `sort_btf_c`).
 * In: records. Out: ids. Functions, variables, sections and tags are left out: they print nothing.
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import { isModifierOrTypedef, Kind } from '../../../format/btf/kinds.ts';
import { MAX_CHAIN } from './limits.ts';
import { NameHasher } from './name-hash.ts';
import type { NameNumbers } from './names.ts';
import { HEAD_WORDS, type Records } from './records.ts';

const LAST_RANK = 10;

/** All ids that can print something, void among them as in bpftool, in bpftool's order. */
export function sortForC(records: Records, numbers: NameNumbers): Uint32Array {
  const ids = printableIds(records);
  const ranks = new Uint8Array(ids.length);
  const sortNames = new Uint32Array(ids.length);
  const ownNames = new Uint32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    ranks[i] = rankOf(records, ids[i]);
    sortNames[i] = sortNameOf(records, ids[i]);
    ownNames[i] = records.nameOff(ids[i]);
  }
  const order = rankNames(numbers, sortNames, ownNames);
  // Each pass keeps what the one before it did among equals; the ids come in ascending.
  let sorted = ascending(ids.length);
  sorted = countingSort(sorted, order.own, order.count);
  sorted = countingSort(sorted, order.sort, order.count);
  sorted = countingSort(sorted, ranks, LAST_RANK + 1);
  const same = (a: number, b: number): boolean =>
    ranks[a] === ranks[b] && order.sort[a] === order.sort[b] && order.own[a] === order.own[b];
  sortEqualsByHash(records, ids, sorted, same);
  return picked(ids, sorted);
}

// Loops: the typed arrays' own `from` and `map` call back for each element, at several times the cost.

function ascending(length: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}

/** `values[i]` for each `i`. */
function picked(values: Uint32Array, indexes: Uint32Array): Uint32Array {
  const out = new Uint32Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) out[i] = values[indexes[i]];
  return out;
}

function numbered(numbers: NameNumbers, names: Uint32Array): Uint32Array {
  const out = new Uint32Array(names.length);
  for (let i = 0; i < names.length; i++) out[i] = numbers.of(names[i]);
  return out;
}

function printableIds(records: Records): Uint32Array {
  const ids = new Uint32Array(records.typeCount);
  let count = 0;
  for (let id = 0; id < records.typeCount; id++) {
    const kind = records.kind(id);
    if (kind !== Kind.Func && kind !== Kind.Var && kind !== Kind.Datasec && kind !== Kind.DeclTag)
      ids[count++] = id;
  }
  return ids.subarray(0, count);
}

/** Enumerators of nameless enums first, then enums, base types, structs and unions, prototypes, the rest. */
function rankOf(records: Records, id: TypeId): number {
  let hasName = false;
  for (let step = 0; step < MAX_CHAIN; step++) {
    const kind = records.kind(id);
    hasName ||= kind >= 0 && records.nameOff(id) !== 0;
    if (kind === Kind.Enum || kind === Kind.Enum64) return hasName ? 1 : 0;
    if (kind === Kind.Int || kind === Kind.Float) return 2;
    if (!hasName) return LAST_RANK;
    if (kind === Kind.Struct || kind === Kind.Union) return 3;
    if (kind === Kind.FuncProto) return 4;
    const next = behind(records, id, kind);
    if (next === null) return LAST_RANK;
    id = next;
  }
  return LAST_RANK;
}

/** The name of what a type leads to; a nameless enum goes by its first enumerator. */
function sortNameOf(records: Records, start: TypeId): StrOff {
  let id = start;
  for (let step = 0; step < MAX_CHAIN; step++) {
    const kind = records.kind(id);
    if (kind < 0) return 0;
    const next = behind(records, id, kind);
    if (next !== null) {
      id = next;
      continue;
    }
    const isEnum = kind === Kind.Enum || kind === Kind.Enum64;
    const nameOff = records.nameOff(id);
    if (isEnum && nameOff === 0 && id === start && records.vlen(id) > 0)
      return records.words(id)[records.at(id) + HEAD_WORDS];
    return nameOff;
  }
  return 0;
}

/** What a pointer, modifier, typedef, array or tag refers to; null for the others. */
function behind(records: Records, id: TypeId, kind: number): TypeId | null {
  if (kind === Kind.Ptr || kind === Kind.DeclTag || isModifierOrTypedef(kind)) return records.third(id);
  return kind === Kind.Array ? records.words(id)[records.at(id) + HEAD_WORDS] : null;
}

interface NameOrder {
  readonly sort: Uint32Array;
  readonly own: Uint32Array;
  /** Numbers below this one are in use. */
  readonly count: number;
}

/** Numbers instead of names, equal for equal names and otherwise in the order of their bytes. */
function rankNames(numbers: NameNumbers, sortNames: Uint32Array, ownNames: Uint32Array): NameOrder {
  const sort = numbered(numbers, sortNames);
  const own = numbered(numbers, ownNames);
  const { pool } = numbers;
  const { bytes, starts } = pool;
  const keys = new Float64Array(pool.count);
  for (let name = 0; name < pool.count; name++) keys[name] = keyOf(bytes, starts[name], starts[name + 1]);
  const byName = ascending(pool.count);
  byName.sort((a, b) => keys[a] - keys[b] || compareNames(bytes, starts, a, b));
  const rank = new Uint32Array(pool.count);
  for (let at = 0; at < byName.length; at++) rank[byName[at]] = at;
  return { sort: picked(rank, sort), own: picked(rank, own), count: pool.count };
}

/** Bytes of a name that fit a number without loss. */
const KEY_BYTES = 6;

/** The first bytes of a name as a number, in the order of `strcmp`. */
function keyOf(bytes: Uint8Array, start: number, end: number): number {
  let key = 0;
  for (let at = start; at < start + KEY_BYTES; at++) key = key * 256 + (at < end ? bytes[at] : 0);
  return key;
}

/** `strcmp` of two names whose first bytes are equal. */
function compareNames(bytes: Uint8Array, starts: Uint32Array, a: number, b: number): number {
  const end = Math.min(starts[a + 1] - starts[a], starts[b + 1] - starts[b]);
  for (let i = KEY_BYTES; i < end; i++) {
    const difference = bytes[starts[a] + i] - bytes[starts[b] + i];
    if (difference !== 0) return difference;
  }
  return starts[a + 1] - starts[a] - (starts[b + 1] - starts[b]);
}

/** Stable; `keys[i]` below `keyCount` for each `i` in `items`. */
function countingSort(
  items: Uint32Array,
  keys: ArrayLike<number>,
  keyCount: number,
): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(keyCount + 1);
  for (let i = 0; i < items.length; i++) starts[keys[items[i]] + 1]++;
  for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
  const sorted = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) sorted[starts[keys[items[i]]]++] = items[i];
  return sorted;
}

/** Where names leave a tie, the hash decides, and the id after it. */
function sortEqualsByHash(
  records: Records,
  ids: Uint32Array,
  sorted: Uint32Array,
  same: (a: number, b: number) => boolean,
): void {
  const hasher = new NameHasher(records);
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    while (to < sorted.length && same(sorted[from], sorted[to])) to++;
    if (to - from > 1) sortRun(sorted.subarray(from, to), ids, hasher);
  }
}

/** Most of what has no name at all hashes to zero: that comes first, in the order it is in. */
function sortRun(run: Uint32Array, ids: Uint32Array, hasher: NameHasher): void {
  const rest: { i: number; high: number; low: number }[] = [];
  let count = 0;
  for (const i of run) {
    hasher.hash(ids[i]);
    const { high, low } = hasher;
    if (low === 0 && high === 0) run[count++] = i;
    else rest.push({ i, high, low });
  }
  rest.sort((a, b) => a.high - b.high || a.low - b.low || a.i - b.i);
  for (const { i } of rest) run[count++] = i;
}
