/** Pasted texts, and the catalogue of kfuncs, against a small kernel. */

import { describe, expect, it } from 'vitest';
import { testKernelBytes } from '../../domain/ksym/testing/kernel.ts';
import type { PageLine } from '../type-api.ts';
import type { CheckAnswer } from '../ksyms-api.ts';
import { Session } from '../session.ts';
import { file } from '../testing/kernels.ts';
import { OpenFixture, textFile } from './testing/open.ts';

const text = (line: PageLine): string => line.map((token) => token.text).join('');

const check = async (pasted: string, change?: (fixture: OpenFixture) => void): Promise<CheckAnswer> => {
  const fixture = await OpenFixture.open();
  change?.(fixture);
  return fixture.session.checkExtern(pasted);
};
const switchOff = ({ session }: OpenFixture): void => void session.setLoaded([3], false);

describe('a declaration', () => {
  it('is checked like the extern of an object', async () => {
    const answer = await check('int other_kfunc(int value) __ksym __weak;');
    if (answer.state !== 'extern') throw new Error(answer.state);
    const { row, hits, uses, steps, advice } = answer.detail;
    expect(row).toMatchObject({
      name: 'other_kfunc',
      weak: true,
      foundIn: 'vmlinux',
      problem: true,
      uses: 0,
      programs: [],
    });
    expect(row.verdicts.libbpf.outcome).toBe('weak-missing');
    expect(text(row.declaration)).toBe('extern int other_kfunc(int value);');
    // Its types are nowhere to be seen.
    expect(row.declaration.some((token) => token.ref !== undefined)).toBe(false);
    expect(
      hits[0].sides.map(({ local, kernel, differs }) => [text(local), text(kernel), differs]).at(-1),
    ).toEqual(['int value', 'struct ctx *value', true]);
    expect(hits[0].sides.at(-1)?.kernel.some((token) => token.ref?.source === 2)).toBe(true);
    expect(uses).toEqual([]);
    expect(steps).toEqual([{ name: 'vmlinux', source: 2, result: 'hit' }]);
    expect(advice).toEqual([{ code: 'weak-incompatible' }]);
  });

  it('compares as many arguments as either side has', async () => {
    const answer = await check('int vm_kfunc(struct ctx *ctx, u32 flags, ...);');
    if (answer.state !== 'extern') throw new Error(answer.state);
    const [hit] = answer.detail.hits;
    expect(hit.difference).toContain('3 arguments against 2');
    expect(
      hit.sides.map(
        ({ part, local, kernel, differs }) => `${part} ${text(local)} | ${text(kernel)} ${differs}`,
      ),
    ).toEqual([
      'name vm_kfunc | vm_kfunc false',
      'returns int | int false',
      'argument struct ctx *ctx | struct ctx *ctx false',
      'argument u32 flags | unsigned int flags false',
      'argument ... |  true',
    ]);
    const returns = await check('void vm_kfunc(struct ctx *ctx, u32 flags);');
    if (returns.state !== 'extern') throw new Error(returns.state);
    expect(returns.detail.hits[0].sides.map(({ differs }) => differs)).toEqual([false, true, false, false]);
    const variable = await check('extern const int *vm_var __ksym;');
    if (variable.state !== 'extern') throw new Error(variable.state);
    expect(
      variable.detail.hits[0].sides.map(({ part, local, kernel, differs }) => [
        part,
        text(local),
        text(kernel),
        differs,
      ]),
    ).toEqual([
      ['name', 'vm_var', 'vm_var', false],
      ['type', 'const int *', 'counter_t', true],
    ]);
  });

  it('that no program may call is to be looked at', async () => {
    const answer = await check('void vm_plain(void);');
    if (answer.state !== 'extern') throw new Error(answer.state);
    expect(answer.detail.row).toMatchObject({
      problem: true,
      verdicts: { libbpf: { outcome: 'vmlinux-btf' } },
    });
    expect(answer.detail.hits).toMatchObject([{ kfunc: 'plain', compatible: true, difference: null }]);
    expect(answer.detail.advice).toEqual([{ code: 'not-a-kfunc' }]);
    const kfunc = await check('int vm_kfunc(struct ctx *ctx, u32 flags);');
    expect(kfunc.state === 'extern' && kfunc.detail.row.problem).toBe(false);
  });

  it('of the configuration is none of the symbols', async () => {
    const answer = await check('extern unsigned long CONFIG_HZ __kconfig;');
    expect(answer.state === 'extern' && answer.detail).toMatchObject({
      row: { section: '.kconfig', verdicts: { libbpf: { outcome: 'kconfig' } } },
      steps: [],
      kallsyms: null,
      advice: [],
    });
  });

  it('comes alone', async () => {
    expect(await check('int vm_kfunc(void);\nint mod_kfunc(void);')).toEqual({
      state: 'unreadable',
      why: 'one declaration at a time',
      at: 20,
    });
  });

  it('that cannot be read says where', async () => {
    expect(await check('  \n ')).toEqual({ state: 'empty' });
    expect(await check('int f(foo_t x);')).toEqual({
      state: 'unreadable',
      why: 'no type foo_t is known; the kernel that is open has none either',
      at: 6,
    });
  });
});

