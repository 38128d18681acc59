import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../../format/btf/btf.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';
import { printToString } from '../printer.ts';
import { corners } from './testing/corners.ts';
import { printVmlinuxH } from './vmlinux-h.ts';

/** Real BTF and what bpftool prints for it; see the README there. */
const fixtures = new URL('../../../../e2e/fixtures/', import.meta.url);

const read = (path: string, from = fixtures): string => readFileSync(new URL(path, from), 'utf8');

function open(name: string, base: BtfView | null = null): BtfView {
  return openBtf(Btf.parse(readFileSync(new URL(name, fixtures)), base?.own), base);
}

const build = (b: BtfBuilder): BtfView => openBtf(Btf.parse(b.build()));

const vmlinuxH = (view: BtfView, sorted = true): string =>
  printToString((printer) => printVmlinuxH(view, printer, { sorted }));

describe('prints what bpftool prints', () => {
  it.each(['base', 'base.be', 'base.32'])('for %s, sorted and by id', (name) => {
    const view = open(`${name}.btf`);
    expect(vmlinuxH(view)).toBe(read(`golden/${name}.c`));
    expect(vmlinuxH(view, false)).toBe(read(`golden/${name}.c-unsorted`));
  });

  it.each(['', '.be', '.32'])('for module%s over its base', (variant) => {
    const view = open(`module${variant}.btf`, open(`base${variant}.btf`));
    expect(vmlinuxH(view)).toBe(read(`golden/module${variant}.c`));
    expect(vmlinuxH(view, false)).toBe(read(`golden/module${variant}.c-unsorted`));
  });

  it.each([true, false])('for what compilers seldom write, little-endian: %s', (littleEndian) => {
    const view = build(corners(littleEndian));
    const goldens = new URL('testing/', import.meta.url);
    expect(vmlinuxH(view)).toBe(read('corners.c', goldens));
    expect(vmlinuxH(view, false)).toBe(read('corners.c-unsorted', goldens));
  });
});

describe('ends where bpftool does not', () => {
  /** What stands between the fixed lines. */
  function types(b: BtfBuilder): string {
    const text = vmlinuxH(build(b), false);
    return text.slice(text.indexOf('#endif\n#endif\n\n') + 15, text.indexOf('\n/* BPF kfuncs'));
  }

  it('leaves out a struct that contains itself, and keeps what points to it', () => {
    const b = new BtfBuilder();
    b.addStruct('loop', 8);
    b.addField('inside', 1, 0);
    const ptr = b.addPtr(1);
    b.addStruct('user', 8);
    b.addField('p', ptr, 0);
    expect(types(b)).toBe(
      '/* <invalid> [1] STRUCT is left out: [1] contains itself */\n\nstruct loop;\n\nstruct user {\n\tstruct loop *p;\n};\n\n',
    );
  });

  it('leaves out a cycle of modifiers', () => {
    const b = new BtfBuilder();
    b.addConst(2);
    b.addVolatile(1);
    expect(types(b)).toMatch(
      /^\/\* <invalid> \[1\] CONST is left out: types nest more than 512 deep, or for ever \*\/\n/,
    );
  });

  it('leaves out a prototype whose return type is not there', () => {
    const b = new BtfBuilder();
    b.addFunc('f', b.addFuncProto(99));
    b.addDeclTag('bpf_kfunc', 2);
    const text = vmlinuxH(build(b));
    expect(text).toContain('/* <invalid> [1] FUNC_PROTO is left out: type [99] is not there */');
    expect(text).toContain('/* <invalid> [2] FUNC is left out: its prototype cannot be printed */');
    expect(text.endsWith('#endif /* __VMLINUX_H__ */\n')).toBe(true);
  });

  it('bounds a declaration that doubles with each of its types', () => {
    const b = new BtfBuilder();
    let last = b.addInt('int', 4, 1);
    for (let i = 0; i < 60; i++) {
      const proto = b.addFuncProto(last);
      b.addFuncParam('a', last).addFuncParam('b', last);
      last = i % 2 ? b.addPtr(proto) : proto;
    }
    b.addTypedef('huge', b.addPtr(last));
    expectBounded(build(b));
  });

  it('bounds nameless structs inside each other', () => {
    const b = new BtfBuilder();
    let last = b.addInt('int', 4, 1);
    for (let i = 0; i < 20_000; i++) {
      const struct = b.addStruct('', 4);
      b.addField('x', last, 0);
      last = struct;
      if (i % 10 === 0) b.addTypedef(`deep_${i}`, last);
    }
    expectBounded(build(b));
  });

  it('bounds the padding of a struct with a wild size', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4, 1);
    b.addStruct('wild', 0x7fffffff >> 3);
    b.addField('a', int, 0);
    expectBounded(build(b));
  });

  it('bounds long chains and long names', () => {
    const b = new BtfBuilder();
    let last = b.addInt('i'.repeat(60_000), 4, 1);
    for (let i = 0; i < 3000; i++) last = b.addRecord('', i % 2 ? Kind.Ptr : Kind.Const, last);
    for (let i = 0; i < 300; i++) {
      b.addStruct(`s${i}`, 4);
      b.addField('a', 1, 0);
    }
    expectBounded(build(b));
  });

  function expectBounded(view: BtfView): void {
    for (const sorted of [true, false]) {
      const text = vmlinuxH(view, sorted);
      expect(text.length).toBeLessThan(5 << 20);
      expect(text.slice(-200)).toMatch(/\/\* <truncated>: .* \*\/\n$|#endif \/\* __VMLINUX_H__ \*\/\n$/);
      expect(text).toMatch(/<truncated>|<invalid>/);
    }
  }
});

