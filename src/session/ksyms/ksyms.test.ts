/** Objects against the kernel that is open, in both endiannesses: reports, details, and what changes with the kernel. */

import { describe, expect, it } from 'vitest';
import { fixtureBytes, testKernelBytes } from '../../domain/ksym/testing/kernel.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import type { PageLine } from '../type-api.ts';
import type { PrototypeRow } from '../ksyms-api.ts';
import { file, smallKernel } from '../testing/kernels.ts';
import { OpenFixture, textFile } from './testing/open.ts';

const text = (line: PageLine): string => line.map((token) => token.text).join('');
const sides = (rows: readonly PrototypeRow[]): string[] =>
  rows.map(
    ({ part, argument, local, kernel, differs }) =>
      `${part}${argument || ''}: ${text(local)} | ${text(kernel)}${differs ? ' <' : ''}`,
  );

describe.each([true, false])('an object and its kernel (little endian: %s)', (littleEndian) => {
  it('is listed with what there is to look at', async () => {
    const { session } = await OpenFixture.open({ littleEndian });
    const { kernel, objects, generation } = await session.ksymObjects();
    expect(generation).toBe(session.workspace().generation);
    expect(kernel).toEqual({
      vmlinux: { source: 2, name: 'vmlinux', path: 'vmlinux' },
      choices: [{ source: 2, name: 'vmlinux', path: 'vmlinux' }],
      loaded: 1,
      notLoaded: 0,
      orderIsKnown: false,
      kallsyms: { source: 4, name: 'kallsyms', symbols: 2, masked: false },
    });
    expect(objects).toMatchObject([{ source: 1, name: 'fixture.bpf.o', externs: 11, error: null }]);
    const [{ loads, problems, relocations, coreProblems }] = objects;
    expect(loads).toEqual([
      // LINUX_KERNEL_VERSION is libbpf's own to tell.
      {
        loader: 'libbpf',
        stage: 'load-by-verifier',
        errno: 0,
        message: null,
        undecided: false,
        extern: null,
      },
      expect.objectContaining({
        loader: 'aya',
        stage: 'prepare',
        errno: null,
        extern: 'LINUX_KERNEL_VERSION',
      }),
      expect.objectContaining({ loader: 'aya-module-btf', extern: 'LINUX_KERNEL_VERSION' }),
    ]);
    const report = await session.ksymReport(1);
    expect(report?.externs.filter(({ problem }) => problem).map(({ name }) => name)).toEqual([
      // What aya refuses, what is missing, and what does not fit.
      'LINUX_KERNEL_VERSION',
      'gone_kfunc',
      'gone_symbol',
      'other_kfunc',
    ]);
    expect([problems, report?.core.length]).toEqual([4, relocations]);
    expect(report?.core.filter(({ problem }) => problem).length).toBe(coreProblems);
  });

  it('has a report of each extern, with links to both sides', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const { externs, fdArray, fixup } = await fixture.report();
    const modKfunc = externs.find(({ name }) => name === 'mod_kfunc');
    expect(modKfunc).toMatchObject({
      kind: 'func',
      weak: false,
      typed: true,
      section: '.ksyms',
      uses: 3,
      foundIn: 'mod',
      problem: false,
    });
    expect(new Set(modKfunc?.programs)).toEqual(new Set(['first', 'inner', 'second', 'third']));
    expect(text(modKfunc?.declaration ?? [])).toBe('extern void mod_kfunc(struct ctx *);');
    // The struct is named in the object, and the function in the module.
    const struct = modKfunc?.declaration.find((token) => token.text === 'ctx' && token.kind === 'type')?.ref;
    expect(struct && fixture.session.typePage(struct)?.title).toBe('struct ctx');
    expect(struct?.source).toBe(1);
    expect(modKfunc?.found && fixture.session.typePage(modKfunc.found)?.title).toBe('mod_kfunc()');
    expect(modKfunc?.verdicts.libbpf).toMatchObject({
      outcome: 'module-btf',
      module: 'mod',
      btfId: modKfunc?.found?.id,
    });
    expect(externs.find(({ name }) => name === 'vm_symbol')).toMatchObject({
      foundIn: 'kallsyms',
      found: null,
      verdicts: { libbpf: { outcome: 'kallsyms', address: '0xffffffff82c10940' } },
    });
    expect(externs.find(({ name }) => name === 'other_kfunc')).toMatchObject({ foundIn: 'vmlinux' });
    expect(fdArray).toEqual([null, 'mod']);
    expect(fixup).toMatchObject({ loader: 'libbpf', sizeBefore: 0, sizeAfter: 36 });
    expect(fixup?.before.map(({ size }) => size)).toEqual(
      fixup?.after.map(() => expect.any(Number) as number),
    );
    expect(fixup?.after.map(({ offset, size }) => [offset, size])).toEqual(
      fixup?.after.map((_, i) => [i * 4, 4]),
    );
  });

  it('has a report of each relocation', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const { core } = await fixture.report();
    const of = (local: string, kind: string): unknown =>
      core.find((row) => row.local === local && row.kind === kind && row.program === 'relocated');
    expect(of('struct thing.grown', 'byte_off')).toMatchObject({
      state: 'value',
      value: '16',
      access: '0:1',
      localType: { source: 1 },
      text: expect.stringContaining('struct thing.grown is at byte 16 in vmlinux') as string,
      candidates: [{ where: 'vmlinux', state: 'match', ref: { source: 2 }, value: '16' }],
      problem: false,
      line: null,
    });
    expect(of('struct thing___old.former', 'byte_off')).toMatchObject({
      state: 'poisoned',
      value: null,
      problem: true,
    });
    expect(of('struct thing___old.former', 'field_exists')).toMatchObject({
      state: 'value',
      value: '0',
      problem: false,
    });
    expect(core.map(({ index }) => index)).toEqual(core.map((_, i) => i));
  });

  it('shows the instruction of a relocation before and after libbpf', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const { core } = await fixture.report();
    const told = await Promise.all(
      core.map(async ({ index, kind, local }) => {
        const detail = await fixture.session.coreDetail(1, index);
        const after = detail?.changed ? detail.after.map(({ text }) => text).join('; ') : 'the same';
        return `${kind} ${local}: ${detail?.before.text}: ${after}`;
      }),
    );
    const poison = 'call unknown#195896080';
    expect(told).toEqual([
      'byte_off struct thing.deep: r2 = *(u16 *)(r1 +12): r2 = *(u16 *)(r1 +34)',
      'byte_off struct thing.id: r3 = *(u32 *)(r1 +0): r3 = *(u32 *)(r1 +8)',
      'byte_off struct thing.many[2]: r2 = *(u32 *)(r1 +32): r2 = *(u32 *)(r1 +48)',
      'byte_off struct thing.grown: r3 = *(u32 *)(r1 +4): r3 = *(u64 *)(r1 +16)',
      `byte_off struct thing.shrunk: r3 = *(u32 *)(r1 +8): ${poison}`,
      'byte_off struct thing.high: r3 = 8: r3 = 36',
      'byte_sz struct thing.high: r3 = 8: r3 = 4',
      'signed struct thing.high: r3 = 0: the same',
      `lshift_u64 struct thing.high: r3 = ${littleEndian ? '8: r3 = 53' : '51: r3 = 38'}`,
      'rshift_u64 struct thing.high: r3 = 59: the same',
      'field_exists struct thing___old.former: r3 = 1: r3 = 0',
      'local_type_id struct thing: r3 = 0x1a: the same',
      'target_type_id struct thing: r3 = 0x1a: r3 = 0x14',
      'type_exists struct thing: r3 = 1: the same',
      'type_size struct thing: r3 = 48: r3 = 64',
      'enumval_exists enum color::GREEN = 2: r3 = 0x1: the same',
      `enumval_value enum color::BLUE = 3: r3 = 0x3: ${poison}; ${poison}`,
      `byte_off struct thing___old.former: r1 = *(u32 *)(r1 +0): ${poison}`,
      'byte_off struct thing.gone: r0 = *(u32 *)(r6 +40): the same',
    ]);
    const wide = await fixture.session.coreDetail(1, 16);
    expect(wide?.before).toMatchObject({ code: 0x18, dst: 3, imm: 3, hi: 0 });
    expect(wide?.after[1]).toMatchObject({ code: 0x85, dst: 0, src: 0, off: 0, imm: 195896080, hi: null });
    expect(await fixture.session.coreDetail(1, core.length)).toBeNull();
    expect(await fixture.session.coreDetail(1, -1)).toBeNull();
    expect(await fixture.session.coreDetail(2, 0)).toBeNull();
  });

  it('lays two prototypes side by side, and marks where they part', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const other = await fixture.detail('other_kfunc');
    expect(other.hits).toMatchObject([
      {
        where: 'vmlinux',
        loaded: true,
        kfunc: 'kfunc',
        compatible: false,
        difference: 'argument 1: local `int`, kernel `struct ctx *`',
      },
    ]);
    expect(sides(other.hits[0].sides)).toEqual([
      'name: other_kfunc | other_kfunc',
      'returns: int | int',
      // clang keeps no names of arguments in declarations.
      'argument1: int | struct ctx *value <',
    ]);
    const [, , argument] = other.hits[0].sides;
    expect(argument.kernel.find((token) => token.text === 'ctx')?.ref?.source).toBe(2);
    expect(argument.local.find((token) => token.text === 'int')?.ref?.source).toBe(1);

    const module = await fixture.detail('mod_kfunc');
    expect(sides(module.hits[0].sides)).toEqual([
      'name: mod_kfunc | mod_kfunc',
      'returns: void | void',
      'argument1: struct ctx * | struct ctx *ctx',
    ]);
    // From the module into its base.
    expect(module.hits[0].sides[2].kernel.find((token) => token.text === 'ctx')).toMatchObject({
      ref: { source: 2 },
      crosses: true,
    });
    expect(sides((await fixture.detail('vm_var')).hits[0].sides)).toEqual([
      'name: vm_var | vm_var',
      'type: const counter_t | counter_t',
    ]);
  });

  it('tells the way of the search', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const trail = async (name: string): Promise<unknown> => {
      const { steps, searched } = await fixture.detail(name);
      return [searched, ...steps.map((step) => `${step.name} ${step.source} ${step.result}`)];
    };
    expect(await trail('vm_kfunc')).toEqual([1, 'vmlinux 2 hit']);
    expect(await trail('mod_kfunc')).toEqual([2, 'vmlinux 2 none', 'mod 3 hit']);
    expect(await trail('gone_kfunc')).toEqual([2, 'vmlinux 2 none', 'mod 3 none']);
    expect(await trail('vm_symbol')).toEqual([0]);
    fixture.session.setLoaded([3], false);
    expect(await trail('mod_kfunc')).toEqual([1, 'vmlinux 2 none', 'mod 3 not-loaded']);
  });

  it('shows instructions before and after, as the kernel prints them', async () => {
    const fixture = await OpenFixture.open({ littleEndian });
    const uses = async (name: string): Promise<string[]> =>
      (await fixture.detail(name)).uses.map(
        ({ program, insn, origin, before, after, poisoned }) =>
          `${program} #${insn}${origin ? ` (${origin.program} #${origin.insn})` : ''}: ${before.text} -> ${after.text}${poisoned ? ' poisoned' : ''}`,
      );
    const id = async (name: string): Promise<number> => (await fixture.detail(name)).hits[0].ref.id;
    const hex = (value: number): string => value.toString(16);
    expect(await uses('vm_kfunc')).toEqual([
      `first #2: call pc-1 -> call vm_kfunc#${await id('vm_kfunc')}`,
      `first #57 (outer #2): call pc-1 -> call vm_kfunc#${await id('vm_kfunc')}`,
    ]);
    // Named as the kernel names it, without the flavor.
    expect(await uses('vm_kfunc___two')).toEqual([
      expect.stringMatching(new RegExp(`^second #\\d+: call pc-1 -> call vm_kfunc#${await id('vm_kfunc')}$`)),
    ]);
    expect(await uses('vm_symbol')).toEqual(
      ['first #7: r1 = 0x0 -> r1 = 0xffffffff82c10940'].map(
        (line) => expect.stringMatching(line.replaceAll('r1', 'r\\d')) as string,
      ),
    );
    expect((await uses('mod_var'))[0]).toMatch(
      new RegExp(
        `^first #9: r\\d = 0x0 -> r\\d = 0x<fd of mod>${hex(await id('mod_var')).padStart(8, '0')}$`,
      ),
    );
    expect((await uses('gone_kfunc')).at(-1)).toBe(
      'first #32: call pc-1 -> call unknown#2002000002 poisoned',
    );
    expect((await uses('CONFIG_FLAG'))[0]).toMatch(/-> r\d = map\[id:<\.kconfig>\]\[0\]\+4$/);
    const { uses: rows, applied } = await fixture.detail('vm_kfunc');
    expect(applied).toBe(true);
    expect(rows[0].after).toMatchObject({ code: 0x85, dst: 0, src: 2, off: 0, hi: null, fdOf: null });
    fixture.session.remove(4);
    expect((await uses('vm_symbol'))[0]).toMatch(/-> r\d = <address of vm_symbol>$/);
  });
});

