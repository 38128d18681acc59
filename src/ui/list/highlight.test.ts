import { expect, it } from 'vitest';
import { markIn, plainTerm } from './highlight.ts';

it.each([
  ['nf_conn', 'nf_conn'],
  ['struct NF_conn', 'nf_conn'],
  ['size:>64 sk', 'sk'],
  ['/^bpf/', null],
  ['sk_*', null],
  ['kind:struct', null],
  ['', null],
])('%j is searched as %j', (query, term) => {
  expect(plainTerm(query)).toBe(term);
});

it('marks the first place, whatever its case', () => {
  expect(markIn('__NF_conn_nf_conn', 'nf_conn')).toEqual({ from: 2, to: 9 });
  expect(markIn('list_head', 'nf')).toBeNull();
  expect(markIn('list_head', null)).toBeNull();
});
