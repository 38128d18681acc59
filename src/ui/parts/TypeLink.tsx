/**
 * A mention of a type as a link to its page. A plain click opens it here; a click that asks the browser for another tab
 * gets an address that finds the type there, once its file is open.
 */

import type { MouseEvent, ReactNode } from 'react';
import type { TypeRef } from '../../session/source-api.ts';
import type { LinkTarget } from '../../session/type-api.ts';
import { shortFragment, targetFragment } from '../../store/link/short.ts';
import type { Sought, TypeTab } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourceLabels, sourcesById } from '../../store/source-labels.ts';
import css from './TypeLink.module.css';

interface TypeLinkProps {
  readonly to: TypeRef;
  /** The type in words, `struct sk_buff`; what is shown unless `children` say it otherwise. */
  readonly words: string;
  /** Where it leads to one of its tabs; else a click keeps the tab. */
  readonly tab?: TypeTab;
  /** Where it leads to a place in the layout. */
  readonly sought?: Omit<Sought, 'count'> | undefined;
  /** What its address says, where the words do not. */
  readonly target?: LinkTarget | undefined;
  /** Whether the link leads from a module into its base. */
  readonly crosses?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

export function TypeLink({
  to,
  words,
  tab,
  sought,
  target,
  crosses = false,
  className,
  children,
}: TypeLinkProps) {
  const { openType, seek } = useActions();
  // One subscription a link: a page has hundreds
  const sources = useApp(({ workspace }) => workspace.sources);
  const sourceName = sourcesById(sources).get(to.source)?.name ?? '';
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    if (sought) seek(to, sought);
    else openType(to, tab);
  };
  return (
    <a
      className={[css.link, crosses ? css.crosses : '', className ?? ''].join(' ')}
      href={target ? targetFragment(target, tab) : shortFragment(to, words, sourceName, tab)}
      title={crosses ? `in ${sourceLabels(sources).get(to.source) ?? sourceName}, the base` : undefined}
      onClick={open}
    >
      {children ?? words}
    </a>
  );
}

export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
