// The fixture against a small kernel that is changed in one place at a time; then, where the ground truth lies beside the
// repository, all of its objects against what a running kernel did.
import { describe, expect, it } from 'vitest';
import { Kallsyms } from '../../format/kallsyms/kallsyms.ts';
import { sectionByName, parseElf } from '../../format/elf/elf.ts';
import { BtfError } from '../../format/errors.ts';
import type { KernelUnderTest } from '../bpf/kernel.ts';
import { openBpfObject } from '../bpf/object.ts';
import { differenceText } from '../compat/difference-text.ts';
import { adviseOn } from './advice.ts';
import { analyzeObject, type Analysis } from './analyze.ts';
import { fixUpKsyms } from './fixup.ts';
import { testGroundTruth } from './testing/ground-truth.ts';
import { fixtureBytes, fixtureObject, testKernel, type TestKernel } from './testing/kernel.ts';
import { declarationText, typeTextOf } from './type-text.ts';
import type { Resolution } from './verdict.ts';

const outcomes = ({ externs }: Analysis, { verdicts }: Resolution): Record<string, string> =>
  Object.fromEntries(externs.externs.map(({ name, index }) => [name, verdicts[index].outcome]));

const kallsyms = (text: string): Kallsyms => Kallsyms.parse(new TextEncoder().encode(text));

const analyze = (change: Partial<KernelUnderTest> = {}): Analysis =>
  analyzeObject(fixtureObject(), { ...testKernel(), ...change });

const ORDER = [
  // .kconfig by alignment, then .ksyms by name
  'LINUX_KERNEL_VERSION',
  'CONFIG_FLAG',
  'gone_kfunc',
  'gone_symbol',
  'mod_kfunc',
  'mod_var',
  'other_kfunc',
  'vm_kfunc',
  'vm_kfunc___two',
  'vm_symbol',
  'vm_var',
];

describe.each([true, false])('an object against a kernel (little endian: %s)', (littleEndian) => {
  const object = fixtureObject(littleEndian);
  const kernel = testKernel({ littleEndian });
  const analysis = analyzeObject(object, kernel);
  const use = (program: string, insn: number): unknown => {
    const found = analysis.plan.uses.find((one) => one.program === program && one.insn === insn);
    if (!found) throw new Error(`no use in ${program} at ${insn}`);
    const { src, off, imm, hi, fdOf } = found.after;
    return { src, off, imm, ...(found.form === 'call' ? {} : { hi }), ...(fdOf === null ? {} : { fdOf }) };
  };

  it('has its externs in the order of libbpf', () => {
    expect(analysis.externs.externs.map(({ name }) => name)).toEqual(ORDER);
    expect(analysis.externs.openError).toBeNull();
  });

  it('resolves them as libbpf does', () => {
    expect(outcomes(analysis, analysis.libbpf)).toEqual({
      LINUX_KERNEL_VERSION: 'kconfig',
      CONFIG_FLAG: 'kconfig',
      gone_kfunc: 'weak-missing',
      gone_symbol: 'weak-missing',
      mod_kfunc: 'module-btf',
      mod_var: 'module-btf',
      other_kfunc: 'weak-missing',
      vm_kfunc: 'vmlinux-btf',
      vm_kfunc___two: 'vmlinux-btf',
      vm_symbol: 'kallsyms',
      vm_var: 'vmlinux-btf',
    });
    expect(analysis.libbpf.load).toEqual({
      stage: 'load-by-verifier',
      errno: 0,
      message: null,
      undecided: false,
    });
  });

  it('plans each instruction, sub-programs where they end up', () => {
    const { ids } = kernel;
    expect(analysis.plan.fdArray).toEqual([null, 'mod']);
    expect(use('first', 2)).toEqual({ src: 2, off: 0, imm: ids.vmKfunc });
    expect(use('first', 7)).toEqual({ src: 0, off: 0, imm: 0x82c10940 | 0, hi: -1 });
    expect(use('first', 9)).toEqual({ src: 3, off: 0, imm: ids.modVar, hi: null, fdOf: 'mod' });
    expect(use('first', 19)).toEqual({ src: 0, off: 0, imm: 0, hi: 0 });
    expect(use('first', 22)).toEqual({ src: 3, off: 0, imm: ids.vmVar, hi: 0 });
    expect(use('first', 29)).toEqual({ src: 0, off: 0, imm: 0, hi: 0 });
    expect(use('first', 32)).toEqual({ src: 0, off: 0, imm: 2002000002 });
    expect(use('first', 39)).toEqual({ src: 0, off: 0, imm: 2002000006 });
    expect(use('first', 40)).toEqual({ src: 2, off: 0, imm: null, hi: 4, fdOf: '.kconfig' });
    expect(use('first', 44)).toEqual({ src: 2, off: 0, imm: null, hi: 0, fdOf: '.kconfig' });
    expect(use('first', 57)).toEqual({ src: 2, off: 0, imm: ids.vmKfunc });
    expect(use('first', 66)).toEqual({ src: 2, off: 1, imm: ids.modKfunc });
    expect(use('second', 9)).toEqual({ src: 2, off: 1, imm: ids.modKfunc });
    // Not loaded: as it stands in the object.
    expect(use('third', 1)).toEqual({ src: 1, off: 0, imm: -1 });
  });

  it('says where the prototypes differ', () => {
    const finding = analysis.findings.find(({ extern }) => extern.name === 'other_kfunc');
    const hit = finding?.lookup?.hits.at(0);
    if (!object.btf || !hit || hit.comparison.compatible) throw new Error('other_kfunc differs');
    expect(differenceText(hit.comparison.difference, typeTextOf(object.btf), typeTextOf(hit.view))).toBe(
      'argument 1: local `int`, kernel `struct ctx *`',
    );
    expect(declarationText(hit.view, hit.id)).toBe('static int other_kfunc(struct ctx *value);');
  });

  it('makes of .ksyms what the kernel takes', () => {
    const fixup = object.btf && fixUpKsyms(object.btf, 'libbpf');
    expect(fixup?.before.size).toBe(0);
    expect(new Set(fixup?.before.entries.map(({ kind, linkage }) => `${kind} ${linkage}`))).toEqual(
      new Set(['FUNC extern', 'VAR extern']),
    );
    expect(fixup?.after.size).toBe(9 * 4);
    expect(fixup?.after.entries.map(({ offset, size }) => `${offset}+${size}`)).toEqual(
      Array.from({ length: 9 }, (_, i) => `${i * 4}+4`),
    );
    expect(fixup?.after.entries.filter(({ name }) => name === 'dummy_ksym')).toHaveLength(5);
    expect(fixup?.after.entries.every(({ kind, linkage }) => `${kind} ${linkage}` === 'VAR global')).toBe(
      true,
    );
    expect(fixup?.functions.find(({ name }) => name === 'vm_kfunc')?.namedArguments).toBe(2);
    expect(object.btf && fixUpKsyms(object.btf, 'aya')?.placeholder?.name).toBe('ksym_func_placeholder');
  });
});

