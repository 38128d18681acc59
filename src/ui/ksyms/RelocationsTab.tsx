/** The CO-RE relocations of one object: the table, and beside it the relocation that is opened. */

import type { SourceInfo } from '../../session/source-api.ts';
import type { CoreRow, KsymReport } from '../../session/ksyms-api.ts';
import { coreWord } from '../../store/messages/ksyms.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { useActions } from '../../store/react.tsx';
import { RowTable } from '../parts/RowTable.tsx';
import type { Column } from '../parts/RowTable.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import { NoKernel } from './NoKernel.tsx';
import { ChooseObject, NoObject } from './NoObject.tsx';
import { ObjectBar } from './ObjectBar.tsx';
import { ObjectError } from './ObjectError.tsx';
import { RelocationPanel } from './RelocationPanel.tsx';
import { Toned } from './Toned.tsx';
import { useChosenObject, useKsymsPlace, useReport } from './use-ksyms.ts';
import css from './KsymsPane.module.css';
import columns from './columns.module.css';

const COLUMNS: readonly Column<CoreRow>[] = [
  { name: 'local', cell: ({ local }) => local, title: ({ local, access }) => `${local} (${access})` },
  { name: 'kind', cell: ({ kind }) => kind },
  {
    name: 'program',
    className: columns['second'],
    cell: ({ program }) => program,
    title: ({ program }) => program,
  },
  {
    name: 'insn',
    className: `${columns['number']} ${columns['second']}`,
    cell: ({ insn }) => insn,
  },
  { name: 'libbpf', cell: (row) => <Toned word={coreWord(row)} />, title: ({ line }) => line ?? '' },
  {
    name: 'aya',
    className: columns['second'],
    cell: ({ aya }) => (aya ? <Toned word={coreWord(aya)} /> : <span className={css.dim}>the same</span>),
  },
  {
    name: 'in words',
    className: columns['second'],
    cell: ({ text }) => <span className={columns['words']}>{text}</span>,
    title: ({ text }) => text,
  },
];

export function RelocationsTab() {
  const chosen = useChosenObject();
  if (chosen.state === 'missing') return <NoObject name={chosen.name} />;
  return chosen.state === 'found' ? <Relocations object={chosen.object} /> : <ChooseObject />;
}

function Relocations({ object }: { readonly object: SourceInfo }) {
  const { value: report, stale, failure } = useReport(object.id);
  if (failure) return <p role="alert">{`The relocations could not be looked into: ${failure}`}</p>;
  if (report?.object.error)
    return (
      <>
        <ObjectBar object={object} amount="" />
        <ObjectError error={report.object.error} />
      </>
    );
  if (!report)
    return (
      <>
        <ObjectBar object={object} amount="" />
        <p className={css.page}>{stale ? 'Looking into the object.' : 'The object is not open any more.'}</p>
      </>
    );
  return <Table object={object} report={report} stale={stale} />;
}

interface TableProps {
  readonly object: SourceInfo;
  readonly report: KsymReport;
  readonly stale: boolean;
}

function Table({ object, report: { core, object: facts, kernel }, stale }: TableProps) {
  const { relocation, onlyProblems } = useKsymsPlace();
  const { openKsyms } = useActions();
  const hrefOf = useKsymsHref();
  const rows = onlyProblems ? core.filter(({ problem }) => problem) : core;
  const opened = relocation === null ? null : (core.find(({ index }) => index === relocation) ?? null);
  /** Else the rows are still those of the object before. */
  const isOfObject = facts.source === object.id;
  const all = countOf(facts.relocations, 'relocation');
  const problems = countOf(facts.coreProblems, 'problem');
  const shown = core.length < facts.relocations ? `, the first ${core.length} listed` : '';
  const open = ({ index }: CoreRow) => {
    if (index !== relocation) openKsyms({ relocation: index, source: object.id, object: object.name });
  };
  return (
    <>
      <ObjectBar
        object={object}
        amount={`${onlyProblems ? `${problems} of ${all}` : `${all}, ${problems}`}${shown}`}
      />
      <NoKernel kernel={kernel} />
      {core.length === 0 ? (
        <p className={css.page}>
          This object has no CO-RE relocations: no access in it adapts to the layout of the kernel.
        </p>
      ) : (
        <div className={css.split}>
          <div className={css.list}>
            <RowTable
              key={object.id}
              label="Relocations"
              pane={`ksyms/relocations/${object.name}`}
              className={columns['relocations']}
              columns={COLUMNS}
              count={rows.length}
              rowAt={(index) => rows[index]}
              opened={rows.findIndex(({ index }) => index === relocation)}
              hrefOf={({ index }) => hrefOf({ part: 'relocations', object: object.name, relocation: index })}
              onOpen={open}
              busy={stale}
            />
            {rows.length === 0 && <p className={css.none}>No relocation has a problem.</p>}
          </div>
          {relocation !== null && isOfObject && (
            <div className={css.opened}>
              <RelocationPanel key={object.id} object={object} row={opened} number={relocation} />
            </div>
          )}
        </div>
      )}
    </>
  );
}
