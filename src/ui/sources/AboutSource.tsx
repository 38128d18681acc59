/** The way from a source in the list to its page. Where the list lies over the page, it makes room. */

import { Info } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { SourceId } from '../../session/source-api.ts';
import { sourceFragment } from '../../store/link/short.ts';
import { useActions } from '../../store/react.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import css from './AboutSource.module.css';

interface AboutSourceProps {
  readonly id: SourceId;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly label: string;
}

export function AboutSource({ id, name, label }: AboutSourceProps) {
  const { openSource, setOverlay } = useActions();
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    setOverlay('none');
    openSource(id);
  };
  return (
    <a
      className={css.about}
      href={sourceFragment(name)}
      aria-label={`About ${label}`}
      title={`About ${label}: what is in it, what it takes from its base`}
      onClick={open}
    >
      <Info size={13} aria-hidden="true" />
    </a>
  );
}