describe('libbpf', () => {
  it('stops at the first strong extern that is missing, by name', () => {
    const analysis = analyze({ modules: [] });
    expect(analysis.libbpf.load).toMatchObject({
      stage: 'prepare',
      errno: -22,
      message: "extern (func ksym) 'mod_kfunc': not found in kernel or module BTFs",
    });
    expect(outcomes(analysis, analysis.libbpf)).toMatchObject({
      mod_kfunc: 'error',
      vm_kfunc: 'not-reached',
      // The pass over kallsyms came before.
      vm_symbol: 'kallsyms',
      gone_symbol: 'not-reached',
    });
    expect(analysis.plan.uses.every(({ before, after }) => before === after)).toBe(true);
    expect(
      analysis.core.results.every(({ state }) => state === 'not-reached' || state === 'not-loaded'),
    ).toBe(true);
  });

  it('reads kallsyms first, and ends at a second address', () => {
    const { libbpf, ...analysis } = analyze({
      kallsyms: kallsyms('ffffffff81000010 T vm_symbol\nffffffff81000020 t vm_symbol\n'),
    });
    expect(libbpf.load).toMatchObject({
      errno: -22,
      message: "extern (ksym) 'vm_symbol': resolution is ambiguous: 0xffffffff81000010 or 0xffffffff81000020",
    });
    expect(outcomes({ libbpf, ...analysis }, libbpf)).toMatchObject({
      vm_symbol: 'error',
      vm_kfunc: 'not-reached',
    });
  });

  it('takes two symbols of one address for one', () => {
    const { libbpf } = analyze({
      kallsyms: kallsyms('ffffffff81000010 T vm_symbol\nffffffff81000010 t vm_symbol\n'),
    });
    expect(libbpf.load.errno).toBe(0);
  });

  it('misses a strong symbol only in the end', () => {
    const analysis = analyze({ kallsyms: kallsyms('ffffffff81000010 T other\n') });
    expect(analysis.libbpf.load).toMatchObject({
      errno: -3,
      message: "extern 'vm_symbol' (strong): not resolved",
    });
    expect(outcomes(analysis, analysis.libbpf)).toMatchObject({
      vm_kfunc: 'vmlinux-btf',
      gone_symbol: 'weak-missing',
      vm_symbol: 'error',
    });
  });

  it('takes a weak typed variable that only kallsyms has for resolved', () => {
    const analysis = analyzeObject(fixtureObject(), {
      ...testKernel({ modVar: false }),
      kallsyms: kallsyms('ffffffff81000010 T vm_symbol\n0000000000039440 d mod_var\n'),
    });
    expect(analysis.libbpf.load.stage).toBe('load-by-verifier');
    expect(analysis.libbpf.verdicts[ORDER.indexOf('mod_var')]).toEqual({
      outcome: 'quirk-typed-set-by-kallsyms',
      module: null,
      btfId: null,
      address: 0x39440n,
      message: "extern (ksym) 'mod_var': set to 0x39440",
    });
    const use = analysis.plan.uses.find(({ extern }) => extern === ORDER.indexOf('mod_var'));
    expect(use?.after).toMatchObject({ src: 3, imm: 0, hi: 0 });
    // Only the pass over kallsyms does that, and only typeless externs bring it about.
    expect(outcomes(analysis, analysis.ayaModuleBtf).mod_var).not.toBe('quirk-typed-set-by-kallsyms');
  });

  it('needs vmlinux for whatever is typed', () => {
    const analysis = analyze({ vmlinux: null, modules: [] });
    expect(analysis.libbpf.load).toMatchObject({ stage: 'prepare', errno: -3 });
    expect(new Set(Object.values(outcomes(analysis, analysis.libbpf)))).toEqual(
      new Set(['kconfig', 'not-reached']),
    );
  });

  it('sees no modules without CAP_SYS_ADMIN', () => {
    const analysis = analyze({ seesModules: false });
    expect(outcomes(analysis, analysis.libbpf).mod_kfunc).toBe('error');
  });

  it('leaves open what only kallsyms can tell', () => {
    const analysis = analyze({ kallsyms: null });
    expect(outcomes(analysis, analysis.libbpf)).toMatchObject({
      vm_symbol: 'unknown',
      gone_symbol: 'unknown',
      vm_kfunc: 'vmlinux-btf',
    });
    expect(analysis.libbpf.load).toMatchObject({ stage: 'load-by-verifier', undecided: true });
  });

  it('knows some .kconfig names itself, and no others', () => {
    const renamed = (name: string): Analysis => {
      const bytes = fixtureBytes().slice();
      const from = new TextEncoder().encode('LINUX_KERNEL_VERSION');
      for (let at = 0; at < bytes.length; at++)
        if (from.every((byte, i) => bytes[at + i] === byte)) bytes.set(new TextEncoder().encode(name), at);
      return analyzeObject(openBpfObject(bytes), testKernel());
    };
    expect(renamed('LINUX_KERNEL_VERSION').libbpf.load.stage).toBe('load-by-verifier');
    expect(renamed('LINUX_KERNEL_VERSIOM').libbpf.load).toMatchObject({
      stage: 'prepare',
      errno: -22,
      message: "extern (kcfg) 'LINUX_KERNEL_VERSIOM': unrecognized virtual extern",
    });
    // Whether the kernel has the option is not known here.
    expect(renamed('CONFIG_ERNEL_VERSION').libbpf.load).toMatchObject({ errno: 0, undecided: true });
  });

  it('takes the first module that has the name, by load order', () => {
    const kernel = testKernel();
    const twice = [...kernel.modules, { ...kernel.modules[0], name: 'later' }];
    const moduleOf = (modules: typeof twice): string | null =>
      analyze({ modules }).libbpf.verdicts[ORDER.indexOf('mod_kfunc')].module;
    expect(moduleOf(twice)).toBe('mod');
    expect(moduleOf(twice.toReversed())).toBe('later');
  });
});

