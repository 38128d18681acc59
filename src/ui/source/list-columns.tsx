/** What each list of a source has in its columns. A new list is a row here. */

import type { ComponentType } from 'react';
import type { TypeRow } from '../../session/list-api.ts';
import type { SourceList, SourceListRow, SourcePage } from '../../session/source-page-api.ts';
import { byteSize, groupDigits } from '../../store/messages/numbers.ts';
import { misfitWords } from '../../store/messages/states.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { SourceLink } from '../parts/SourceLink.tsx';
import { Tokens } from '../parts/TokenLines.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { variantName } from '../parts/variant-name.ts';
import { percent } from './overview-text.ts';
import css from './ListRows.module.css';

interface CellProps {
  readonly row: SourceListRow;
  readonly page: SourcePage;
}

interface Column {
  readonly label: string;
  readonly numeric?: true;
  readonly className?: string | undefined;
  readonly Cell: ComponentType<CellProps>;
}

/** A number is called by its name alone. What leads to void is a pointer to it: others are told by what they lead to. */
export function wordsOf({ kind, name, displayId }: TypeRow): string {
  if (kind === 'int' || kind === 'float') return name || `(anon) ${displayId}`;
  if (kind === 'ptr') return `void * ${displayId}`;
  return `${kind} ${name || `(anon) ${displayId}`}`;
}

function TypeCell({ row: { type }, page }: CellProps) {
  if (!type) return null;
  const crosses = type.ref.source !== page.info.id && type.ref.source === page.info.base;
  return (
    <>
      <KindBadge kind={type.kind} /> <TypeLink to={type.ref} words={wordsOf(type)} crosses={crosses} />
    </>
  );
}

function SourceCell({ row: { source } }: CellProps) {
  return source && <SourceLink to={source.id} name={source.name} />;
}

const type: Column = { label: 'type', Cell: TypeCell };
const module: Column = { label: 'module', Cell: SourceCell };
const figure = (label: string): Column => ({
  label,
  numeric: true,
  Cell: ({ row }) => (row.figure === null ? null : groupDigits(row.figure)),
});
const size: Column = {
  label: 'bytes',
  numeric: true,
  Cell: ({ row }) => (row.type?.size == null ? '–' : groupDigits(row.type.size)),
};

/** A letter for each way in which it is defined, then where. */
function WhereCell({ row: { definitions, definitionCount, type: first } }: CellProps) {
  const more = definitionCount - definitions.length;
  return (
    <>
      {definitions.map(({ ref, sourceName, variant }) => (
        <span key={`${ref.source}:${ref.id}`} className={css.definition}>
          <b>{variantName(variant)}</b>{' '}
          <TypeLink to={ref} words={first ? wordsOf(first) : ''}>
            {sourceName}
          </TypeLink>
        </span>
      ))}
      {more > 0 && `and ${groupDigits(more)} more`}
    </>
  );
}

export const COLUMNS: Readonly<Record<SourceList, readonly Column[]>> = {
  modules: [
    module,
    {
      label: 'size',
      numeric: true,
      Cell: ({ row: { source } }) => source && byteSize(source.bytes),
    },
    {
      label: 'share',
      numeric: true,
      Cell: ({ row: { source }, page: { kernel } }) =>
        source && kernel && percent(source.bytes, kernel.bytes),
    },
    {
      label: 'types',
      numeric: true,
      Cell: ({ row: { source } }) => source && groupDigits(source.ownTypes),
    },
  ],
  taken: [type, figure('references')],
  kfuncs: [
    {
      label: 'prototype',
      Cell: ({ row: { line } }) => line && <Tokens tokens={line} />,
    },
  ],
  largest: [type, size],
  'most-used': [type, figure('users')],
  disagreeing: [type, figure('variants'), { label: 'where', className: css.where, Cell: WhereCell }],
  misfits: [
    module,
    {
      label: 'why',
      Cell: ({ row: { misfit } }) => misfit && <span title={misfitWords(misfit)}>{misfitWords(misfit)}</span>,
    },
  ],
};
