/** The extern that is opened beside the table: its head with ways out, and all that is known of it. */

import { ChevronLeft, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { SourceInfo } from '../../session/source-api.ts';
import type { ExternRow, KsymReport } from '../../session/ksyms-api.ts';
import { useActions } from '../../store/react.tsx';
import { useRememberedScroll } from '../parts/useRememberedScroll.ts';
import { focusOpenedRow, usePhoneFocus } from '../parts/row-focus.ts';
import { ExternHead, ExternView } from './ExternView.tsx';
import { TakeAway } from './TakeAway.tsx';
import { useExternDetail } from './use-ksyms.ts';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

interface ExternPanelProps {
  readonly object: SourceInfo;
  readonly report: KsymReport;
  readonly name: string;
  /** Null where the object has no such extern. */
  readonly row: ExternRow | null;
}

export function ExternPanel({ object, report, name, row }: ExternPanelProps) {
  if (!row)
    return (
      <section className={css.region} aria-label="Extern">
        <DetailHead title={name} back="Externs" close={{ extern: '' }} label="Close the extern" />
        <p className={css.hint}>
          <code>{object.name}</code> has no extern <code>{name}</code>: the object may be of another build
          than the link.
        </p>
      </section>
    );
  return <Opened object={object} report={report} row={row} />;
}

function Opened({ object, report, row }: { object: SourceInfo; report: KsymReport; row: ExternRow }) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const { value: detail, stale, failure } = useExternDetail(object.id, row.index);
  const isThis = detail !== null && detail.row.name === row.name;
  useRememberedScroll('opened/extern', scrollerRef, !stale && isThis);
  return (
    <section className={css.region} aria-label="Extern" aria-busy={stale}>
      <DetailHead title={row.name} back="Externs" close={{ extern: '' }} label="Close the extern" />
      <div ref={scrollerRef} className={css.scroller} tabIndex={0} role="group" aria-label="About the extern">
        <ExternHead row={row} />
        <div className={css.takeAway}>
          <TakeAway object={object} extern={row} />
        </div>
        {failure && <p role="alert">This could not be shown: {failure}</p>}
        {isThis && <ExternView detail={detail} kernel={report.kernel} />}
        {!isThis && !failure && !stale && <p className={pane['dim']}>The object is not open any more.</p>}
      </div>
    </section>
  );
}

interface DetailHeadProps {
  readonly title: ReactNode;
  /** Where the way back leads on a phone, in a word. */
  readonly back: string;
  readonly close: { readonly extern: '' } | { readonly relocation: null };
  readonly label: string;
}

/** Title and the way back to the list; on a phone, where the list is out of sight, it takes the focus. */
export function DetailHead({ title, back, close, label }: DetailHeadProps) {
  const { openKsyms } = useActions();
  const heading = useRef<HTMLHeadingElement>(null);
  const focusOnPhone = usePhoneFocus(heading);
  useEffect(focusOnPhone, [focusOnPhone, title]);
  const leave = () => {
    focusOpenedRow();
    openKsyms(close);
  };
  return (
    <div className={css.head}>
      <button type="button" className={pane['back']} onClick={leave}>
        <ChevronLeft size={14} aria-hidden="true" /> {back}
      </button>
      <h2 ref={heading} tabIndex={-1} className={css.title}>
        {title}
      </h2>
      <button type="button" className={css.close} aria-label={label} title="Close (Esc)" onClick={leave}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
