import { beforeAll, describe, expect, it } from 'vitest';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { foldText } from './fold.ts';
import type { KernelIndex } from './kernel-index.ts';
import { KIND_PLACE } from './kind-order.ts';
import { kindWord, type KindWord } from './kind-word.ts';
import type { SearchRequest } from './search.ts';
import { listedSize } from './sizes.ts';
import { hitsOf, indexOf, requestFor, viewOf } from './testing/indexed.ts';
import { randomKernel, randomName, type NamedView } from './testing/random-kernel.ts';
import { Random } from './testing/random.ts';

/** One type, told the plain way. */
interface Plain {
  readonly at: string;
  readonly name: string;
  readonly folded: string;
  readonly kind: number;
  readonly word: KindWord;
  readonly size: number | null;
  readonly source: number;
  readonly key: number;
  readonly id: number;
}

/** In the order of lists by name: vmlinux before its modules, modules by name. */
function plainTypes(views: readonly NamedView[]): Plain[] {
  const bySource = [...views].sort(
    (a, b) => (a.view.base ? 1 : 0) - (b.view.base ? 1 : 0) || (a.name < b.name ? -1 : 1),
  );
  const types = bySource.flatMap(({ key, view }, source) =>
    Array.from({ length: view.typeCount - view.startId }, (_, i): Plain => {
      const id = view.startId + i;
      const name = view.nameOf(id);
      const kind = view.kindOf(id);
      const size = listedSize(view, id);
      return {
        at: `${key}:${id}`,
        name,
        folded: foldText(name),
        kind,
        word: kindWord(kind),
        size,
        source,
        key,
        id,
      };
    }),
  );
  return types.sort(byName(views));
}

/** Names that fold alike stay in the order in which they were met: that of the parts, then of the ids. */
function byName(views: readonly NamedView[]): (a: Plain, b: Plain) => number {
  const met = new Map<string, number>();
  for (const { view } of views)
    for (let id = view.startId; id < view.typeCount; id++)
      if (!met.has(view.nameOf(id))) met.set(view.nameOf(id), met.size);
  const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return (a, b) =>
    (a.name === '' ? 1 : 0) - (b.name === '' ? 1 : 0) ||
    bytes(a.folded, b.folded) ||
    (met.get(a.name) ?? 0) - (met.get(b.name) ?? 0) ||
    KIND_PLACE[a.kind] - KIND_PLACE[b.kind] ||
    a.source - b.source ||
    a.id - b.id;
}

