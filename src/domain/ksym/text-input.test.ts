// What people paste: orders of modules, lines of logs, names that are nearly right.
import { describe, expect, it } from 'vitest';
import { parseLogLine } from './log-line.ts';
import { parseModuleOrder } from './module-order.ts';
import { editDistance, nearestNames } from './nearest.ts';

describe('parseModuleOrder', () => {
  it.each([
    [
      'bpftool btf list',
      `1: name [vmlinux]  size 4918287B
4: name [nf_conntrack]  size 9000B
17: name <anon>  size 700B  prog_ids 3
5: name [nft-ct]  size 75B`,
      ['nf_conntrack', 'nft_ct'],
    ],
    [
      'a list of BTF objects',
      '1 name vmlinux size 1 kernel 1\n9 name tun size 2 kernel 1\n10 name veth size 3 kernel 1\n',
      ['tun', 'veth'],
    ],
    [
      '/proc/modules, newest first',
      `veth 36864 0 - Live 0xffffffffc0f4b000
nf_nat 65536 1 nft_chain_nat, Live 0x0000000000000000
nf_conntrack 229376 3 nf_nat,nft_ct, Live 0x0000000000000000 (E)`,
      ['nf_conntrack', 'nf_nat', 'veth'],
    ],
    [
      'lsmod',
      `Module                  Size  Used by
veth                   36864  0
bridge                319488  1 br_netfilter`,
      ['bridge', 'veth'],
    ],
    ['names, each once', 'tun\n\nnft-ct\r\nvmlinux\ntun\n', ['tun', 'nft_ct']],
    ['nothing of the kind', 'no such file or directory', []],
  ])('%s', (_what, text, expected) => {
    expect(parseModuleOrder(text).names).toEqual(expected);
  });

  it.each([
    ['1: name [vmlinux]  size 5B\n4: name [tun]  size 9B\n\tpids x(3)\n', false, 0],
    ['Module                  Size  Used by\ntun 4096 0\nwhat is this?\n', false, 1],
    ['garbage !!!\n hello\n\n', true, 1],
  ])('%j tells what is not understood', (text, isPlain, unread) => {
    expect(parseModuleOrder(text)).toMatchObject({ isPlain, unread });
  });
});

describe('parseLogLine', () => {
  it.each([
    [
      "libbpf: extern (func ksym) 'bpf_x': not found in kernel or module BTFs",
      { name: 'bpf_x', kind: 'func', typed: true, told: 'not-found', btf: null },
    ],
    [
      "libbpf: extern (func ksym) 'bpf_x': func_proto [5] incompatible with nf_conntrack [35187]",
      { name: 'bpf_x', kind: 'func', told: 'incompatible', btf: 'nf_conntrack' },
    ],
    [
      "extern (var ksym) 'v': incompatible types, expected [13] union rq, but kernel has [18320] struct rq",
      { name: 'v', kind: 'var', typed: true, told: 'incompatible' },
    ],
    ["extern (var ksym) 'v': not found in kernel BTF", { name: 'v', kind: 'var', told: 'not-found' }],
    [
      "extern (ksym) 'type_show': resolution is ambiguous: 0x1 or 0x2",
      { name: 'type_show', kind: 'var', typed: null, told: 'ambiguous' },
    ],
    ["extern 'a' (strong): not resolved", { name: 'a', weak: false, typed: false, told: 'not-resolved' }],
    [
      "extern 'a' (weak): not resolved, defaulting to zero",
      { name: 'a', weak: true, kind: null, told: 'not-resolved' },
    ],
    ["failed to find BTF for extern 'f': -2", { name: 'f', kind: null, told: 'no-btf-in-object' }],
    [
      "prog 'prog': relo #2: poisoning insn #8 that calls kfunc 'f'",
      { name: 'f', kind: 'func', weak: true, told: 'poisoned' },
    ],
    ["kfunc 'f' is referenced but wasn't resolved", { name: 'f', told: 'poisoned' }],
    ['calling kernel function f is not allowed', { name: 'f', kind: 'func', told: 'not-allowed' }],
  ])('%s', (line, expected) => {
    expect(parseLogLine(`noise\n  ${line}\nmore noise`)).toMatchObject(expected);
  });

  it('keeps the line without what was put before it', () => {
    expect(parseLogLine("2026 libbpf: extern (var ksym) 'v': not found in kernel BTF  ")?.line).toBe(
      "extern (var ksym) 'v': not found in kernel BTF",
    );
  });

  it('knows nothing of other text', () => {
    expect(parseLogLine('extern int bpf_x(void) __ksym;')).toBeNull();
    expect(parseLogLine('')).toBeNull();
  });
});

describe('nearest names', () => {
  const names = [
    'bpf_skb_ct_lookup',
    'bpf_skb_ct_alloc',
    'bpf_xdp_ct_lookup',
    'schedule',
    'bpf_ct_set_nat_info',
  ];
  const near = (name: string, limit?: number): string[] =>
    nearestNames(
      name,
      names.map((one, i) => [one, i] as const),
      limit,
    ).map((one) => one.name);

  it('come nearest first', () => {
    expect(near('bpf_skb_ct_lookpu', 2)).toEqual(['bpf_skb_ct_lookup', 'bpf_xdp_ct_lookup']);
    expect(near('bpf_ct_lookup', 2)).toEqual(['bpf_skb_ct_lookup', 'bpf_xdp_ct_lookup']);
    expect(near('shedule')).toEqual(['schedule']);
    expect(near('bpf_skb_ct_lookpu', 1)).toEqual(['bpf_skb_ct_lookup']);
  });

  it('are none for what is far, empty or too long', () => {
    expect(near('jiffies')).toEqual([]);
    expect(near('')).toEqual([]);
    expect(near('x'.repeat(200))).toEqual([]);
  });

  it.each([
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'abcd', 1],
    ['abc', 'xbc', 1],
    ['kitten', 'sitting', 3],
    ['abc', 'xyz', 3],
    ['', 'abc', 3],
  ])('%s and %s are %i apart', (a, b, distance) => {
    expect(editDistance(a, b, 8)).toBe(distance);
    expect(editDistance(b, a, 8)).toBe(distance);
  });

  it('are given up on beyond the limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
  });
});
