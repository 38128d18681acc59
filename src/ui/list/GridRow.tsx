/** One row of the list; a placeholder of the same height while it is on its way. */

import { memo } from 'react';
import type { Agreement, TypeRow } from '../../session/list-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { FoldedFigures, Twisty, Variant } from './FoldedParts.tsx';
import { markIn } from './highlight.ts';
import css from './TypesGrid.module.css';

export const rowElementId = (index: number): string => `types-row-${index}`;

interface GridRowProps {
  readonly index: number;
  /** Inside the layer, pixels. */
  readonly top: number;
  readonly row: TypeRow | undefined;
  readonly term: string | null;
  /** Whether types of one name are one row, which may be unfolded. */
  readonly grouped: boolean;
  readonly level: 1 | 2;
  /** Null where there is nothing to unfold. */
  readonly unfolded: boolean | null;
  readonly agreement: Agreement | null;
  readonly variant: number | null;
  readonly onToggle: (index: number) => void;
  readonly active: boolean;
  /** Whether it is the type that the Type region shows. */
  readonly opened: boolean;
  readonly onOpen: (index: number) => void;
}

export const GridRow = memo(function GridRow({
  index,
  top,
  row,
  term,
  grouped,
  level,
  unfolded,
  agreement,
  variant,
  onToggle,
  active,
  opened,
  onOpen,
}: GridRowProps) {
  const label = useSourceLabel(row?.ref.source ?? null, row?.sourceName ?? '');
  const folded = row?.folded;
  const sizes = agreement?.sizes ?? null;
  const source = folded && folded.sources > 1 ? countOf(folded.sources, 'source') : label;
  return (
    <div
      id={rowElementId(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={opened}
      aria-level={grouped ? level : undefined}
      aria-expanded={unfolded ?? undefined}
      className={`${css.row} ${css.body} ${active ? css.active : ''}`}
      style={{ top }}
      onClick={() => onOpen(index)}
    >
      <div role="gridcell" className={css.kind}>
        {row && (
          <>
            <KindBadge kind={row.kind} /> <span className={css.word}>{row.kind}</span>
          </>
        )}
      </div>
      <div role="gridcell" className={css.name} title={row?.name}>
        {grouped && <Twisty index={index} level={level} unfolded={unfolded} onToggle={onToggle} />}
        {row ? <Name row={row} term={term} /> : <span className={css.loading}>…</span>}
        {folded && <FoldedFigures folded={folded} agreement={agreement} />}
        {variant !== null && <Variant number={variant} />}
      </div>
      {row && sizes !== null && sizes[0] < sizes[1] ? (
        <SizeRange sizes={sizes} first={row.size} />
      ) : (
        <div role="gridcell" className={css.size}>
          {row && (row.size === null ? '–' : groupDigits(row.size))}
        </div>
      )}
      <div role="gridcell" className={css.source} title={source}>
        {source}
      </div>
      <div role="gridcell" className={css.id} title={row?.displayId}>
        {folded ? countOf(folded.definitions, 'definition') : row?.displayId}
      </div>
    </div>
  );
});

interface SizeRangeProps {
  readonly sizes: readonly [least: number, largest: number];
  readonly first: number | null;
}

function SizeRange({ sizes: [least, largest], first }: SizeRangeProps) {
  const sorted = first === null ? '' : `. Sorted by the first definition, of ${countOf(first, 'byte')}`;
  return (
    <div
      role="gridcell"
      className={css.size}
      title={`From ${groupDigits(least)} to ${countOf(largest, 'byte')}${sorted}`}
    >
      {groupDigits(least)}–{groupDigits(largest)}
    </div>
  );
}

function Name({ row: { name, kfunc }, term }: { readonly row: TypeRow; readonly term: string | null }) {
  const mark = markIn(name, term);
  return (
    <>
      {!name && <span className={css.anon}>(anon)</span>}
      {mark ? (
        <>
          {name.slice(0, mark.from)}
          <mark>{name.slice(mark.from, mark.to)}</mark>
          {name.slice(mark.to)}
        </>
      ) : (
        name
      )}
      {kfunc && <span className={css.kfunc}>kfunc</span>}
    </>
  );
}