/** Those that begin with the text first. */
function byRelevance(types: readonly Plain[], text: string): string[] {
  const begins = types.filter(({ folded }) => folded.startsWith(text));
  return [...begins, ...types.filter(({ folded }) => !folded.startsWith(text))].map(({ at }) => at);
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('search over a random %s kernel', (_, littleEndian) => {
  const views = randomKernel({ seed: 11, littleEndian, modules: 6, types: 400 });
  const types = plainTypes(views);
  let index: KernelIndex;
  beforeAll(() => void (index = indexOf(views)));

  it('lists everything by name for an empty query', () => {
    expect(hitsOf(index, requestFor(''))).toEqual(types.map(({ at }) => at));
  });

  it('finds what String.includes finds, what begins with the text first', () => {
    const random = new Random(3);
    const queries = Array.from({ length: 120 }, () => {
      const name = randomName(random);
      const from = random.below(name.length);
      return foldText(name.slice(from, from + 1 + random.below(8)));
    });
    for (const query of [...queries, 'no such name', 'ü']) {
      const words = query.split(' ');
      const expected = types.filter(
        ({ name, folded }) => name !== '' && words.every((word) => folded.includes(word)),
      );
      expect({ query, hits: hitsOf(index, requestFor(query.toUpperCase())) }).toEqual({
        query,
        hits: byRelevance(expected, words[0]),
      });
    }
  });

  it.each<[string, (type: Plain) => boolean]>([
    ['struct nf', ({ word, folded }) => word === 'struct' && folded.includes('nf')],
    ['-nf', ({ folded }) => !folded.includes('nf')],
    ['list -head', ({ folded }) => folded.includes('list') && !folded.includes('head')],
    ['"nf"', ({ name }) => name === 'nf'],
    ['"Lock"', ({ name }) => name === 'Lock'],
    ['-"nf" nf', ({ name, folded }) => name !== 'nf' && folded.includes('nf')],
    ['nf*', ({ folded }) => folded.startsWith('nf')],
    ['*sk?buff*', ({ folded }) => /sk.buff/.test(folded)],
    ['n?_*x', ({ folded }) => /^n._.*x$/.test(folded)],
    ['/^(nf|tcp)_.*[st]$/', ({ folded }) => /^(nf|tcp)_.*[st]$/.test(folded)],
    ['-/nf/ list', ({ folded }) => !folded.includes('nf') && folded.includes('list')],
    ['kind:ptr', ({ word }) => word === 'ptr'],
    ['kind:struct,union -kind:union', ({ word }) => word === 'struct'],
    ['mod:KVM', ({ key }) => key === 106],
    ['mod:?vm', ({ key }) => key === 106],
    ['mod:t', ({ key }) => key === 101 || key === 102 || key === 104 || key === 105],
    ['mod:"nf-conntrack"', ({ key }) => key === 101],
    ['-mod:vmlinux', ({ key }) => key !== 100],
    ['mod:vmlinux,x', () => false],
    ['size:4', ({ size }) => size === 4],
    ['size:>=8 size:<100', ({ size }) => size !== null && size >= 8 && size < 100],
    ['-size:>8', ({ size }) => size === null || size <= 8],
    ['[20]', ({ key, id }) => key === 100 && id === 20],
    ['#410', ({ id }) => id === 410],
    ['xfs:[410]', ({ key, id }) => key === 103 && id === 410],
    ['xfs:[20]', ({ key, id }) => key === 100 && id === 20],
    ['kv?:[410] mod:kvm', ({ key, id }) => key === 106 && id === 410],
    ['#999999', () => false],
  ])('finds %j', (text, matches) => {
    const expected = types.filter((type) => matches(type)).map(({ at }) => at);
    expect([...hitsOf(index, requestFor(text))].sort()).toEqual(expected.sort());
  });

  it.each<[SearchRequest['sort']['column'], (type: Plain) => number]>([
    ['kind', ({ kind }) => KIND_PLACE[kind]],
    ['source', ({ source }) => source],
    ['size', ({ size }) => size ?? Infinity],
    ['id', ({ id }) => id],
  ])('sorts by %s, ties by name, what has none last', (column, keyOf) => {
    for (const descending of [false, true]) {
      const sign = descending ? -1 : 1;
      const last = (key: number): number => (key === Infinity ? 1 : 0);
      const expected = [...types].sort((a, b) => {
        const [x, y] = [keyOf(a), keyOf(b)];
        return last(x) - last(y) || (x === y ? 0 : (x - y) * sign);
      });
      const hits = hitsOf(index, requestFor('', { sort: { column, descending } }));
      expect(hits).toEqual(expected.map(({ at }) => at));
    }
  });

  it('sorts by name either way, types without a name last', () => {
    const named = types.filter(({ name }) => name !== '');
    const sort = { column: 'name', descending: true } as const;
    expect(hitsOf(index, requestFor('nf', { sort: { ...sort, descending: false } }))).toEqual(
      named.filter(({ folded }) => folded.includes('nf')).map(({ at }) => at),
    );
    expect(hitsOf(index, requestFor('', { sort })).slice(0, named.length)).toEqual(
      named.map(({ at }) => at).reverse(),
    );
  });

  it('keeps to kinds, names and sources of the filters, and counts what they leave', () => {
    const filters = { kinds: ['struct', 'func'], anonymous: false, sources: [100, 103] } as const;
    const left = types.filter(
      ({ word, name, key }) =>
        (word === 'struct' || word === 'func') && name !== '' && (key === 100 || key === 103),
    );
    expect(hitsOf(index, requestFor('', filters))).toEqual(left.map(({ at }) => at));
    expect(index.search(requestFor('nf', filters)).of).toBe(left.length);
    expect(index.search(requestFor('', { ...filters, sources: null, anonymous: true })).of).toBe(
      types.filter(({ word }) => word === 'struct' || word === 'func').length,
    );
  });

  it('gives windows of its hits', () => {
    const search = index.search(requestFor('nf'));
    while (!search.step(0));
    const all = search.hits(0, search.count);
    expect(search.hits(5, 3)).toEqual(all.slice(5, 8));
    expect(search.hits(search.count + 5, 3)).toEqual([]);
  });

  it('shows its first hits before it is done, where they will stay', () => {
    const search = index.search(requestFor('e'));
    const early: string[] = [];
    while (!search.step(0)) if (early.length === 0) early.push(...search.hits(0, 5).map(({ id }) => `${id}`));
    expect(early.length).toBeGreaterThan(0);
    expect(search.hits(0, early.length).map(({ id }) => `${id}`)).toEqual(early);
  });
});

describe('elements', () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  const inner = b.addUnion('', 4);
  b.addField('freebind', int, 0);
  const outer = b.addStruct('inet_sock', 8);
  b.addField('', inner, 0).addField('other', int, 32);
  const direct = b.addStruct('bind', 4);
  b.addField('FreeBind', int, 0);
  const states = b.addEnum('');
  b.addEnumValue('TCP_SYN_SENT', 2).addEnumValue('TCP_LISTEN', 10);
  const named = b.addEnum64('wide');
  b.addEnum64Value('TCP_SYN_WIDE', 1n);
  const has = b.addStruct('has_state', 4);
  b.addField('state', states, 0);
  const index = indexOf([{ key: 1, name: 'vmlinux', view: viewOf(b) }]);
  const shown = { kinds: ['struct', 'union', 'enum'], anonymous: false } as const;
  const find = (text: string): string[] => hitsOf(index, requestFor(text, shown));

  it.each<[string, number[]]>([
    ['member:freebind', [direct, outer]],
    ['member:"freebind"', [outer]],
    ['member:freebind -member:other', [direct]],
    ['member:other member:freebind', [outer]],
    ['-member:freebind', [has, named]],
    ['sock member:free*', [outer]],
    ['enumerator:syn', [named, states]],
    ['enumerator:"TCP_LISTEN"', [states]],
    ['member:nothing', []],
  ])('finds %s', (text, ids) => {
    expect(find(text)).toEqual(ids.map((id) => `1:${id}`));
  });

  it('says so while they are not indexed yet', () => {
    const early = indexOf([]);
    early.add(1, 'vmlinux', viewOf(b));
    while (!early.state.names) early.step(0);
    expect(early.search(requestFor('member:freebind')).complaint).toMatch(/still being indexed/);
    expect(index.search(requestFor('member:freebind')).complaint).toBeNull();
  });
});

