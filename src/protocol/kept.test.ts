/** What would be opened again, after files were opened, removed, and taken from archives. */

import { expect, it } from 'vitest';
import type { OpenFile, OpenReport, SourceInfo, Workspace } from '../session/source-api.ts';
import { KeptFiles } from './kept.ts';

const file = (path: string): OpenFile => ({ name: path, path, blob: new Blob() });

function workspace(generation: number, ...paths: string[]): Workspace {
  const sources = paths.map((path, i): SourceInfo => {
    const state = { state: 'ready' } as const;
    const figures = { ownTypes: 1, bytes: 1, base: null, littleEndian: true, pointerSize: 8 };
    const kernel = { loaded: true, symbols: null };
    return { id: i + 1, name: path, path, role: 'base', state, container: 'raw', ...figures, ...kernel };
  });
  const indexes = { names: true, usedBy: true };
  return { generation, sources, kernel: null, problems: [], types: 0, kindCounts: {}, indexes };
}

const report = (now: Workspace): OpenReport => ({ opened: [], cancelled: false, workspace: now });

it('keeps what is still open, in the order in which it was asked', () => {
  const kept = new KeptFiles();
  const [tun, veth, tar, gone] = ['lib/tun', 'lib/veth', 'more.tar.gz', 'gone.tar'].map(file);
  kept.learn('open', [[tun, veth]], report(workspace(1, 'lib/tun', 'lib/veth')));
  const sample = 'sample.tar.gz/vmlinux';
  kept.learn('openUrl', ['samples/x.tar.gz', 'sample.tar.gz'], report(workspace(2, sample)));
  const all = ['lib/tun', 'lib/veth', sample, 'more.tar.gz/a.tar/deep/xfs.ko', 'gone.tar/x'];
  kept.learn('open', [[tar, gone]], report(workspace(3, ...all)));
  kept.learn('remove', [1], workspace(5, ...all.slice(1, 4)));
  // An older one that comes late
  kept.learn('workspace', [], workspace(4, ...all));

  const { jobs, wanted } = kept.take();
  expect(jobs).toEqual([
    { question: 'open', files: [veth] },
    { question: 'openUrl', url: 'samples/x.tar.gz', name: 'sample.tar.gz' },
    { question: 'open', files: [tar] },
  ]);
  expect([...wanted]).toEqual(all.slice(1, 4));
  expect(kept.take().jobs).toEqual([]);
});

it('keeps what was said of the kernel, whatever numbers the sources get', () => {
  const kept = new KeptFiles();
  const source = (id: number, path: string, change: Partial<SourceInfo> = {}): SourceInfo => {
    const [base] = workspace(0, path).sources;
    return { ...base, id, role: 'module', ...change };
  };
  const at = (generation: number, ...sources: SourceInfo[]): Workspace => ({
    ...workspace(generation),
    sources,
  });
  const [one, two] = [source(1, 'vmlinux', { role: 'base' }), source(2, 'other/vmlinux', { role: 'base' })];
  const [a, b, sameB] = [source(3, 'a'), source(4, 'b', { loaded: false }), source(5, 'b')];

  kept.learn('open', [[file('vmlinux')]], report(at(1, one, two, a, source(4, 'b'), sameB)));
  expect(new KeptFiles().take().kernel(at(1, one))).toBeNull();
  kept.learn('chooseKernel', [1], at(2, one, two, a, source(4, 'b'), sameB));
  kept.learn('setLoaded', [[4], false], at(3, one, two, a, b, sameB));
  kept.learn('takeModuleOrder', ['x'], { workspace: at(3, one, two, a, b, sameB), named: 0 });
  const moved = at(4, one, two, sameB, a, b);

  const without = kept.take().kernel(at(9, source(11, 'a'), source(12, 'b')));
  expect(without).toEqual({ vmlinux: null, order: [11, 12], orderIsKnown: false, off: [12] });

  kept.learn('open', [[file('vmlinux')]], report(at(1, one, two, a, b, sameB)));
  kept.learn('chooseKernel', [1], at(2, one, two, a, b, sameB));
  kept.learn('moveModule', [5, 3], moved);
  const again = at(1, ...[one, two, a, b, sameB].map((old) => ({ ...old, id: old.id + 100, loaded: true })));
  const said = kept.take().kernel(again);
  expect(said).toEqual({ vmlinux: 101, order: [105, 103, 104], orderIsKnown: true, off: [104] });
  // Nothing is left for the next time.
  expect(kept.take().kernel(again)).toBeNull();
});

it('is quick for a whole kernel', () => {
  const kept = new KeptFiles();
  const files = Array.from({ length: 20_000 }, (_, i) => file(`modules/kernel/drivers/${i}.ko`));
  kept.learn('open', [files], report(workspace(1, ...files.map(({ path }) => path))));
  const started = performance.now();
  expect(kept.take().jobs).toEqual([{ question: 'open', files }]);
  expect(performance.now() - started).toBeLessThan(1000);
});
