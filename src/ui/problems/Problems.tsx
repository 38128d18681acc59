/** What went wrong, entry by entry: the file, a sentence, the likely cause with the next step, and the core's own words. */

import { X } from 'lucide-react';
import { useMemo } from 'react';
import { countOf } from '../../store/messages/numbers.ts';
import { explain } from '../../store/messages/problems.ts';
import type { AnyProblem } from '../../store/messages/problems.ts';
import { useActions, useApp } from '../../store/react.tsx';
import css from './Problems.module.css';

/** A list of thousands of reasons is not read: so many are drawn, newest first. */
const SHOWN = 200;

export function Problems() {
  const inFiles = useApp(({ workspace }) => workspace.problems);
  const ofThePage = useApp(({ pageProblems }) => pageProblems);
  const open = useApp((state) => state.problemsOpen);
  const { setProblemsOpen, dismissProblem } = useActions();
  const problems = useMemo(() => [...inFiles, ...ofThePage].reverse(), [inFiles, ofThePage]);
  if (problems.length === 0 || !open) return null;
  return (
    <section className={css.pane} aria-label="Problems">
      <div className={css.head}>
        <h2>Problems</h2>
        <span className={css.count}>
          {problems.length > SHOWN
            ? `the last ${SHOWN} of ${countOf(problems.length, 'problem')}`
            : problems.length}
        </span>
        <button
          type="button"
          className={css.close}
          aria-label="Fold the problems"
          title="Fold; the status bar brings them back"
          onClick={() => setProblemsOpen(false)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <ul className={css.list} tabIndex={0} aria-label="List of problems">
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={problem.key} className={css.item}>
            <Entry problem={problem} />
            <button
              type="button"
              className={css.dismiss}
              aria-label={`Dismiss: ${problem.file || explain(problem.code).sentence}`}
              title="Dismiss"
              onClick={() => void dismissProblem(problem.key)}
            >
              <X size={13} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ problem: { code, file, message, offset } }: { readonly problem: AnyProblem }) {
  const { sentence, advice } = explain(code);
  const where = offset < 0 ? '' : `byte offset 0x${offset.toString(16)}`;
  return (
    <div className={css.entry}>
      <p>
        {file !== '' && <code className={css.file}>{file}</code>}{' '}
        <span className={css.sentence}>{sentence}</span>
      </p>
      <p className={css.advice}>{advice}</p>
      {(message !== '' || where !== '') && (
        <p className={css.fact}>
          <code>{message}</code>
          {where !== '' && !message.includes(`0x${offset.toString(16)}`) && ` (${where})`}
        </p>
      )}
    </div>
  );
}
