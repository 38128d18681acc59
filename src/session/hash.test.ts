/** The structural hash: what changes it, what does not, and that it is FNV-1a. */

import { describe, expect, it } from 'vitest';
import { Btf } from '../format/btf/btf.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import { openBtf } from '../domain/view/validate.ts';
import { Fnv1a64, structuralHash } from './hash.ts';

/** The hash of the type that `build` returns, with `before` in front of it as another build of the kernel has it. */
function hashOf(build: (b: BtfBuilder) => number, before: (b: BtfBuilder) => void = () => undefined): string {
  const builder = new BtfBuilder();
  before(builder);
  const id = build(builder);
  return structuralHash(openBtf(Btf.parse(builder.build())), id);
}

interface Shape {
  readonly name?: string;
  readonly size?: number;
  readonly member?: string;
  readonly offset?: number;
  readonly bits?: number;
  readonly pointee?: string;
  readonly isPointer?: boolean;
  readonly inner?: string;
}

/** A struct with an int, a pointer to a struct, and a nameless union. */
const shape =
  (change: Shape = {}) =>
  (b: BtfBuilder): number => {
    const { name = 's', size = 24, member = 'a', offset = 0, bits = 0, pointee = 'sk_buff' } = change;
    const int = b.addInt('int', 4, 1);
    const struct = b.addStruct(pointee, 232);
    const pointer = change.isPointer === false ? struct : b.addPtr(b.addConst(struct));
    const union = b.addUnion('', 8);
    b.addField(change.inner ?? 'x', int, 0);
    const id = b.addStruct(name, size, true);
    b.addField(member, int, offset, bits).addField('skb', pointer, 64).addField('', union, 128);
    return id;
  };

describe('the structural hash', () => {
  it('is 16 hex digits, the same wherever the type lies in a file', () => {
    const hash = hashOf(shape());
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    const moved = hashOf(shape(), (b) => {
      b.addStr('more strings');
      b.addFwd('more');
      b.addPtr(1);
    });
    expect(moved).toBe(hash);
  });

  it('is frozen: links of released versions carry it', () => {
    expect(hashOf(shape())).toBe('df2029e3d94d3314');
  });

  it.each<[string, Shape]>([
    ['name', { name: 't' }],
    ['size', { size: 32 }],
    ['member name', { member: 'b' }],
    ['member offset', { offset: 32 }],
    ['bitfield size', { bits: 3 }],
    ['name of a pointed-to type', { pointee: 'sk_buff_head' }],
    ['pointer', { isPointer: false }],
    ['member of a nameless union', { inner: 'y' }],
  ])('changes with the %s', (_what, change) => {
    expect(hashOf(shape(change))).not.toBe(hashOf(shape()));
  });

  it('does not change with what a pointed-to struct looks like', () => {
    const pointed =
      (size: number) =>
      (b: BtfBuilder): number => {
        const struct = b.addStruct('sk_buff', size);
        const id = b.addStruct('s', 8);
        b.addField('skb', b.typeCount, 0);
        b.addPtr(struct);
        return id;
      };
    expect(hashOf(pointed(232))).toBe(hashOf(pointed(240)));
  });

  it('takes a forward that is spoken of for the struct or union that it declares', () => {
    const led =
      (to: (b: BtfBuilder) => number, isPointer: boolean) =>
      (b: BtfBuilder): number => {
        const target = to(b);
        const through = isPointer ? b.addPtr(b.addConst(target)) : target;
        const id = b.addStruct('holder', 8);
        b.addField('dev', through, 0);
        return id;
      };
    for (const isPointer of [true, false]) {
      const struct = hashOf(led((b) => b.addStruct('drm_device', 1600), isPointer));
      const union = hashOf(led((b) => b.addUnion('drm_device', 1600), isPointer));
      const fwd = hashOf(led((b) => b.addFwd('drm_device'), isPointer));
      const unionFwd = hashOf(led((b) => b.addFwd('drm_device', true), isPointer));
      expect(fwd).toBe(struct);
      expect(unionFwd).toBe(union);
      expect(unionFwd).not.toBe(struct);
      expect(hashOf(led((b) => b.addFwd('drm_file'), isPointer))).not.toBe(struct);
    }
  });

  it('keeps a forward by itself apart from a definition', () => {
    expect(hashOf((b) => b.addFwd('s'))).not.toBe(hashOf((b) => b.addStruct('s', 0)));
    expect(hashOf((b) => b.addFwd('s'))).not.toBe(hashOf((b) => b.addFwd('s', true)));
  });

  it('tells functions by their prototypes, enums by their values', () => {
    const func =
      (param: string) =>
      (b: BtfBuilder): number => {
        const int = b.addInt('int', 4, 1);
        const proto = b.addFuncProto(0);
        b.addFuncParam(param, int);
        return b.addFunc('f', proto);
      };
    const enumeration =
      (value: number) =>
      (b: BtfBuilder): number => {
        const id = b.addEnum('e');
        b.addEnumValue('A', value);
        return id;
      };
    const hashes = [func('a'), func('b'), enumeration(1), enumeration(2)].map((build) => hashOf(build));
    expect(new Set(hashes).size).toBe(4);
  });

  it('ends for types that contain themselves', () => {
    const loop = (b: BtfBuilder): number => {
      const id = b.addStruct('', 8);
      b.addField('', id, 0).addField('', id, 0).addField('', id, 0);
      return id;
    };
    const started = performance.now();
    expect(hashOf(loop)).toMatch(/^[0-9a-f]{16}$/);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it('is FNV-1a of 64 bits', () => {
  const text = 'struct task_struct \u00fc\u{1f600}';
  let expected = 0xcbf29ce484222325n;
  for (const unit of [...text.split('').map((char) => char.charCodeAt(0)), 0xffff])
    expected = BigInt.asUintN(64, (expected ^ BigInt(unit)) * 0x100000001b3n);
  const hash = new Fnv1a64();
  hash.add(text);
  expect(hash.hex).toBe(expected.toString(16).padStart(16, '0'));
});
