// What becomes of externs in words, and that every piece of advice says what is the matter and what to do.
import { describe, expect, it } from 'vitest';
import { adviceText, missingAdvice } from './ksym-advice.ts';
import type { Advice } from './ksym-advice.ts';
import { errnoWord, kernelWords, loadSentence, loadWord, outcomeSentence } from './ksyms.ts';
import type { KernelFacts, LoadSummary } from '../../session/ksyms-api.ts';

const ALL: readonly Advice[] = [
  { code: 'no-vmlinux' },
  { code: 'module-not-loaded', modules: ['nf_conntrack'] },
  { code: 'modules-not-seen' },
  { code: 'fwd-against-struct', name: 'nf_conn' },
  { code: 'shadowed', by: null, fits: 'b' },
  { code: 'found-as-other-kind', kind: 'var', module: 'a' },
  { code: 'flavor-kept', name: 'jiffies' },
  { code: 'not-a-kfunc' },
  { code: 'weak-incompatible' },
  { code: 'weak-unguarded', programs: ['first', 'second'] },
  { code: 'ambiguous', addresses: 3 },
  { code: 'kallsyms-not-open' },
  { code: 'kallsyms-masked' },
  { code: 'similar-names', names: [{ name: 'bpf_y', module: null, loaded: true, kfunc: true }] },
];

describe('advice', () => {
  it.each(ALL)('on $code says what is the matter and the next step', (advice) => {
    const { sentence, next, names } = adviceText(advice, { name: 'bpf_x', weak: true });
    expect(sentence).toMatch(/^[A-Za-z`].*[.?)]$/);
    expect(next !== '' || names.length > 0).toBe(true);
    expect(`${sentence} ${next}`).not.toMatch(/undefined|null [a-z]+ null/);
  });

  it('puts no odd name into a command for a shell', () => {
    const odd = adviceText({ code: 'module-not-loaded', modules: ['$(reboot)'] }, { name: 'x', weak: false });
    expect(odd.command).toBeNull();
    const one = adviceText({ code: 'module-not-loaded', modules: ['tun'] }, { name: 'x', weak: false });
    expect(one.command).toBe('sudo modprobe tun');
    expect(one.switchOn).toEqual(['tun']);
  });
});

const KERNEL: KernelFacts = {
  vmlinux: { source: 1, name: 'vmlinux', path: 'vmlinux' },
  choices: [],
  loaded: 59,
  notLoaded: 3,
  orderIsKnown: true,
  kallsyms: { source: 2, name: 'kallsyms', symbols: 150_000, masked: true },
};

describe('an extern that nothing has', () => {
  const row = { name: 'bpf_x', kind: 'func', weak: false, typed: true, section: '.ksyms' } as const;
  const nothing = { hits: [], steps: [{ name: 'vmlinux', source: 1, result: 'none' }] } as const;
  const about = (more: object) =>
    missingAdvice(
      { ...nothing, row: { ...row, ...more } as Parameters<typeof missingAdvice>[0]['row'] },
      KERNEL,
    );

  it('may be in a module that is not open, or newer than the kernel', () => {
    expect(about({})?.next).toMatch(/open that module.*older.*__weak/);
    expect(about({ weak: true })?.next).not.toContain('declare it');
  });

  it('is no matter of BTF where it has no type, and none while no kernel is open', () => {
    expect(about({ typed: false })).toBeNull();
    expect(about({ section: '.kconfig' })).toBeNull();
    expect(missingAdvice({ ...nothing, row: row as never }, { ...KERNEL, vmlinux: null })).toBeNull();
  });
});

describe('words', () => {
  it('tell the kernel in a line', () => {
    expect(kernelWords(KERNEL)).toEqual([
      '59 modules loaded',
      '3 off',
      'in load order',
      'kallsyms: 150,000 symbols, addresses masked',
    ]);
    expect(kernelWords({ ...KERNEL, orderIsKnown: false }).at(2)).toContain('not known');
    expect(kernelWords({ ...KERNEL, vmlinux: null, kallsyms: null })).toEqual(['no kallsyms']);
  });

  it('name an errno, and keep an unknown one as a number', () => {
    expect(errnoWord(-22)).toBe('EINVAL (-22)');
    expect(errnoWord(-12345)).toBe('-12345');
    expect(errnoWord(0)).toBe('');
    expect(errnoWord(null)).toBe('');
  });

  it('tell where a load ends', () => {
    const load: LoadSummary = {
      loader: 'libbpf',
      stage: 'prepare',
      errno: -22,
      message: 'line',
      undecided: false,
      extern: 'bpf_x',
    };
    expect(loadSentence(load)).toMatchObject({
      before: 'load fails at ',
      extern: 'bpf_x',
      after: ' with EINVAL (-22)',
    });
    expect(loadWord(load).word).toBe('load fails: EINVAL at bpf_x');
    expect(loadWord({ ...load, stage: 'open', extern: null }).word).toBe('open fails: EINVAL');
    const fine = { ...load, stage: 'load-by-verifier', errno: 0, message: null, extern: null } as const;
    expect(loadSentence(fine).before).toContain('verifier decides');
    expect(loadSentence(fine, 2)).toMatchObject({
      before: expect.stringContaining('2 instructions are poisoned') as string,
      tone: 'warn',
    });
    expect(loadWord(fine, 3)).toEqual({ word: 'no objection, 3 problems', tone: 'warn' });
    expect(loadSentence({ ...fine, undecided: true }).before).toContain('not open');
  });

  it('tell an outcome with its module, id and address', () => {
    const verdict = {
      outcome: 'module-btf',
      module: 'tun',
      btfId: 77,
      address: null,
      message: null,
    } as const;
    expect(outcomeSentence(verdict)).toBe('in the BTF of tun, id 77');
    const symbol = { ...verdict, outcome: 'kallsyms', module: null, btfId: null, address: '0xff' } as const;
    expect(outcomeSentence(symbol)).toBe('by its address in kallsyms, address 0xff');
  });
});