describe('aya', () => {
  it('searches modules only with the change that adds it', () => {
    const analysis = analyze();
    expect(outcomes(analysis, analysis.aya).mod_kfunc).toBe('not-reached');
    expect(analysis.aya.load.message).toContain('.kconfig externs are not supported');
  });
});

/** The object's externs without `.kconfig` ones, which aya does not take: their symbols become local. */
function withoutKconfig(): ReturnType<typeof openBpfObject> {
  const bytes = fixtureBytes().slice();
  const object = fixtureObject();
  for (let i = 0; i < object.symbols.count; i++) {
    const isKconfig = /^(CONFIG_FLAG|LINUX_KERNEL_VERSION)$/.test(object.symbols.name(i));
    if (isKconfig) bytes[object.symbols.section.offset + i * 24 + 4] = 0x01;
  }
  return openBpfObject(bytes);
}

describe('aya without .kconfig externs', () => {
  const resolveIn = (kernel: KernelUnderTest): Analysis => analyzeObject(withoutKconfig(), kernel);

  it('differs in modules, typedefs and addresses of 0', () => {
    const analysis = resolveIn(testKernel());
    expect(analysis.aya.load.message).toBe('FunctionNotFound { name: "mod_kfunc" }');
    expect(analysis.ayaModuleBtf.load.message).toBe('IncompatibleVariableType { name: "vm_var" }');
    const masked = resolveIn({ ...testKernel(), kallsyms: testKernel().kallsyms?.masked() ?? null });
    expect(masked.libbpf.verdicts.find(({ address }) => address === 0n)?.outcome).toBe('kallsyms');
    expect(outcomes(masked, masked.ayaModuleBtf).vm_symbol).toBe('not-reached');
  });
});

