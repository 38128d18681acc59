/** Every BPF object that is open, a row each: externs, problems, relocations, and what the loaders make of it. */

import type { ObjectRow } from '../../session/ksyms-api.ts';
import { objectDoor } from '../../store/ksyms-door.ts';
import { loadWord } from '../../store/messages/ksyms.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { explain } from '../../store/messages/problems.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';
import { RowTable } from '../parts/RowTable.tsx';
import type { Column } from '../parts/RowTable.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import { NoKernel } from './NoKernel.tsx';
import { NoObject } from './NoObject.tsx';
import { Toned } from './Toned.tsx';
import { useKsymsPlace, useObjects } from './use-ksyms.ts';
import css from './KsymsPane.module.css';
import columns from './columns.module.css';

/** To its externs, or to what it has instead. */
const door = ({ source, name, externs, relocations }: ObjectRow) => ({
  ...objectDoor({ id: source, name }),
  ...(externs === 0 && relocations > 0 ? ({ part: 'relocations' } as const) : {}),
});

const figure = (count: number) => (count === 0 ? <span className={css.dim}>0</span> : groupDigits(count));
const problems = (count: number) =>
  count === 0 ? <span className={css.dim}>0</span> : <b className={css.warn}>{groupDigits(count)}</b>;

function Load({ object, loader }: { readonly object: ObjectRow; readonly loader: 'libbpf' | 'aya' }) {
  if (object.error)
    return loader === 'libbpf' ? (
      <span className={css.bad}>{explain(object.error.code).sentence}</span>
    ) : null;
  const load = object.loads.find((one) => one.loader === loader);
  return load ? <Toned word={loadWord(load, object.problems + object.coreProblems)} /> : null;
}

export function ObjectsTab() {
  const { value, stale, failure } = useObjects();
  const { onlyProblems } = useKsymsPlace();
  const labels = useApp(({ workspace }) => sourceLabels(workspace.sources));
  const { openKsyms, changeKsyms } = useActions();
  const hrefOf = useKsymsHref();
  if (failure) return <p role="alert">The objects could not be looked into: {failure}</p>;
  if (!value) return <p className={css.page}>Looking into the objects.</p>;
  if (value.objects.length === 0) return <NoObject name="" />;

  const isProblem = ({ problems: externs, coreProblems, error }: ObjectRow) =>
    externs > 0 || coreProblems > 0 || error !== null;
  const rows = onlyProblems ? value.objects.filter(isProblem) : value.objects;
  const withProblems = value.objects.filter(isProblem).length;
  const table: readonly Column<ObjectRow>[] = [
    {
      name: 'object',
      cell: ({ source, name }) => labels.get(source) ?? name,
      title: ({ path }) => path,
    },
    {
      name: 'externs',
      className: `${columns['number']} ${columns['fourth']}`,
      cell: ({ externs }) => figure(externs),
    },
    {
      name: 'problems',
      className: columns['number'],
      cell: (row) => (
        <>
          <span className={columns['apart']}>{problems(row.problems)}</span>
          <span className={columns['together']}>{problems(row.problems + row.coreProblems)}</span>
        </>
      ),
      title: (row) => `${row.problems} of externs, ${row.coreProblems} of CO-RE relocations`,
    },
    {
      name: 'relocations',
      className: `${columns['number']} ${columns['second']}`,
      cell: ({ relocations }) => figure(relocations),
    },
    {
      name: 'CO-RE problems',
      className: `${columns['number']} ${columns['third']}`,
      cell: ({ coreProblems }) => problems(coreProblems),
    },
    {
      name: 'libbpf',
      cell: (row) => <Load object={row} loader="libbpf" />,
      title: ({ error, loads }) => error?.message ?? loads.find((l) => l.loader === 'libbpf')?.message ?? '',
    },
    {
      name: 'aya',
      className: columns['second'],
      cell: (row) => <Load object={row} loader="aya" />,
      title: ({ loads }) => loads.find((l) => l.loader === 'aya')?.message ?? '',
    },
  ];
  return (
    <>
      <div className={css.bar}>
        <label className={css.check}>
          <input
            type="checkbox"
            checked={onlyProblems}
            onChange={(event) => changeKsyms({ onlyProblems: event.target.checked })}
          />{' '}
          Only problems
        </label>
        <span className={css.amount} aria-live="polite">
          {countOf(value.objects.length, 'object')}, {groupDigits(withProblems)} with problems
        </span>
      </div>
      <NoKernel kernel={value.kernel} />
      <RowTable
        label="Objects"
        pane="ksyms/objects"
        className={columns['objects']}
        columns={table}
        count={rows.length}
        rowAt={(index) => rows[index]}
        hrefOf={(row) => hrefOf(door(row))}
        onOpen={(row) => openKsyms(door(row))}
        busy={stale}
      />
      {rows.length === 0 && <p className={css.page}>No object has a problem.</p>}
    </>
  );
}