describe('a line of a log', () => {
  const line = "libbpf: extern (func ksym) 'mod_kfunc___v2': not found in kernel or module BTFs";

  it('is looked up by the name that it tells', async () => {
    const answer = await check(line, switchOff);
    expect(answer).toMatchObject({
      state: 'log',
      told: { name: 'mod_kfunc___v2', told: 'not-found' },
      hits: [{ where: 'mod', kind: 'func', loaded: false, kfunc: 'kfunc' }],
      advice: [{ code: 'module-not-loaded', modules: ['mod'] }],
      kernel: { loaded: 0, notLoaded: 1 },
    });
    if (answer.state === 'log')
      expect(text(answer.hits[0].declaration)).toBe('void mod_kfunc(struct ctx *ctx);');
  });

  it.each([
    ["extern (func ksym) 'mod_kfnuc': not found in kernel or module BTFs", 'similar-names'],
    ["extern (func ksym) 'vm_var': not found in kernel or module BTFs", 'found-as-other-kind'],
    ['calling kernel function vm_plain is not allowed', 'not-a-kfunc'],
  ])('%s: %s', async (pasted, code) => {
    const answer = await check(pasted);
    expect(answer.state === 'log' && answer.advice.map((one) => one.code)).toEqual([code]);
  });

  it.each([
    "libbpf: failed to load object 'x'",
    "12:00:01 libbpf: failed to load BPF skeleton 'x': -22",
    "prog 'x': relo #3: poisoning insn #4",
    "libbpf: prog 'x': relo #3: unrecognized",
    "libbpf: failed to find BTF info for global/extern symbol 'y'",
    "failed to find BTF info for global/extern symbol 'y'",
  ])('%s is about no extern', async (pasted) => {
    expect(await check(pasted)).toEqual({
      state: 'unreadable',
      why: "a line of libbpf's log that is about no extern",
      at: 0,
    });
  });

  it('about a symbol asks for kallsyms', async () => {
    const pasted = "extern 'vm_symbol' (strong): not resolved";
    const codes = async (change?: (fixture: OpenFixture) => void): Promise<unknown> => {
      const answer = await check(pasted, change);
      return answer.state === 'log' && answer.advice.map((one) => one.code);
    };
    expect(await codes()).toEqual([]);
    expect(await codes(({ session }) => void session.remove(4))).toEqual(['kallsyms-not-open']);
  });
});

describe('a name by itself', () => {
  it.each(['vm_kfunc', ' vm_kfunc ', 'vm_kfunc();', 'vm_kfunc___flavor'])(
    '%j is looked up',
    async (pasted) => {
      expect(await check(pasted)).toMatchObject({
        state: 'name',
        name: pasted.includes('flavor') ? 'vm_kfunc___flavor' : 'vm_kfunc',
        hits: [{ where: 'vmlinux', ref: { source: 2 }, kind: 'func', loaded: true, kfunc: 'kfunc' }],
        kallsyms: { state: 'searched', found: 0 },
        advice: [],
      });
    },
  );

  it('may be in kallsyms alone, or nowhere', async () => {
    expect(await check('vm_symbol')).toMatchObject({
      hits: [],
      kallsyms: {
        state: 'searched',
        found: 1,
        entries: [{ address: '0xffffffff82c10940', type: 'D', module: null }],
      },
      advice: [],
    });
    const answer = await check('vm_kfnuc');
    expect(answer.state === 'name' && answer.advice).toMatchObject([
      { code: 'similar-names', names: [{ name: 'vm_kfunc', module: null, loaded: true, kfunc: true }] },
    ]);
    expect(await new Session().checkExtern('x')).toMatchObject({
      state: 'name',
      hits: [],
      kallsyms: { state: 'not-open' },
      advice: [{ code: 'no-vmlinux' }],
    });
  });

  it('says nothing of addresses, and what may have been meant', async () => {
    const answer = await check('mod_kfnc', ({ session }) => void session.remove(4));
    expect(answer.state === 'name' && answer.advice).toMatchObject([
      { code: 'similar-names', names: [{ name: 'mod_kfunc', module: 'mod' }] },
    ]);
  });
});

describe('the catalogue of kfuncs', () => {
  it('has those of vmlinux and of modules, loaded or not', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    await fixture.add(file('again', testKernelBytes().module));
    session.setLoaded([3], false);
    const { rows, count, of, untagged } = await session.kfuncs({ text: '' }, 0, 10);
    expect([count, of, untagged]).toEqual([4, 4, []]);
    expect(
      rows.map(
        ({ name, sourceName, loaded, prototype }) => `${name} ${sourceName} ${loaded} ${text(prototype)}`,
      ),
    ).toEqual([
      'mod_kfunc again true void mod_kfunc(struct ctx *ctx);',
      'mod_kfunc mod false void mod_kfunc(struct ctx *ctx);',
      'other_kfunc vmlinux true int other_kfunc(struct ctx *value);',
      'vm_kfunc vmlinux true int vm_kfunc(struct ctx *ctx, unsigned int flags);',
    ]);
    expect(session.typePage(rows[0].ref)?.title).toBe('mod_kfunc()');
    const window = await session.kfuncs({ text: 'KFUNC' }, 1, 2);
    expect([window.count, window.rows]).toEqual([4, rows.slice(1, 3)]);
    expect(await session.kfuncs({ text: ' Other ' }, 0, 10)).toMatchObject({
      count: 1,
      of: 4,
      rows: [rows[2]],
    });
    expect((await session.kfuncs({ text: '' }, 9, 10)).rows).toEqual([]);
  });

  it('says where functions carry no tags', async () => {
    const fixture = await OpenFixture.open({ kfuncTags: false });
    expect(await fixture.session.kfuncs({ text: '' }, 0, 9)).toMatchObject({ of: 1, untagged: ['vmlinux'] });
    expect((await fixture.detail('vm_kfunc')).hits[0].kfunc).toBe('unknown');
    expect(await new Session().kfuncs({ text: '' }, 0, 9)).toMatchObject({ of: 0, untagged: [], rows: [] });
    await fixture.add(textFile('x', 'x'));
    expect((await fixture.session.kfuncs({ text: '' }, 0, 9)).generation).toBe(
      fixture.session.workspace().generation,
    );
  });
});
