/** What would be opened again, after files were opened, removed, and taken from archives. */

import { expect, it } from 'vitest';
import type { OpenFile, OpenReport, SourceInfo, Workspace } from '../session/api.ts';
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
  return { generation, sources, problems: [], types: 0, kindCounts: {}, indexes };
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

it('is quick for a whole kernel', () => {
  const kept = new KeptFiles();
  const files = Array.from({ length: 20_000 }, (_, i) => file(`modules/kernel/drivers/${i}.ko`));
  kept.learn('open', [files], report(workspace(1, ...files.map(({ path }) => path))));
  const started = performance.now();
  expect(kept.take().jobs).toEqual([{ question: 'open', files }]);
  expect(performance.now() - started).toBeLessThan(1000);
});
