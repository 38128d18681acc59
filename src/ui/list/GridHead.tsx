/** The head of the list: its columns, each of which sorts. */

import type { SortColumn } from '../../session/list-api.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { DEFAULT_SORT } from '../../store/place.ts';
import css from './TypesGrid.module.css';

const COLUMNS: readonly { readonly column: SortColumn; readonly label: string }[] = [
  { column: 'kind', label: 'kind' },
  { column: 'name', label: 'name' },
  { column: 'size', label: 'size' },
  { column: 'source', label: 'source' },
  { column: 'id', label: 'id' },
];

export function GridHead() {
  const sort = useApp((state) => state.query.sort);
  const { setQuery } = useActions();

  /** First largest for sizes, first ascending for all else; the third press gives the list its own order back. */
  const press = (column: SortColumn): void => {
    const first = column === 'size';
    if (sort.column !== column) setQuery({ sort: { column, descending: first } });
    else if (sort.descending === first) setQuery({ sort: { column, descending: !first } });
    else setQuery({ sort: DEFAULT_SORT });
  };

  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} className={css.row}>
        {COLUMNS.map(({ column, label }, index) => {
          const sorted = sort.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending';
          return (
            <div
              key={column}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={sorted}
              className={css[column]}
            >
              <button type="button" className={css.sort} onClick={() => press(column)}>
                {label}
                <span aria-hidden="true">
                  {sorted === 'ascending' ? ' ▲' : sorted === 'descending' ? ' ▼' : ''}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
