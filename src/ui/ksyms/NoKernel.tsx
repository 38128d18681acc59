/** Says what answers are worth while no vmlinux is open. */

import type { KernelFacts } from '../../session/ksyms-api.ts';
import { DUMP_VMLINUX } from '../../store/messages/problems.ts';
import { useApp } from '../../store/react.tsx';
import { Command } from '../parts/Command.tsx';
import css from './KsymsPane.module.css';

export function NoKernel({ kernel }: { readonly kernel: KernelFacts }) {
  const opening = useApp((state) => state.opening !== null);
  // The kernel may be among the files that are still to come.
  if (kernel.vmlinux !== null || opening) return null;
  return (
    <p className={css.note} role="note" aria-label="No kernel">
      No vmlinux is open, so this is how loaders fare on a kernel without BTF: libbpf then refuses even weak
      externs that have a type. Open the kernel that is meant: <Command text={DUMP_VMLINUX} />
    </p>
  );
}
