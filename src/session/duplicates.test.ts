/** Files that are open already: told by content, for modules by name too. */

import { expect, it } from 'vitest';
import { Btf } from '../format/btf/btf.ts';
import type { FoundBtf } from '../intake/found.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import { Duplicates } from './duplicates.ts';

type Content = Pick<FoundBtf, 'btf' | 'object'>;

function base(name: string): Content {
  const builder = new BtfBuilder();
  builder.addStruct(name, 4);
  return { btf: Btf.parse(builder.build()), object: null };
}

function module(name: string): Content {
  const split = new BtfBuilder().split();
  split.addStruct(name, 4);
  return { btf: Btf.parse(split.build()), object: null };
}

/** The types are the same, whatever the code. */
const object = (code: number): Content => ({ ...base('a'), object: Uint8Array.of(code, 2, 3) });

it('knows the same bytes: of a base under any name, of a module under its own', () => {
  const duplicates = new Duplicates();
  duplicates.add(1, 'vmlinux', base('a'));
  duplicates.add(2, 'tun', module('a'));
  expect(duplicates.find('vmlinux-6.12', base('a'))).toBe(1);
  expect(duplicates.find('vmlinux', base('b'))).toBeNull();
  expect(duplicates.find('tun', module('a'))).toBe(2);
  expect(duplicates.find('veth', module('a'))).toBeNull();
  duplicates.add(3, 'veth', module('a'));
  duplicates.remove(2, 'tun', module('a'));
  expect(duplicates.find('tun', module('a'))).toBeNull();
  expect(duplicates.find('veth', module('a'))).toBe(3);
});

it('knows an object by all of its bytes, under its own name', () => {
  const duplicates = new Duplicates();
  duplicates.add(1, 'a.bpf.o', object(1));
  expect(duplicates.find('a.bpf.o', object(1))).toBe(1);
  expect(duplicates.find('a.bpf.o', object(2))).toBeNull();
  expect(duplicates.find('b.bpf.o', object(1))).toBeNull();
  expect(duplicates.find('a.bpf.o', base('a'))).toBeNull();
  duplicates.remove(1, 'a.bpf.o', object(1));
  expect(duplicates.find('a.bpf.o', object(1))).toBeNull();
});

it('is quick for many small files that differ in their names alone', () => {
  const duplicates = new Duplicates();
  const files = Array.from({ length: 20_000 }, (_, i) => base(`s${i}`));
  const started = performance.now();
  files.forEach((file, id) => {
    expect(duplicates.find('x', file)).toBeNull();
    duplicates.add(id, 'x', file);
  });
  expect(performance.now() - started).toBeLessThan(5000);
});
