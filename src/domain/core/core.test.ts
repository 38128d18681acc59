// CO-RE relocations of the fixture against a small kernel, in both endiannesses, and the rules one by one. The values were
// worked out from the two definitions of `struct thing`; the ground truth and libbpf itself agree on the rest.
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { searchedBtfs } from '../bpf/kernel.ts';
import { fixtureObject, testKernel } from '../ksym/testing/kernel.ts';
import { typeTextOf } from '../ksym/type-text.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { findCandidates } from './candidates.ts';
import { patchInsn, type RelocationValue } from './patch.ts';
import { AYA_CORE, LIBBPF_CORE, relocateCore, type CoreResult } from './relocate.ts';
import { resolveRelocation } from './resolve.ts';
import { formatSpec, parseSpec } from './spec.ts';
import { coreText } from './words.ts';

const say = ({ relocation, program, state, value, patch }: CoreResult): string => {
  const size = patch?.memSize ? `, ${patch.memSize.before} -> ${patch.memSize.after} bytes` : '';
  return `${program} ${relocation.kind} ${relocation.local}: ${state === 'value' ? value : state}${size}`;
};

describe.each([true, false])('CO-RE of an object (little endian: %s)', (littleEndian) => {
  const object = fixtureObject(littleEndian);
  const kernel = testKernel({ littleEndian });
  const { results, error } = relocateCore(object, searchedBtfs(kernel), LIBBPF_CORE);
  const local = object.btf;
  if (!local) throw new Error('the fixture has BTF');

  it('gives each relocation its value', () => {
    expect(error).toBeNull();
    expect(results.map(say)).toEqual([
      'relocated byte_off struct thing.deep: 34',
      'relocated byte_off struct thing.id: 8',
      'relocated byte_off struct thing.many[2]: 48',
      'relocated byte_off struct thing.grown: 16, 4 -> 8 bytes',
      'relocated byte_off struct thing.shrunk: poisoned',
      'relocated byte_off struct thing.high: 36',
      'relocated byte_sz struct thing.high: 4',
      'relocated signed struct thing.high: 0',
      // Bits 6 to 10 of the word at byte 36, counted from the end where the number starts.
      `relocated lshift_u64 struct thing.high: ${littleEndian ? 64 - 11 : 32 + 6}`,
      'relocated rshift_u64 struct thing.high: 59',
      'relocated field_exists struct thing___old.former: 0',
      `relocated local_type_id struct thing: ${localId(local, 'thing')}`,
      `relocated target_type_id struct thing: ${kernel.ids.thing}`,
      'relocated type_exists struct thing: 1',
      'relocated type_size struct thing: 64',
      'relocated enumval_exists enum color::GREEN = 2: 1',
      'relocated enumval_value enum color::BLUE = 3: poisoned',
      'relocated byte_off struct thing___old.former: poisoned',
      'third byte_off struct thing.gone: not-loaded',
    ]);
  });

  it('says in words what it found and what not', () => {
    const text = (i: number): string => coreText(results[i], local, typeTextOf);
    expect(text(1)).toBe(`struct thing.id is at byte 8 in vmlinux [${kernel.ids.thing}]`);
    expect(text(3)).toBe(
      `struct thing.grown is at byte 16 in vmlinux [${kernel.ids.thing}], moved as 8 bytes instead of 4`,
    );
    expect(text(4)).toContain('accesses field incorrectly');
    expect(text(10)).toBe(
      `struct thing___old.former is not there: vmlinux [${kernel.ids.thing}] has no member former`,
    );
    expect(text(14)).toBe(`struct thing has 64 bytes in vmlinux [${kernel.ids.thing}]`);
    expect(text(16)).toBe(
      `enum color::BLUE is not there: vmlinux [${kernel.ids.color}] has no enumerator BLUE; the instruction is poisoned`,
    );
  });

  it('ends at the first error, and still looks at the rest', () => {
    const aya = relocateCore(object, [], AYA_CORE);
    const states = aya.results.map(({ state }) => state);
    expect(states.indexOf('error')).toBe(12);
    expect(states.slice(13, 18)).toEqual(Array(5).fill('not-reached'));
    expect(aya.error?.line).toBe(
      `prog 'relocated': relo #${aya.results[12].relocation.number}: target_type_id of [${localId(local, 'thing')}], which the kernel does not have`,
    );
  });
});

function localId(view: BtfView, name: string): number {
  for (let id = 1; id < view.typeCount; id++) if (view.nameOf(id) === name) return id;
  throw new Error(`no ${name}`);
}

