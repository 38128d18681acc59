/** The empty list: says what it was narrowed to, and offers to widen it. */

import { DEFAULT_QUERY } from '../../store/place.ts';
import { ALL_KINDS } from '../../store/kinds.ts';
import { useActions, useApp } from '../../store/react.tsx';
import css from './NoHits.module.css';

export function NoHits() {
  // What is being typed has no answer yet.
  const query = useApp(({ search }) => search.query);
  const nothingShown = useApp((state) => state.workspace.types === 0);
  const isPlace = useApp(({ search }) => Boolean(search.result?.offset));
  const { setQuery } = useActions();
  if (nothingShown) {
    return (
      <div className={css.empty}>
        <p>What is open has no types to show yet: see in Sources what it waits for.</p>
      </div>
    );
  }
  if (isPlace) {
    return (
      <div className={css.empty}>
        <p>
          No type has <code>{query.text}</code> in its name.
        </p>
      </div>
    );
  }
  const filtered = query.kinds.length < ALL_KINDS.length || query.sources !== null || query.directory !== '';
  return (
    <div className={css.empty}>
      <p>
        No type matches
        {query.text && (
          <>
            {' '}
            <code>{query.text}</code>
          </>
        )}
        {filtered && ' among the chosen kinds and sources'}.
      </p>
      <div className={css.ways}>
        {filtered && (
          <button
            type="button"
            onClick={() => setQuery({ kinds: ALL_KINDS, sources: null, directory: '', anonymous: true })}
          >
            Search all kinds and sources
          </button>
        )}
        {query.text && (
          <button type="button" onClick={() => setQuery({ ...DEFAULT_QUERY, grouped: query.grouped })}>
            Clear the search
          </button>
        )}
      </div>
    </div>
  );
}
