/**
 * A number for what a type looks like, the same in every build of the kernel where it looks the same.
 * In: a view and an id. Out: 16 hex digits over kind, name, size, and each element with its place and the name of its type.
 * What has a name and is spoken of counts by its kind and name alone, so that a change elsewhere in the kernel does not
 * spread. A forward declaration that is spoken of counts as the struct or union that it declares: whether a module has the
 * definition too is no difference in what its types look like.
 */

import type { BtfType, TypeId } from '../format/btf/decode.ts';
import { isModifier, Kind, kindName } from '../format/btf/kinds.ts';
import type { BtfView } from '../domain/view/view.ts';

/** Anonymous types are looked into this deep. */
const MAX_DEPTH = 8;
/** Characters of a name that count. */
const MAX_NAME = 4096;
/** Words that go into a hash at most; a type with more is told by its beginning. */
const MAX_WORDS = 400_000;

export function structuralHash(view: BtfView, id: TypeId): string {
  const hash = new Fnv1a64();
  const type = view.typeById(id);
  if (type) new TypeHasher(view, hash).whole(type, 0);
  return hash.hex;
}

class TypeHasher {
  private readonly view: BtfView;
  private readonly hash: Fnv1a64;
  private left = MAX_WORDS;

  constructor(view: BtfView, hash: Fnv1a64) {
    this.view = view;
    this.hash = hash;
  }

  /** A type with its elements. */
  whole(type: BtfType, depth: number): void {
    this.put(kindName(type.kind), type.name);
    switch (type.kind) {
      case Kind.Struct:
      case Kind.Union:
        this.put(type.size);
        for (const member of type.members) {
          if (this.left <= 0) return;
          this.put(member.name, member.bitOffset, member.bitfieldSize);
          this.mention(member.typeId, depth + 1);
        }
        return;
      case Kind.Enum:
      case Kind.Enum64:
        this.put(type.size);
        for (const { name, value } of type.values) {
          if (this.left <= 0) return;
          this.put(name, `${value}`);
        }
        return;
      case Kind.FuncProto:
        this.mention(type.returnTypeId, depth + 1);
        for (const param of type.params) {
          if (this.left <= 0) return;
          this.put(param.name);
          this.mention(param.typeId, depth + 1);
        }
        return;
      case Kind.Datasec:
        this.put(type.size, type.vars.length);
        return;
      case Kind.Array:
        this.put(type.nelems);
        this.mention(type.typeId, depth + 1);
        return;
      case Kind.Int:
        this.put(type.size, type.encoding, type.bits);
        return;
      case Kind.Float:
        this.put(type.size);
        return;
      case Kind.Fwd:
        this.put(type.isUnion ? 1 : 0);
        return;
      case Kind.Unknown:
        return;
      case Kind.DeclTag:
        this.put(type.componentIdx);
        this.mention(type.typeId, depth + 1);
        return;
      default:
        this.mention(type.typeId, depth + 1);
    }
  }

  /** A type as another one speaks of it: by kind and name where it has one, forwards as what they declare. */
  private mention(id: TypeId, depth: number): void {
    if (this.left <= 0 || depth > MAX_DEPTH) return;
    const type = this.view.typeById(id);
    if (!type) this.put('?');
    else if (type.nameOff !== 0 && !isModifier(type.kind) && type.kind !== Kind.Func)
      this.put(kindName(spokenKind(type)), type.name);
    else this.whole(type, depth);
  }

  private put(...words: (string | number)[]): void {
    this.left -= words.length;
    for (const word of words) this.hash.add(typeof word === 'string' ? word.slice(0, MAX_NAME) : `${word}`);
  }
}

function spokenKind(type: BtfType): number {
  if (type.kind !== Kind.Fwd) return type.kind;
  return type.isUnion ? Kind.Union : Kind.Struct;
}

/** FNV-1a of 64 bits over UTF-16 code units, in two halves: 64-bit integers of the language are slow. */
export class Fnv1a64 {
  private high = 0xcbf29ce4;
  private low = 0x84222325;

  /** A word and an end mark, so that `ab`, `c` and `a`, `bc` differ. */
  add(word: string): void {
    let { high, low } = this;
    for (let i = 0; i <= word.length; i++) {
      low ^= i < word.length ? word.charCodeAt(i) : END;
      // Times 2^40 + 0x1b3
      const carry = ((low >>> 16) * PRIME_LOW + (((low & 0xffff) * PRIME_LOW) >>> 16)) >>> 16;
      high = (Math.imul(high, PRIME_LOW) + carry + (low << 8)) | 0;
      low = Math.imul(low, PRIME_LOW);
    }
    this.high = high;
    this.low = low;
  }

  get hex(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const PRIME_LOW = 0x1b3;
/** No code unit of a well-formed text. */
const END = 0xffff;
