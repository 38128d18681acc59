/** Addresses within Ksyms, for links that may be opened in another tab: they say of the kernel what the page's own says. */

import { ksymsFragment } from '../../store/ksyms-door.ts';
import type { KsymsPart } from '../../store/ksyms-door.ts';
import { kernelToLink } from '../../store/linked-kernel.ts';
import { useApp } from '../../store/react.tsx';

export function useKsymsHref(): (part: KsymsPart) => string {
  const kernel = useApp(kernelToLink);
  return (part) => ksymsFragment(part, kernel);
}
