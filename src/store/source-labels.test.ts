import { expect, it } from 'vitest';
import { sourceLabels } from './source-labels.ts';
import { fakeSource } from './testing/fake-session.ts';

it('calls a source by its name as long as nothing else is called so', () => {
  const labels = sourceLabels([fakeSource(1, 'vmlinux'), fakeSource(2, 'tun')]);
  expect([...labels.values()]).toEqual(['vmlinux', 'tun']);
});

it('tells twins apart by path, and by number where the path is the same', () => {
  const labels = sourceLabels([
    fakeSource(1, 'vmlinux', { path: '6.1/vmlinux' }),
    fakeSource(2, 'vmlinux', { path: '6.12/vmlinux' }),
    fakeSource(3, 'tun', { path: 'tun' }),
    fakeSource(4, 'tun', { path: 'tun' }),
  ]);
  expect([...labels.values()]).toEqual(['6.1/vmlinux', '6.12/vmlinux', 'tun (1)', 'tun (2)']);
});
