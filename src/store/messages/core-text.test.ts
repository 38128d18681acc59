// One CO-RE relocation as text: all that is shown of it, in both forms.
import { expect, it } from 'vitest';
import type { CoreRow } from '../../session/ksyms-api.ts';
import { coreText } from './core-text.ts';

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

it('says all that is known of a relocation', () => {
  expect(coreText(row, 'a.bpf.o', 'text')).toBe(`byte_off struct task_struct.pid
  object: a.bpf.o
  program: first, instruction 12
  relocation: #4 of its section, access 0:1
  libbpf: 1232, found in vmlinux
  aya: poisoned
  candidates:
    vmlinux: struct task_struct.pid, matches, 1232
`);
});

it('keeps what a loader prints as code in Markdown, backticks and all', () => {
  const text = coreText({ ...row, line: 'no `pid` here', aya: null, candidates: [] }, 'a.bpf.o', 'markdown');
  expect(text).toContain('### byte_off `struct task_struct.pid`\n\n- object: `a.bpf.o`\n');
  expect(text).toContain('- libbpf prints: `` no `pid` here ``\n- aya: the same\n- candidates: none\n');
});