/** vmlinux and two modules that have `name` as the given sizes; null for a view without it. */
function kernelsWith(
  sizes: readonly (number | null)[],
  name = 'thing',
): { module: string | null; view: BtfView }[] {
  const b = new BtfBuilder();
  b.addInt('int', 4, 1);
  const vmlinux = sizes.at(0);
  if (vmlinux != null) b.addStruct(name, vmlinux);
  else b.addFwd(name);
  const view = openBtf(Btf.parse(b.build()));
  return [
    { module: null, view },
    ...sizes.slice(1).map((size, i) => {
      const m = b.split();
      m.addInt('own', 4);
      if (size !== null) m.addStruct(name, size);
      return { module: `m${i}`, view: openBtf(Btf.parse(m.build(), view.own), view) };
    }),
  ];
}

function localStruct(name: string): { view: BtfView; id: number } {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const id = b.addStruct(name, 4);
  b.addField('a', int, 0);
  return { view: openBtf(Btf.parse(b.build())), id };
}

describe('candidates', () => {
  const modulesOf = (sizes: readonly (number | null)[], withModules = true, name = 'thing___x'): unknown => {
    const local = localStruct(name);
    return findCandidates(local.view, local.id, kernelsWith(sizes), withModules).map(({ module }) => module);
  };

  it.each<[string, readonly (number | null)[], unknown]>([
    ['vmlinux alone where it has one', [4, 8, 8], [null]],
    ['modules where vmlinux has none, a forward declaration included', [null, 8, 8], ['m0', 'm1']],
    ['only modules that have it', [null, null, 8], ['m1']],
    ['none', [null, null], []],
  ])('%s', (_what, sizes, expected) => {
    expect(modulesOf(sizes)).toEqual(expected);
  });

  it('leave modules out for a loader that does not see them', () => {
    expect(modulesOf([null, 8], false)).toEqual([]);
  });

  it('are of the same kind', () => {
    const b = new BtfBuilder();
    const local = { id: b.addUnion('thing', 4), view: openBtf(Btf.parse(b.build())) };
    expect(findCandidates(local.view, local.id, kernelsWith([4]), true)).toEqual([]);
  });
});

describe('several candidates', () => {
  const resolve = (kind: 'type_size' | 'type_exists', sizes: readonly number[]): unknown => {
    const { view, id } = localStruct('thing');
    const spec = parseSpec(view, id, kind, '0');
    if (typeof spec === 'number') throw new Error('a bad spec');
    const kernels = kernelsWith([null, ...sizes]);
    const candidates = findCandidates(view, id, kernels, true);
    const { decision } = resolveRelocation(spec, candidates, { kind, kindNumber: 9 }, { left: 1e6 });
    return decision.state === 'value' ? decision.value.value : decision;
  };

  it('must agree', () => {
    expect(resolve('type_size', [8, 8])).toBe(8n);
    expect(resolve('type_exists', [8, 4])).toBe(1n);
    expect(resolve('type_size', [8, 4])).toEqual({
      state: 'error',
      errno: -22,
      line: 'relocation decision ambiguity: success 4 != success 8',
    });
  });
});

describe('parseSpec', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const inner = b.addStruct('', 8);
  b.addField('x', int, 0).addField('y', int, 32);
  const array = b.addArray(int, int, 3);
  const flexible = b.addArray(int, int, 0);
  const outer = b.addStruct('outer', 24);
  b.addField('', inner, 0).addField('list', array, 64).addField('rest', flexible, 160);
  const color = b.addEnum('color');
  b.addEnumValue('RED', 4);
  const pointer = b.addPtr(outer);
  const view = openBtf(Btf.parse(b.build()));

  it.each([
    [outer, 'byte_off', '0:0:1', 'struct outer.y (0:0:1 @ offset 4)'],
    [outer, 'byte_off', '0:1:2', 'struct outer.list[2] (0:1:2 @ offset 16)'],
    [outer, 'byte_off', '2', 'struct outer[2] (2 @ offset 48)'],
    [outer, 'byte_off', '1:1', 'struct outer[1].list (1:1 @ offset 32)'],
    [outer, 'byte_off', '0:2:9', 'struct outer.rest[9] (0:2:9 @ offset 56)'],
    [color, 'enumval_value', '0', 'enum color::RED = 4'],
    [outer, 'type_exists', '0', 'struct outer'],
    [outer, 'byte_off', '0:1:3', -22],
    [outer, 'byte_off', '0:3', -22],
    [outer, 'byte_off', '0:1:0:0', -22],
    [outer, 'byte_off', '', -22],
    [outer, 'byte_off', ':0', -22],
    [outer, 'byte_off', '0:x', -22],
    [outer, 'byte_off', '0:-1', -22],
    [outer, 'type_exists', '1', -22],
    [color, 'enumval_value', '1', -22],
    [color, 'enumval_value', '0:0', -22],
    [pointer, 'byte_off', '0:0', -22],
    [999, 'byte_off', '0', -22],
    [outer, 'byte_off', Array(65).fill('0').join(':'), -7],
  ] as const)('[%i] %s %s', (id, kind, access, expected) => {
    const spec = parseSpec(view, id, kind, access);
    expect(typeof spec === 'number' ? spec : formatSpec(spec)).toBe(expected);
  });
});

