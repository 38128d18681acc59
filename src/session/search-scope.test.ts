// Which sources a search is narrowed to: by terms that name directories, by names, by filters, and all of them at once.
import { describe, expect, it, vi } from 'vitest';
import { parseQuery } from '../domain/kernel/query.ts';
import type { SourceId } from './source-api.ts';
import { scopeOf, type Placed } from './search-scope.ts';

const PATHS = [
  'linux/vmlinux',
  'linux/kernel/net/sched/sch_fq.ko.xz',
  'linux/kernel/net/sched/act_ct.ko',
  'linux/kernel/net/8021q.ko',
  'linux/kernel/drivers/net/tun.ko',
  'linux/kernel/drivers/net/ethernet/intel/igb-vf.ko',
  'linux/kernel/drivers/scsi/net.ko',
];
const nameOf = (path: string): string => path.replace(/.*\//, '').replace(/\..*/, '').replaceAll('-', '_');
const all: Placed[] = PATHS.map((path, i) => ({ id: i + 1, name: nameOf(path), path }));
const open = { all, get: (id: SourceId) => all[id - 1] };

const scope = (text: string, filters: { sources?: SourceId[]; directory?: string } = {}) =>
  scopeOf({ sources: null, directory: '', ...filters }, parseQuery(text), open);
const names = (text: string, filters?: { sources?: SourceId[]; directory?: string }) =>
  scope(text, filters).sources?.map((id) => open.get(id).name);

describe('a term that names a directory', () => {
  it.each([
    ['mod:net/*', ['8021q', 'tun']],
    ['mod:kernel/net/*', ['8021q']],
    ['mod:net/**', ['sch_fq', 'act_ct', '8021q', 'tun', 'igb_vf']],
    ['mod:drivers/net/**', ['tun', 'igb_vf']],
    ['mod:drivers/net', ['tun', 'igb_vf']],
    ['mod:drivers/net/', ['tun', 'igb_vf']],
    ['mod:Drivers/*/tun', ['tun']],
    ['mod:drivers/**/igb_*', ['igb_vf']],
    ['mod:drivers/**/tun', ['tun']],
    ['mod:intel/igb-vf', ['igb_vf']],
    ['mod:net/sched/sch_*', ['sch_fq']],
    ['mod:"kernel/net"', ['sch_fq', 'act_ct', '8021q']],
    ['mod:sched/sch_fq.ko*', ['sch_fq']],
    // What was written last says whether a directory can be meant
    ['mod:kernel/*/net', ['tun', 'igb_vf']],
    ['mod:linux/*/net', ['sch_fq', 'act_ct', '8021q']],
    ['mod:kernel/*/net/', ['tun', 'igb_vf']],
    ['mod:sched/sch_**', ['sch_fq']],
    ['mod:drivers/**/', ['tun', 'igb_vf', 'net']],
    ['mod:et/*', []],
    ['mod:net/sche', []],
    // As terms of names: one that is wanted is enough, none that is negated may hold.
    ['mod:sched/* mod:tun', ['sch_fq', 'act_ct', 'tun']],
    ['mod:net/** -mod:sched/*', ['8021q', 'tun', 'igb_vf']],
    ['mod:net/** -mod:tun', ['sch_fq', 'act_ct', '8021q', 'igb_vf']],
    ['-mod:kernel/**', ['vmlinux']],
    ['mod:n -mod:drivers/**', ['vmlinux']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
    expect(scope(text).query.sources).toEqual([]);
    const searched = all.filter(({ id }) => scope(text).isSearched(id)).map(({ name }) => name);
    expect(searched).toEqual(expected);
  });

  it('narrows what the filters leave', () => {
    expect(names('mod:net/**', { directory: 'linux/kernel/drivers' })).toEqual(['tun', 'igb_vf']);
    expect(names('mod:net/**', { sources: [1, 5] })).toEqual(['tun']);
  });

  it('says where nothing lies in such a directory', () => {
    expect(scope('mod:sound/*').complaint).toMatch(/No open source lies in such a directory/);
    expect(scope('mod:net/*').complaint).toBeNull();
  });

  it('takes the first dot of a file for its end, whatever stands behind it', () => {
    const odd: Placed = { id: 1, name: 'tun', path: 'net/tun.\n.ko' };
    const found = scopeOf({ sources: null, directory: '' }, parseQuery('mod:net/tun'), {
      all: [odd],
      get: () => odd,
    });
    expect(found.sources).toEqual([1]);
  });

  // Each wildcard tried at each place would not end
  it('comes to an end with many wildcards and a path of a megabyte', () => {
    const long: Placed = { id: 1, name: 'x', path: `${'a/'.repeat(1 << 19)}b` };
    const text = `mod:${'**/*a*?*/'.repeat(60)}c`;
    const found = scopeOf({ sources: null, directory: '' }, parseQuery(text), {
      all: [long],
      get: () => long,
    });
    expect(found.sources).toEqual([]);
  });
});

it('names alone are left to the index', () => {
  const { sources, query, complaint } = scope('mod:sched');
  expect([sources, query.sources.length, complaint]).toEqual([null, 1, null]);
  expect(names('x', { directory: 'linux/kernel/drivers/net' })).toEqual(['tun', 'igb_vf']);
  expect(scope('mod:tun').isSearched(5)).toBe(true);
  expect(scope('mod:tun').isSearched(4)).toBe(false);
});

it('asks for a path once, for the directory, where no term is one', () => {
  const path = vi.fn(() => 'net/tun.ko');
  const tun: Placed = Object.defineProperty({ id: 1, name: 'tun', path: '' }, 'path', { get: path });
  const { isSearched } = scopeOf({ sources: null, directory: '' }, parseQuery('mod:tun -mod:tap'), {
    all: [tun],
    get: () => tun,
  });
  expect(isSearched(1)).toBe(true);
  expect(path).toHaveBeenCalledTimes(1);
});
