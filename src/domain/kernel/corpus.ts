/**
 * Everything that is open, numbered through.
 * In: views, each under its owner's key. Out: a number for every own type of every view, columns by that number, and the
 * way back. The numbers of a part lie together and are never used again, so a part comes and goes without a word to the
 * others. Leaves to others: names, references.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { infoKind, Kind } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { grownBytes, grownWords } from './columns.ts';

/** Number of a type among all that is open, from 0; void has none. */
export type Gid = number & { readonly __number?: 'Gid' };

/** Stands in the column of kinds for types whose part is gone. No kind has more than 7 bits. */
export const GONE = 0xff;

/** A type by its owner's number of the part, and its id in that part's view. */
export interface TypeKey {
  readonly key: number;
  readonly id: TypeId;
}

export interface Part {
  /** Place in `Corpus.parts`. */
  readonly index: number;
  /** The owner's number of it. */
  readonly key: number;
  readonly name: string;
  readonly view: BtfView;
  /** Of its first own type. */
  readonly start: Gid;
  /** Own types, void excluded. */
  readonly count: number;
  /** The part whose types the view's lower ids are; null for a stand-alone blob, or where the base is not among the parts. */
  readonly base: Part | null;
}

export class Corpus {
  /** By index; null for a part that is gone. */
  readonly parts: (Part | null)[] = [];
  private readonly byKey = new Map<number, Part>();
  private readonly byView = new Map<BtfView, Part>();
  private numbered = 0;
  private goneTypes = 0;
  /** Types that are likely to be here once all that is to come has come; 0 where nobody knows. Only room depends on it. */
  likely = 0;
  /** By gid: the kind (0..127) or `GONE`. Longer than `end`; replaced when it grows. */
  kinds: Uint8Array = new Uint8Array(0);
  /** By gid: index of the part. Longer than `end`; replaced when it grows. */
  partOf: Uint32Array = new Uint32Array(0);

  /** One more than the highest gid so far, types of gone parts included. */
  get end(): number {
    return this.numbered;
  }

  /** Types that are open. */
  get typeCount(): number {
    return this.numbered - this.goneTypes;
  }

  /** Types of parts that are gone: their numbers and names still take room. */
  get gone(): number {
    return this.goneTypes;
  }

  /** `key` must be new; a base must come before what is seen over it. */
  add(key: number, name: string, view: BtfView): Part {
    const count = view.own.nrTypes;
    const base = (view.base && this.byView.get(view.base)) ?? null;
    const part: Part = { index: this.parts.length, key, name, view, start: this.numbered, count, base };
    this.parts.push(part);
    this.byKey.set(key, part);
    this.byView.set(view, part);
    this.numbered += count;
    this.kinds = grownBytes(this.kinds, this.numbered, this.likely);
    this.partOf = grownWords(this.partOf, this.numbered, this.likely);
    this.partOf.fill(part.index, part.start, this.numbered);
    fillKinds(part, this.kinds);
    return part;
  }

  /** What is seen over a base must go before it. Does nothing for a key that is not there. */
  remove(key: number): void {
    const part = this.byKey.get(key);
    if (!part) return;
    this.byKey.delete(key);
    this.byView.delete(part.view);
    this.parts[part.index] = null;
    this.kinds.fill(GONE, part.start, part.start + part.count);
    this.goneTypes += part.count;
  }

  part(key: number): Part | null {
    return this.byKey.get(key) ?? null;
  }

  /** In the order they were added. */
  get live(): Iterable<Part> {
    return this.byKey.values();
  }

  isOpen(gid: Gid): boolean {
    return gid < this.numbered && this.kinds[gid] !== GONE;
  }

  /** The part that owns a type. @throws RangeError for a number that no open type has */
  partAt(gid: Gid): Part {
    const part = gid < this.numbered ? this.parts[this.partOf[gid]] : null;
    if (!part) throw new RangeError(`no open type has the number ${gid}`);
    return part;
  }

  /** The number of what `id` means in a part's view, own or the base's; -1 for void and for what is not open. */
  gidOf(key: number, id: TypeId): Gid | -1 {
    const part = this.byKey.get(key);
    return part ? gidIn(part, id) : -1;
  }

  /** The way back. @throws RangeError for a number that no open type has */
  typeKey(gid: Gid): TypeKey {
    const { key, start, view } = this.partAt(gid);
    return { key, id: gid - start + view.startId };
  }

  /** Bytes of the columns. */
  get byteLength(): number {
    return this.kinds.byteLength + this.partOf.byteLength;
  }
}

/** As `Corpus.gidOf`, with the part in hand. */
export function gidIn(part: Part, id: TypeId): Gid | -1 {
  if (!(id > 0 && id < part.view.typeCount)) return -1;
  let owner: Part | null = part;
  while (owner && id < owner.view.startId) owner = owner.base;
  return owner ? owner.start + id - owner.view.startId : -1;
}

function fillKinds({ view, start, count }: Part, kinds: Uint8Array): void {
  const { words, typeOffsets } = view.own;
  for (let i = 0; i < count; i++) kinds[start + i] = infoKind(words[typeOffsets[i + 1] + 1]);
}

/** Whether types of this kind never have a name, so that asking for the kind asks for nameless types. */
export const isNamelessKind = (kind: number): boolean =>
  kind === Kind.Ptr ||
  kind === Kind.Array ||
  kind === Kind.Const ||
  kind === Kind.Volatile ||
  kind === Kind.Restrict ||
  kind === Kind.FuncProto;
