/**
 * What all look-ups go through: one id space and one string space, over a stand-alone blob or a module on its base.
 * In: parsed blobs. Out: types and names by id. Nothing of a base is copied into a module's view.
 */

import type { Btf, LocalTypeId } from '../../format/btf/btf.ts';
import {
  decodeType,
  VOID,
  type BtfType,
  type NameAt,
  type StrOff,
  type TypeId,
} from '../../format/btf/decode.ts';
import { infoKind, infoVlen, Kind } from '../../format/btf/kinds.ts';
import { namesLength, stringStart } from './bounded-string.ts';

export type PointerSize = 4 | 8;

export interface BtfView {
  /** The blob whose types start at `startId`. */
  readonly own: Btf;
  readonly base: BtfView | null;
  /** Id of the first own type: 1, or the base's `typeCount`. */
  readonly startId: TypeId;
  /** Offset of the first own string: 0, or where the base's strings end. */
  readonly startStrOff: StrOff;
  /** One more than the highest id; void included (libbpf `btf__type_cnt`). */
  readonly typeCount: number;
  /** Where own strings end; offsets from here on name nothing. */
  readonly endStrOff: StrOff;
  readonly littleEndian: boolean;
  /** Bytes. */
  readonly pointerSize: PointerSize;

  /** Null for an id outside the view; id 0 is `VOID`. Names that together are beyond 64 MiB are cut, and say so. */
  typeById(id: TypeId): BtfType | null;
  /** The kind field (0..127); `Kind.Unknown` for void, -1 for an id outside the view. */
  kindOf(id: TypeId): number;
  /** The info word; 0 for void and outside the view. */
  infoOf(id: TypeId): number;
  /** Third word of the record, size or type id by kind; 0 for void and outside the view. */
  sizeOrTypeOf(id: TypeId): number;
  nameOffOf(id: TypeId): StrOff;
  /** '' for what has no name. */
  nameOf(id: TypeId): string;
  /** The string that starts at an offset (possibly inside a longer one), or null where there is none. */
  stringAt(off: StrOff): string | null;
  /** Whether a string begins there, seen from the blob that holds it. */
  isStringStart(off: StrOff): boolean;
}

/** Bytes of all names of one record, beyond which each is cut. */
const MAX_NAMES = 64 << 20;
/** Characters of such a name. */
export const CUT_NAME = 1024;

/** What a base and a split view share: own records by local id, everything below `startId` from the base. */
abstract class View implements BtfView {
  readonly own: Btf;
  readonly base: BtfView | null;
  readonly startId: TypeId;
  readonly startStrOff: StrOff;
  readonly typeCount: number;
  readonly endStrOff: StrOff;
  private readonly nameAt: NameAt = (off) => this.stringAt(off) ?? '';
  private readonly nameStartAt: NameAt = (off) => stringStart(this, off, CUT_NAME);
  private inferredPointerSize: PointerSize | null;

  protected constructor(own: Btf, base: BtfView | null, pointerSize: PointerSize | null) {
    this.own = own;
    this.base = base;
    this.startId = base ? base.typeCount : 1;
    this.startStrOff = base ? base.endStrOff : 0;
    this.typeCount = this.startId + own.nrTypes;
    this.endStrOff = this.startStrOff + own.strings.length;
    this.inferredPointerSize = pointerSize;
  }

  get littleEndian(): boolean {
    return this.own.littleEndian;
  }

  get pointerSize(): PointerSize {
    return (this.inferredPointerSize ??= this.base?.pointerSize ?? inferPointerSize(this));
  }

  typeById(id: TypeId): BtfType | null {
    if (id === 0) return VOID;
    if (id < this.startId) return this.base ? this.base.typeById(id) : null;
    if (!(id < this.typeCount)) return null;
    const { words, typeOffsets } = this.own;
    const at = typeOffsets[this.localOf(id)];
    return decodeType(words, at, id, namesFit(this, words, at) ? this.nameAt : this.nameStartAt);
  }

  kindOf(id: TypeId): number {
    if (id === 0) return Kind.Unknown;
    return id > 0 && id < this.typeCount ? infoKind(this.infoOf(id)) : -1;
  }

  infoOf(id: TypeId): number {
    return this.wordOf(id, 1);
  }

  sizeOrTypeOf(id: TypeId): number {
    return this.wordOf(id, 2);
  }

  nameOffOf(id: TypeId): StrOff {
    return this.wordOf(id, 0);
  }

  nameOf(id: TypeId): string {
    return this.nameAt(this.nameOffOf(id));
  }

  stringAt(off: StrOff): string | null {
    if (off < this.startStrOff) return this.base ? this.base.stringAt(off) : null;
    return this.own.strings.at(off - this.startStrOff);
  }

  isStringStart(off: StrOff): boolean {
    if (off < this.startStrOff) return this.base ? this.base.isStringStart(off) : false;
    return this.own.strings.isStart(off - this.startStrOff);
  }

  private wordOf(id: TypeId, word: 0 | 1 | 2): number {
    if (id < this.startId) {
      if (!this.base) return 0;
      return word === 0
        ? this.base.nameOffOf(id)
        : word === 1
          ? this.base.infoOf(id)
          : this.base.sizeOrTypeOf(id);
    }
    if (!(id < this.typeCount)) return 0;
    return this.own.words[this.own.typeOffsets[this.localOf(id)] + word];
  }

  /** The one place where an id of the view becomes an id of the blob. */
  private localOf(id: TypeId): LocalTypeId {
    return id - this.startId + 1;
  }
}

/** Whether the names of a record are few enough to be shown in full: a hostile one may name the same megabytes in each member. */
export function namesFit(view: BtfView, words: Uint32Array, at: number): boolean {
  // Most records are too small for that.
  if ((infoVlen(words[at + 1]) + 1) * view.endStrOff <= MAX_NAMES) return true;
  return namesLength(view, words, at, MAX_NAMES) <= MAX_NAMES;
}

/** A stand-alone blob as a view: vmlinux, a BPF object, a distilled base. */
export class BaseBtf extends View {
  /** `pointerSize` where something better than the INTs tells it, such as an ELF class. */
  constructor(own: Btf, pointerSize: PointerSize | null = null) {
    super(own, null, pointerSize);
  }
}

/** A module seen over its base: ids below `startId` and string offsets below `startStrOff` are the base's. */
export class SplitBtf extends View {
  declare readonly base: BtfView;

  constructor(base: BtfView, module: Btf, pointerSize: PointerSize | null = null) {
    super(module, base, pointerSize);
  }
}

/** The spellings of `long` that compilers write (libbpf `determine_ptr_size`). */
const LONG_NAMES = new Set(
  [
    'long',
    'long int',
    'int long',
    'unsigned long',
    'long unsigned',
    'unsigned long int',
    'unsigned int long',
  ].concat(['long unsigned int', 'long int unsigned', 'int unsigned long', 'int long unsigned']),
);

/** BTF stores no pointer size: the first INT named like `long` has it; 8 without one. */
function inferPointerSize(view: BtfView): PointerSize {
  for (let id = view.startId; id < view.typeCount; id++) {
    if (view.kindOf(id) !== Kind.Int) continue;
    const size = view.sizeOrTypeOf(id);
    if ((size === 4 || size === 8) && LONG_NAMES.has(view.nameOf(id))) return size;
  }
  return 8;
}
