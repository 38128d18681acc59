// The indexes over BTF that compilers and pahole made, against plain walks over everything; and over a whole vmlinux with
// some of its modules, where that lies beside the repository, against pahole and pfunct too.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { openBtf } from '../view/validate.ts';
import { SplitBtf, type BtfView } from '../view/view.ts';
import type { KernelIndex } from './kernel-index.ts';
import { kindWord } from './kind-word.ts';
import { forwardUses, type TypeName } from './testing/forward-uses.ts';
import { finishedUses, indexOf, requestFor } from './testing/indexed.ts';
import type { NamedView } from './testing/random-kernel.ts';
import { Random } from './testing/random.ts';
import type { UsedBy } from './used-by.ts';
import type { UseRelation } from './uses.ts';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');
const KERNEL = join(import.meta.dirname, '../../../../shared/data/debian-6.12.117-amd64');
const MODULES = [
  'nf_conntrack',
  'openvswitch',
  'xfs',
  'tun',
  'veth',
  'bridge',
  'kvm',
  'overlay',
  'snd',
  'cxgb4',
];
const KINDS = ['struct', 'union', 'enum', 'typedef', 'func', 'var'] as const;

const hasTool = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const hasData = existsSync(join(KERNEL, 'vmlinux.btf.xz')) && hasTool('xz') && hasTool('tar');

interface Opened {
  readonly views: readonly NamedView[];
  readonly index: KernelIndex;
}

function opened(base: string, modules: readonly string[]): Opened {
  const view = openBtf(Btf.parse(readFileSync(base)));
  const views: NamedView[] = [{ key: 0, name: 'vmlinux', view }];
  for (const path of modules) {
    const split = new SplitBtf(view, Btf.parse(readFileSync(path), view.own));
    views.push({ key: views.length, name: basename(path), view: split });
  }
  return { views, index: indexOf(views) };
}

function expectSameHits({ views, index }: Opened, queries: number): void {
  const kinds: readonly string[] = KINDS;
  const listed = new Map<string, number>();
  for (const { view } of views) {
    for (let id = view.startId; id < view.typeCount; id++) {
      const name = view.nameOf(id);
      if (name === '' || !kinds.includes(kindWord(view.kindOf(id)))) continue;
      const folded = name.toLowerCase();
      listed.set(folded, (listed.get(folded) ?? 0) + 1);
    }
  }
  const names = [...listed.keys()];
  const random = new Random(612);
  for (let i = 0; i < queries; i++) {
    const query = randomQuery(random, names);
    const search = index.search(requestFor(query, { kinds: KINDS, anonymous: false }));
    while (!search.step(5));
    let expected = 0;
    for (const name of names) if (name.includes(query.toLowerCase())) expected += listed.get(name) ?? 0;
    expect({ query, count: search.count }).toEqual({ query, count: expected });
  }
}

function expectSameUses({ views, index }: Opened, targets: ReadonlySet<TypeName>): void {
  const expected = forwardUses(views, targets);
  let uses = 0;
  for (const target of targets) {
    const [key, id] = target.split(':').map(Number);
    const told = lines(finishedUses(index.usedBy({ key, id })));
    uses += told.length;
    expect({ target, told }).toEqual({ target, told: expected.get(target) });
  }
  expect(uses).toBeGreaterThan(targets.size);
}

describe.each(['', '.be', '.32'])('the kernel in miniature (%s)', (variant) => {
  const kernel = opened(join(FIXTURES, `base${variant}.btf`), [join(FIXTURES, `module${variant}.btf`)]);

  it('finds for 500 random queries what String.includes finds', () => expectSameHits(kernel, 500));

  it('tells the uses of every type as a walk from the users does', () => {
    const targets = new Set<TypeName>();
    for (const { key, view } of kernel.views)
      for (let id = view.startId; id < view.typeCount; id++) targets.add(`${key}:${id}`);
    expectSameUses(kernel, targets);
  });
});

