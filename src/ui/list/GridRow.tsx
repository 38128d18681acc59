/** One row of the list; a placeholder of the same height while it is on its way. */

import { memo } from 'react';
import type { Agreement, TypeRow } from '../../session/list-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { FoldedFigures, Twisty, Variant } from './FoldedParts.tsx';
import { markIn } from './highlight.ts';
import css from './TypesGrid.module.css';

/**
 * Short enough for its column at any width of the list, also where a browser draws no letters as small as ours. Only what is
 * not is clipped, or given a column of its own width: the browser lays out and paints every clipped cell as a piece of its
 * own, and has to know the text before it knows such a column.
 */
const SHORT = { size: /^.{0,6}$/, source: /^[ -~]{0,10}$/, id: /^[ -~]{0,19}$/ };

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
  const sizes = rangeOf(agreement);
  const source = folded && folded.sources > 1 ? countOf(folded.sources, 'source') : label;
  const id = (folded ? countOf(folded.definitions, 'definition') : row?.displayId) ?? '';
  const size = row ? sizeWords(row.size, sizes) : '';
  const wide = SHORT.size.test(size) ? '' : css.wide;
  return (
    <div
      id={rowElementId(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={opened}
      aria-level={grouped ? level : undefined}
      aria-expanded={unfolded ?? undefined}
      className={`${css.row} ${css.body} ${wide} ${active ? css.active : ''}`}
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
      <div
        role="gridcell"
        className={css.size}
        title={sizes ? aboutSizes(sizes, row?.size ?? null) : undefined}
      >
        {size}
      </div>
      <TextCell column="source" text={source} />
      <TextCell column="id" text={id} />
    </div>
  );
});

interface TextCellProps {
  readonly column: 'source' | 'id';
  readonly text: string;
}

function TextCell({ column, text }: TextCellProps) {
  const short = SHORT[column].test(text);
  return (
    <div
      role="gridcell"
      className={short ? css[column] : `${css[column]} ${css.long}`}
      title={short ? undefined : text}
    >
      {text}
    </div>
  );
}

type Sizes = readonly [least: number, largest: number];

/** Null where all are of one size. */
function rangeOf(agreement: Agreement | null): Sizes | null {
  const sizes = agreement?.sizes ?? null;
  return sizes !== null && sizes[0] < sizes[1] ? sizes : null;
}

function sizeWords(size: number | null, range: Sizes | null): string {
  if (range) return range.map(groupDigits).join('–');
  return size === null ? '–' : groupDigits(size);
}

function aboutSizes([least, largest]: Sizes, first: number | null): string {
  const sorted = first === null ? '' : `. Sorted by the first definition, of ${countOf(first, 'byte')}`;
  return `From ${groupDigits(least)} to ${countOf(largest, 'byte')}${sorted}`;
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
