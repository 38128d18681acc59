/** The list of types with what narrows it: kinds, anonymous types, sources, and how many are left. */

import { useApp } from '../../store/react.tsx';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { Filters } from './Filters.tsx';
import { NoHits } from './NoHits.tsx';
import { COMPLAINT_ID } from './SearchBox.tsx';
import { TypesGrid } from './TypesGrid.tsx';
import css from './TypesPane.module.css';

export function TypesPane() {
  const result = useApp((state) => state.search.result);
  const opening = useApp((state) => state.opening !== null);
  return (
    <section className={css.pane} aria-label="Search results">
      <Filters />
      {result?.complaint && (
        <p id={COMPLAINT_ID} role="alert" className={css.complaint}>
          {result.complaint}
        </p>
      )}
      <TypesGrid />
      {result?.count === 0 && !opening && <NoHits />}
      <p className={css.count} aria-live="polite">
        {!result && 'Searching'}
        {result && result.count === result.of && countOf(result.of, 'type')}
        {result &&
          result.count !== result.of &&
          `${groupDigits(result.count)} of ${countOf(result.of, 'type')}`}
      </p>
    </section>
  );
}
