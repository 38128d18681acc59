/** What a source is at a glance: its figures, its share of the kernel, how it stands with its base, and its kinds. */

import { useRef } from 'react';
import { Copy } from 'lucide-react';
import type { SourcePage } from '../../session/source-page-api.ts';
import { misfitWords } from '../../store/messages/states.ts';
import { useActions } from '../../store/react.tsx';
import { useRememberedScroll } from '../parts/useRememberedScroll.ts';
import panel from '../type/Panel.module.css';
import { KindsTable } from './KindsTable.tsx';
import { overviewText, sourceFigures } from './overview-text.ts';
import css from './SourcePane.module.css';

export function Overview({ page }: { readonly page: SourcePage }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { copyText } = useActions();
  useRememberedScroll('source/overview', scroller, true);
  const { state } = page.info;
  return (
    <>
      <div className={panel.bar}>
        <div className={panel.actions}>
          <button
            type="button"
            className={panel.action}
            onClick={() => void copyText(overviewText(page), 'Text')}
          >
            <Copy size={13} aria-hidden="true" /> Copy text
          </button>
        </div>
      </div>
      <div ref={scroller} className={panel.scroller} role="region" aria-label="Overview" tabIndex={0}>
        <dl className={css.figures}>
          {sourceFigures(page).map(([what, figure]) => (
            <div key={what} className={css.figure}>
              <dt>{what}</dt>
              <dd>{figure}</dd>
            </div>
          ))}
        </dl>
        {state.state === 'no-base-fits' &&
          state.tried.map((misfit) => (
            <p key={misfit.base} className={css.reason}>
              {misfitWords(misfit)}
            </p>
          ))}
        {page.kinds.length > 0 && <KindsTable page={page} />}
      </div>
    </>
  );
}
