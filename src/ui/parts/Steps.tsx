/** Back and forward through the history, at the head of a pane. */

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useActions } from '../../store/react.tsx';
import css from './Steps.module.css';

export function Steps() {
  const { back, forward } = useActions();
  return (
    <>
      <button type="button" className={css.step} aria-label="Back" title="Back (Alt+Left)" onClick={back}>
        <ChevronLeft size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={css.step}
        aria-label="Forward"
        title="Forward (Alt+Right)"
        onClick={forward}
      >
        <ChevronRight size={14} aria-hidden="true" />
      </button>
    </>
  );
}
