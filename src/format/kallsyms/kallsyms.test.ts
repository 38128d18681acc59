import { describe, expect, it } from 'vitest';
import { BtfError } from '../errors.ts';
import { Kallsyms, looksLikeKallsyms } from './kallsyms.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const TEXT = `\
ffffffff81000000 T _stext
0000000000039440 a dup_var\t[oracle_b]
0000000000000000 d zero
ffffffff8104c080 t type_show
ffffffff82000000 d local_data.llvm.12345
ffffffff82000008 D global_data.llvm.12345
ffffffffc0f4b040 d __this_module\t[newest]
ffffffffc0f4b000 t f\t[newest]
ffffffffc0f55080 d __this_module\t[oldest]
ffffffffc0f55090 t bpf_prog_6deef7357e7b4530\t[bpf]
ffffffff810bbe20 t type_show
`;

const refusal = (text: string): BtfError => {
  try {
    Kallsyms.parse(bytes(text));
  } catch (error) {
    if (error instanceof BtfError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('Kallsyms', () => {
  const kallsyms = Kallsyms.parse(bytes(TEXT));

  it('finds symbols by name, in the order of the file', () => {
    expect(kallsyms.count).toBe(11);
    const found = kallsyms.find('type_show').map((i) => kallsyms.entry(i));
    expect(found).toEqual([
      { address: 0xffffffff8104c080n, type: 't', name: 'type_show', module: null },
      { address: 0xffffffff810bbe20n, type: 't', name: 'type_show', module: null },
    ]);
    expect(kallsyms.entry(kallsyms.find('dup_var')[0])).toEqual({
      address: 0x39440n,
      type: 'a',
      name: 'dup_var',
      module: 'oracle_b',
    });
    expect(kallsyms.find('type_sho')).toEqual([]);
    expect(kallsyms.find('')).toEqual([]);
  });

  it('finds what LLVM renamed, in local data alone', () => {
    expect(kallsyms.find('local_data')).toHaveLength(1);
    expect(kallsyms.find('local_data.llvm.12345')).toEqual([]);
    expect(kallsyms.find('global_data')).toEqual([]);
    expect(kallsyms.find('global_data.llvm.12345')).toHaveLength(1);
  });

  it('tells the order in which modules were loaded', () => {
    expect(kallsyms.loadOrder()).toEqual(['oldest', 'newest', 'oracle_b']);
  });

  it('reads 0 everywhere when addresses are hidden', () => {
    expect(kallsyms.isMasked).toBe(false);
    const masked = kallsyms.masked();
    expect(masked.isMasked).toBe(true);
    expect(masked.find('type_show').map((i) => masked.address(i))).toEqual([0n, 0n]);
    expect(Kallsyms.parse(bytes('0000000000000000 T _stext\n')).isMasked).toBe(true);
  });

  it('reads a System.map, Windows line ends, and a last line without an end', () => {
    const map = Kallsyms.parse(bytes('\nc0100000 T _text\r\n\r\nc0100040 t a.constprop.0\r\nc0100080 D b'));
    expect([0, 1, 2].map((i) => map.name(i))).toEqual(['_text', 'a.constprop.0', 'b']);
    expect(map.address(2)).toBe(0xc0100080n);
  });

  it('cuts names where libbpf does', () => {
    const long = Kallsyms.parse(bytes(`c0100000 T ${'x'.repeat(600)}\n`));
    expect(long.find('x'.repeat(499))).toEqual([0]);
    expect(long.find('x'.repeat(600))).toEqual([]);
  });

  it.each([
    ['ffff T ok\nnot a symbol\n', 10],
    ['ffffffff81000000\nffffffff81000000 T a\n', 0],
    ['ffffffff81000000 T\n', 0],
    ['ffffffff81000000T a\n', 0],
    ['1ffffffff81000000 T a\n', 0],
    ['', 0],
    ['\n \n', 0],
  ])('names the place of what is no symbol: %j', (text, offset) => {
    const error = refusal(text);
    expect([error.code, error.offset]).toEqual(['kallsyms-bad', offset]);
  });

  it.each([
    [TEXT, true],
    ['c0100000 T _text', true],
    ['\r\nc0100000 T _text\r\nc0100004 ? a.b\r\n', true],
    ['0000000000000000 t f\t[nf_conntrack]\n', true],
    ['libbpf: extern', false],
    ['', false],
    ['\n\n', false],
    // What else starts with digits: commits, sums, dumps, prose.
    ['c0100000 T _text\n4dab9760 Say what can be asked\n', false],
    ['deadbeef A sentence that goes on\n', false],
    ['d41d8cd98f00b204e9800998ecf8427e  empty\n', false],
    ['00000000: 9feb 0100 1800 0000\n', false],
    ['ffff T short\n', false],
    ['c0100000 T _text\nffffffffc0100000 T other_width\n', false],
    ['C0100000 T _text\n', false],
    ['ffffffff81000000\n', false],
  ])('is recognised by all of its beginning: %j', (text, expected) => {
    expect(looksLikeKallsyms(bytes(text), true)).toBe(expected);
  });

  it('does not count a line that is cut off', () => {
    expect(looksLikeKallsyms(bytes('c0100000 T _text\nc010'), false)).toBe(true);
    expect(looksLikeKallsyms(bytes('c0100000 T _text\nc010'), true)).toBe(false);
    expect(looksLikeKallsyms(bytes('c0100000 T _tex'), false)).toBe(false);
    expect(looksLikeKallsyms(new Uint8Array([0x9f, 0xeb, 1, 0]), true)).toBe(false);
  });
});
