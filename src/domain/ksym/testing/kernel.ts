/**
 * The kernel that the fixture `e2e/fixtures/bpf/ksyms.bpf.c` is made for, in few types.
 * In: an endianness. Out: vmlinux, a module over it, and kallsyms; the fixture's objects opened.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Btf } from '../../../format/btf/btf.ts';
import { Kallsyms } from '../../../format/kallsyms/kallsyms.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import type { KernelModule, KernelUnderTest } from '../../bpf/kernel.ts';
import { openBpfObject, type BpfObject } from '../../bpf/object.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';

const FIXTURES = join(import.meta.dirname, '../../../../e2e/fixtures/bpf');

export const fixtureBytes = (littleEndian = true): Uint8Array =>
  new Uint8Array(readFileSync(join(FIXTURES, `ksyms.bpf${littleEndian ? 'el' : 'eb'}.o`)));

export const fixtureObject = (littleEndian = true): BpfObject => openBpfObject(fixtureBytes(littleEndian));

/** Ids by the names that tests use. */
export type Ids = Readonly<Record<string, number>>;

export interface TestKernel extends KernelUnderTest {
  readonly vmlinux: BtfView;
  readonly ids: Ids;
}

export const KALLSYMS = `\
ffffffff81000000 T _stext
ffffffff82c10940 D vm_symbol
`;

export interface TestKernelOptions {
  readonly littleEndian?: boolean;
  /** Whether functions that programs may call carry the tag. */
  readonly kfuncTags?: boolean;
  /** Whether the module has `mod_var`. */
  readonly modVar?: boolean;
}

/** The same two as files. */
export function testKernelBytes(options: TestKernelOptions = {}): {
  vmlinux: Uint8Array;
  module: Uint8Array;
} {
  const { vmlinux, module } = build(options);
  return { vmlinux: vmlinux.build(), module: module.build() };
}

export function testKernel(options: TestKernelOptions = {}): TestKernel {
  const { vmlinux: base, module, ids } = build(options);
  const vmlinux = openBtf(Btf.parse(base.build()));
  const modules: KernelModule[] = [
    { name: 'mod', view: openBtf(Btf.parse(module.build(), vmlinux.own), vmlinux) },
  ];
  return {
    vmlinux,
    modules,
    orderIsKnown: true,
    notLoaded: [],
    kallsyms: Kallsyms.parse(new TextEncoder().encode(KALLSYMS)),
    seesModules: true,
    ids,
  };
}

function build(options: TestKernelOptions): { vmlinux: BtfBuilder; module: BtfBuilder; ids: Ids } {
  const { littleEndian = true, kfuncTags = true, modVar = true } = options;
  const vmlinux = new BtfBuilder({ littleEndian });
  const base = addVmlinux(vmlinux, kfuncTags);
  const module = vmlinux.split();
  return { vmlinux, module, ids: { ...base, ...addModule(module, base, modVar) } };
}

function addVmlinux(b: BtfBuilder, withKfuncTags: boolean): Ids {
  const int = b.addInt('int', 4, 1);
  const u32 = b.addInt('unsigned int', 4);
  const u16 = b.addInt('unsigned short', 2);
  const u64 = b.addInt('unsigned long long', 8);
  const s64 = b.addInt('long long', 8, 1);
  const ctx = b.addStruct('ctx', 4);
  b.addField('len', u32, 0);
  const ctxPtr = b.addPtr(ctx);

  const proto = b.addFuncProto(int);
  b.addFuncParam('ctx', ctxPtr).addFuncParam('flags', u32);
  const vmKfunc = b.addFunc('vm_kfunc', proto);
  const otherProto = b.addFuncProto(int);
  b.addFuncParam('value', ctxPtr);
  const otherKfunc = b.addFunc('other_kfunc', otherProto);
  const plainProto = b.addFuncProto(0);
  const plain = b.addFunc('vm_plain', plainProto);
  if (withKfuncTags) for (const func of [vmKfunc, otherKfunc]) b.addDeclTag('bpf_kfunc', func);
  const counter = b.addTypedef('counter_t', u32);
  const vmVar = b.addVar('vm_var', counter);

  // Members in another order and of other sizes than the program has them.
  const inner = b.addStruct('', 4);
  b.addField('pad', u16, 0).addField('deep', u16, 16);
  const many = b.addArray(u32, int, 4);
  const thing = b.addStruct('thing', 64, true);
  b.addField('next', b.typeCount, 0)
    .addField('id', u32, 64)
    .addField('grown', u64, 128)
    .addField('shrunk', s64, 192)
    .addField('', inner, 256)
    .addField('high', u32, 294, 5)
    .addField('many', many, 320);
  const thingPtr = b.addPtr(thing);
  const color = b.addEnum('color');
  b.addEnumValue('RED', 1).addEnumValue('GREEN', 20);
  return {
    int,
    u32,
    ctx,
    ctxPtr,
    vmKfunc,
    otherKfunc,
    otherProto,
    plain,
    vmVar,
    thing,
    thingPtr,
    color,
    plainProto,
  };
}

function addModule(b: BtfBuilder, base: Ids, withVar: boolean): Ids {
  const proto = b.addFuncProto(0);
  b.addFuncParam('ctx', base.ctxPtr);
  const modKfunc = b.addFunc('mod_kfunc', proto);
  b.addDeclTag('bpf_kfunc', modKfunc);
  return { modKfunc, modVar: withVar ? b.addVar('mod_var', base.int) : 0 };
}
