/** The way of a search through more modules than anyone reads. */

import { expect, it } from 'vitest';
import { analyzeExterns } from '../../domain/ksym/analyze.ts';
import { externFromC } from '../../domain/ksym/prototype/extern-from-c.ts';
import { testKernel } from '../../domain/ksym/testing/kernel.ts';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { SplitBtf } from '../../domain/view/view.ts';
import type { OpenKernel } from './kernel.ts';
import { trailOf } from './trail.ts';

const small = testKernel();
const empty = (name: string): (typeof small.modules)[number] => {
  const blob = new BtfBuilder().split();
  blob.addPtr(1);
  return { name, view: new SplitBtf(small.vmlinux, Btf.parse(blob.build(), small.vmlinux.own)) };
};

it('keeps the places that matter', () => {
  const others = Array.from({ length: 300 }, (_, i) => empty(`m${i}`));
  const under = {
    ...small,
    modules: [...others, ...small.modules, ...others.slice(0, 9)],
    notLoaded: small.modules,
  };
  const kernel: OpenKernel = { under, sources: new Map(), facts: {} as OpenKernel['facts'] };
  const read = externFromC('void mod_kfunc(struct ctx *ctx);', under);
  if (read.state !== 'read') throw new Error(read.why);
  const [finding] = analyzeExterns(read.local, [read.extern], under).findings;
  const { steps, searched } = trailOf(finding, kernel);
  expect(searched).toBe(302);
  expect(steps.length).toBe(200);
  expect(steps.slice(0, 2).map(({ name }) => name)).toEqual(['vmlinux', 'm0']);
  expect(steps.slice(-2)).toEqual([
    { name: 'mod', source: null, result: 'hit' },
    { name: 'mod', source: null, result: 'not-loaded' },
  ]);
});
