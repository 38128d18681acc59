/** The way into Ksyms from anywhere; with one object open it leads straight to that. */

import { ksymsDoor, ksymsFragment } from '../../store/ksyms-door.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import css from './Header.module.css';

export function KsymsLink() {
  const sources = useApp(({ workspace }) => workspace.sources);
  const here = useApp(({ place }) => place.view === 'ksyms');
  const { openKsyms } = useActions();
  const door = ksymsDoor(sources);
  return (
    <a
      className={css.link}
      href={ksymsFragment(door)}
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
