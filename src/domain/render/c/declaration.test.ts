import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../../format/btf/btf.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';
import { LinePrinter, printToString } from '../printer.ts';
import { printDeclaration } from './declaration.ts';

const fixtures = new URL('../../../../e2e/fixtures/', import.meta.url);
const build = (b: BtfBuilder): BtfView => openBtf(Btf.parse(b.build()));
const declaration = (view: BtfView, id: number): string =>
  printToString((printer) => printDeclaration(view, id, printer));

it('defines each named type as bpftool does where it is the root', () => {
  const view = openBtf(Btf.parse(readFileSync(new URL('base.btf', fixtures))));
  const golden = readFileSync(new URL('golden/base.roots.c', fixtures), 'utf8');
  const kinds: number[] = [Kind.Struct, Kind.Union, Kind.Enum, Kind.Enum64, Kind.Typedef];
  let compared = 0;
  for (const part of golden.split('// root_id ').slice(1)) {
    const id = Number.parseInt(part);
    if (!kinds.includes(view.kindOf(id)) || view.nameOf(id).startsWith('__builtin')) continue;
    expect(part).toContain(`\n\n${declaration(view, id)}\n`);
    compared++;
  }
  expect(compared).toBeGreaterThan(40);
});

describe('prints every kind', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const s = b.addStruct('s', 4);
  b.addField('a', int, 0);
  const proto = b.addFuncProto(b.addPtr(s));
  b.addFuncParam('x', int).addFuncParam('', 0);
  const ids = {
    int,
    proto,
    float: b.addFloat('double', 8),
    ptr: b.addPtr(b.addConst(s)),
    array: b.addArray(int, int, 3),
    fwd: b.addFwd('f'),
    fwdUnion: b.addFwd('u', true),
    static: b.addFunc('fn', proto, 0),
    global: b.addFunc('fn', proto, 1),
    extern: b.addFunc('fn', proto, 2),
    variable: b.addVar('v', s, 0),
    tag: b.addTypeTag('user', int),
  };
  const argument = b.addDeclTag('nullable', ids.global, 0);
  const member = b.addDeclTag('guard', s, 0);
  const whole = b.addDeclTag('bpf_kfunc', ids.global);
  const attribute = b.addRecord('packed', Kind.DeclTag, s, [0xffffffff], 0, true);
  const section = b.addDatasec('.data */', 4);
  b.addDatasecVar(ids.variable, 0, 4).addDatasecVar(int, 4, 4);
  const view = build(b);

  it.each([
    [0, 'void;'],
    [ids.int, 'int; /* size=4 bits_offset=0 nr_bits=32 encoding=SIGNED */'],
    [ids.float, 'double; /* size=8 */'],
    [ids.ptr, 'const struct s *;'],
    [ids.array, 'int[3];'],
    [ids.fwd, 'struct f;'],
    [ids.fwdUnion, 'union u;'],
    [ids.proto, 'struct s *(int x, ...);'],
    [ids.static, 'static struct s *fn(int x, ...);'],
    [ids.global, 'struct s *fn(int x, ...);'],
    [ids.extern, 'extern struct s *fn(int x, ...);'],
    [ids.variable, 'static struct s v;'],
    [ids.tag, 'int __attribute__((btf_type_tag("user")));'],
    [whole, '__attribute__((btf_decl_tag("bpf_kfunc"))) struct s *fn(int x, ...);'],
    [argument, `__attribute__((btf_decl_tag("nullable"))) /* argument 0 'x' of */ struct s *fn(int x, ...);`],
    [member, `__attribute__((btf_decl_tag("guard"))) /* member 0 'a' of */ struct s;`],
    [attribute, '__attribute__((packed)) struct s;'],
    [
      section,
      `/* section '.data * /': size=4 vlen=2 */\nstatic struct s v; /* offset=0 size=4 */\n` +
        `/* <invalid> [${int}] is no variable */ /* offset=4 size=4 */`,
    ],
    [view.typeCount, `/* <invalid> type [${view.typeCount}] is not there */`],
  ])('[%i]', (id, text) => expect(declaration(view, id)).toBe(`${text}\n`));

  it('an unknown one', () => {
    const bytes = readFileSync(new URL('base.layout.btf', fixtures));
    const view = openBtf(Btf.parse(bytes));
    const ptr = Array.from({ length: view.typeCount }, (_, id) => id).find(
      (id) => view.kindOf(id) === Kind.Ptr,
    );
    if (ptr === undefined) throw new Error('the fixture has no pointer');
    // Kind 0 has a row in the layout section like any other, and a record of kind 0 is as long as a pointer's.
    bytes.writeUInt32LE(0, view.own.byteOffsetOf(ptr) + 4);
    expect(declaration(openBtf(Btf.parse(bytes)), ptr)).toBe(
      `/* <invalid> [${ptr}] is of kind 0, which is unknown */\n`,
    );
  });
});

it('names every type by its id, across the boundary of a module', () => {
  const base = new BtfBuilder();
  base.addInt('int', 4, 1);
  base.addTypedef('u32', 1);
  const module = base.split();
  const s = module.addStruct('own', 16);
  module.addField('n', 2, 0).addField('next', s + 1, 64);
  module.addPtr(s);
  const view = openBtf(Btf.parse(module.build()), build(base));
  const printer = new LinePrinter();
  printDeclaration(view, s, printer);
  const refs = printer.finish().map((line) => line.filter(({ ref }) => ref !== undefined));
  expect(refs).toEqual([
    [{ kind: 'type', text: 'own', ref: s }],
    [{ kind: 'type', text: 'u32', ref: 2 }],
    [{ kind: 'type', text: 'own', ref: s }],
    [],
  ]);
});

describe('marks what makes no sense', () => {
  it('a cycle, a missing type, a value of no type', () => {
    const b = new BtfBuilder();
    b.addConst(2);
    b.addVolatile(1);
    const proto = b.addFuncProto(99);
    b.addFuncParam('a', 1);
    const variable = b.addVar('v', proto);
    const s = b.addStruct('s', 8);
    b.addField('cycle', 1, 0).addField('variable', variable, 64).addField('self', s, 128);
    const view = build(b);
    expect(declaration(view, 1)).toBe('<invalid>;\n');
    expect(declaration(view, proto)).toBe('<invalid>(<invalid> a);\n');
    const text = declaration(view, s);
    expect(text).toContain('\t<invalid> cycle;\n');
    expect(text).toContain('\t<invalid> variable;\n');
    expect(text).toContain('\tstruct s self;\n');
  });

  it('a nameless struct inside itself', () => {
    const b = new BtfBuilder();
    b.addStruct('', 8);
    b.addField('again', 1, 0);
    const text = declaration(build(b), 1);
    expect(text).toContain('<invalid> /* nested too deep */ again;');
    expect(text.match(/struct \{/g)).toHaveLength(129);
  });

  it('text without end', () => {
    const b = new BtfBuilder();
    let last = b.addInt('int', 4, 1);
    for (let i = 0; i < 40; i++) {
      const pointer = b.addPtr(last);
      last = b.addFuncProto(pointer);
      b.addFuncParam('a', pointer).addFuncParam('b', pointer);
    }
    const text = declaration(build(b), last);
    expect(text.length).toBeLessThan(5 << 20);
    expect(text.slice(-60)).toContain('/* <truncated>: stopped at a limit');
  });
});
