import { describe, expect, it } from 'vitest';
import { Btf } from '../../../format/btf/btf.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import type { KernelUnderTest } from '../../bpf/kernel.ts';
import { openBtf } from '../../view/validate.ts';
import { analyzeExterns } from '../analyze.ts';
import { testKernel } from '../testing/kernel.ts';
import { declarationText } from '../type-text.ts';
import { externFromC } from './extern-from-c.ts';

const NOTHING: KernelUnderTest = {
  vmlinux: null,
  modules: [],
  orderIsKnown: false,
  notLoaded: [],
  kallsyms: null,
  seesModules: true,
};

function read(text: string, kernel = NOTHING): string {
  const answer = externFromC(text, kernel);
  if (answer.state === 'unreadable') return `${answer.at}: ${answer.why}`;
  const { local, extern } = answer;
  return `${extern.weak ? 'weak ' : ''}${declarationText(local, extern.btfId ?? 0)}`;
}

describe('a declaration in C', () => {
  it.each([
    ['int f(void);', 'extern int f(void);'],
    ['void f()', 'extern void f(void);'],
    ['void f(void);; // done', 'extern void f(void);'],
    [
      'extern struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb_ctx, u32 tuple__sz) __ksym __weak;',
      'weak extern struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb_ctx, u32 tuple__sz);',
    ],
    [
      '__bpf_kfunc bool f(const struct cpumask __rcu *mask, unsigned long long int n)',
      'extern bool f(const struct cpumask *mask, unsigned long long int n);',
    ],
    ['int f(const char *fmt, ...);', 'extern int f(const char *fmt, ...);'],
    ['int f(int (*cb)(void *ctx, int), void **p);', 'extern int f(int (*cb)(void *ctx, int), void **p);'],
    ['int (*f(int a))(char);', 'extern int (*f(int a))(char);'],
    ['int f(int a[4], enum e x, union u *y);', 'extern int f(int *a, enum e x, union u *y);'],
    ['extern const u64 jiffies __ksym;', 'extern const u64 jiffies;'],
    ['extern const void init_task __ksym;', 'extern const void init_task;'],
    ['extern struct rq runqueues __ksym', 'extern struct rq runqueues;'],
    ['long v[2][3];', 'extern long v[2][3];'],
    ['char *const *v;', 'extern char * const *v;'],
    ['int __attribute__((section(".ksyms"), weak)) v; /* a */ // b', 'extern int v;'],
    ['_Bool f(float x, double y);', 'extern _Bool f(float x, double y);'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['', '0: there is no type'],
    ['int;', '3: there is no name'],
    ['int f(foo_t x);', '6: no type foo_t is known; the kernel that is open has none either'],
    ['struct s { int a; } v;', '9: definitions are not read: give the name alone'],
    ['int f(int', '9: `,` is missing'],
    ['int f(void) { return 0; }', '12: `{` is not expected'],
    ['int f(void);\nint g(void);', '13: one declaration at a time'],
    ['struct s v __kconfig;', "libbpf refuses it: extern (kcfg) 'v': type is unsupported"],
    ['int f(void) __kconfig;', 'libbpf refuses it: extern function f is unsupported under .kconfig section'],
    ['int x = 3;', '6: `=` is not expected'],
    ['int $x;', '4: `$` does not belong in a declaration'],
    ['int v[n];', '6: `]` is missing'],
    ['struct *p;', '7: struct without a name'],
    ['int __attribute__((weak v;', '17: a bracket is not closed'],
    [`int ${'(*'.repeat(40)}x`, 'nested too deep'],
    [`int f(int a${'x'.repeat(20000)});`, '16384: the text has more than 16384 characters'],
  ])('%s is refused', (text, expected) => {
    expect(read(text)).toContain(expected);
  });

  it('takes typedefs from the kernel', () => {
    const b = new BtfBuilder();
    const int = b.addInt('int', 4, 1);
    const struct = b.addStruct('s', 4);
    b.addTypedef('s_t', struct);
    const proto = b.addFuncProto(int);
    b.addTypedef('fn_t', b.addPtr(proto));
    const kernel = { ...NOTHING, vmlinux: openBtf(Btf.parse(b.build())) };
    expect(read('void f(s_t *a, fn_t b);', kernel)).toBe('extern void f(s_t *a, fn_t b);');
  });
});

describe('an extern from C', () => {
  const kernel = testKernel();
  const verdict = (text: string): unknown => {
    const answer = externFromC(text, kernel);
    if (answer.state !== 'read') throw new Error(answer.why);
    const { findings, libbpf } = analyzeExterns(answer.local, [answer.extern], kernel);
    const comparison = findings[0].lookup?.hits.at(0)?.comparison;
    const { outcome, btfId, message } = libbpf.verdicts[0];
    return {
      outcome,
      btfId,
      message,
      path: comparison && !comparison.compatible ? comparison.difference.path : [],
    };
  };

  it('resolves like one of an object', () => {
    expect(verdict('int vm_kfunc(struct ctx *ctx, u32 flags) __ksym;')).toEqual({
      outcome: 'vmlinux-btf',
      btfId: kernel.ids.vmKfunc,
      message: `extern (func ksym) 'vm_kfunc': resolved to vmlinux [${kernel.ids.vmKfunc}]`,
      path: [],
    });
    expect(verdict('void mod_kfunc(struct ctx *);')).toMatchObject({
      outcome: 'module-btf',
      btfId: kernel.ids.modKfunc,
    });
    expect(verdict('extern const void vm_symbol;')).toMatchObject({ outcome: 'kallsyms', btfId: null });
    expect(verdict('int vm_kfunc(int ctx, u32 flags);')).toMatchObject({
      outcome: 'error',
      path: ['argument 1'],
    });
    expect(verdict('int gone(void) __weak;')).toMatchObject({ outcome: 'weak-missing' });
  });

  it.each([
    ['extern unsigned long CONFIG_HZ __kconfig;', 8],
    ['extern bool CONFIG_BPF __kconfig __weak;', 1],
    ['extern int LINUX_KERNEL_VERSION __kconfig;', 4],
    ['extern u64 CONFIG_X __kconfig;', 8],
    ['extern u8 CONFIG_X[4] __kconfig;', 4],
    ['extern enum libbpf_tristate CONFIG_TUN __kconfig __weak;', 4],
  ])('%s is of the configuration', (text, size) => {
    const answer = externFromC(text, kernel);
    expect(answer).toMatchObject({ extern: { section: '.kconfig', typed: true, kconfig: { size } } });
    expect(verdict(text)).toMatchObject({ outcome: 'kconfig', btfId: null });
  });
});
