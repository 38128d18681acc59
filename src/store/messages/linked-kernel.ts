/**
 * What was changed of the kernel because a link says so, in words.
 */

import type { LinkedKernel } from '../link/address.ts';

/** `nf_conntrack and veth switched off`; '' where nothing was changed. */
export function changedWords({ vmlinux, off }: LinkedKernel): string {
  const held = vmlinux === '' ? '' : `held against ${vmlinux}`;
  return [held, off.length === 0 ? '' : `${listed(off)} switched off`].filter(Boolean).join(', ');
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
