/** The externs of one object: what each loader makes of the whole, the table, and beside it the extern that is opened. */

import type { SourceInfo } from '../../session/source-api.ts';
import type { KsymReport } from '../../session/ksyms-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { useActions } from '../../store/react.tsx';
import { ExternPanel } from './ExternPanel.tsx';
import { ExternsTable } from './ExternsTable.tsx';
import { NoKernel } from './NoKernel.tsx';
import { ChooseObject, NoObject } from './NoObject.tsx';
import { ObjectBar } from './ObjectBar.tsx';
import { ObjectError } from './ObjectError.tsx';
import { Section } from './Section.tsx';
import { Summary } from './Summary.tsx';
import { useChosenObject, useKsymsPlace, useReport } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

export function ExternsTab() {
  const chosen = useChosenObject();
  if (chosen.state === 'missing') return <NoObject name={chosen.name} />;
  return chosen.state === 'found' ? <Externs object={chosen.object} /> : <ChooseObject />;
}

function Externs({ object }: { readonly object: SourceInfo }) {
  const { value: report, stale, failure } = useReport(object.id);
  if (failure) return <p role="alert">{`The externs could not be looked into: ${failure}`}</p>;
  if (!report)
    return (
      <>
        <ObjectBar object={object} amount="" />
        <p className={css.page}>{stale ? 'Looking into the object.' : 'The object is not open any more.'}</p>
      </>
    );
  if (report.object.error)
    return (
      <>
        <ObjectBar object={object} amount="" />
        <ObjectError error={report.object.error} />
      </>
    );
  return <Report object={object} report={report} stale={stale} />;
}

interface ReportProps {
  readonly object: SourceInfo;
  readonly report: KsymReport;
  readonly stale: boolean;
}

function Report({ object, report, stale }: ReportProps) {
  const { extern, onlyProblems } = useKsymsPlace();
  const { openKsyms } = useActions();
  const { externs } = report;
  const rows = onlyProblems ? externs.filter(({ problem }) => problem) : externs;
  const opened = externs.find(({ name }) => name === extern);
  /** Else the rows are still those of the object before. */
  const isOfObject = report.object.source === object.id;
  const all = countOf(externs.length, 'extern');
  const problems = countOf(externs.filter(({ problem }) => problem).length, 'problem');
  return (
    <>
      <ObjectBar object={object} amount={onlyProblems ? `${problems} of ${all}` : `${all}, ${problems}`} />
      <NoKernel kernel={report.kernel} />
      <Summary loads={report.object.loads} core={report.core} />
      <div className={css.split}>
        <div className={css.list}>
          {externs.length === 0 ? (
            <div className={css.page}>
              <p>This object has no externs: it asks nothing of the kernel by name.</p>
              {report.core.length > 0 && (
                <p>
                  <button type="button" onClick={() => openKsyms({ part: 'relocations' })}>
                    Show its {countOf(report.core.length, 'CO-RE relocation')}
                  </button>
                </p>
              )}
            </div>
          ) : (
            <ExternsTable object={object} rows={rows} opened={extern} stale={stale} />
          )}
          {externs.length > 0 && rows.length === 0 && <p className={css.none}>No extern has a problem.</p>}
          {extern === '' && <Section report={report} />}
        </div>
        {extern !== '' && isOfObject && (
          <div className={css.opened}>
            <ExternPanel key={object.id} object={object} report={report} name={extern} row={opened ?? null} />
          </div>
        )}
      </div>
    </>
  );
}
