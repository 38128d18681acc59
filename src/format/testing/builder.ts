/**
 * Builds BTF for tests, a call per type, named after libbpf's `btf__add_*`.
 * In: types in the order of their ids. Out: the bytes of a blob, of either endianness, stand-alone or split.
 */

import { Kind } from '../btf/kinds.ts';

export interface BuilderOptions {
  readonly littleEndian?: boolean;
  /** For a split BTF: what its base has. Strings of the base are found and referred to, as pahole does. */
  readonly base?: { readonly typeCount: number; readonly endStrOff: number; readonly strings?: BtfBuilder };
}

export class BtfBuilder {
  readonly littleEndian: boolean;
  readonly startId: number;
  private readonly startStrOff: number;
  private readonly base: BuilderOptions['base'];
  private readonly records: number[][] = [];
  private readonly offsets = new Map<string, number>();
  private strings: number[];

  constructor(options: BuilderOptions = {}) {
    this.littleEndian = options.littleEndian ?? true;
    this.base = options.base;
    this.startId = this.base?.typeCount ?? 1;
    this.startStrOff = this.base?.endStrOff ?? 0;
    this.strings = this.base ? [] : [0];
    if (!this.base) this.offsets.set('', 0);
  }

  /** A builder for a module on top of what has been built here. */
  split(): BtfBuilder {
    const { littleEndian, typeCount, endStrOff } = this;
    return new BtfBuilder({ littleEndian, base: { typeCount, endStrOff, strings: this } });
  }

  /** One more than the highest id so far. */
  get typeCount(): number {
    return this.startId + this.records.length;
  }

  get endStrOff(): number {
    return this.startStrOff + this.strings.length;
  }

  /** Offset of a string, added if it is new. */
  addStr(text: string): number {
    const known = this.findStr(text);
    if (known !== undefined) return known;
    const off = this.endStrOff;
    this.offsets.set(text, off);
    this.strings.push(...new TextEncoder().encode(text), 0);
    return off;
  }

  findStr(text: string): number | undefined {
    if (text === '') return 0;
    return this.base?.strings?.findStr(text) ?? this.offsets.get(text);
  }

  /** A record as it is stored: name, kind with flag and vlen, third word, and the words behind. Returns its id. */
  addRecord(
    name: string,
    kind: number,
    sizeOrType: number,
    rest: number[] = [],
    vlen = 0,
    kindFlag = false,
  ): number {
    const info = ((kindFlag ? 1 : 0) * 2 ** 31 + kind * 2 ** 24 + vlen) >>> 0;
    this.records.push([this.addStr(name), info, sizeOrType, ...rest]);
    return this.typeCount - 1;
  }

  /** `size` in bytes; encoding 0 none, 1 SIGNED, 2 CHAR, 4 BOOL; `bits` defaults to all of the size. */
  addInt(name: string, size: number, encoding = 0, bits = size * 8, bitOffset = 0): number {
    return this.addRecord(name, Kind.Int, size, [encoding * 2 ** 24 + bitOffset * 2 ** 16 + bits]);
  }
  addFloat(name: string, size: number): number {
    return this.addRecord(name, Kind.Float, size);
  }
  addPtr(typeId: number): number {
    return this.addRecord('', Kind.Ptr, typeId);
  }
  addConst(typeId: number): number {
    return this.addRecord('', Kind.Const, typeId);
  }
  addVolatile(typeId: number): number {
    return this.addRecord('', Kind.Volatile, typeId);
  }
  addRestrict(typeId: number): number {
    return this.addRecord('', Kind.Restrict, typeId);
  }
  addTypedef(name: string, typeId: number): number {
    return this.addRecord(name, Kind.Typedef, typeId);
  }
  addTypeTag(tag: string, typeId: number): number {
    return this.addRecord(tag, Kind.TypeTag, typeId);
  }
  addArray(typeId: number, indexTypeId: number, nelems: number): number {
    return this.addRecord('', Kind.Array, 0, [typeId, indexTypeId, nelems]);
  }
  addFwd(name: string, isUnion = false): number {
    return this.addRecord(name, Kind.Fwd, 0, [], 0, isUnion);
  }
  addFunc(name: string, protoId: number, linkage: 0 | 1 | 2 = 0): number {
    return this.addRecord(name, Kind.Func, protoId, [], linkage);
  }
  addVar(name: string, typeId: number, linkage: 0 | 1 | 2 = 1): number {
    return this.addRecord(name, Kind.Var, typeId, [linkage]);
  }
  addDeclTag(tag: string, typeId: number, componentIdx = -1): number {
    return this.addRecord(tag, Kind.DeclTag, typeId, [componentIdx >>> 0]);
  }

  /** Members follow with `addField`; `kindFlag` where bitfields carry their own size. */
  addStruct(name: string, size: number, kindFlag = false): number {
    return this.addRecord(name, Kind.Struct, size, [], 0, kindFlag);
  }
  addUnion(name: string, size: number, kindFlag = false): number {
    return this.addRecord(name, Kind.Union, size, [], 0, kindFlag);
  }
  /** To the last type, which must be a struct or union. Offset in bits; `bitSize` only with kindFlag. */
  addField(name: string, typeId: number, bitOffset: number, bitSize = 0): this {
    return this.addElement([this.addStr(name), typeId, bitSize * 2 ** 24 + bitOffset]);
  }

  addEnum(name: string, size = 4, signed = false): number {
    return this.addRecord(name, Kind.Enum, size, [], 0, signed);
  }
  addEnumValue(name: string, value: number): this {
    return this.addElement([this.addStr(name), value >>> 0]);
  }
  addEnum64(name: string, size = 8, signed = false): number {
    return this.addRecord(name, Kind.Enum64, size, [], 0, signed);
  }
  addEnum64Value(name: string, value: bigint): this {
    const bits = BigInt.asUintN(64, value);
    return this.addElement([this.addStr(name), Number(bits & 0xffffffffn), Number(bits >> 32n)]);
  }

  addFuncProto(returnTypeId: number): number {
    return this.addRecord('', Kind.FuncProto, returnTypeId);
  }
  addFuncParam(name: string, typeId: number): this {
    return this.addElement([this.addStr(name), typeId]);
  }

  addDatasec(name: string, size: number): number {
    return this.addRecord(name, Kind.Datasec, size);
  }
  addDatasecVar(varId: number, offset: number, size: number): this {
    return this.addElement([varId, offset, size]);
  }

  private addElement(words: number[]): this {
    const record = this.records[this.records.length - 1];
    record.push(...words);
    record[1]++;
    return this;
  }

  build(): Uint8Array {
    const typeLen = this.records.reduce((sum, record) => sum + record.length * 4, 0);
    const bytes = new Uint8Array(24 + typeLen + this.strings.length);
    const view = new DataView(bytes.buffer);
    const { littleEndian } = this;
    view.setUint16(0, 0xeb9f, littleEndian);
    view.setUint8(2, 1);
    [24, 0, typeLen, typeLen, this.strings.length].forEach((word, i) =>
      view.setUint32(4 + i * 4, word, littleEndian),
    );
    this.records.flat().forEach((word, i) => view.setUint32(24 + i * 4, word >>> 0, littleEndian));
    bytes.set(this.strings, 24 + typeLen);
    return bytes;
  }
}
