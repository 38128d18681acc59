/** The list of types with what narrows it: kinds, anonymous types, sources, and how many are left. */

import type { SearchResult } from '../../session/list-api.ts';
import { useApp } from '../../store/react.tsx';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { Filters } from './Filters.tsx';
import { NoHits } from './NoHits.tsx';
import { OffsetNote } from './OffsetNote.tsx';
import { COMPLAINT_ID } from './SearchBox.tsx';
import { TypesGrid } from './TypesGrid.tsx';
import css from './TypesPane.module.css';

export function TypesPane() {
  const result = useApp((state) => state.search.result);
  const grouped = useApp((state) => state.search.query.grouped);
  const opening = useApp((state) => state.opening !== null);
  return (
    <section className={css.pane} aria-label="Search results">
      <Filters />
      {result?.complaint && (
        <p id={COMPLAINT_ID} role="alert" className={css.complaint}>
          {result.complaint}
        </p>
      )}
      <OffsetNote />
      <div className={css.list}>
        <TypesGrid />
        {result?.count === 0 && !opening && <NoHits />}
      </div>
      <p
        className={css.count}
        aria-live="polite"
        aria-busy={result?.counted === false}
        title={grouped ? 'A name that is both a struct and a function, say, counts twice' : undefined}
      >
        {result ? amount(result, grouped) : 'Searching'}
      </p>
    </section>
  );
}

/** `12 of 340 names by kind, 30 types`: where the list is grouped it counts names, once for each kind that has them. */
function amount({ counted, count, of, types }: SearchResult, grouped: boolean): string {
  const all = grouped ? countOf(of, 'name by kind', 'names by kind') : countOf(of, 'type');
  if (!counted) return `at least ${groupDigits(count)} of ${all}`;
  const share = count === of ? all : `${groupDigits(count)} of ${all}`;
  return grouped ? `${share}, ${countOf(types, 'type')}` : share;
}