it('asserts sizes and offsets under the names it gave', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  for (const offset of [0, 32]) {
    b.addStruct('twin', 8);
    b.addField('x', int, offset);
  }
  const text = printToString((printer) => printVmlinuxH(build(b), printer, { sorted: false, asserts: true }));
  expect(text).toContain('_Static_assert(sizeof(struct twin___2) == 8, "struct twin___2");');
  expect(text).toContain('_Static_assert(__builtin_offsetof(struct twin___2, x) == 4, "struct twin___2.x");');
});

describe('with exact layouts', () => {
  const exact = (view: BtfView): string =>
    printToString((printer) => printVmlinuxH(view, printer, { sorted: true, exact: true }));

  it('packs and pads unions, and has the va_list of the kernel under a name of its own', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4, 1);
    const bytes = b.addArray(b.addInt('char', 1), int, 5);
    b.addUnion('packed', 5);
    b.addField('a', int, 0).addField('b', bytes, 0);
    b.addUnion('wide', 12);
    b.addField('a', int, 0);
    const tag = b.addStruct('__va_list_tag', 4);
    b.addField('offset', int, 0);
    b.addTypedef('va_list', b.addTypedef('__builtin_va_list', b.addArray(tag, int, 1)));
    const view = build(b);
    const text = exact(view);
    expect(text).toContain('union packed {\n\tint a;\n\tchar b[5];\n} __attribute__((packed));\n');
    expect(text).toContain('union wide {\n\tint a;\n\tstruct {\n\t\tlong: 64;\n\t\tint: 32;\n\t};\n};\n');
    expect(text).toContain('typedef struct __va_list_tag __builtin_va_list___btf[1];\n');
    expect(text).toContain('typedef __builtin_va_list___btf va_list;\n');
    const plain = vmlinuxH(view);
    expect(plain).toContain('union packed {\n\tint a;\n\tchar b[5];\n};\n');
    expect(plain).toContain('typedef __builtin_va_list va_list;\n');
    expect(plain).not.toContain('___btf');
  });

  it('is the text of bpftool where that has no layout wrong', () => {
    expect(exact(open('base.btf'))).toBe(read('golden/base.c'));
  });
});
