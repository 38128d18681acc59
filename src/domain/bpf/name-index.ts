/**
 * Own types of a view by name.
 * In: a view. Out: ids, by exact name or by essential name (without flavor). A hash of chains in two columns, built at the
 * first question and kept as long as the view.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { essentialName } from '../compat/essential-name.ts';
import type { BtfView } from '../view/view.ts';

/** Bytes; the kernel takes no longer name (KSYM_NAME_LEN), and reading on would let one long string cost time at every type. */
const NAME_MAX = 512;
const UNDERSCORE = 0x5f;
const encoder = new TextEncoder();

const indexes = new WeakMap<BtfView, NameIndex>();

/** The index of a view's own types, shared by all who ask. */
export function nameIndexOf(view: BtfView): NameIndex {
  let index = indexes.get(view);
  if (!index) indexes.set(view, (index = new NameIndex(view)));
  return index;
}

export class NameIndex {
  private readonly view: BtfView;
  /** Local id of the first type in each slot, 0 for none; then of the next one in the same slot. */
  private readonly heads: Uint32Array;
  private readonly next: Uint32Array;

  constructor(view: BtfView) {
    const { words, typeOffsets, nrTypes } = view.own;
    const size = 1 << Math.max(4, 32 - Math.clz32(nrTypes));
    this.view = view;
    this.heads = new Uint32Array(size);
    this.next = new Uint32Array(nrTypes + 1);
    // From the last to the first, so that each chain has ids in ascending order.
    for (let local = nrTypes; local > 0; local--) {
      const nameOff = words[typeOffsets[local]];
      if (nameOff === 0) continue;
      const slot = hashOfEssential(view, nameOff) & (size - 1);
      this.next[local] = this.heads[slot];
      this.heads[slot] = local;
    }
  }

  /** Own types of exactly this name, in the order of their ids. */
  find(name: string): TypeId[] {
    if (name !== lastName) [lastName, lastEssential] = [name, essentialName(name)];
    return this.matching(lastEssential, (found) => found === name);
  }

  /** Own types of this name or of a flavor of it, in the order of their ids. */
  findEssential(essential: string): TypeId[] {
    return this.matching(essential, (found) => essentialName(found) === essential);
  }

  private matching(essential: string, matches: (name: string) => boolean): TypeId[] {
    const { view } = this;
    const { bytes, hash } = keyOf(essential);
    let local = this.heads[hash & (this.heads.length - 1)];
    if (local === 0 || bytes.length === 0 || bytes.length >= NAME_MAX) return [];
    const found: TypeId[] = [];
    for (; local !== 0; local = this.next[local]) {
      const id = view.startId + local - 1;
      if (startsWith(view, view.nameOffOf(id), bytes) && matches(view.nameOf(id))) found.push(id);
    }
    return found;
  }
}

interface Key {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly hash: number;
}

/** The same name is looked for in thousands of modules in turn. */
let [lastName, lastEssential] = ['', ''];
let lastKey: Key = { name: '', bytes: new Uint8Array(), hash: 0 };

function keyOf(name: string): Key {
  if (name !== lastKey.name) {
    const bytes = encoder.encode(name);
    lastKey = { name, bytes, hash: hashOf(bytes, 0, bytes.length) };
  }
  return lastKey;
}

/** The bytes that hold a string of a view, and where in them it starts. */
function stringBytes(view: BtfView, off: number): { bytes: Uint8Array; at: number } {
  let holder = view;
  while (off < holder.startStrOff && holder.base) holder = holder.base;
  return { bytes: holder.own.strings.bytes, at: off - holder.startStrOff };
}

function hashOfEssential(view: BtfView, off: number): number {
  const { bytes, at } = stringBytes(view, off);
  const limit = Math.min(bytes.length, at + NAME_MAX);
  let end = at;
  while (end < limit && bytes[end] !== 0) end++;
  return hashOf(bytes, at, essentialEnd(bytes, at, end));
}

/** `essentialNameLength` on bytes. */
function essentialEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 5; at >= start; at--) {
    const isSeparator =
      bytes[at + 1] === UNDERSCORE &&
      bytes[at + 2] === UNDERSCORE &&
      bytes[at + 3] === UNDERSCORE &&
      bytes[at] !== UNDERSCORE &&
      bytes[at + 4] !== UNDERSCORE;
    if (isSeparator) return at + 1;
  }
  return end;
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Compares bytes before any text is made, and refuses names that go on too long for that. */
function startsWith(view: BtfView, off: number, prefix: Uint8Array): boolean {
  const { bytes, at } = stringBytes(view, off);
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  const end = bytes.indexOf(0, at);
  return end >= 0 && end - at < NAME_MAX;
}
