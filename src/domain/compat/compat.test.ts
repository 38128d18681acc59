// The three relations as tables: what is compatible, and where the first difference is said to be.
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import type { Comparison } from './difference.ts';
import { essentialName } from './essential-name.ts';
import { fieldsAreCompatible } from './fields-compatible.ts';
import { typesMatch } from './types-match.ts';
import { typesAreCompatible } from './types-compatible.ts';

type Make = (b: BtfBuilder) => number;

function view(make: Make, littleEndian = true): { view: BtfView; id: number } {
  const builder = new BtfBuilder({ littleEndian });
  const id = make(builder);
  return { view: openBtf(Btf.parse(builder.build())), id };
}

const say = (answer: Comparison): string =>
  answer.compatible
    ? 'compatible'
    : [answer.difference.path.join(', '), answer.difference.reason].filter(Boolean).join(': ');

const int: Make = (b) => b.addInt('int', 4, 1);
const u64: Make = (b) => b.addInt('unsigned long long', 8);
const bool: Make = (b) => b.addInt('_Bool', 1, 4);
const bitInt: Make = (b) => b.addInt('int', 4, 1, 3, 5);
const nothing: Make = () => 0;
const struct =
  (name: string, size = 4): Make =>
  (b) =>
    b.addStruct(name, size);
const union =
  (name: string): Make =>
  (b) =>
    b.addUnion(name, 4);
const fwd =
  (name: string, isUnion = false): Make =>
  (b) =>
    b.addFwd(name, isUnion);
const enum32 =
  (name: string, ...values: string[]): Make =>
  (b) => {
    const id = b.addEnum(name);
    values.forEach((value, i) => b.addEnumValue(value, i));
    return id;
  };
const enum64 =
  (name: string, size = 8): Make =>
  (b) =>
    b.addEnum64(name, size);
const float: Make = (b) => b.addFloat('float', 4);
const ptr =
  (to: Make): Make =>
  (b) =>
    b.addPtr(to(b));
const constant =
  (of: Make): Make =>
  (b) =>
    b.addConst(of(b));
const typedef =
  (name: string, of: Make): Make =>
  (b) =>
    b.addTypedef(name, of(b));
const array =
  (of: Make, length: number): Make =>
  (b) =>
    b.addArray(of(b), int(b), length);
const proto =
  (returns: Make, ...params: Make[]): Make =>
  (b) => {
    const returnId = returns(b);
    const ids = params.map((param) => param(b));
    const id = b.addFuncProto(returnId);
    ids.forEach((typeId, i) => b.addFuncParam(`a${i}`, typeId));
    return id;
  };
const members =
  (name: string, list: Record<string, Make>): Make =>
  (b) => {
    const ids = Object.entries(list).map(([member, make]) => [member, make(b)] as const);
    const id = b.addStruct(name, 4 * ids.length);
    ids.forEach(([member, typeId], i) => b.addField(member.startsWith('#') ? '' : member, typeId, 32 * i));
    return id;
  };
/** `depth` modifiers or pointers around a type. */
const around =
  (depth: number, wrap: (inner: Make) => Make, core: Make): Make =>
  (b) =>
    Array.from({ length: depth }).reduce<Make>((inner) => wrap(inner), core)(b);

type Row = [name: string, local: Make, target: Make, expected: string];

const TYPES: Row[] = [
  ['ints of any size, sign and bool', int, u64, 'compatible'],
  ['int and bool', int, bool, 'compatible'],
  ['an int that starts at a bit', int, bitInt, 'int-offset'],
  ['structs of other names', struct('a'), struct('b', 99), 'compatible'],
  ['unions of other names', union('a'), union('b'), 'compatible'],
  ['enum and enum64 of other names', enum32('a'), enum64('b'), 'compatible'],
  ['struct and union', struct('a'), union('a'), 'kind'],
  ['FWD and FWD', fwd('a'), fwd('b', true), 'compatible'],
  ['FWD and STRUCT of the same name', fwd('a'), struct('a'), 'kind'],
  ['int and enum', int, enum32('e'), 'kind'],
  ['float and float', float, float, 'unsupported-kind'],
  ['void and void', nothing, nothing, 'compatible'],
  ['void and int', nothing, int, 'kind'],
  ['pointers to structs', ptr(struct('a')), ptr(constant(struct('b'))), 'compatible'],
  ['pointer to FWD, pointer to STRUCT', ptr(fwd('a')), ptr(struct('a')), 'pointee: kind'],
  ['void * and struct *', ptr(nothing), ptr(struct('a')), 'pointee: kind'],
  ['void * and int *', ptr(nothing), ptr(int), 'pointee: kind'],
  ['pointer depth', ptr(ptr(int)), ptr(int), 'pointee: kind'],
  ['arrays of other lengths', array(int, 2), array(u64, 9), 'compatible'],
  ['arrays of other elements', array(int, 2), array(ptr(int), 2), 'element: kind'],
  ['the kinds of the two types themselves are taken as they are', typedef('t', int), int, 'kind'],
  ['typedefs over anything compatible', typedef('t', int), typedef('v', constant(u64)), 'compatible'],
  ['equal prototypes', proto(int, ptr(int), u64), proto(bool, ptr(u64), int), 'compatible'],
  ['one argument more', proto(int, int, int), proto(int, int), 'argument-count'],
  ['variadic', proto(int, int, nothing), proto(int, int), 'argument-count'],
  ['second argument', proto(int, int, int), proto(int, int, ptr(struct('sk_buff'))), 'argument 2: kind'],
  ['inside an argument', proto(int, ptr(nothing)), proto(int, ptr(struct('a'))), 'argument 1, pointee: kind'],
  ['typedef in an argument', proto(int, typedef('u32', int)), proto(int, constant(u64)), 'compatible'],
  ['return type', proto(nothing, int), proto(int, int), 'return type: kind'],
  ['arguments before the return type', proto(nothing, int), proto(int, ptr(int)), 'argument 1: kind'],
  [
    'a callback',
    proto(int, ptr(proto(int, int))),
    proto(int, ptr(proto(int, ptr(int)))),
    'argument 1, pointee, argument 1: kind',
  ],
  ['31 pointers', around(31, ptr, int), around(31, ptr, int), 'compatible'],
  [
    '32 pointers are too many steps',
    around(32, ptr, int),
    around(32, ptr, int),
    `${Array<string>(32).fill('pointee').join(', ')}: too-deep`,
  ],
  ['32 modifiers', ptr(around(32, constant, int)), ptr(int), 'compatible'],
];

