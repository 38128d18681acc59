// The indexes over a real kernel, against plain walks over everything and against pahole and pfunct. The data lies beside
// the repository; without it there is nothing to compare.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const QUERIES = 500;
const TARGETS = 1000;

const hasTool = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const hasData = existsSync(join(KERNEL, 'vmlinux.btf.xz')) && hasTool('xz') && hasTool('tar');

describe.runIf(hasData)('a real kernel', () => {
  const directory = mkdtempSync(join(tmpdir(), 'btf-explorer-'));
  const vmlinux = join(directory, 'vmlinux.btf');
  let views: NamedView[] = [];
  let index: KernelIndex;

  beforeAll(() => {
    const options = { maxBuffer: 2 ** 28 };
    writeFileSync(vmlinux, execFileSync('xz', ['-dc', join(KERNEL, 'vmlinux.btf.xz')], options));
    const members = MODULES.map((name) => `./${name}`);
    execFileSync('tar', ['-xJf', join(KERNEL, 'modules.tar.xz'), '-C', directory, ...members]);
    const base = openBtf(Btf.parse(readFileSync(vmlinux)));
    const module = (name: string): BtfView =>
      new SplitBtf(base, Btf.parse(readFileSync(join(directory, name)), base.own));
    views = [{ key: 0, name: 'vmlinux', view: base }];
    for (const [i, name] of MODULES.entries()) views.push({ key: i + 1, name, view: module(name) });
    index = indexOf(views);
  }, 120_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(`finds for ${QUERIES} random queries what String.includes finds`, () => {
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
    for (let i = 0; i < QUERIES; i++) {
      const query = randomQuery(random, names);
      const search = index.search(requestFor(query, { kinds: KINDS, anonymous: false }));
      while (!search.step(5));
      let expected = 0;
      for (const name of names) if (name.includes(query.toLowerCase())) expected += listed.get(name) ?? 0;
      expect({ query, count: search.count }).toEqual({ query, count: expected });
    }
  }, 120_000);

  it(`tells the uses of ${TARGETS} random types as a walk from the users does`, () => {
    const random = new Random(117);
    const targets = new Set<TypeName>();
    while (targets.size < TARGETS) {
      const { key, view } = random.chance(60) ? views[0] : random.pick(views);
      targets.add(`${key}:${view.startId + random.below(view.typeCount - view.startId)}`);
    }
    const expected = forwardUses(views, targets);
    let uses = 0;
    for (const target of targets) {
      const [key, id] = target.split(':').map(Number);
      const told = lines(finishedUses(index.usedBy({ key, id })));
      uses += told.length;
      expect({ target, told }).toEqual({ target, told: expected.get(target) });
    }
    expect(uses).toBeGreaterThan(TARGETS);
  }, 120_000);

  const usesInVmlinux = (name: string): UsedBy => {
    const { view } = views[0];
    const definition = index
      .find(name)
      .find(({ key, id }) => key === 0 && kindWord(view.kindOf(id)) === 'struct');
    if (!definition) throw new Error(`vmlinux has no struct ${name}`);
    return finishedUses(index.usedBy(definition));
  };
  const namesOf = (usedBy: UsedBy, relation: 'embedded-in' | 'argument-of'): string[] =>
    usedBy
      .rows(relation, 0, 1e6)
      .filter(({ key }) => key === 0)
      .map(({ id }) => views[0].view.nameOf(id));
  const printed = (tool: string, ...options: string[]): string[] =>
    execFileSync(tool, [...options, vmlinux], { encoding: 'utf8' })
      .trim()
      .split('\n');

  it.runIf(hasTool('pahole'))('names what embeds a list_head as pahole -i does', () => {
    // pahole leaves nameless structs out
    const told = namesOf(usesInVmlinux('list_head'), 'embedded-in').filter((name) => name !== '');
    expect(told.sort()).toEqual(printed('pahole', '-i', 'list_head').sort());
  });

  it.runIf(hasTool('pfunct'))(
    'names what takes a task_struct as pfunct -c does, and takers of a const one',
    () => {
      const { view } = views[0];
      const usedBy = usesInVmlinux('task_struct');
      const takers = usedBy.rows('argument-of', 0, 1e6).filter(({ key }) => key === 0);
      const plain = takers.filter(({ id }) => takesPlainPointer(view, id, 'task_struct'));
      expect(plain.map(({ id }) => view.nameOf(id)).sort()).toEqual(
        printed('pfunct', '-c', 'task_struct').sort(),
      );
      expect(takers.length).toBeGreaterThan(plain.length);
    },
  );
});

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