describe('advice', () => {
  const adviceOn = (name: string, kernel: KernelUnderTest): string[] => {
    const object = fixtureObject();
    const { findings, libbpf, plan } = analyzeObject(object, kernel);
    const index = ORDER.indexOf(name);
    return adviseOn(object.btf, findings[index], libbpf.verdicts[index], plan.uses, kernel).map((advice) =>
      JSON.stringify(advice),
    );
  };
  const kernel: TestKernel = testKernel();

  it('names the module that is switched off', () => {
    const off = { ...kernel, modules: [], notLoaded: kernel.modules };
    expect(adviceOn('mod_kfunc', off)).toEqual(['{"code":"module-not-loaded","modules":["mod"]}']);
  });

  it('names functions of a similar name, and where they are', () => {
    expect(adviceOn('gone_kfunc', kernel).join()).toContain(
      '"name":"mod_kfunc","module":"mod","loaded":true',
    );
  });

  it('warns of a weak call that nothing guards, and of one that is silently null', () => {
    expect(adviceOn('other_kfunc', kernel)).toEqual([
      '{"code":"weak-incompatible"}',
      '{"code":"weak-unguarded","programs":["first"]}',
    ]);
    expect(adviceOn('gone_kfunc', kernel).join()).not.toContain('weak-unguarded');
  });

  it('tells why kallsyms is no help', () => {
    expect(adviceOn('vm_symbol', { ...kernel, kallsyms: null })).toEqual(['{"code":"kallsyms-not-open"}']);
    const masked = { ...kernel, kallsyms: kernel.kallsyms?.masked() ?? null };
    expect(adviceOn('vm_symbol', masked)).toEqual(['{"code":"kallsyms-masked"}']);
    const twice = { ...kernel, kallsyms: kallsyms('ffff0000 T vm_symbol\nffff0010 T vm_symbol\n') };
    expect(adviceOn('vm_symbol', twice)).toEqual(['{"code":"ambiguous","addresses":2}']);
  });

  it('asks for vmlinux, and for the right to see modules', () => {
    expect(adviceOn('vm_var', { ...kernel, vmlinux: null })).toEqual(['{"code":"no-vmlinux"}']);
    expect(adviceOn('mod_kfunc', { ...kernel, seesModules: false }).join()).toContain('modules-not-seen');
  });
});

describe('.ksyms', () => {
  it('with something else than functions and variables is refused', () => {
    const bytes = fixtureBytes().slice();
    const object = fixtureObject();
    const { btf } = object;
    const section = sectionByName(parseElf(bytes), '.BTF');
    if (!btf || !section) throw new Error('the fixture has BTF');
    let datasec = 0;
    for (let id = 1; id < btf.typeCount; id++) if (btf.nameOf(id) === '.ksyms') datasec = id;
    // The first entry's type becomes [1], which is no FUNC or VAR.
    new DataView(bytes.buffer).setUint32(section.offset + btf.own.byteOffsetOf(datasec) + 12, 1, true);
    expect(() => analyzeObject(openBpfObject(bytes), testKernel())).toThrow(BtfError);
    expect(() => analyzeObject(openBpfObject(bytes), testKernel())).toThrow(
      `.ksyms [${datasec}] lists [1], a PTR instead of a FUNC or VAR`,
    );
  });

  it('that lacks an extern ends the load when the object is opened', () => {
    const bytes = fixtureBytes().slice();
    const { symbols } = fixtureObject();
    for (let i = 0; i < symbols.count; i++)
      if (symbols.name(i) === 'vm_var') bytes[symbols.section.offset + i * 24 + 4] = 0x01;
    const analysis = analyzeObject(openBpfObject(bytes), testKernel());
    expect(analysis.libbpf.load).toMatchObject({
      stage: 'open',
      errno: -3,
      message: "failed to find extern definition for BTF var 'vm_var'",
    });
  });
});

testGroundTruth();
