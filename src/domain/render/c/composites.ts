/**
 * Structs and unions in C.
 * In: records. Out: definitions as libbpf writes them (`btf_dump_emit_struct_def`), without the semicolon: members, the
 * bitfields that push them to their place, and `packed` where nothing else explains the layout. Leaves the type of a
 * member to its caller.
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { Measures } from './measure.ts';
import type { CName, CNames } from './names.ts';
import type { COut } from './out.ts';
import { padTypes, printPadding } from './padding.ts';
import { HEAD_WORDS, type Records } from './records.ts';
import { CLOSING, COLON, OPENING, SEMICOLON, SPACE, STRUCT, UNION } from './words.ts';

export interface EmitOptions {
  /**
   * libbpf's text also where it is wrong: where a declaration names what is no type, such as a variable, it writes nothing
   * at all, not even the name. Else such a place reads `<invalid>`.
   */
  readonly asLibbpf: boolean;
  /** Unions are packed and padded where BTF has them so, which libbpf never does. */
  readonly exactLayouts: boolean;
}

export class Composites {
  private readonly records: Records;
  private readonly out: COut;
  private readonly names: CNames;
  private readonly options: EmitOptions;
  private readonly declare: (id: TypeId, name: CName, level: number) => void;
  /** Made when a definition needs them: most texts are declarations. */
  private kept: Measures | null = null;
  private readonly pads: ReturnType<typeof padTypes>;

  /** `declare` prints a member's type around its name. */
  constructor(
    records: Records,
    out: COut,
    names: CNames,
    options: EmitOptions,
    declare: (id: TypeId, name: CName, level: number) => void,
  ) {
    this.records = records;
    this.out = out;
    this.names = names;
    this.options = options;
    this.declare = declare;
    this.pads = padTypes(records.view.pointerSize);
  }

  /** `struct name` or `union name`, or the word alone. */
  head(id: TypeId): void {
    const { records, out } = this;
    out.fixed('keyword', records.kind(id) === Kind.Struct ? STRUCT : UNION);
    if (records.nameOff(id) === 0) return;
    out.fixed('punctuation', SPACE);
    out.name(records.view, 'type', this.names.tag(id), id);
  }

  print(id: TypeId, level: number): void {
    const { records, out } = this;
    const isStruct = records.kind(id) === Kind.Struct;
    const packed = (isStruct || this.options.exactLayouts) && this.measures.isPacked(id);
    this.head(id);
    out.fixed('punctuation', OPENING);
    const size = records.third(id);
    const bits = (size * 8) | 0;
    const end = this.members(id, packed, level + 1);
    if (isStruct) printPadding(out, this.pads, end, bits, this.measures.alignOf(id), false, level + 1);
    else if (this.options.exactLayouts) this.padUnion(id, bits, level + 1);
    if (records.vlen(id) > 0 || size > 0) out.lineAt(level);
    out.fixed('punctuation', CLOSING);
    if (packed) out.put('keyword', ' __attribute__((packed))');
  }

  /** @returns the bit behind the last member */
  private members(id: TypeId, packed: boolean, level: number): number {
    const { records, out } = this;
    const words = records.words(id);
    const kindFlag = records.kindFlag(id);
    const start = records.at(id) + HEAD_WORDS;
    const limit = start + records.vlen(id) * 3;
    let end = 0;
    let afterBitfield = false;
    for (let at = start; at < limit; at += 3) {
      const typeId = words[at + 1];
      const bits = kindFlag ? words[at + 2] >>> 24 : 0;
      const offset = kindFlag ? words[at + 2] & 0xffffff : words[at + 2] | 0;
      if (offset > end) {
        const align = packed ? 1 : this.measures.alignOf(typeId);
        printPadding(out, this.pads, end, offset, align, afterBitfield && bits > 0, level);
      }
      out.lineAt(level);
      this.declare(typeId, records.stored(words[at]), level);
      if (bits > 0) this.bitfieldSize(bits);
      end = (offset + this.bitsOf(typeId, bits)) | 0;
      afterBitfield = bits > 0;
      out.fixed('punctuation', SEMICOLON);
    }
    return end;
  }

  private get measures(): Measures {
    return (this.kept ??= new Measures(this.records));
  }

  private bitsOf(typeId: TypeId, bitfieldSize: number): number {
    return bitfieldSize || this.measures.sizeOf(typeId) * 8;
  }

  private bitfieldSize(bits: number): void {
    this.out.fixed('punctuation', COLON);
    this.out.number('number', bits);
  }

  /** A union that is wider than its members get a nameless struct of nothing but pads. */
  private padUnion(id: TypeId, size: number, level: number): void {
    const { records, out } = this;
    const words = records.words(id);
    const start = records.at(id) + HEAD_WORDS;
    let widest = 0;
    for (let at = start; at < start + records.vlen(id) * 3; at += 3) {
      const bitfieldSize = records.kindFlag(id) ? words[at + 2] >>> 24 : 0;
      widest = Math.max(widest, this.bitsOf(words[at + 1], bitfieldSize));
    }
    const step = 8 * Math.max(1, this.measures.alignOf(id));
    if (Math.ceil(widest / step) * step >= size) return;
    out.lineAt(level);
    out.put('keyword', 'struct');
    out.put('punctuation', ' {');
    printPadding(out, this.pads, 0, size, 1, false, level + 1);
    out.lineAt(level);
    out.put('punctuation', '};');
  }
}
