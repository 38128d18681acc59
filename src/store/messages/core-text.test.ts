// One CO-RE relocation as text: all that is shown of it, in both forms.
import { expect, it } from 'vitest';
import type { CoreDetail, CoreRow, InsnRow } from '../../session/ksyms-api.ts';
import { coreText, writtenSentence } from './core-text.ts';

const row: CoreRow = {
  index: 4,
  program: 'first',
  insn: 12,
  number: 4,
  kind: 'byte_off',
  local: 'struct task_struct.pid',
  localType: null,
  access: '0:1',
  state: 'value',
  value: '1232',
  text: 'found in vmlinux',
  line: null,
  aya: { state: 'poisoned', value: null },
  candidates: [
    { where: 'vmlinux', ref: null, state: 'match', text: 'struct task_struct.pid', value: '1232' },
  ],
  problem: true,
};

const insn = (text: string): InsnRow => {
  return { code: 0x61, dst: 1, src: 2, off: 0, imm: 0, hi: null, fdOf: null, text };
};
const detail: CoreDetail = {
  generation: 2,
  row,
  section: 'tc',
  before: insn('r1 = *(u32 *)(r2 +0)'),
  after: [insn('r1 = *(u32 *)(r2 +1232)')],
  changed: true,
};

it('says of an instruction what a look at it does not', () => {
  const of = (state: CoreRow['state'], more: Partial<CoreDetail> = {}): string =>
    writtenSentence({ ...detail, ...more, row: { ...row, state } });
  expect(of('value')).toBe('');
  expect(of('value', { changed: false })).toContain('Nothing changes');
  expect(of('poisoned')).toContain('It becomes a call of no function');
  expect(of('poisoned', { after: [insn('call'), insn('call')] })).toContain('Each half becomes a call');
  for (const state of ['error', 'not-reached', 'not-loaded'] as const)
    expect(of(state, { changed: false })).toContain('it stays as it is');
  expect(coreText(row, { ...detail, changed: false }, 'a.bpf.o', 'text')).toContain(
    'instruction: r1 = *(u32 *)(r2 +0), unchanged',
  );
});

it('says once that a relocation is not reached', () => {
  const text = 'the load has ended before';
  const unreached: CoreRow = { ...row, state: 'not-reached', value: null, text };
  expect(coreText(unreached, null, 'a.bpf.o', 'text')).toContain(
    'libbpf: not reached, the load has ended before\n',
  );
});

it('says all that is known of a relocation', () => {
  expect(coreText(row, detail, 'a.bpf.o', 'text')).toBe(`byte_off struct task_struct.pid
  object: a.bpf.o
  program: first, instruction 12
  relocation: #4 of its section, access 0:1
  libbpf: 1232, found in vmlinux
  aya: poisoned
  candidates:
    vmlinux: struct task_struct.pid, matches, 1232
  instruction before: r1 = *(u32 *)(r2 +0)
  instruction after: r1 = *(u32 *)(r2 +1232)
`);
});

it('keeps what a loader prints as code in Markdown, backticks and all', () => {
  const text = coreText(
    { ...row, line: 'no `pid` here', aya: null, candidates: [] },
    null,
    'a.bpf.o',
    'markdown',
  );
  expect(text).toContain('### byte_off `struct task_struct.pid`\n\n- object: `a.bpf.o`\n');
  expect(text).toContain('- libbpf prints: `` no `pid` here ``\n- aya: the same\n- candidates: none\n');
});
