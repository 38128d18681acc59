/** A mention of a source as a link to its page; a click that asks the browser for another tab gets an address that finds it. */

import type { MouseEvent, ReactNode } from 'react';
import type { SourceId } from '../../session/source-api.ts';
import { sourceFragment } from '../../store/link/short.ts';
import { useActions } from '../../store/react.tsx';
import css from './TypeLink.module.css';
import { isPlainClick } from './TypeLink.tsx';

interface SourceLinkProps {
  readonly to: SourceId;
  readonly name: string;
  /** For the link's name, where what it shows does not say it. */
  readonly label?: string;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

export function SourceLink({ to, name, label, className, children }: SourceLinkProps) {
  const { openSource } = useActions();
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    openSource(to);
  };
  return (
    <a
      className={`${css.link} ${className ?? ''}`}
      href={sourceFragment(name)}
      aria-label={label}
      title={label ?? `About ${name}`}
      onClick={open}
    >
      {children ?? name}
    </a>
  );
}
