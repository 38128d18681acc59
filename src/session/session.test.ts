/** The session's questions about what is open, on two small kernels built by calls. */

import { beforeAll, describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import type { TypeRef, Workspace } from './source-api.ts';
import type { LinkTarget, PageText, TypePage } from './type-api.ts';
import { Session } from './session.ts';
import { file, ignore, query, smallKernel } from './testing/kernels.ts';

const one = smallKernel('6.12.117-amd64');
const other = smallKernel('6.18');
const session = new Session();

beforeAll(async () => {
  await session.open(
    [
      file('one/vmlinux', one.base.build()),
      file('one/tun', one.module('tun').build()),
      file('one/veth', one.module('veth').build()),
      file('other/vmlinux', other.base.build()),
    ],
    ignore,
  );
});

async function find(text: string, source?: number): Promise<TypeRef> {
  const { first } = await session.search(query(text, { sources: source ? [source] : null }), 1);
  return first[0].ref;
}

async function page(text: string, source?: number): Promise<TypePage> {
  const found = session.typePage(await find(text, source));
  if (!found) throw new Error(`no ${text}`);
  return found;
}

const plain = ({ lines }: PageText): string[] => lines.map((line) => line.map(({ text }) => text).join(''));

describe('a search', () => {
  it('counts all hits and hands out windows of them', async () => {
    const result = await session.search(query('t'), 2);
    expect(result).toMatchObject({ count: 8, complaint: null });
    expect(result.first.length).toBe(2);
    const all = session.rows(result.searchId, 0, 100);
    expect(all.length).toBe(8);
    expect(all.slice(0, 2)).toEqual(result.first);
    expect(session.rows(result.searchId, 6, 100)).toEqual(all.slice(6));
  });

  it('says of a type what a list shows', async () => {
    const { first } = await session.search(query('tun'), 9);
    expect(first).toEqual([
      {
        ref: { source: 2, id: 6 },
        kind: 'struct',
        name: 'tun',
        size: 24,
        sourceName: 'tun',
        displayId: 'tun:[6]',
        kfunc: false,
      },
      {
        ref: { source: 2, id: 9 },
        kind: 'func',
        name: 'tun_count',
        size: null,
        sourceName: 'tun',
        displayId: 'tun:[9]',
        kfunc: true,
      },
    ]);
    expect((await session.search(query('list_head'), 9)).first.map(({ displayId }) => displayId)).toEqual([
      '[3]',
      '[3]',
    ]);
  });

  it('keeps to sources, kinds and names', async () => {
    const count = async (...args: Parameters<typeof query>): Promise<number> =>
      (await session.search(query(...args), 0)).count;
    expect(await count('')).toBe(3 + 2 + 2 + 3);
    expect(await count('', { sources: [2] })).toBe(2);
    expect(await count('', { sources: [] })).toBe(0);
    expect(await count('', { kinds: ['func'] })).toBe(2);
    expect(await count('', { kinds: ['int'] })).toBe(2);
    expect(await count('', { kinds: ['ptr'] })).toBe(0);
    expect(await count('', { kinds: ['ptr'], anonymous: true })).toBe(4);
    expect(await count('func tun')).toBe(1);
    expect(await count('mod:veth')).toBe(2);
  });

  it('ends when a newer one begins, and so do its windows', async () => {
    const older = session.search(query('t'), 2);
    const newer = await session.search(query('tun'), 2);
    const failure: unknown = await older.catch((error: unknown) => error);
    if (failure instanceof Error) expect(failure).toMatchObject({ code: 'superseded' });
    else expect(session.rows((failure as { searchId: number }).searchId, 0, 9)).toEqual([]);
    expect(session.rows(newer.searchId, 0, 9).length).toBe(2);
  });
});

describe('a type page', () => {
  it('has a heading, and what a link needs', async () => {
    expect(await page('struct tun')).toMatchObject({
      kind: 'struct',
      title: 'struct tun',
      sourceName: 'tun',
      baseName: 'vmlinux',
      displayId: 'tun:[6]',
      size: 24,
      elements: 2,
      badges: [],
      link: { kind: 'struct', name: 'tun', source: 'tun', size: 24, elements: 2, id: 6 },
    });
  });

  it('tells a kfunc, and lists its tags with links', async () => {
    const { title, badges } = await page('tun_count');
    expect(title).toBe('tun_count()');
    expect(badges).toEqual([
      { text: 'kfunc', about: 'tagged bpf_kfunc: BPF programs may call it' },
      { text: 'bpf_kfunc', about: 'decl tag', ref: { source: 2, id: 10 } },
    ]);
  });

  it('lists all definitions of the kind and name, over all sources', async () => {
    const { definitions } = await page('struct task_struct');
    expect(definitions.map(({ ref }) => ref)).toEqual([
      { source: 1, id: 5 },
      { source: 4, id: 5 },
    ]);
  });

  it('is not there for what is not there', () => {
    expect(session.typePage({ source: 99, id: 1 })).toBeNull();
    expect(session.typePage({ source: 2, id: 1 })).toBeNull();
    expect(session.typePage({ source: 2, id: 1000 })).toBeNull();
    expect(session.typePage({ source: 1, id: 0 })).toBeNull();
  });

  it('says what tags on members and arguments are on', async () => {
    const builder = new BtfBuilder();
    const int = builder.addInt('int', 4, 1);
    const struct = builder.addStruct('s', 8);
    builder.addField('a', int, 0).addField('b', int, 32);
    const proto = builder.addFuncProto(0);
    builder.addFuncParam('ctx', int);
    const func = builder.addFunc('f', proto, 1);
    builder.addDeclTag('user', struct, 1);
    builder.addDeclTag('arg:ctx', func, 0);
    builder.addDeclTag('odd', func, 7);
    const tagged = new Session();
    await tagged.open([file('o', builder.build())], ignore);
    const about = (id: number): string[] | undefined =>
      tagged.typePage({ source: 1, id })?.badges.map((badge) => `${badge.text}: ${badge.about}`);
    expect(about(struct)).toEqual(['user: decl tag on member b']);
    expect(about(func)).toEqual([
      'global: linkage',
      'arg:ctx: decl tag on argument ctx',
      'odd: decl tag on argument 8',
    ]);
  });
});

describe('the lines of a tab', () => {
  it('link types across sources, and mark the step into the base', async () => {
    const ref = await find('struct tun');
    const text = await session.lines(ref, { form: 'declaration' });
    expect(plain(text)).toEqual(['struct tun {', '\tstruct list_head list;', '\tunsigned int count;', '};']);
    const links = text.lines.flat().filter((token) => token.ref);
    expect(links.map(({ text: name, ref: to, crosses }) => [name, to, crosses])).toEqual([
      ['tun', ref, undefined],
      ['list_head', { source: 1, id: one.listHead }, true],
      ['unsigned int', { source: 1, id: one.int }, true],
    ]);
  });
});

describe('the users of a type', () => {
  it('are grouped and counted over base and modules', async () => {
    const list = { source: 1, id: one.listHead };
    const usedBy = await session.usedBy(list);
    expect(usedBy.complete).toBe(true);
    expect(usedBy.groups.map(({ relation, count }) => [relation, count])).toEqual([
      ['embedded-in', 3],
      ['pointed-to-by', 1],
    ]);
    expect(usedBy.groups[0].bySource).toEqual(
      expect.arrayContaining([
        { source: 1, name: 'vmlinux', count: 1 },
        { source: 2, name: 'tun', count: 1 },
        { source: 3, name: 'veth', count: 1 },
      ]),
    );
    const rows = await session.usedByRows(list, 'embedded-in', 1, 9);
    expect(rows.map(({ name, via, sourceName }) => [name, via, sourceName])).toEqual([
      ['tun', 'list', 'tun'],
      ['veth', 'list', 'veth'],
    ]);
    expect(await session.text(list, { form: 'used-by' })).toBe(
      [
        'embedded in (3):',
        '\tstruct task_struct: tasks  vmlinux:[5]',
        '\tstruct tun: list  tun:[6]',
        '\tstruct veth: list  veth:[6]',
        'pointed to by (1):',
        '\tstruct list_head: next, prev  vmlinux:[3]',
        '',
      ].join('\n'),
    );
  });

  it('of a module in another kernel are none of this one', async () => {
    const { groups } = await session.usedBy({ source: 4, id: other.listHead });
    expect(groups.map(({ relation, count }) => [relation, count])).toEqual([
      ['embedded-in', 1],
      ['pointed-to-by', 1],
    ]);
  });
});

describe('a link', () => {
  const differences = (link: LinkTarget): unknown => {
    const resolution = session.resolveLink(link);
    return resolution.state === 'found'
      ? [resolution.ref, resolution.differences.map(({ field, link: said, found }) => [field, said, found])]
      : resolution;
  };

  it('finds its type again', async () => {
    for (const text of ['struct tun', 'tun_count', 'struct task_struct']) {
      const { ref, link } = await page(text);
      expect(session.resolveLink(link)).toEqual({ state: 'found', ref, differences: [] });
    }
  });

  it('tells equals apart by their source, their looks, and last by their id', async () => {
    const { link } = await page('struct version_6', 4);
    expect(differences(link)).toEqual([{ source: 4, id: 1 }, []]);
    const task = (await page('struct task_struct')).link;
    expect(differences({ ...task, id: 999 })).toEqual([{ source: 1, id: 5 }, []]);
  });

  it('lives with a field that is missing or wrong, and says what differs', async () => {
    const { ref, link } = await page('struct tun');
    expect(differences({ ...link, source: '' })).toEqual([ref, []]);
    expect(differences({ ...link, hash: '', size: null, elements: null, id: 0 })).toEqual([ref, []]);
    expect(differences({ ...link, source: 'tap' })).toEqual([ref, [['source', 'tap', 'tun']]]);
    expect(differences({ ...link, kind: 'union' })).toEqual([ref, [['kind', 'union', 'struct']]]);
    expect(differences({ ...link, kind: 'nonsense' as 'union' })).toEqual([ref, []]);
    expect(differences({ ...link, size: 32, elements: 3, hash: '0' })).toEqual([
      ref,
      [
        ['size', '32', '24'],
        ['elements', '3', '2'],
        ['hash', '0', link.hash],
      ],
    ]);
  });

  it('to a type without a name goes by its id, if it still looks the same', () => {
    const ref = { source: 1, id: one.listHead + 1 };
    const link = session.typePage(ref)?.link;
    if (!link) throw new Error('no pointer');
    expect(link.name).toBe('');
    expect(differences(link)).toEqual([ref, []]);
    expect(session.resolveLink({ ...link, hash: '0123456789abcdef' })).toMatchObject({ state: 'missing' });
  });

  it('says what is missing', async () => {
    const { link } = await page('struct tun');
    const gone = { ...link, name: 'no_such_type' };
    expect(session.resolveLink(gone)).toEqual({ state: 'missing', sourceOpen: true, anyOpen: true });
    expect(session.resolveLink({ ...gone, source: 'xfs' })).toMatchObject({ sourceOpen: false });
    expect(new Session().resolveLink(link)).toEqual({ state: 'missing', sourceOpen: false, anyOpen: false });
  });
});

describe('closing', () => {
  it('of many at once leaves what closing each would leave, and hands nothing out any more', async () => {
    const both = await Promise.all(
      [0, 1].map(async () => {
        const one = smallKernel('6.12');
        const fresh = new Session();
        await fresh.open(
          [
            file('vmlinux', one.base.build()),
            file('tun', one.module('tun').build()),
            file('veth', one.module('veth').build()),
          ],
          ignore,
        );
        return fresh;
      }),
    );
    const [each, together] = both;
    each.remove(1);
    each.remove(2);
    const shape = ({ sources, types }: Workspace) => ({
      types,
      sources: sources.map(({ name, state }) => [name, state.state]),
    });
    expect(shape(together.removeAll([1, 2]))).toEqual(shape(each.workspace()));
    const { searchId } = await together.search(query(''), 1);
    expect(shape(together.removeAll([3]))).toEqual({ types: 0, sources: [] });
    expect(together.rows(searchId, 0, 10)).toEqual([]);
    expect(together.diagnostics()).toMatchObject({ sources: 0, types: 0, heldBytes: 0 });
  });
});
