/**
 * A 64-bit hash of the names in a type, by which bpftool orders types of one name (`btf_type_disambig_hash`).
 * In: records. Out: the same number as bpftool's on a 64-bit machine where `char` is signed. Bounded by the length of
 * chains and names and, for members, by looking no further than their own types.
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import { isAnyEnum, isComposite, isModifierOrTypedef, Kind, VLEN_WORDS } from '../../../format/btf/kinds.ts';
import { MAX_CHAIN } from './limits.ts';
import { NAME_LIMIT } from './occurrences.ts';
import { HEAD_WORDS, type ByteAt, type Records } from './records.ts';

const TWO_32 = 2 ** 32;

/** Keeps the number in two halves: BigInt, or an object for each step, is ten times slower here. */
export class NameHasher {
  /** Upper and lower 32 bits of the last hash, unsigned. */
  high = 0;
  low = 0;
  private readonly records: Records;
  private readonly byteAt: ByteAt;
  /** Halves of what waits to be mixed with what it leads to, upper before lower. */
  private readonly heads: number[] = [];
  /** Of structs and unions: pointers to one, arrays and modifiers of it all ask for its members. */
  private readonly composites = new Map<TypeId, readonly [high: number, low: number]>();
  /** Of types of members, which ask for no further ones. */
  private readonly members = new Map<TypeId, readonly [high: number, low: number]>();

  constructor(records: Records) {
    this.records = records;
    this.byteAt = records.byteAt;
  }

  /** Of one type, with the names of its members or enumerators and of what it leads to. */
  hash(id: TypeId): void {
    this.set(0, 0);
    this.chain(id, true);
  }

  /**
   * Each type on the way is `hash(own name) * 31 + hash(what it leads to)`, so the walk keeps the heads and mixes them in
   * from the end.
   */
  private chain(id: TypeId, withMembers: boolean): void {
    const { records, heads } = this;
    const bottom = heads.length;
    let kind = records.kind(id);
    for (; isLink(kind) && heads.length < bottom + 2 * MAX_CHAIN; kind = records.kind(id)) {
      this.head(id);
      const at = records.at(id) + HEAD_WORDS;
      if (kind === Kind.Array) this.mix(0, records.words(id)[at + 2]);
      heads.push(this.high, this.low);
      id = kind === Kind.Array ? records.words(id)[at] : records.third(id);
    }
    this.set(0, 0);
    if (kind >= 0 && !isLink(kind)) this.end(id, kind, withMembers);
    while (heads.length > bottom) this.mixInto(heads.pop() ?? 0, heads.pop() ?? 0);
  }

  /** What a chain ends in. */
  private end(id: TypeId, kind: number, withMembers: boolean): void {
    if (!isComposite(kind)) {
      this.head(id);
      if (isAnyEnum(kind)) this.names(id, kind, false);
      return;
    }
    const known = withMembers ? this.composites.get(id) : undefined;
    if (known) return this.set(known[0], known[1]);
    this.head(id);
    if (!withMembers) return;
    this.names(id, kind, true);
    this.composites.set(id, [this.high, this.low]);
  }

  /** Names of members or enumerators, and with `types` those of the members' types. */
  private names(id: TypeId, kind: number, types: boolean): void {
    const { records } = this;
    const words = records.words(id);
    const step = VLEN_WORDS[kind];
    const start = records.at(id) + HEAD_WORDS;
    const end = start + records.vlen(id) * step;
    for (let at = start; at < end; at += step) {
      this.name(words[at]);
      if (!types) continue;
      const { high, low } = this;
      this.member(words[at + 1]);
      this.mixInto(low, high);
    }
  }

  private member(id: TypeId): void {
    const known = this.members.get(id);
    if (known) return this.set(known[0], known[1]);
    this.chain(id, false);
    this.members.set(id, [this.high, this.low]);
  }

  private head(id: TypeId): void {
    this.set(0, 0);
    this.name(this.records.nameOff(id));
  }

  /** What has no name leaves the hash as it is; else its own hash (libbpf `str_hash`, of signed bytes) is mixed in. */
  private name(off: StrOff): void {
    if (off === 0) return;
    const { byteAt } = this;
    const end = off + NAME_LIMIT;
    let high = 0;
    // The lower half in two of 16 bits: small integers all the way, borrows of negative bytes included.
    let upper = 0;
    let lower = 0;
    for (let byte = byteAt(off); byte !== 0 && off < end; byte = byteAt(++off)) {
      lower = lower * 31 + (byte < 0x80 ? byte : byte - 0x100);
      upper = upper * 31 + (lower >> 16);
      high = (Math.imul(high, 31) + (upper >> 16)) | 0;
      lower &= 0xffff;
      upper &= 0xffff;
    }
    this.mix(high >>> 0, ((upper << 16) | lower) >>> 0);
  }

  /** `hash * 31 + value`, modulo 2^64. */
  private mix(high: number, low: number): void {
    const sum = this.low * 31 + low;
    this.high = (this.high * 31 + high + Math.floor(sum / TWO_32)) >>> 0;
    this.low = sum >>> 0;
  }

  /** Makes of `outer` the hash that the present one is mixed into. */
  private mixInto(outerLow: number, outerHigh: number): void {
    const { high, low } = this;
    this.set(outerHigh, outerLow);
    this.mix(high, low);
  }

  private set(high: number, low: number): void {
    this.high = high;
    this.low = low;
  }
}

const isLink = (kind: number): boolean =>
  kind === Kind.Array || kind === Kind.Ptr || kind === Kind.DeclTag || isModifierOrTypedef(kind);
