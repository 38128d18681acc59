import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfError } from '../../format/errors.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from './validate.ts';
import { BaseBtf, SplitBtf, type BtfView } from './view.ts';
import { resolveType, sizeOf, skipModifiers } from './walk.ts';

/** vmlinux: int, struct sk_buff {int len}, pointer to it. Module: struct nf_conn {struct sk_buff *skb; own *next}. */
function kernelAndModule(littleEndian: boolean): { base: BtfView; module: SplitBtf } {
  const b = new BtfBuilder({ littleEndian });
  const int = b.addInt('int', 4, 1);
  const skb = b.addStruct('sk_buff', 4);
  b.addField('len', int, 0);
  const skbPtr = b.addPtr(skb);
  const m = b.split();
  const conn = m.addStruct('nf_conn', 16);
  m.addField('skb', skbPtr, 0).addField('next', conn + 1, 64);
  m.addPtr(conn);
  const base = openBtf(Btf.parse(b.build()));
  const module = openBtf(Btf.parse(m.build()), base);
  if (!(module instanceof SplitBtf)) throw new Error('a blob over a base is a split view');
  return { base, module };
}

describe.each([true, false])('a module over its base (little endian: %s)', (littleEndian) => {
  const { base, module } = kernelAndModule(littleEndian);

  it('numbers its own types behind the base', () => {
    expect([base.startId, base.typeCount, module.startId, module.typeCount]).toEqual([1, 4, 4, 6]);
    expect(module.startStrOff).toBe(base.own.strings.length);
  });

  it('refers to types and names on both sides', () => {
    const conn = module.typeById(4);
    if (conn?.kind !== Kind.Struct) throw new Error('not a struct');
    expect(conn.members.map((m) => [m.name, m.typeId, m.bitOffset])).toEqual([
      ['skb', 3, 0],
      ['next', 5, 64],
    ]);
    expect(module.nameOf(2)).toBe('sk_buff');
    expect(module.typeById(2)).toEqual(base.typeById(2));
    expect(sizeOf(module, 5)).toBe(8);
  });

  it('copies nothing of the base', () => {
    expect(module.base).toBe(base);
    expect(module.own.nrTypes).toBe(2);
  });

  it('knows what is outside', () => {
    for (const id of [6, 0xffffffff, -1, NaN, 4.5])
      expect(module.typeById(id) ?? module.kindOf(id)).not.toBeUndefined();
    expect(module.typeById(6)).toBeNull();
    expect(module.kindOf(6)).toBe(-1);
    expect(module.stringAt(module.endStrOff)).toBeNull();
    expect(base.typeById(4)).toBeNull();
  });

  it('tells the start of a string from its middle', () => {
    const off = base.nameOffOf(2);
    expect([module.isStringStart(off), module.isStringStart(off + 1)]).toEqual([true, false]);
    expect(module.stringAt(off + 3)).toBe('buff');
  });
});

describe('opening', () => {
  const refused = (build: (b: BtfBuilder) => void): BtfError['code'] => {
    const b = new BtfBuilder();
    build(b);
    try {
      openBtf(Btf.parse(b.build()));
    } catch (error) {
      if (error instanceof BtfError) return error.code;
    }
    throw new Error('the blob was accepted');
  };

  it('refuses references to what is not there', () => {
    expect(refused((b) => b.addPtr(2))).toBe('bad-type-id');
    expect(refused((b) => b.addArray(0, 9, 1))).toBe('bad-type-id');
    expect(
      refused((b) => {
        b.addStruct('s', 4);
        b.addField('m', 2, 0);
      }),
    ).toBe('bad-type-id');
    expect(refused((b) => b.addFunc('f', b.addInt('int', 4)))).toBe('func-not-proto');
  });

  it('accepts a prototype that returns a type that is not there, as libbpf does', () => {
    const b = new BtfBuilder();
    b.addFuncProto(77);
    expect(openBtf(Btf.parse(b.build())).typeCount).toBe(2);
  });

  it('asks for the base of a split BTF', () => {
    const base = new BtfBuilder();
    base.addInt('int', 4);
    const m = base.split();
    m.addStruct('own', 4);
    const bytes = m.build();
    expect(Btf.parse(bytes).isSplit).toBe(true);
    expect(() => openBtf(Btf.parse(bytes))).toThrowError(
      expect.objectContaining({ code: 'needs-base' }) as Error,
    );
  });
});

describe('walking', () => {
  it('ends in a cycle of modifiers', () => {
    const b = new BtfBuilder();
    b.addConst(2);
    b.addVolatile(1);
    const view = new BaseBtf(Btf.parse(b.build()));
    expect([resolveType(view, 1), skipModifiers(view, 1), sizeOf(view, 1)]).toEqual([null, null, null]);
  });

  it('goes through at most 32 steps', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    let id = int;
    for (let i = 0; i < 33; i++) id = b.addTypedef(`t${i}`, id);
    const view = new BaseBtf(Btf.parse(b.build()));
    expect([resolveType(view, id - 1), resolveType(view, id)]).toEqual([int, null]);
  });

  it('stops at a typedef when only modifiers are to be skipped', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const typedef = b.addTypedef('u32', int);
    const konst = b.addConst(typedef);
    const view = new BaseBtf(Btf.parse(b.build()));
    expect([skipModifiers(view, konst), resolveType(view, konst)]).toEqual([typedef, int]);
  });

  it('refuses sizes above 4 GiB', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4);
    const array = b.addArray(b.addArray(int, int, 0x10000), int, 0x10000);
    expect(sizeOf(new BaseBtf(Btf.parse(b.build())), array)).toBeNull();
  });
});

describe('the pointer size', () => {
  const sizeWith = (name: string, size: number): number => {
    const b = new BtfBuilder();
    b.addInt(name, size);
    return new BaseBtf(Btf.parse(b.build())).pointerSize;
  };

  it('is that of `long`, in any spelling, and 8 without one', () => {
    expect([sizeWith('long unsigned int', 4), sizeWith('long', 8), sizeWith('int', 4)]).toEqual([4, 8, 8]);
  });
});