describe('what a kind asks of an array element', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const list = b.addArray(int, int, 3);
  const outer = b.addStruct('outer', 12);
  b.addField('list', list, 0);
  const view = openBtf(Btf.parse(b.build()));
  const spec = parseSpec(view, outer, 'lshift_u64', '0:0:1');
  if (typeof spec === 'number') throw new Error('outer.list[1] is there');

  it.each([
    ['byte_off', 0, 4n],
    ['byte_sz', 1, 4n],
    ['field_exists', 2, 1n],
  ] as const)('%s is %i', (kind, kindNumber, expected) => {
    const candidates = [{ module: null, view, id: outer }];
    const { decision } = resolveRelocation(spec, candidates, { kind, kindNumber }, { left: 100 });
    expect(decision).toMatchObject({ state: 'value', value: { value: expected } });
  });

  it.each([
    ['signed', 3],
    ['lshift_u64', 4],
    ['rshift_u64', 5],
  ] as const)('%s is refused, as libbpf does', (kind, kindNumber) => {
    const { decision } = resolveRelocation(spec, [], { kind, kindNumber }, { left: 100 });
    expect(decision).toEqual({
      state: 'error',
      errno: -22,
      line: 'failed to relocate: -EINVAL',
      atElement: true,
    });
  });
});

describe('patchInsn', () => {
  const value = (original: bigint, to: bigint, rest: Partial<RelocationValue> = {}): RelocationValue => ({
    original,
    value: to,
    validate: true,
    originalMemSize: 4,
    memSize: 4,
    memSizeIsWrong: false,
    ...rest,
  });
  const insn = (code: number, off: number, imm: number) => ({ code, dst: 1, src: 0, off, imm });
  const LDX_W = 0x61;
  const MOV_K = 0xb7;

  it('writes an immediate, an offset, or both halves of a constant', () => {
    expect(patchInsn(insn(MOV_K, 0, 8), null, 0, value(8n, 16n))).toEqual({
      state: 'patched',
      patch: { what: 'ALU/ALU64 imm', before: 8n, after: 16n, memSize: null },
    });
    expect(patchInsn(insn(LDX_W, 8, 0), null, 0, value(8n, 16n))).toMatchObject({
      patch: { what: 'LDX/ST/STX off', after: 16n },
    });
    const half = { code: 0, dst: 0, src: 0, off: 0, imm: 1 };
    expect(patchInsn(insn(0x18, 0, 2), half, 0, value((1n << 32n) | 2n, 5n))).toMatchObject({
      patch: { what: 'LDIMM64 imm64', before: (1n << 32n) | 2n, after: 5n },
    });
  });

  it('reads negative numbers as libbpf does', () => {
    const minus = BigInt.asUintN(64, -1n);
    expect(patchInsn(insn(MOV_K, 0, -1), null, 0, value(minus, 3n))).toMatchObject({
      patch: { before: minus },
    });
  });

  it('widens a load', () => {
    const widened = patchInsn(insn(LDX_W, 8, 0), null, 0, value(8n, 16n, { memSize: 8 }));
    expect(widened).toMatchObject({ patch: { memSize: { before: 4, after: 8 } } });
  });

  it.each([
    ['another value than expected', insn(MOV_K, 0, 7), value(8n, 16n), 'got 7, exp 8 -> 16'],
    ['a register operand', insn(0xbf, 0, 8), value(8n, 16n), 'no immediate operand'],
    ['an offset that does not fit', insn(LDX_W, 8, 0), value(8n, 40000n), 'value too big: 40000'],
    [
      'a load of another size than the field',
      insn(LDX_W, 8, 0),
      value(8n, 8n, { originalMemSize: 2, memSize: 8 }),
      'unexpected mem size: got 4, exp 2',
    ],
    [
      'a size that no load has',
      insn(LDX_W, 8, 0),
      value(8n, 8n, { memSize: 12 }),
      'invalid new mem size: 12',
    ],
    ['half a constant', insn(0x18, 0, 8), value(8n, 16n), 'has unexpected form'],
    ['a jump', insn(0x05, 0, 0), value(8n, 16n), 'trying to relocate unrecognized insn #0, code:0x5'],
  ])('refuses %s', (_what, one, res, line) => {
    const result = patchInsn(one, null, 0, res);
    expect(result.state === 'error' ? result.line : result).toContain(line);
  });

  it('poisons a load of a signed field that has grown', () => {
    const result = patchInsn(insn(LDX_W, 8, 0), null, 0, value(8n, 8n, { memSize: 8, memSizeIsWrong: true }));
    expect(result.state).toBe('poisoned');
  });
});
