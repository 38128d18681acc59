/**
 * BTF for the rarer rules of C text, in numbers that compilers seldom write.
 * In: a byte order. Out: a builder. What bpftool makes of it stands beside in `corners.c` and `corners.c-unsorted`,
 * remade by `e2e/judges/c-goldens.ts`.
 */

import { Kind } from '../../../../format/btf/kinds.ts';
import { BtfBuilder } from '../../../../format/testing/builder.ts';

export function corners(littleEndian = true): BtfBuilder {
  const b = new BtfBuilder({ littleEndian });
  const int = b.addInt('int', 4, 1);
  const char = b.addInt('char', 1, 1);
  const long = b.addInt('long', 8, 1);
  b.addInt('__Poly8_t', 1);
  const double = b.addFloat('double', 8);
  gaps(b, int, char, long, double);
  names(b, int, long);
  enums(b);
  declarators(b, int, char);
  order(b, int);
  kfuncs(b, int);
  return b;
}

/** Bitfields, holes, packing and sizes that members do not explain. */
function gaps(b: BtfBuilder, int: number, char: number, long: number, double: number): void {
  b.addStruct('bitfields', 24, true);
  b.addField('a', int, 0, 3).addField('b', int, 7, 2).addField('c', long, 40, 1).addField('d', char, 64);
  b.addField('e', int, 96).addField('f', int, 130, 30);
  b.addStruct('holes', 64);
  b.addField('a', char, 0).addField('b', char, 24).addField('c', char, 64).addField('d', int, 192);
  b.addField('e', long, 384);
  b.addStruct('packed', 13);
  b.addField('a', char, 0).addField('b', long, 8).addField('c', int, 72);
  b.addStruct('aligned', 128);
  b.addField('a', double, 0);
  b.addStruct('tail', 12);
  b.addField('a', int, 0).addField('b', char, 32);
  b.addStruct('empty', 0);
  b.addStruct('sized', 16);
  b.addUnion('packed_union', 5);
  b.addField('a', int, 0).addField('b', char, 0);
}

/** Several types, typedefs and enumerators of one name; nameless types in each other. */
function names(b: BtfBuilder, int: number, long: number): void {
  for (const type of [int, long, int]) {
    b.addStruct('twin', 16);
    b.addField(type === int ? 'x' : 'y', type, 0);
  }
  const same = b.addEnum('', 4);
  b.addEnumValue('SAME', 1);
  const inner = b.addStruct('', 8);
  b.addField('deep', int, 0).addField('same', same, 32);
  const union = b.addUnion('', 8);
  b.addField('', inner, 0).addField('other', long, 0);
  b.addStruct('nested', 24);
  b.addField('', union, 0).addField('named', union, 64).addField('again', same, 128);
  b.addTypedef('dup_t', int);
  b.addTypedef('dup_t', union);
  b.addTypedef('SAME', int);
  b.addStruct('n'.repeat(300), 4);
  b.addField('a', int, 0);
  b.addStruct('n'.repeat(300), 8);
  b.addField('a', long, 0);
}

function enums(b: BtfBuilder): void {
  b.addEnum('', 4);
  b.addEnumValue('ALONE_A', 0).addEnumValue('ALONE_B', 0xffffffff);
  b.addEnum('', 4);
  b.addEnumValue('ALSO', 7);
  b.addEnum('small', 1, true);
  b.addEnumValue('SMALL_MINUS', -1).addEnumValue('SMALL_ONE', 1);
  b.addEnum('wide_word', 8);
  b.addEnumValue('WORD', 5);
  b.addEnum64('wide', 8);
  b.addEnum64Value('WIDE_A', 1n).addEnum64Value('WIDE_B', 0xffffffffffffffffn);
  b.addEnum64('wide_low', 8, true);
  b.addEnum64Value('LOW', 3n);
  b.addEnum64('wide_minus', 8, true);
  b.addEnum64Value('MINUS', -5n);
  b.addEnum('later', 4);
}

/** Pointers, arrays, prototypes and modifiers in each other. */
function declarators(b: BtfBuilder, int: number, char: number): void {
  const constChar = b.addConst(char);
  const text = b.addPtr(constChar);
  const constText = b.addConst(text);
  const restrictText = b.addRestrict(text);
  const rows = b.addArray(b.addArray(int, int, 3), int, 2);
  const table = b.addArray(constText, int, 4);
  const printf = b.addFuncProto(int);
  b.addFuncParam('format', restrictText).addFuncParam('', 0);
  const handler = b.addPtr(printf);
  const handlers = b.addArray(handler, int, 8);
  const getter = b.addFuncProto(handler);
  b.addFuncParam('', 0);
  const row = b.addPtr(b.addArray(char, int, 16));
  const getterPtr = b.addPtr(getter);
  const odd = b.addVolatile(b.addConst(int));
  const pick = b.addFuncProto(row);
  b.addFuncParam('which', getterPtr).addFuncParam('odd', odd);
  const tagged = b.addPtr(b.addTypeTag('user', char));
  const attributed = b.addPtr(b.addRecord('address_space(1)', Kind.TypeTag, int, [], 0, true));
  const pickPtr = b.addPtr(pick);
  const flexible = b.addArray(b.addConst(b.addArray(char, int, 2)), int, 0);
  b.addStruct('declarators', 200);
  b.addField('rows', rows, 0).addField('table', table, 192).addField('handlers', handlers, 448);
  b.addField('getter', getterPtr, 960).addField('pick', pickPtr, 1024);
  b.addField('tagged', tagged, 1088).addField('attributed', attributed, 1152);
  b.addField('flexible', flexible, 1600);
  b.addTypedef('pick_fn', pick);
  b.addTypedef('table_t', table);
  b.addTypedef('__gnuc_va_list', 0);
  const list = b.addStruct('__va_list_tag', 4);
  b.addField('gp_offset', int, 0);
  b.addTypedef('va_list', b.addTypedef('__builtin_va_list', b.addArray(list, int, 1)));
}

/** Types that need each other: by value, behind pointers, and through typedefs. */
function order(b: BtfBuilder, int: number): void {
  const first = b.typeCount;
  // A record's ids follow its place: the struct first, what it points to after it.
  b.addStruct('a_first', 32);
  b.addField('later', first + 1, 0)
    .addField('alias', first + 3, 64)
    .addField('own', first + 6, 128);
  b.addField('shape', first + 8, 192);
  b.addPtr(first + 2);
  b.addStruct('z_later', 40);
  b.addField('back', first, 0).addField('self', first + 5, 256);
  b.addPtr(first + 4);
  b.addTypedef('z_alias', first + 2);
  b.addPtr(first + 2);
  b.addPtr(first);
  b.addPtr(b.addFwd('shape', true));
  b.addFwd('twin');
  b.addVar('variable', int, 0);
  b.addDatasec('.data', 4);
  b.addDatasecVar(b.typeCount - 2, 0, 4);
}

function kfuncs(b: BtfBuilder, int: number): void {
  const result = b.addPtr(int);
  const argument = b.addPtr(0);
  const proto = b.addFuncProto(result);
  b.addFuncParam('p', argument).addFuncParam('p__sz', int);
  for (const name of ['bpf_z', 'bpf_a', 'not_one']) {
    const func = b.addFunc(name, proto, 1);
    if (name !== 'not_one') b.addDeclTag('bpf_kfunc', func);
    if (name === 'bpf_a') b.addDeclTag('bpf_fastcall', func);
    b.addDeclTag('bpf_kfunc', func, 0);
  }
}
