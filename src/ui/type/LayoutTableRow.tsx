/** One row of the layout: a member, or in words what lies between members. */

import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { CSSProperties } from 'react';
import type { LayoutRow } from '../../session/type-api.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import css from './LayoutTab.module.css';

interface LayoutTableRowProps {
  readonly row: LayoutRow | undefined;
  readonly index: number;
  /** Whether it is what was asked for. */
  readonly sought: boolean;
  /** Inside the layer, pixels. */
  readonly top: number;
  readonly hex: boolean;
  readonly baseName: string | null;
  readonly onToggle: (path: string) => void;
}

export const LayoutTableRow = memo(function LayoutTableRow({
  row,
  index,
  sought,
  top,
  hex,
  ...rest
}: LayoutTableRowProps) {
  if (!row) return null;
  const figure = (bytes: number): string => (hex ? `0x${bytes.toString(16)}` : `${bytes}`);
  const style: CSSProperties & { readonly '--depth': number } = {
    top,
    '--depth': row.depth,
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-current={sought ? 'location' : undefined}
      className={[css.row, css.body, row.row === 'member' ? '' : css[row.row], sought ? css.sought : ''].join(
        ' ',
      )}
      style={style}
    >
      {row.row === 'member' ? (
        <MemberCells row={row} figure={figure} {...rest} />
      ) : (
        <GapCells row={row} figure={figure} />
      )}
    </div>
  );
});

interface MemberCellsProps extends Pick<LayoutTableRowProps, 'baseName' | 'onToggle'> {
  readonly row: LayoutRow;
  readonly figure: (bytes: number) => string;
}

function MemberCells({ row, figure, baseName, onToggle }: MemberCellsProps) {
  const name = row.name || '(anon)';
  const crosses = row.type.some((token) => token.crosses);
  return (
    <>
      <div role="cell" className={css.member}>
        {row.expandable ? (
          <button
            type="button"
            className={css.expand}
            aria-expanded={row.expanded}
            aria-label={`Members of ${name}`}
            onClick={() => onToggle(row.path)}
          >
            {row.expanded ? (
              <ChevronDown size={12} aria-hidden="true" />
            ) : (
              <ChevronRight size={12} aria-hidden="true" />
            )}
          </button>
        ) : (
          <span className={css.noExpand} />
        )}
        <span title={name}>{name}</span>
      </div>
      <div role="cell" className={css.type}>
        <Tokens tokens={row.type} />
        {crosses && <span className={css.base}> → {baseName ?? 'base'}</span>}
      </div>
      <div role="cell" className={css.number}>
        {figure(row.offset)}
        {row.bits && `:${row.bits.offset.toString().padStart(2, ' ')}`}
      </div>
      <div role="cell" className={css.number}>
        {figure(row.size)}
      </div>
      <div role="cell" className={css.bits}>
        {row.bits && `${row.bits.size} ${row.bits.size === 1 ? 'bit' : 'bits'}`}
      </div>
    </>
  );
}

function GapCells({ row, figure }: { readonly row: LayoutRow; readonly figure: (bytes: number) => string }) {
  const bytes = row.row === 'hole' || row.row === 'padding';
  return (
    <>
      <div role="cell" className={css.gap}>
        {row.note}
      </div>
      <div role="cell" className={css.number}>
        {row.row === 'end' ? '' : figure(row.offset)}
      </div>
      <div role="cell" className={css.number}>
        {bytes ? figure(row.size) : ''}
      </div>
      <div role="cell" className={css.bits}>
        {row.bits && `${row.bits.size} ${row.bits.size === 1 ? 'bit' : 'bits'}`}
      </div>
    </>
  );
}