const FIELDS: Row[] = [
  ['struct and union', struct('a'), union('b'), 'compatible'],
  ['any pointers', ptr(int), ptr(struct('a')), 'compatible'],
  ['floats', float, float, 'compatible'],
  ['ints', int, u64, 'compatible'],
  ['an int that starts at a bit', bitInt, int, 'int-offset'],
  ['int and pointer', int, ptr(int), 'kind'],
  ['enums of one essential name', enum32('e___old'), enum64('e'), 'compatible'],
  ['enums of two names', enum32('e'), enum32('f'), 'name'],
  ['an anonymous enum', enum32(''), enum32('f'), 'compatible'],
  ['FWDs of one name', fwd('a'), fwd('a___x', true), 'compatible'],
  ['FWDs of two names', fwd('a'), fwd('b'), 'name'],
  ['FWD and STRUCT', fwd('a'), struct('a'), 'kind'],
  ['arrays of compatible elements', array(int, 2), array(u64, 7), 'compatible'],
  ['arrays of other elements', array(int, 2), array(struct('a'), 2), 'element: kind'],
  ['prototypes are never fields', proto(int), proto(int), 'unsupported-kind'],
  ['typedefs are skipped', typedef('t', int), u64, 'compatible'],
  ['void', nothing, nothing, 'unsupported-kind'],
];

const s = (list: Record<string, Make>, name = 's'): Make => members(name, list);
const MATCH: Row[] = [
  ['fewer members', s({ b: int }), s({ a: int, b: int }, 's___x'), 'compatible'],
  ['a member that is not there', s({ c: int }), s({ a: int, b: int }), 'member-missing'],
  ['more members than there are', s({ a: int, b: int }), s({ a: int }), 'member-count'],
  ['a member of another type', s({ a: int }), s({ a: u64 }), 'member a: name'],
  ['int names', int, u64, 'name'],
  ['an int against what has no name', ptr(nothing), typedef('pid_t', int), 'kind'],
  ['an int against a struct of another name', int, struct('a'), 'kind'],
  ['int sizes', int, (b) => b.addInt('int', 8, 1), 'int-size'],
  ['int signs', int, (b) => b.addInt('int', 4), 'int-sign'],
  [
    'anonymous members: one that matches is enough',
    s({ '#': s({ x: int }, '') }),
    s({ '#': s({ y: int }, ''), '#2': s({ x: int }, '') }),
    'compatible',
  ],
  ['array lengths', array(int, 2), array(int, 3), 'array-length'],
  ['behind a pointer only name and kind', ptr(s({ c: int })), ptr(s({ a: int })), 'compatible'],
  ['behind a pointer another kind', ptr(struct('a')), ptr(union('a')), 'pointee: kind'],
  ['behind a pointer a forward declaration', ptr(fwd('a')), ptr(struct('a')), 'compatible'],
  ['and the other way round', ptr(union('a')), ptr(fwd('a', true)), 'compatible'],
  ['a forward declaration of the other kind', ptr(fwd('a')), ptr(union('a')), 'pointee: kind'],
  ['a forward declaration alone', fwd('a'), struct('a'), 'kind'],
  ['two of them', fwd('a'), fwd('a', true), 'fwd-kind'],
  ['enumerators by name', enum32('e', 'B'), enum32('e', 'A', 'B___x'), 'compatible'],
  ['an enumerator that is not there', enum32('e', 'C'), enum32('e', 'A', 'B'), 'enumerator-missing'],
  ['more enumerators', enum32('e', 'A', 'B'), enum32('e', 'A'), 'enumerator-count'],
  ['enum sizes', enum32('e'), enum64('e'), 'enum-size'],
  ['enum and enum64 of one size', enum32('e'), enum64('e', 4), 'compatible'],
  ['argument counts', proto(int, int), proto(int), 'argument-count'],
  ['arguments', proto(int, int), proto(int, u64), 'argument 1: name'],
  ['return types', proto(int), proto(u64), 'return type: name'],
];

