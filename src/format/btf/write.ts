/**
 * A BTF blob from records.
 * In: records in the order of their ids. Out: the bytes of a stand-alone blob, with the 24-byte header.
 * Checks nothing: what is written is read back by `Btf.parse` like any other input.
 */

import type { StrOff, TypeId } from './decode.ts';

export interface NewRecord {
  readonly name?: string;
  readonly kind: number;
  /** Size or type id, by kind. */
  readonly third?: number;
  /** Words behind the first three. */
  readonly rest?: readonly number[];
  readonly vlen?: number;
}

const HEADER = 24;

export class BtfWriter {
  private readonly words: number[] = [];
  private readonly strings: number[] = [0];
  private readonly offsets = new Map<string, StrOff>([['', 0]]);
  private count = 1;
  private readonly littleEndian: boolean;

  constructor(littleEndian = true) {
    this.littleEndian = littleEndian;
  }

  /** @returns the record's id */
  add({ name = '', kind, third = 0, rest = [], vlen = 0 }: NewRecord): TypeId {
    this.words.push(this.string(name), ((kind << 24) | vlen) >>> 0, third, ...rest);
    return this.count++;
  }

  /** Offset of a string, added if it is new. */
  string(text: string): StrOff {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const off = this.strings.length;
    this.offsets.set(text, off);
    for (const byte of new TextEncoder().encode(text)) this.strings.push(byte);
    this.strings.push(0);
    return off;
  }

  build(): Uint8Array {
    const typeLength = this.words.length * 4;
    const bytes = new Uint8Array(HEADER + typeLength + this.strings.length);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xeb9f, this.littleEndian);
    view.setUint8(2, 1);
    const fields = [HEADER, 0, typeLength, typeLength, this.strings.length];
    fields.forEach((field, i) => view.setUint32(4 + i * 4, field, this.littleEndian));
    this.words.forEach((word, i) => view.setUint32(HEADER + i * 4, word, this.littleEndian));
    bytes.set(this.strings, HEADER + typeLength);
    return bytes;
  }
}
