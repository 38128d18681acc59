/** Files in any order and any number of drops: what becomes a source, what waits, what is refused. */

import { describe, expect, it, vi } from 'vitest';
import { packTar } from 'modern-tar';
import { BtfBuilder } from '../format/testing/builder.ts';
import { buildElf } from '../format/testing/elf-builder.ts';
import type { OpenFile, OpenProgress, TypeRef } from './source-api.ts';
import type { PageToken } from './type-api.ts';
import { Session } from './session.ts';
import { file, ignore, problems, query, smallKernel, states } from './testing/kernels.ts';

const one = smallKernel('6.12.117-amd64');
const other = smallKernel('6.12.117-cloud-amd64');
const vmlinux = file('one/vmlinux', one.base.build());
const otherVmlinux = file('other/vmlinux', other.base.build());
const names = ['nf_conntrack', 'tun', 'veth', 'overlay', 'xfs'];
const modules = names.map((name) => file(`one/${name}`, one.module(name).build()));
const otherModules = names.map((name) => file(`other/${name}`, other.module(name).build()));

describe('a base and its modules', () => {
  it('come in any order, in one drop or several', async () => {
    const [first, second, ...rest] = modules;
    const orders: OpenFile[][][] = [
      [[vmlinux, ...modules]],
      [[...modules, vmlinux]],
      [[first, vmlinux, second, ...rest]],
      [[first, second], [vmlinux], rest],
      [modules, [vmlinux]],
    ];
    for (const drops of orders) {
      const session = new Session();
      for (const drop of drops) await session.open(drop, ignore);
      const workspace = session.workspace();
      const expected = drops
        .flat()
        .map(({ path }) => (path === 'one/vmlinux' ? path : `${path} -> one/vmlinux`));
      expect(states(workspace)).toEqual(expected);
      expect(workspace.types).toBe(5 + 5 * 5);
      expect(workspace.indexes).toEqual({ names: true, usedBy: true, elements: true });
      expect((await session.search(query('list_head'), 9)).count).toBe(1);
      expect((await session.search(query('_count'), 9)).count).toBe(5);
    }
  });

  it('keep the order in which modules were opened, which is their load order', async () => {
    const session = new Session();
    await session.open([...modules].reverse(), ignore);
    const { workspace } = await session.open([vmlinux], ignore);
    expect(workspace.sources.map(({ name }) => name)).toEqual([...names].reverse().concat('vmlinux'));
  });

  it('go with each other where several kernels are open', async () => {
    const session = new Session();
    const mixed = [...modules, ...otherModules].sort((a, b) => a.name.localeCompare(b.name));
    await session.open([...mixed, otherVmlinux, vmlinux], ignore);
    const expected = mixed.map(({ path }) => `${path} -> ${path.split('/')[0]}/vmlinux`);
    expect(states(session.workspace())).toEqual([...expected, 'other/vmlinux', 'one/vmlinux']);
  });
});

describe('a page that draws what is open', () => {
  const many = Array.from({ length: 40 }, (_, i) => {
    const b = new BtfBuilder();
    b.addStruct(`kernel_${i}`, 4);
    return file(`vmlinux_${i}`, b.build());
  });
  const open = async (draw: () => Promise<void>): Promise<number> => {
    const { opened } = await new Session().open(many, ({ workspace }) => (workspace ? draw() : null));
    return opened.length;
  };

  it('is waited for', async () => {
    const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
    const before: number[] = [];
    const after: number[] = [];
    const draw = async (): Promise<void> => {
      // What is read ahead is on its way
      await new Promise((resolve) => setTimeout(resolve, 20));
      before.push(read.mock.calls.length);
      await new Promise((resolve) => setTimeout(resolve, 20));
      after.push(read.mock.calls.length);
    };
    expect(await open(draw)).toBe(many.length);
    expect(before[0]).toBeLessThan(many.length);
    expect(after[0]).toBe(before[0]);
    read.mockRestore();
  });

  it('is not waited for when it never comes to it', async () => {
    expect(await open(() => new Promise(() => undefined))).toBe(many.length);
  });
});

describe('a wrong base', () => {
  it('is told apart with figures, and the right one takes its place without reading again', async () => {
    const session = new Session();
    const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
    const report = await session.open([otherVmlinux, ...modules], ignore);
    expect(states(report.workspace)).toEqual([
      'other/vmlinux',
      ...modules.map(({ path }) => `${path}: no-base-fits`),
    ]);
    const { state } = report.workspace.sources[1];
    expect(state).toMatchObject({ tried: [{ base: 1, baseName: 'vmlinux', names: 6 }] });
    if (state.state === 'no-base-fits') {
      const [{ midString, outOfRange }] = state.tried;
      expect(midString + outOfRange).toBeGreaterThan(0);
    }
    expect(report.workspace.types).toBe(5);
    expect((await session.search(query('tun'), 9)).count).toBe(0);

    read.mockClear();
    const { workspace } = await session.open([vmlinux], ignore);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    expect(states(workspace).slice(1, 6)).toEqual(modules.map(({ path }) => `${path} -> one/vmlinux`));
    expect((await session.search(query('tun'), 9)).count).toBe(2);
  });
});