const RELATIONS = [
  ['typesAreCompatible', typesAreCompatible, TYPES],
  ['fieldsAreCompatible', fieldsAreCompatible, FIELDS],
  ['typesMatch', typesMatch, MATCH],
] as const;

describe.each(RELATIONS)('%s', (_name, relation, rows) => {
  describe.each([
    ['little', true],
    ['big', false],
  ])('kernel of %s endian', (_endian, littleEndian) => {
    it.each(rows)('%s', (_row, local, target, expected) => {
      const [l, t] = [view(local), view(target, littleEndian)];
      expect(say(relation(l.view, l.id, t.view, t.id))).toBe(expected);
    });
  });
});

describe('a difference', () => {
  it('names the argument as it is written and the place where the walk stopped', () => {
    const local = view(proto(int, ptr(constant(nothing))));
    const target = view(proto(int, ptr(constant(struct('task_struct')))));
    const answer = typesAreCompatible(local.view, local.id, target.view, target.id);
    if (answer.compatible) throw new Error('void * is no struct *');
    const { whole, local: innerLocal, target: innerTarget } = answer.difference;
    expect(local.view.kindOf(whole.local)).toBe(local.view.kindOf(ptrParam(local)));
    expect(whole.local).toBe(ptrParam(local));
    expect(whole.target).toBe(ptrParam(target));
    expect(local.view.sizeOrTypeOf(innerLocal)).toBe(0);
    expect(target.view.nameOf(target.view.sizeOrTypeOf(innerTarget))).toBe('task_struct');
  });

  it('counts arguments', () => {
    const [local, target] = [view(proto(int, int, int)), view(proto(int, int))];
    const answer = typesAreCompatible(local.view, local.id, target.view, target.id);
    expect(!answer.compatible && answer.difference.detail).toEqual({ local: 2, target: 1 });
  });

  it('follows a module into its base', () => {
    const base = new BtfBuilder();
    const skb = base.addStruct('sk_buff', 8);
    const module = base.split();
    const skbPtr = module.addPtr(skb);
    const kfunc = module.addFuncProto(0);
    module.addFuncParam('skb', skbPtr);
    const baseView = openBtf(Btf.parse(base.build()));
    const moduleView = openBtf(Btf.parse(module.build()), baseView);
    const ask = (param: Make): string => {
      const local = view(proto(nothing, param));
      return say(typesAreCompatible(local.view, local.id, moduleView, kfunc));
    };
    expect(ask(ptr(struct('anything')))).toBe('compatible');
    expect(ask(ptr(int))).toBe('argument 1, pointee: kind');
  });

  it('ends on prototypes that multiply', () => {
    const bomb: Make = (b) => {
      // Each prototype takes the next one 64 times: 64^20 arguments if each were followed.
      const first = b.typeCount;
      for (let i = 0; i < 20; i++) {
        const next = first + (i + 1) * 2;
        b.addPtr(first + i * 2 + 1);
        const id = b.addFuncProto(0);
        for (let arg = 0; arg < 64; arg++) b.addFuncParam('', i === 19 ? first : next);
        expect(id).toBe(first + i * 2 + 1);
      }
      return first + 1;
    };
    const local = view(bomb);
    const answer = typesAreCompatible(local.view, local.id, local.view, local.id);
    expect(say(answer)).toMatch(/: too-deep$/);
  });

  it('ends on a type that contains itself', () => {
    const loop: Make = (b) => {
      const id = b.addPtr(1);
      return id;
    };
    const local = view(loop);
    for (const [, relation] of RELATIONS.filter(([name]) => name !== 'fieldsAreCompatible')) {
      expect(say(relation(local.view, local.id, local.view, local.id))).toMatch(/too-deep$/);
    }
  });

  it('says so when a chain of modifiers does not end', () => {
    const loop: Make = (b) => b.addConst(b.typeCount);
    const local = view(loop);
    for (const [, relation] of RELATIONS) {
      expect(say(relation(local.view, local.id, local.view, local.id))).toBe('unresolvable');
    }
  });
});

function ptrParam({ view: of, id }: { view: BtfView; id: number }): number {
  const type = of.typeById(id);
  return type && 'params' in type ? type.params[0].typeId : -1;
}

describe('essentialName', () => {
  it.each([
    ['task_struct', 'task_struct'],
    ['task_struct___old', 'task_struct'],
    ['a___b___c', 'a___b'],
    ['a____b', 'a____b'],
    ['a_____b', 'a_____b'],
    ['a___', 'a___'],
    ['a___b___', 'a___b___'.slice(0, 1)],
    ['___a', '___a'],
    ['a___b____c', 'a'],
    ['', ''],
  ])('%s means %s', (name, essential) => {
    expect(essentialName(name)).toBe(essential);
  });
});
