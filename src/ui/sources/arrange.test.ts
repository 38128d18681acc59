// The list of sources: what needs attention first, modules under their base, sources of one name told apart.
import { describe, expect, it } from 'vitest';
import type { SourceInfo } from '../../session/source-api.ts';
import { fakeSource } from '../../store/testing/fake-session.ts';
import { arrange, filterRows } from './arrange.ts';

const module = (id: number, name: string, base: number | null, more: Partial<SourceInfo> = {}) =>
  fakeSource(id, name, { role: 'module', base, ...more });
const waiting = { state: { state: 'waiting-for-base' } } as const;

const outline = (sources: readonly SourceInfo[]) =>
  arrange(sources).map(
    ({ source, indented, base }) => `${indented ? '  ' : ''}${source.name}${base ? ` on ${base}` : ''}`,
  );

describe('sources', () => {
  it('stand under their base by name, those without one on top', () => {
    const sources = [
      module(1, 'veth', 2),
      fakeSource(2, 'vmlinux'),
      module(3, 'stray', null, waiting),
      module(4, 'bridge', 2),
      module(5, 'tun', null, { state: { state: 'over-distilled-base' } }),
      fakeSource(6, 'prog.bpf.o', { role: 'object' }),
    ];
    expect(outline(sources)).toEqual([
      'stray',
      'vmlinux',
      '  bridge on vmlinux',
      '  veth on vmlinux',
      'tun',
      'prog.bpf.o',
    ]);
    expect(arrange(sources).map(({ modules }) => modules)).toEqual([0, 2, 0, 0, 0, 0]);
  });

  it('of one name are told apart by their paths', () => {
    const rows = arrange([
      fakeSource(1, 'vmlinux', { path: '6.1/vmlinux' }),
      fakeSource(2, 'vmlinux', { path: '6.12/vmlinux' }),
      module(3, 'tun', 2),
    ]);
    expect(rows.map(({ label }) => label)).toEqual(['6.1/vmlinux', '6.12/vmlinux', 'tun']);
    expect(rows[2].base).toBe('6.12/vmlinux');
  });

  it('of one name and path are numbered', () => {
    const rows = arrange([fakeSource(1, 'vmlinux'), fakeSource(2, 'vmlinux'), module(3, 'tun', 2)]);
    expect(rows.map(({ label }) => label)).toEqual(['vmlinux (1)', 'vmlinux (2)', 'tun']);
    expect(rows[2].base).toBe('vmlinux (2)');
  });

  it('are all listed, also a module whose base is gone from the list', () => {
    expect(arrange([module(1, 'tun', 99)])).toHaveLength(1);
  });

  it('are filtered by name and path, in any case', () => {
    const rows = arrange([
      fakeSource(1, 'vmlinux'),
      module(2, 'NF_nat', 1),
      module(3, 'tun', 1, { path: 'net/tun' }),
    ]);
    expect(filterRows(rows, ' nf_ ').map(({ source }) => source.name)).toEqual(['NF_nat']);
    expect(filterRows(rows, 'NET/').map(({ source }) => source.name)).toEqual(['tun']);
    expect(filterRows(rows, '')).toBe(rows);
  });

  it('are arranged in no time, thousands of them', () => {
    const sources = [
      fakeSource(0, 'vmlinux'),
      ...Array.from({ length: 4230 }, (_, i) => module(i + 1, `m${i}`, 0)),
    ];
    const started = performance.now();
    expect(arrange(sources)).toHaveLength(4231);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
