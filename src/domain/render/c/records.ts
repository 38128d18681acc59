/**
 * Records of a view as words, without decoding them.
 * In: a view. Out: the words of a record by id, and where names lie. For text of whole kernels, where an object per type
 * and a decoded string per use would cost more than the text. Leaves meaning to its callers.
 */

import type { NameAt, StrOff, TypeId } from '../../../format/btf/decode.ts';
import { infoKind, infoKindFlag, infoVlen } from '../../../format/btf/kinds.ts';
import type { BtfView } from '../../view/view.ts';

/** Words in front of a record's elements. */
export const HEAD_WORDS = 3;

export class Records {
  readonly view: BtfView;
  /** One more than the highest id; void included. */
  readonly typeCount: number;
  readonly nameAt: NameAt;
  /** A byte of the view's strings; 0 behind their end. */
  readonly byteAt: ByteAt;
  private readonly startId: TypeId;
  /** By id: asked for so often, and all over a kernel, that it pays to have them side by side. */
  private readonly kinds: Uint8Array;
  private readonly ownWords: Uint32Array;
  private readonly ownOffsets: Uint32Array;
  private readonly base: Records | null;

  /** Ask `recordsOf` instead. */
  constructor(view: BtfView) {
    this.view = view;
    this.typeCount = view.typeCount;
    this.nameAt = (off) => view.stringAt(off) ?? '';
    this.byteAt = byteReader(view);
    this.startId = view.startId;
    this.ownWords = view.own.words;
    this.ownOffsets = view.own.typeOffsets;
    this.base = view.base && recordsOf(view.base);
    this.kinds = this.kindColumn();
  }

  /** The type section that holds a record; ask only for ids above 0 and below `typeCount`. */
  words(id: TypeId): Uint32Array {
    return id >= this.startId || !this.base ? this.ownWords : this.base.words(id);
  }

  /** Where in `words(id)` the record starts. */
  at(id: TypeId): number {
    if (id < this.startId && this.base) return this.base.at(id);
    return this.ownOffsets[id - this.startId + 1];
  }

  /** Whether the view has this id; void counts. */
  has(id: TypeId): boolean {
    return id < this.typeCount;
  }

  /** 0 for void; -1 for an id outside the view. */
  kind(id: TypeId): number {
    return id < this.typeCount ? this.kinds[id] : -1;
  }

  vlen(id: TypeId): number {
    return id === 0 ? 0 : infoVlen(this.info(id));
  }

  kindFlag(id: TypeId): boolean {
    return id !== 0 && infoKindFlag(this.info(id));
  }

  /** Size or type id, by kind; 0 for void. */
  third(id: TypeId): number {
    return id === 0 ? 0 : this.words(id)[this.at(id) + 2];
  }

  nameOff(id: TypeId): StrOff {
    return id === 0 ? 0 : this.words(id)[this.at(id)];
  }

  /** The name at an offset as text or a place: the place, or '' where there is none or an empty one. */
  stored(off: StrOff): StrOff | '' {
    return this.byteAt(off) === 0 ? '' : off;
  }

  /** The text of a name that is given as text or as a place. */
  text(name: string | StrOff): string {
    return typeof name === 'string' ? name : this.nameAt(name);
  }

  /** '' for what has no name. */
  name(id: TypeId): string {
    return this.nameAt(this.nameOff(id));
  }

  /** Whether a type has this name, which must be ASCII, without decoding the one it has. */
  isNamed(id: TypeId, name: string): boolean {
    const off = this.nameOff(id);
    for (let i = 0; i < name.length; i++) if (this.byteAt(off + i) !== name.charCodeAt(i)) return false;
    return this.byteAt(off + name.length) === 0;
  }

  private info(id: TypeId): number {
    return this.words(id)[this.at(id) + 1];
  }

  private kindColumn(): Uint8Array {
    const kinds = new Uint8Array(this.typeCount);
    if (this.base) kinds.set(this.base.kinds);
    for (let id = this.startId; id < this.typeCount; id++) kinds[id] = infoKind(this.info(id));
    return kinds;
  }
}

/** Records of a view, made once. */
export function recordsOf(view: BtfView): Records {
  let records = known.get(view);
  if (!records) known.set(view, (records = new Records(view)));
  return records;
}

const known = new WeakMap<BtfView, Records>();

export type ByteAt = (off: StrOff) => number;

function byteReader(view: BtfView): ByteAt {
  const { bytes } = view.own.strings;
  const start = view.startStrOff;
  if (!view.base) return (off) => bytes[off] ?? 0;
  const inBase = byteReader(view.base);
  return (off) => (off < start ? inBase(off) : (bytes[off - start] ?? 0));
}
