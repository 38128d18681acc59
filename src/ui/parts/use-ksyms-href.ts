/** Addresses within Ksyms, for links that may be opened in another tab: they say of the kernel what is so at the moment. */

import { ksymsFragment } from '../../store/ksyms-door.ts';
import type { KsymsPart } from '../../store/ksyms-door.ts';
import { kernelToLink } from '../../store/linked-kernel.ts';
import { useApp } from '../../store/react.tsx';

export function useKsymsHref(): (part: KsymsPart) => string {
  const kernel = useApp(({ workspace }) => kernelToLink(workspace));
  return (part) => ksymsFragment(part, kernel);
}
