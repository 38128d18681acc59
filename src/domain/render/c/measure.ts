/**
 * Alignment as libbpf works it out from BTF, which stores none; and sizes.
 * In: records. Out: alignments and sizes in bytes, and whether a struct can only be packed. Bounded by depth; cycles read 0.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { isModifierOrTypedef, Kind } from '../../../format/btf/kinds.ts';
import { sizeOf } from '../../view/walk.ts';
import { HEAD_WORDS, type Records } from './records.ts';
import { MAX_CHAIN, MAX_ORDER_DEPTH } from './limits.ts';

const UNKNOWN = -1;
const IN_PROGRESS = -2;

export class Measures {
  private readonly records: Records;
  private readonly pointerSize: number;
  /** By id; filled as they are asked for: the same few types come again and again. */
  private readonly known: Int8Array;
  private readonly sizes: Uint32Array;
  private depth = 0;

  constructor(records: Records) {
    this.records = records;
    this.pointerSize = records.view.pointerSize;
    this.known = new Int8Array(records.typeCount).fill(UNKNOWN);
    this.sizes = new Uint32Array(records.typeCount);
  }

  /** Bytes; 0 for what has none, or more than 4 GiB. */
  sizeOf(id: TypeId): number {
    const known = this.sizes[id];
    if (known > 0) return known;
    const size = sizeOf(this.records.view, id) ?? 0;
    this.sizes[id] = size;
    return size;
  }

  /** Bytes, at most those of a pointer; 0 for what has none (libbpf `btf__align_of`). */
  alignOf(id: TypeId): number {
    const known = id < this.known.length ? this.known[id] : UNKNOWN;
    if (known >= 0) return known;
    const align = this.behind(id);
    // What was found at the bottom of a cycle holds only there.
    if (this.depth === 0 && id < this.known.length) this.known[id] = align;
    return align;
  }

  private behind(id: TypeId): number {
    const { records } = this;
    for (let step = 0; step < MAX_CHAIN; step++) {
      const kind = records.kind(id);
      if (kind === Kind.Struct || kind === Kind.Union) return this.ofComposite(id);
      if (kind === Kind.Ptr) return this.pointerSize;
      if (kind === Kind.Int || kind === Kind.Enum || kind === Kind.Enum64 || kind === Kind.Float)
        return Math.min(this.pointerSize, records.third(id));
      if (isModifierOrTypedef(kind)) id = records.third(id);
      else if (kind === Kind.Array) id = records.words(id)[records.at(id) + HEAD_WORDS];
      else return 0;
    }
    return 0;
  }

  /** Whether a struct's offsets or size break the alignment of its members (libbpf `btf_is_struct_packed`). */
  isPacked(id: TypeId): boolean {
    const { records } = this;
    const words = records.words(id);
    const at = records.at(id) + HEAD_WORDS;
    const end = at + records.vlen(id) * 3;
    const kindFlag = records.kindFlag(id);
    let largest = 1;
    for (let member = at; member < end; member += 3) {
      const align = this.alignOf(words[member + 1]);
      const offset = words[member + 2];
      const isBitfield = kindFlag && offset >>> 24 !== 0;
      if (align > 0 && !isBitfield && offset % (8 * align) !== 0) return true;
      largest = Math.max(largest, align);
    }
    return records.third(id) % largest !== 0;
  }

  private ofComposite(id: TypeId): number {
    const known = this.known[id];
    if (known === IN_PROGRESS || this.depth > MAX_ORDER_DEPTH) return 0;
    if (known !== UNKNOWN) return known;
    this.known[id] = IN_PROGRESS;
    this.depth++;
    const align = this.ofMembers(id);
    this.depth--;
    this.known[id] = align;
    return align;
  }

  private ofMembers(id: TypeId): number {
    const { records } = this;
    const words = records.words(id);
    const at = records.at(id) + HEAD_WORDS;
    const end = at + records.vlen(id) * 3;
    const kindFlag = records.kindFlag(id);
    let largest = 1;
    for (let member = at; member < end; member += 3) {
      const align = this.alignOf(words[member + 1]);
      if (align <= 0) return align;
      largest = Math.max(largest, align);
      const offset = words[member + 2];
      const isBitfield = kindFlag && offset >>> 24 !== 0;
      if (!isBitfield && offset % (8 * align) !== 0) return 1;
    }
    return records.third(id) % largest === 0 ? largest : 1;
  }
}
