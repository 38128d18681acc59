/** The way into Ksyms from anywhere; with one object open it leads straight to that. */

import { ksymsDoor } from '../../store/ksyms-door.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import css from './Header.module.css';

export function KsymsLink() {
  const sources = useApp(({ workspace }) => workspace.sources);
  const here = useApp(({ place }) => place.view === 'ksyms');
  const { openKsyms } = useActions();
  const hrefOf = useKsymsHref();
  const door = ksymsDoor(sources);
  return (
    <a
      className={css.link}
      href={hrefOf(door)}
      aria-current={here ? 'page' : undefined}
      title="How the kernel symbols of BPF objects resolve (K)"
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        openKsyms(door);
      }}
    >
      Ksyms
    </a>
  );
}
