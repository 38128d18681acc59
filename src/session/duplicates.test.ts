/** Files that are open already: told by content, for modules by name too. */

import { expect, it } from 'vitest';
import { Btf } from '../format/btf/btf.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import { Duplicates } from './duplicates.ts';

function base(name: string): Btf {
  const builder = new BtfBuilder();
  builder.addStruct(name, 4);
  return Btf.parse(builder.build());
}

function module(name: string): Btf {
  const split = new BtfBuilder().split();
  split.addStruct(name, 4);
  return Btf.parse(split.build());
}

it('knows the same bytes: of a base under any name, of a module under its own', () => {
  const duplicates = new Duplicates();
  duplicates.add(1, 'vmlinux', base('a'));
  duplicates.add(2, 'tun', module('a'));
  expect(duplicates.find('vmlinux-6.12', base('a'))).toBe(1);
  expect(duplicates.find('vmlinux', base('b'))).toBeNull();
  expect(duplicates.find('tun', module('a'))).toBe(2);
  expect(duplicates.find('veth', module('a'))).toBeNull();
  duplicates.add(3, 'veth', module('a'));
  duplicates.remove(2, module('a'));
  expect(duplicates.find('tun', module('a'))).toBeNull();
  expect(duplicates.find('veth', module('a'))).toBe(3);
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