function testWholeKernel(): void {
  const directory = mkdtempSync(join(tmpdir(), 'btf-explorer-'));
  const vmlinux = join(directory, 'vmlinux.btf');
  let kernel: Opened;

  beforeAll(() => {
    writeFileSync(
      vmlinux,
      execFileSync('xz', ['-dc', join(KERNEL, 'vmlinux.btf.xz')], { maxBuffer: 2 ** 28 }),
    );
    const members = MODULES.map((name) => `./${name}`);
    execFileSync('tar', ['-xJf', join(KERNEL, 'modules.tar.xz'), '-C', directory, ...members]);
    kernel = opened(
      vmlinux,
      MODULES.map((name) => join(directory, name)),
    );
  }, 120_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('finds for 500 random queries what String.includes finds', () => expectSameHits(kernel, 500), 120_000);

  it('tells the uses of 1,000 random types as a walk from the users does', () => {
    const random = new Random(117);
    const targets = new Set<TypeName>();
    while (targets.size < 1000) {
      const { key, view } = random.chance(60) ? kernel.views[0] : random.pick(kernel.views);
      targets.add(`${key}:${view.startId + random.below(view.typeCount - view.startId)}`);
    }
    expectSameUses(kernel, targets);
  }, 120_000);

  const usesInVmlinux = (name: string): UsedBy => {
    const { view } = kernel.views[0];
    const isStruct = (id: number): boolean => kindWord(view.kindOf(id)) === 'struct';
    const definition = kernel.index.find(name).find(({ key, id }) => key === 0 && isStruct(id));
    if (!definition) throw new Error(`vmlinux has no struct ${name}`);
    return finishedUses(kernel.index.usedBy(definition));
  };
  const inVmlinux = (usedBy: UsedBy, relation: UseRelation): number[] =>
    usedBy.rows(relation, 0, 1e6).flatMap(({ key, id }) => (key === 0 ? [id] : []));
  const named = (ids: readonly number[]): string[] => ids.map((id) => kernel.views[0].view.nameOf(id)).sort();
  const printed = (tool: string, ...options: string[]): string[] =>
    execFileSync(tool, [...options, vmlinux], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .sort();

  if (hasTool('pahole')) {
    it('names what embeds a list_head as pahole -i does', () => {
      // pahole leaves nameless structs out
      const told = named(inVmlinux(usesInVmlinux('list_head'), 'embedded-in')).filter((name) => name !== '');
      expect(told).toEqual(printed('pahole', '-i', 'list_head'));
    });
  }

  if (hasTool('pfunct')) {
    it('names what takes a task_struct as pfunct -c does, and beyond it takers of a const one', () => {
      const { view } = kernel.views[0];
      const takers = inVmlinux(usesInVmlinux('task_struct'), 'argument-of');
      const plain = takers.filter((id) => takesPlainPointer(view, id, 'task_struct'));
      expect(named(plain)).toEqual(printed('pfunct', '-c', 'task_struct'));
      expect(takers.length).toBeGreaterThan(plain.length);
    });
  }
}

if (hasData) describe('a whole vmlinux with some of its modules', testWholeKernel);

function lines(usedBy: UsedBy): string[] {
  return usedBy.groups
    .flatMap(({ relation, rows }) =>
      usedBy.rows(relation, 0, rows.length).map(({ key, id }) => `${relation} ${key}:${id}`),
    )
    .sort();
}

/** A part of a name, in any case, or letters that may be nowhere; never what a query reads as something else. */
function randomQuery(random: Random, names: readonly string[]): string {
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789_'];
  const name = random.pick(names);
  const from = random.below(name.length);
  const part = random.chance(80)
    ? name.slice(from, from + 1 + random.below(12))
    : Array.from({ length: 1 + random.below(4) }, () => random.pick(letters)).join('');
  return random.chance(30) ? part.toUpperCase() : part;
}

/** As pfunct has it: an argument whose type is a pointer to the very struct. */
function takesPlainPointer(view: BtfView, func: number, name: string): boolean {
  const prototype = view.typeById(view.sizeOrTypeOf(func));
  if (!prototype || !('params' in prototype)) return false;
  return prototype.params.some(({ typeId }) => {
    const target = view.sizeOrTypeOf(typeId);
    const isPointer = kindWord(view.kindOf(typeId)) === 'ptr';
    return isPointer && kindWord(view.kindOf(target)) === 'struct' && view.nameOf(target) === name;
  });
}
