// The grouped list against the plain one: whatever the order, a row stands where the first of its types would.
import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../../format/testing/builder.ts';
import type { TypeKey } from './corpus.ts';
import { KIND_PLACE } from './kind-order.ts';
import type { Search, SearchRequest } from './search.ts';
import { finish, indexOf, requestFor, viewOf } from './testing/indexed.ts';
import { randomKernel } from './testing/random-kernel.ts';

const views = randomKernel({ seed: 5, modules: 7, types: 300 });
const index = indexOf(views);

function done(request: SearchRequest): Search {
  const search = index.search(request);
  while (!search.step(0));
  return search;
}

const viewByKey = new Map(views.map(({ key, view }) => [key, view]));

/** Types without a name are told apart. */
function groupOf({ key, id }: TypeKey): string {
  const view = viewByKey.get(key);
  if (!view) throw new Error(`no part ${key}`);
  const name = view.nameOf(id);
  return name === '' ? `${key}:${id}` : `${name} ${KIND_PLACE[view.kindOf(id)]}`;
}

/** By group, in the order of the first of each. */
function folded(hits: readonly TypeKey[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const hit of hits) {
    const at = `${hit.key}:${hit.id}`;
    const group = groups.get(groupOf(hit));
    if (group) group.push(at);
    else groups.set(groupOf(hit), [at]);
  }
  return [...groups.values()];
}

const rowsOf = (search: Search): string[][] =>
  Array.from({ length: search.count }, (_, row) =>
    search.definitions(row).map(({ key, id }) => `${key}:${id}`),
  );

describe('a grouped search', () => {
  const sorts = (['relevance', 'name', 'kind', 'size', 'source', 'id'] as const).flatMap((column) => [
    { column, descending: false },
    { column, descending: true },
  ]);

  it.each(sorts)('by $column, descending: $descending, folds the plain list', (sort) => {
    for (const text of ['', 'nf', 'e', 'kind:struct,func', 'mod:tun', '#410', 'size:>8', 'no such name']) {
      const plain = done(requestFor(text, { sort }));
      const grouped = done(requestFor(text, { sort, grouped: true }));
      const expected = folded(plain.hits(0, plain.count));
      expect({ text, rows: rowsOf(grouped) }).toEqual({ text, rows: expected });
      expect(grouped.types).toBe(plain.count);
    }
  });

  it('counts rows of the filters, whatever is searched', () => {
    const filters = { kinds: ['struct', 'enum'], anonymous: false, grouped: true } as const;
    for (const sources of [null, [100, 103]]) {
      const all = done(requestFor('', { ...filters, sources }));
      expect(all.of).toBe(all.count);
      expect(done(requestFor('nf', { ...filters, sources })).of).toBe(all.count);
    }
    const withNameless = done(requestFor('', { grouped: true }));
    expect(withNameless.of).toBe(withNameless.count);
  });

  it('says of a row how many definitions it has, and in how many sources', () => {
    const search = done(requestFor('nf', { grouped: true }));
    const rows = search.foldedRows(0, search.count);
    expect(rows.some(({ definitions, sources }) => definitions > sources && sources > 1)).toBe(true);
    rows.forEach(({ first, definitions, sources }, row) => {
      const all = search.definitions(row);
      expect([first, definitions]).toEqual([all[0], all.length]);
      expect(sources).toBe(new Set(all.map(({ key }) => key)).size);
    });
    expect(search.foldedRows(search.count, 5)).toEqual([]);
    expect(search.definitions(-1)).toEqual([]);
  });

  it('leaves out what has been removed since', () => {
    const b = new BtfBuilder();
    b.addStruct('twin', 4);
    const one = indexOf([
      { key: 1, name: 'a', view: viewOf(b) },
      { key: 2, name: 'b', view: viewOf(b) },
    ]);
    const search = one.search(requestFor('twin', { grouped: true }));
    while (!search.step(5));
    one.remove(1);
    expect(search.foldedRows(0, 1)).toEqual([{ first: { key: 2, id: 1 }, definitions: 1, sources: 1 }]);
    finish(one);
  });
});
