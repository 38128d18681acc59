/** Pages of sources: facts at once, lists when they are asked for, on small kernels built by calls. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtureBytes, KALLSYMS } from '../domain/ksym/testing/kernel.ts';
import { BtfBuilder } from '../format/testing/builder.ts';
import { readBtf } from '../intake/found.ts';
import type { SourceList, SourceListRow, SourcePage } from './source-page-api.ts';
import { Session } from './session.ts';
import { file, ignore, smallKernel } from './testing/kernels.ts';

async function kernel(): Promise<Session> {
  const session = new Session();
  const small = smallKernel('6.12');
  await session.open(
    [
      file('vmlinux', small.base.build()),
      file('net/tun.ko', small.module('tun').build()),
      file('net/veth.ko', small.module('veth').build()),
    ],
    ignore,
  );
  return session;
}

async function pageOf(session: Session, source: number): Promise<SourcePage> {
  const page = await session.sourcePage(source);
  if (!page) throw new Error(`no source ${source}`);
  return page;
}

async function rows(session: Session, source: number, list: SourceList): Promise<readonly SourceListRow[]> {
  const { count, cancelled } = await session.sourceList(source, list, ignore);
  expect(cancelled).toBe(false);
  const all = session.sourceListRows(source, list, 0, 1000);
  expect(all).toHaveLength(count);
  return all;
}

describe('the page of a kernel', () => {
  it('tells kinds and sizes, its own and those of its modules', async () => {
    const session = await kernel();
    const page = await pageOf(session, 1);
    const { sources, types } = session.workspace();
    expect(page.kernel).toEqual({
      base: 1,
      name: 'vmlinux',
      modules: 2,
      types,
      bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0),
    });
    expect(page.kinds.find(({ kind }) => kind === 'struct')).toEqual({
      kind: 'struct',
      named: 3,
      nameless: 0,
      inKernel: 5,
    });
    expect(page.kinds.find(({ kind }) => kind === 'ptr')).toMatchObject({ named: 0, nameless: 1 });
    expect(page.kinds.find(({ kind }) => kind === 'func')).toMatchObject({ named: 0, inKernel: 2 });
    expect(page.kinds.map(({ kind }) => kind)).not.toContain('float');
    expect(page.lists).toEqual(['modules', 'largest', 'most-used', 'kfuncs', 'disagreeing']);
  });

  it('tells BTF from what it is wrapped in, and from what is none', async () => {
    const session = new Session();
    const object = fixtureBytes();
    await session.open(
      [file('x.bpf.o', object), file('kallsyms', new TextEncoder().encode(KALLSYMS))],
      ignore,
    );
    const { btf } = readBtf(object);
    expect(await session.sourcePage(1)).toMatchObject({
      info: { bytes: object.length },
      btfBytes: btf.byteLength,
      stringBytes: btf.strings.length,
    });
    expect(await session.sourcePage(2)).toMatchObject({ btfBytes: null, stringBytes: null, kinds: [] });
    expect(session.diagnostics().sources).toBe(session.workspace().sources.length);
  });

  it('lists its modules and its largest types', async () => {
    const session = await kernel();
    const modules = await rows(session, 1, 'modules');
    expect(modules.map(({ source }) => source?.name)).toEqual(['veth', 'tun']);
    const largest = await rows(session, 1, 'largest');
    expect(largest.map(({ type }) => [type?.name, type?.size])).toEqual([
      ['task_struct', 24],
      ['list_head', 16],
      ['version_6.12', 4],
    ]);
    const used = await rows(session, 1, 'most-used');
    expect(used.slice(0, 2).map(({ type, figure }) => [type?.name, figure])).toEqual([
      ['unsigned int', 5],
      ['list_head', 4],
    ]);
  });

  it('names what is defined differently, where, and in how many ways', async () => {
    const session = new Session();
    const base = new BtfBuilder();
    const int = base.addInt('int', 4);
    const driver = (size: number, name: string): Uint8Array => {
      const split = base.split();
      split.addStruct('adapter', size);
      split.addField('id', int, 0);
      split.addStruct('same', 4);
      split.addField('id', int, 0);
      split.addFunc(name, split.addFuncProto(int));
      return split.build();
    };
    await session.open(
      [
        file('vmlinux', base.build()),
        file('a.ko', driver(8, 'probe')),
        file('b.ko', driver(16, 'probe')),
        file('c.ko', driver(8, 'other')),
      ],
      ignore,
    );
    const head = await session.sourceList(1, 'disagreeing', ignore);
    expect(head).toMatchObject({ count: 1, total: 2, complete: true });
    const [row] = session.sourceListRows(1, 'disagreeing', 0, 10);
    expect(row).toMatchObject({ figure: 2, definitionCount: 3, type: { name: 'adapter', kind: 'struct' } });
    expect(row.definitions.map(({ sourceName, variant }) => [sourceName, variant])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ]);
    expect(await session.sourceListText(1, 'disagreeing')).toBe(
      'struct adapter\t2 variants\tA: a:[2] 8 bytes, B: b:[2] 16 bytes, A: c:[2] 8 bytes\n',
    );
  });

  it('tells all definitions of a row that is asked for alone, and the first of them in a window', async () => {
    const session = new Session();
    const base = new BtfBuilder();
    base.addInt('int', 4);
    const modules = Array.from({ length: 30 }, (_, at) => {
      const split = base.split();
      split.addStruct('adapter', 8 + at);
      return file(`m${String(at).padStart(2, '0')}.ko`, split.build());
    });
    await session.open([file('vmlinux', base.build()), ...modules], ignore);
    await session.sourceList(1, 'disagreeing', ignore);
    const [inWindow] = session.sourceListRows(1, 'disagreeing', 0, 100);
    expect([inWindow.definitions.length, inWindow.definitionCount]).toEqual([24, 30]);
    const [alone] = session.sourceListRows(1, 'disagreeing', 0, 1);
    expect(alone.definitions.map(({ variant }) => variant)).toEqual(modules.map((_, at) => at));
    expect(await session.sourceListText(1, 'disagreeing')).toMatch(
      /, Z: m25:\[2\] 33 bytes, 27: m26:.* 37 bytes\n$/,
    );
  });

  it('names modules of another build that were tried on it', async () => {
    const session = new Session();
    const [one, other] = [smallKernel('6.12.117-with-a-longer-name'), smallKernel('6.1')];
    await session.open(
      [file('vmlinux', one.base.build()), file('stray.ko', other.module('stray').build())],
      ignore,
    );
    const page = await pageOf(session, 1);
    expect(page).toMatchObject({ misfits: 1, kernel: null });
    expect(page.lists).toEqual(['largest', 'most-used', 'kfuncs', 'misfits']);
    const [row] = await rows(session, 1, 'misfits');
    expect(row.source?.name).toBe('stray');
    expect(row.misfit?.midString).toBeGreaterThan(0);
    expect((await pageOf(session, 2)).lists).toEqual([]);
  });
});

describe('the page of a module', () => {
  it('tells its share, and what it takes from its base', async () => {
    const session = await kernel();
    const page = await pageOf(session, 2);
    expect(page).toMatchObject({ baseName: 'vmlinux', kernel: { base: 1, modules: 2 }, misfits: 0 });
    expect(page.kinds.every(({ inKernel }) => inKernel === null)).toBe(true);
    expect(page.lists).toEqual(['taken', 'kfuncs', 'largest', 'most-used']);
    const taken = await rows(session, 2, 'taken');
    expect(taken.map(({ type, figure }) => [type?.name, type?.sourceName, figure])).toEqual([
      ['unsigned int', 'vmlinux', 2],
      ['list_head', 'vmlinux', 1],
    ]);
    expect((await session.sourceList(2, 'taken', ignore)).total).toBe(3);
  });

  it('lists its kfuncs with their prototypes', async () => {
    const session = await kernel();
    const [row, ...others] = await rows(session, 2, 'kfuncs');
    expect(others).toEqual([]);
    expect(row.type).toMatchObject({ name: 'tun_count', kfunc: true });
    expect(row.line?.map(({ text }) => text).join('')).toMatch(
      /^unsigned int tun_count\(struct tun \*item\)/,
    );
    expect(row.line?.some(({ ref }) => ref?.source === 2)).toBe(true);
  });
});

describe('other sources', () => {
  it('have a page that fits them: a distilled base and its module', async () => {
    const session = new Session();
    const bytes = readFileSync(new URL('../../e2e/fixtures/module.distilled.ko', import.meta.url));
    await session.open([file('module.distilled.ko', bytes)], ignore);
    const [distilled, module] = session.workspace().sources;
    expect(distilled.role).toBe('distilled-base');
    expect((await pageOf(session, distilled.id)).lists).toEqual(['modules', 'largest', 'most-used']);
    expect((await rows(session, distilled.id, 'modules')).map(({ source }) => source?.id)).toEqual([
      module.id,
    ]);
    expect((await pageOf(session, module.id)).baseName).toBe(distilled.name);
  });

  it('a BPF object', async () => {
    const session = new Session();
    const bytes = readFileSync(new URL('../../e2e/fixtures/types.bpfel.o', import.meta.url));
    await session.open([file('types.bpf.o', bytes)], ignore);
    const page = await pageOf(session, 1);
    expect(page).toMatchObject({ info: { role: 'object' }, kernel: null, baseName: null });
    expect(page.lists).toEqual(['largest', 'most-used']);
    expect((await rows(session, 1, 'largest')).length).toBeGreaterThan(0);
  });

  it('and what is not open has none', async () => {
    const session = await kernel();
    expect(await session.sourcePage(99)).toBeNull();
    expect(await session.sourceList(99, 'largest', ignore)).toMatchObject({ count: 0 });
    expect(session.sourceListRows(1, 'largest', 0, 10)).toEqual([]);
  });
});

describe('making a list', () => {
  it('begins anew once something else is open', async () => {
    const session = await kernel();
    expect((await session.sourceList(1, 'modules', ignore)).count).toBe(2);
    session.remove(3);
    expect((await session.sourceList(1, 'modules', ignore)).count).toBe(1);
  });

  it('ends where it is cancelled or another is asked for, and tells how far it is', async () => {
    const session = new Session();
    const base = new BtfBuilder();
    const int = base.addInt('int', 4);
    const many = (): Uint8Array => {
      const split = base.split();
      for (let i = 0; i < 6000; i++) {
        split.addStruct(`s_${i}`, 40);
        for (let m = 0; m < 10; m++) split.addField(`member_${m}`, int, m * 32);
      }
      return split.build();
    };
    await session.open([file('vmlinux', base.build()), file('a.ko', many()), file('b.ko', many())], ignore);
    const seen: number[] = [];
    const first = session.sourceList(1, 'disagreeing', ({ found }) => {
      seen.push(found);
      session.cancelSourceList();
    });
    expect(await first).toMatchObject({ cancelled: true, count: 0 });
    expect(seen).toHaveLength(1);
    const second = session.sourceList(1, 'disagreeing', ignore);
    const third = session.sourceList(1, 'largest', ignore);
    expect(await second).toMatchObject({ cancelled: true });
    expect(await third).toMatchObject({ cancelled: false });
    expect(await session.sourceList(1, 'disagreeing', ignore)).toMatchObject({ count: 0, total: 6000 });
  });
});