describe('removing', () => {
  it('a base leaves its modules waiting, and another like it takes them over', async () => {
    const session = new Session();
    await session.open([vmlinux, ...modules, otherVmlinux], ignore);
    const removed = session.remove(1);
    expect(states(removed)).toEqual([...modules.map(({ path }) => `${path}: no-base-fits`), 'other/vmlinux']);
    const again = await session.open([vmlinux], ignore);
    expect(states(again.workspace).slice(0, 5)).toEqual(modules.map(({ path }) => `${path} -> one/vmlinux`));
    expect((await session.search(query('tun'), 9)).first.map(({ name }) => name)).toEqual([
      'tun',
      'tun_count',
    ]);
  });

  it('a module takes its types out of lists, pages and users', async () => {
    const session = new Session();
    await session.open([vmlinux, ...modules], ignore);
    const list = { source: 1, id: one.listHead };
    expect((await session.usedBy(list)).groups[0]).toMatchObject({ relation: 'embedded-in', count: 6 });
    const tun = (await session.search(query('struct tun'), 1)).first[0].ref;
    const workspace = session.remove(tun.source);
    expect(workspace.types).toBe(5 + 4 * 5);
    expect(session.typePage(tun)).toBeNull();
    expect((await session.search(query('tun'), 9)).count).toBe(0);
    expect((await session.usedBy(list)).groups[0]).toMatchObject({ count: 5 });
  });

  it('everything leaves nothing', async () => {
    const session = new Session();
    await session.open([vmlinux, ...modules], ignore);
    for (const { id } of session.workspace().sources) session.remove(id);
    expect(session.workspace()).toMatchObject({ sources: [], types: 0, kindCounts: {} });
    expect((await session.search(query(''), 9)).count).toBe(0);
  });
});

describe('a bad file', () => {
  const text = (path: string): OpenFile => file(path, new TextEncoder().encode('not BTF at all'));

  it('becomes a problem and stops nothing', async () => {
    const session = new Session();
    const cut = file(
      'cut',
      modules[0].blob.size > 60 ? one.module('cut').build().subarray(0, 60) : new Uint8Array(),
    );
    const unreadable = new Blob(['x']);
    unreadable.arrayBuffer = () => Promise.reject(new DOMException('may belong to root', 'NotReadableError'));
    const secret: OpenFile = { name: 'secret', path: 'secret', blob: unreadable };
    const bad = [text('notes.txt'), file('empty', new Uint8Array()), cut, secret];
    const { workspace, opened } = await session.open([...bad, vmlinux, ...modules], ignore);
    expect(opened.length).toBe(6);
    expect(problems(workspace)).toEqual([
      'notes.txt: not-btf',
      'empty: empty-file',
      'cut: section-out-of-range',
      'secret: read-failed',
    ]);
    expect(problems(session.dismissProblem(workspace.problems[1].key))).not.toContain('empty: empty-file');
  });

  it('is counted with others like it where there are many', async () => {
    const session = new Session();
    const texts = Array.from({ length: 100 }, (_, i) => text(`docs/${i}.txt`));
    const { workspace } = await session.open([...texts, vmlinux], ignore);
    expect(problems(workspace)).toEqual([
      'docs/0.txt: not-btf',
      'docs/1.txt: not-btf',
      'docs/2.txt: not-btf',
      '97 more files: not-btf',
    ]);
  });

  it('is one that is open already; a module of the same bytes under another name is not', async () => {
    const session = new Session();
    const twin = file('one/twin', one.module('tun').build());
    await session.open([vmlinux, ...modules, twin], ignore);
    const copy = file('copy/vmlinux-6.12', one.base.build());
    const { workspace } = await session.open([copy, modules[0]], ignore);
    expect(workspace.sources.length).toBe(7);
    expect(problems(workspace)).toEqual(['copy/vmlinux-6.12: duplicate', 'one/nf_conntrack: duplicate']);
    expect(problems(session.remove(1))).toEqual(['one/nf_conntrack: duplicate']);
  });
});

