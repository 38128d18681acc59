/** The table of externs, in libbpf's order: what each is, who uses it, where it is found, and what the loaders say. */

import type { SourceInfo } from '../../session/source-api.ts';
import type { ExternRow, VerdictRows } from '../../session/ksyms-api.ts';
import { ayaAgrees, bindingWord, outcomeWord } from '../../store/messages/ksyms.ts';
import { useActions } from '../../store/react.tsx';
import { RowTable } from '../parts/RowTable.tsx';
import type { Column } from '../parts/RowTable.tsx';
import { Tokens } from '../parts/TokenLines.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import { Toned } from './Toned.tsx';
import { useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';
import columns from './columns.module.css';

const COLUMNS: readonly Column<ExternRow>[] = [
  { name: 'name', cell: ({ name }) => name, title: ({ name }) => name },
  {
    name: 'declaration',
    className: columns['second'],
    cell: (row) => <Declaration row={row} />,
    title: ({ declaration }) => declaration.map(({ text }) => text).join(''),
  },
  { name: 'binding', className: columns['second'], cell: bindingWord },
  {
    name: 'used by',
    className: columns['second'],
    cell: ({ programs }) =>
      programs.length === 0 ? <span className={css.dim}>nobody</span> : programs.join(', '),
    title: ({ programs, uses }) => `${programs.join(', ')}: ${uses} instructions`,
  },
  {
    name: 'found in',
    className: columns['fourth'],
    cell: ({ foundIn }) => foundIn ?? <span className={css.dim}>–</span>,
    title: ({ foundIn }) => foundIn ?? 'nowhere',
  },
  {
    name: 'libbpf',
    cell: ({ verdicts }) => <Toned word={outcomeWord(verdicts.libbpf)} />,
    title: ({ verdicts }) => verdicts.libbpf.message ?? '',
  },
  { name: 'aya', cell: ({ verdicts }) => <Aya verdicts={verdicts} />, title: ayaTitle },
];

/** One word where both revisions agree, else the one and the other. */
function Aya({ verdicts }: { readonly verdicts: VerdictRows }) {
  const main = <Toned word={outcomeWord(verdicts.aya)} />;
  if (ayaAgrees(verdicts)) return main;
  return (
    <>
      {main}
      <span className={columns['fourth']}>
        {' '}
        / <Toned word={outcomeWord(verdicts['aya-module-btf'])} />
      </span>
    </>
  );
}

function ayaTitle({ verdicts }: ExternRow): string {
  const { aya, 'aya-module-btf': withModules } = verdicts;
  if (ayaAgrees(verdicts)) return aya.message ?? '';
  return `aya: ${outcomeWord(aya).word}; with module BTF: ${outcomeWord(withModules).word}`;
}

function Declaration({ row: { declaration, section } }: { readonly row: ExternRow }) {
  if (declaration.length === 0) return <span className={css.dim}>not in the BTF of the object</span>;
  return (
    <>
      <Tokens tokens={declaration} />
      {section !== null && section !== '.ksyms' && <span className={css.dim}> {section}</span>}
    </>
  );
}

interface ExternsTableProps {
  readonly object: SourceInfo;
  readonly rows: readonly ExternRow[];
  /** Name of the extern that is opened; '' without one. */
  readonly opened: string;
  readonly stale: boolean;
}

export function ExternsTable({ object, rows, opened, stale }: ExternsTableProps) {
  const place = useKsymsPlace();
  const { openKsyms } = useActions();
  const hrefOf = useKsymsHref();
  const open = ({ name }: ExternRow) => {
    if (name !== place.extern) openKsyms({ extern: name, source: object.id, object: object.name });
  };
  return (
    <RowTable
      key={object.id}
      label="Externs"
      pane={`ksyms/externs/${object.name}`}
      className={columns['externs']}
      columns={COLUMNS}
      count={rows.length}
      rowAt={(index) => rows[index]}
      opened={rows.findIndex(({ name }) => name === opened)}
      hrefOf={({ name }) => hrefOf({ part: 'externs', object: object.name, extern: name })}
      onOpen={open}
      busy={stale}
    />
  );
}
