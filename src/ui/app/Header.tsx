/** The bar across the top: the name, the search, and what concerns the whole page. */

import { PanelLeft } from 'lucide-react';
import { useActions, useApp } from '../../store/react.tsx';
import { SearchBox } from '../list/SearchBox.tsx';
import { OpenFiles } from '../start/OpenFiles.tsx';
import { KsymsLink } from './KsymsLink.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import css from './Header.module.css';

interface HeaderProps {
  /** Whether there is anything to search, and to hold objects against. */
  readonly search: boolean;
  /** Whether the sources are in a drawer, which then needs a button. */
  readonly drawer: boolean;
}

export function Header({ search, drawer }: HeaderProps) {
  const overlay = useApp((state) => state.overlay);
  const { setOverlay } = useActions();
  return (
    <header className={css.header}>
      {drawer && (
        <button
          type="button"
          className={css.icon}
          aria-label="Show sources"
          aria-haspopup="dialog"
          aria-expanded={overlay === 'sources'}
          title="Sources"
          onClick={() => setOverlay('sources')}
        >
          <PanelLeft size={15} aria-hidden="true" />
        </button>
      )}
      <h1 className={search ? `${css.name} ${css.besideSearch}` : css.name}>BTF Explorer</h1>
      <div className={css.search} role="search">
        {search && <SearchBox />}
      </div>
      {search && <KsymsLink />}
      <OpenFiles />
      <button
        type="button"
        className={css.icon}
        aria-label="Help"
        aria-haspopup="dialog"
        title="Help (?)"
        onClick={() => setOverlay('help')}
      >
        <span aria-hidden="true">?</span>
      </button>
      <ThemeSwitch />
    </header>
  );
}