describe('the kernel', () => {
  it('has the modules that are switched on', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const before = session.workspace().generation;
    const off = session.setLoaded([3, 2, 99], false);
    expect(off.generation).toBeGreaterThan(before);
    expect(off.sources.map(({ loaded }) => loaded)).toEqual([true, true, false, true]);
    expect((await session.ksymObjects()).kernel).toMatchObject({ loaded: 0, notLoaded: 1 });
    expect(await fixture.outcomes()).toMatchObject({ mod_kfunc: 'error', vm_kfunc: 'not-reached' });
    const { advice, hits } = await fixture.detail('mod_kfunc');
    expect(advice).toEqual([{ code: 'module-not-loaded', modules: ['mod'] }]);
    expect(hits).toMatchObject([{ where: 'mod', loaded: false, compatible: true }]);
    session.setLoaded([3], true);
    expect(await fixture.outcomes()).toMatchObject({ mod_kfunc: 'module-btf', vm_kfunc: 'vmlinux-btf' });
  });

  it('searches modules in their order', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const { module } = testKernelBytes();
    await fixture.add(file('my-mod', module), file('third', module));
    const moduleOf = async (): Promise<unknown> => (await fixture.detail('mod_kfunc')).row.foundIn;
    expect(await moduleOf()).toBe('mod');
    session.moveModule(fixture.id('my-mod'), 3);
    // As the kernel names it.
    expect(await moduleOf()).toBe('my_mod');
    expect((await session.ksymObjects()).kernel.orderIsKnown).toBe(true);
    session.moveModule(fixture.id('my-mod'), null);
    expect(await moduleOf()).toBe('mod');
    const { generation } = session.workspace();
    session.moveModule(2, 3);
    session.moveModule(3, 2);
    expect(session.workspace().generation).toBe(generation);
  });

  it('takes order and modules from a list', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const { module } = testKernelBytes();
    await fixture.add(file('my-mod', module), file('third', module));
    session.setLoaded([fixture.id('third')], false);
    const list = 'third 16384 0 - Live 0x0\ngone 1 0\nmy_mod 16384 1 third, Live 0x0\n';
    const report = session.takeModuleOrder(list);
    expect(report).toMatchObject({ named: 3, missing: ['gone'], switchedOff: 1 });
    const modules = report.workspace.sources.filter(({ role }) => role === 'module');
    expect(modules.map(({ name, loaded }) => `${name} ${loaded}`)).toEqual([
      'my-mod true',
      'third true',
      'mod false',
    ]);
    const detail = await fixture.detail('mod_kfunc');
    expect(detail.steps.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'vmlinux none',
      'my_mod hit',
      'third hit',
      'mod not-loaded',
    ]);
    expect(detail).toMatchObject({ searched: 2 });
    const { generation } = session.workspace();
    expect(session.takeModuleOrder('no list at all\n')).toMatchObject({
      named: 0,
      missing: [],
      switchedOff: 0,
      unread: 1,
    });
    expect(session.takeModuleOrder('garbage !!!\n hello')).toMatchObject({ named: 0, unread: 1 });
    expect(session.workspace().generation).toBe(generation);
    // Off before, and off now.
    expect(session.takeModuleOrder('third\n???\ngone')).toMatchObject({
      named: 2,
      missing: ['gone'],
      switchedOff: 2,
      unread: 1,
    });
  });

  it('stays what it is when another is opened, and has the most modules at first', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const kernel = async (): Promise<unknown> => (await session.ksymObjects()).kernel.vmlinux?.path;
    const small = smallKernel('two');
    const { base } = small;
    const files = ['one', 'two'].map((name) => file(`other/${name}`, small.module(name).build()));
    expect(await kernel()).toBe('vmlinux');
    await fixture.add(file('other/vmlinux', base.build()), ...files);
    expect(await kernel()).toBe('vmlinux');
    // Without modules nothing speaks for it any more.
    session.remove(3);
    expect(await kernel()).toBe('other/vmlinux');
    await fixture.add(file('mod', testKernelBytes().module));
    expect(await kernel()).toBe('other/vmlinux');
    session.chooseKernel(2);
    expect(await kernel()).toBe('vmlinux');

    const all = new OpenFixture();
    const { vmlinux, module } = testKernelBytes();
    await all.add(
      file('vmlinux', vmlinux),
      file('mod', module),
      file('other/vmlinux', base.build()),
      ...files,
    );
    expect((await all.session.ksymObjects()).kernel.vmlinux?.path).toBe('other/vmlinux');
  });

  it('is the first vmlinux that was opened where none has modules, or the one that is chosen', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const other = new BtfBuilder();
    other.addInt('int', 4, 1);
    await fixture.add(file('other/vmlinux', other.build()));
    const kernel = async (): Promise<unknown[]> => {
      const before = session.workspace().kernel;
      const { vmlinux, choices, loaded } = (await session.ksymObjects()).kernel;
      expect(before).toBe(vmlinux?.source ?? null);
      return [vmlinux?.path, choices.length, loaded];
    };
    expect(await kernel()).toEqual(['vmlinux', 2, 1]);
    session.chooseKernel(fixture.id('other/vmlinux'));
    expect(await kernel()).toEqual(['other/vmlinux', 2, 0]);
    session.chooseKernel(2);
    expect(await kernel()).toEqual(['vmlinux', 2, 1]);
    const { generation } = session.workspace();
    session.chooseKernel(1);
    session.chooseKernel(3);
    expect(session.workspace().generation).toBe(generation);
    session.remove(2);
    expect(await kernel()).toEqual(['other/vmlinux', 1, 0]);
    session.remove(fixture.id('other/vmlinux'));
    expect(await kernel()).toEqual([undefined, 0, 0]);
    expect((await fixture.report()).object.loads[0]).toMatchObject({ stage: 'prepare', errno: -3 });
  });

  it('is told again to another session', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const { module } = testKernelBytes();
    await fixture.add(file('second', module));
    const said = { vmlinux: 2, order: [fixture.id('second'), 77, 3], orderIsKnown: true, off: [3, 78] };
    const { sources } = session.restoreKernel(said);
    expect(sources.filter(({ role }) => role === 'module').map(({ name, loaded }) => [name, loaded])).toEqual(
      [
        ['second', true],
        ['mod', false],
      ],
    );
    expect((await session.ksymObjects()).kernel).toMatchObject({
      orderIsKnown: true,
      loaded: 1,
      notLoaded: 1,
    });
  });

  it('is the same for objects as long as nothing of it changes', async () => {
    const fixture = await OpenFixture.open();
    const first = await fixture.report();
    await fixture.add(textFile('notes', 'nothing'), file('copy.o', fixtureBytes()));
    const second = await fixture.report();
    expect(second.generation).toBeGreaterThan(first.generation);
    expect({ ...second, generation: 0 }).toEqual({ ...first, generation: 0 });
  });
});

describe('a newer question', () => {
  it('answers an older one that is still under way', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const older = session.ksymObjects();
    session.setLoaded([3], false);
    const newer = session.ksymObjects();
    expect((await older).kernel).toMatchObject({ loaded: 0, notLoaded: 1 });
    expect(await older).toBe(await newer);
  });
});
