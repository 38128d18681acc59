/** What the kernel calls a file. */

import { expect, it } from 'vitest';
import { kernelName } from './names.ts';

it.each([
  ['nf_conntrack', 'nf_conntrack'],
  ['nf_conntrack.ko', 'nf_conntrack'],
  ['nf-conntrack.ko.xz', 'nf_conntrack'],
  ['lib/modules/6.12/kernel/net/nf-conntrack.ko.zst', 'nf_conntrack'],
  ['veth.btf', 'veth'],
  ['veth.ko.btf', 'veth'],
  ['vmlinux', 'vmlinux'],
  ['vmlinux.btf.xz', 'vmlinux'],
  ['vmlinux-6.12', 'vmlinux-6.12'],
  ['vmlinux-6.12.117-1.btf', 'vmlinux-6.12.117-1'],
  ['8250-dw', '8250-dw'],
  ['prog.bpf.o', 'prog.bpf.o'],
  ['.btf', '.btf'],
  ['', ''],
])('%s is %s', (path, name) => {
  expect(kernelName(path)).toBe(name);
});
