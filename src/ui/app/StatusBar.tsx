/** The bar across the bottom: how much is open, what is coming in, a word of the moment, and the way to the problems. */

import { useEffect, useState } from 'react';
import type { OpenProgress } from '../../session/source-api.ts';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import { useActions, useApp } from '../../store/react.tsx';
import type { Opening } from '../../store/state.ts';
import css from './StatusBar.module.css';

export function StatusBar() {
  const opening = useApp((state) => state.opening);
  return (
    <footer className={css.bar}>
      <div role="status" aria-atomic="false" className={css.status}>
        <Amount />
        <NoticeLine />
      </div>
      {opening && <Progress opening={opening} />}
      <ProblemsButton />
    </footer>
  );
}

function Amount() {
  const types = useApp(({ workspace }) => workspace.types);
  const sources = useApp(({ workspace }) => workspace.sources.length);
  return (
    <p className={css.amount}>
      {sources === 0 ? 'Nothing is open' : `${countOf(types, 'type')} in ${countOf(sources, 'source')}`}
    </p>
  );
}

const PHASES: Readonly<Record<OpenProgress['phase'], string>> = {
  fetching: 'Fetching',
  reading: 'Reading',
  unpacking: 'Unpacking',
  parsing: 'Parsing',
  indexing: 'Indexing',
};

function Progress({ opening: { what, progress, cancelling } }: { readonly opening: Opening }) {
  const { cancelOpening } = useActions();
  const share = progress && shareOf(progress);
  const phase = cancelling ? 'Stopping' : progress ? PHASES[progress.phase] : 'Opening';
  const figures = progress ? figuresOf(progress) : '';
  return (
    <div className={css.progress}>
      <div
        role="progressbar"
        aria-label={`${phase} ${what}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuetext={figures || undefined}
        className={css.track}
      >
        <div
          className={share === null ? css.unknown : css.done}
          style={share === null ? undefined : { transform: `scaleX(${share})` }}
        />
      </div>
      <span className={css.words}>
        {phase} {what}
        {figures && `: ${figures}`}
      </span>
      <button type="button" className={css.small} disabled={cancelling} onClick={cancelOpening}>
        Cancel
      </button>
    </div>
  );
}

/** Null where it is not known how much is left: without a total, and while what was read is being indexed. */
function shareOf({ phase, bytesDone, bytesTotal }: OpenProgress): number | null {
  if (bytesTotal === 0 || (phase === 'indexing' && bytesDone >= bytesTotal)) return null;
  return Math.min(1, bytesDone / bytesTotal);
}

function figuresOf({ bytesDone, bytesTotal, filesDone, filesTotal }: OpenProgress): string {
  const files = filesTotal > 1 ? `${groupDigits(filesDone)} of ${countOf(filesTotal, 'file')}, ` : '';
  if (bytesDone === 0 && bytesTotal === 0) return files.replace(/, $/, '');
  return `${files}${byteSize(bytesDone)}${bytesTotal > 0 ? ` of ${byteSize(bytesTotal)}` : ''}`;
}

/** Milliseconds a notice stays. */
const NOTICE_TIME = 6000;

function NoticeLine() {
  const notice = useApp((state) => state.notice);
  const worker = useApp((state) => state.worker);
  const [gone, setGone] = useState(0);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setGone(notice.count), NOTICE_TIME);
    return () => clearTimeout(timer);
  }, [notice]);
  const text = notice && notice.count !== gone ? notice.text : '';
  return (
    <p className={css.notice}>
      {worker === 'dead' ? 'Files cannot be read any more. Reload the page.' : text}
    </p>
  );
}

function ProblemsButton() {
  const count = useApp(({ workspace, pageProblems }) => workspace.problems.length + pageProblems.length);
  const open = useApp((state) => state.problemsOpen);
  const { setProblemsOpen } = useActions();
  if (count === 0) return null;
  return (
    <button
      type="button"
      className={`${css.small} ${css.problems}`}
      aria-expanded={open}
      onClick={() => setProblemsOpen(!open)}
    >
      {countOf(count, 'problem')}
    </button>
  );
}
