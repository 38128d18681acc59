/** The search over all open types: every keystroke asks, Down goes into the list, Esc clears. */

import type { KeyboardEvent } from 'react';
import { useActions, useApp } from '../../store/react.tsx';
import css from './SearchBox.module.css';

/** The grid below it, where Down and Enter go on. */
export const TYPES_GRID_ID = 'types-grid';
/** Where `/` puts the focus. */
export const SEARCH_BOX_ID = 'search-types';

/** Where the list says what of the query it could not read, and what lies at a place that it asks for. */
export const COMPLAINT_ID = 'search-complaint';
export const OFFSET_ID = 'search-offset';

/** To the row that is the current one, else to the first. */
function intoGrid(): void {
  const grid = document.getElementById(TYPES_GRID_ID);
  grid?.focus();
  if (grid?.dataset['current'] === 'none')
    grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
}

export function SearchBox() {
  const text = useApp((state) => state.query.text);
  const complaint = useApp((state) => state.search.result?.complaint ?? null);
  const isPlace = useApp(({ search }) => Boolean(search.result?.offset));
  const described = [complaint && COMPLAINT_ID, isPlace && OFFSET_ID].filter(Boolean).join(' ');
  const { setQuery } = useActions();

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      intoGrid();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (text) setQuery({ text: '' });
      else event.currentTarget.blur();
    }
  };

  return (
    <div className={css.box}>
      <input
        id={SEARCH_BOX_ID}
        type="search"
        className={css.input}
        aria-label="Search types"
        aria-describedby={described || undefined}
        aria-invalid={complaint !== null}
        placeholder="Search types: nf_conn, struct sk_*, task_struct.pid, size:>4096"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setQuery({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {!text && (
        <kbd className={css.key} aria-hidden="true">
          /
        </kbd>
      )}
    </div>
  );
}