describe('names nobody expects', () => {
  it('searches names that are no UTF-8 as they are shown', () => {
    const b = new BtfBuilder();
    b.addInt('a\u00ffb', 4);
    const bytes = b.build();
    // The two bytes of U+00FF become one that is none
    const at = bytes.indexOf(0xc3);
    bytes[at] = 0x80;
    bytes[at + 1] = 0x80;
    const build = (): Uint8Array => bytes;
    const view = viewOf(Object.assign(b, { build }));
    const index = indexOf([{ key: 1, name: 'x', view }]);
    expect(view.nameOf(1)).toBe('a\ufffd\ufffdb');
    expect(hitsOf(index, requestFor('A\ufffd\ufffdB'))).toEqual(['1:1']);
  });

  it('knows long names by their first kilobyte, and finds them by their whole text', () => {
    const b = new BtfBuilder();
    const long = 'y'.repeat(5000);
    b.addInt(`${long}a`, 4);
    b.addInt(`${long}b`, 4);
    const index = indexOf([{ key: 1, name: 'x', view: viewOf(b) }]);
    expect(hitsOf(index, requestFor('yyy'))).toEqual(['1:1', '1:2']);
    expect(index.find(`${long}b`)).toEqual([{ key: 1, id: 2 }]);
    expect(index.find(long)).toEqual([]);
    expect(index.namesakes({ key: 1, id: 1 })).toEqual([{ key: 1, id: 1 }]);
  });

  it('takes bounded room for a string section that is named at every byte', () => {
    const b = new BtfBuilder();
    const length = 80_000;
    const off = b.addStr('z'.repeat(length));
    for (let i = 0; i < length; i += 4) b.addFwd('');
    const bytes = b.build();
    const words = new DataView(bytes.buffer);
    for (let i = 0; i < length / 4; i++) words.setUint32(24 + i * 12, off + i * 4, true);
    const view = viewOf(Object.assign(b, { build: () => bytes }));
    const index = indexOf([{ key: 1, name: 'x', view }]);
    expect(index.figures.distinctNames).toBeGreaterThan(10);
    expect(index.figures.bytes).toBeLessThan(bytes.length * 12);
    const search = index.search(requestFor('zzz'));
    while (!search.step(5));
    expect(search.count).toBe(length / 4);
  });
});