describe('a module with a distilled base', () => {
  const distilled = new BtfBuilder();
  distilled.addInt('unsigned int', 4);
  const list = distilled.addStruct('list_head', 16);
  const split = distilled.split();
  split.addStruct('item', 24);
  split.addField('list', list, 0).addField('count', 1, 128);
  const ko = (base: BtfBuilder): OpenFile => {
    const sections = [
      { name: '.BTF', bytes: split.build() },
      { name: '.BTF.base', bytes: base.build() },
    ];
    return file('item.ko', buildElf(sections, { machine: 62 }));
  };

  /** What the first member refers to. */
  async function memberType(session: Session, ref: TypeRef): Promise<PageToken | undefined> {
    const raw = await session.lines(ref, { form: 'raw' });
    return raw.lines[1].find((token) => token.ref);
  }

  it('is shown over it, and moved onto a vmlinux that has the types', async () => {
    const session = new Session();
    const { workspace } = await session.open([ko(distilled)], ignore);
    expect(workspace.sources.map(({ name, role, state, base }) => [name, role, state.state, base])).toEqual([
      ['item.BTF.base', 'distilled-base', 'ready', null],
      ['item', 'module', 'over-distilled-base', 1],
    ]);
    expect(await memberType(session, { source: 2, id: 3 })).toMatchObject({
      text: '2',
      ref: { source: 1, id: 2 },
      crosses: true,
    });

    const moved = await session.open([vmlinux], ignore);
    expect(states(moved.workspace)).toEqual(['item.ko -> one/vmlinux', 'one/vmlinux']);
    const hit = (await session.search(query('item'), 1)).first[0];
    expect(await memberType(session, hit.ref)).toMatchObject({ ref: { source: 3, id: one.listHead } });

    expect(states(session.remove(3))).toEqual(['item.ko', 'item.ko: over-distilled-base']);
    expect(states(session.remove(1))).toEqual([]);
  });

  it('stays over it where the vmlinux lacks a type, and says why', async () => {
    const lacking = new BtfBuilder();
    lacking.addInt('unsigned int', 4);
    lacking.addStruct('list_head', 32);
    const session = new Session();
    const { workspace } = await session.open([file('vmlinux', lacking.build()), ko(distilled)], ignore);
    expect(workspace.sources[2].state).toMatchObject({
      state: 'over-distilled-base',
      rejected: [{ base: 1, baseName: 'vmlinux', code: 'not-relocatable' }],
    });
  });

  it('is refused where the distilled base is damaged', async () => {
    const broken = new BtfBuilder();
    broken.addPtr(77);
    const session = new Session();
    const { workspace } = await session.open([ko(broken)], ignore);
    expect(workspace.sources).toEqual([]);
    expect(problems(workspace)).toEqual(['item.ko: bad-type-id']);
  });
});

describe('an archive', () => {
  it('is opened with all that is in it', async () => {
    const inside = [vmlinux, ...modules, file('README', new TextEncoder().encode('read me'))];
    const entries = inside.map(async ({ path, blob }) => {
      const body = new Uint8Array(await blob.arrayBuffer());
      return { header: { name: path, size: body.length }, body };
    });
    const tar = await packTar(await Promise.all(entries));
    const gzip = new Blob([tar]).stream().pipeThrough(new CompressionStream('gzip'));
    const packed = new Uint8Array(await new Response(gzip).arrayBuffer());
    const session = new Session();
    const { workspace } = await session.open([file('sample.tar.gz', packed)], ignore);
    expect(problems(workspace)).toEqual([]);
    expect(workspace.sources.map(({ name, state }) => `${name} ${state.state}`)).toEqual([
      'vmlinux ready',
      ...names.map((name) => `${name} ready`),
    ]);
  });
});

describe('progress', () => {
  it('grows to the end, and what is open can be used before it', async () => {
    const session = new Session();
    const reports: OpenProgress[] = [];
    const { workspace } = await session.open([vmlinux, ...modules], (report) => reports.push(report));
    expect(reports[0]).toMatchObject({ phase: 'reading', filesDone: 0, filesTotal: 6 });
    const bytes = reports.map(({ bytesDone }) => bytesDone);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(reports.at(-1)?.bytesTotal).toBe(workspace.sources.reduce((sum, source) => sum + source.bytes, 0));
  });

  it('ends when it is cancelled; what is in stays, and the next drop is not concerned', async () => {
    const session = new Session();
    const slow = modules.map((module, i): OpenFile => {
      if (i < 2) return module;
      const blob = new Blob(['x']);
      blob.arrayBuffer = () => new Promise(() => undefined);
      return { ...module, blob };
    });
    const running = session.open([vmlinux, ...slow], ignore);
    const waiting = session.open([otherVmlinux], ignore);
    await vi.waitFor(() => expect(session.workspace().sources.length).toBe(3));
    session.cancelOpen();
    expect(await running).toMatchObject({ cancelled: true, opened: [1, 2, 3] });
    expect(await waiting).toMatchObject({ cancelled: true, opened: [] });
    const later = await session.open([modules[3]], ignore);
    expect(later.cancelled).toBe(false);
    expect(states(later.workspace)).toEqual([
      'one/vmlinux',
      ...[0, 1, 3].map((i) => `${modules[i].path} -> one/vmlinux`),
    ]);
  });
});
