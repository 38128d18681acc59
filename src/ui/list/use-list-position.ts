/**
 * Where the list stands: a new question starts at its top, coming back to a step of the history puts its position back,
 * and opening a type moves nothing.
 */

import { useState } from 'react';
import type { RestoredScroll } from '../parts/use-rows.ts';
import { useActions, useApp } from '../../store/react.tsx';
import type { ScrollPane } from '../../store/state.ts';

export function useListPosition(pane: ScrollPane, question: string): RestoredScroll {
  const entry = useApp((state) => state.entry);
  const answered = useApp((state) => state.search.result !== null);
  const running = useApp((state) => state.search.running);
  const { scrollOf } = useActions();
  /** Null until the first answer: a list that is drawn anew, as on a phone, stands where it stood at this step. */
  const [seen, see] = useState<{ readonly question: string; readonly entry: string } | null>(null);
  const [wanted, want] = useState<RestoredScroll>({ key: null, offset: () => 0 });
  if (answered && (seen?.question !== question || seen.entry !== entry.key)) {
    const back = seen === null || (seen.entry !== entry.key && entry.restored);
    // The place to come back to may lie behind what is counted so far, or in the answer to another question
    if (back && !running) {
      see({ question, entry: entry.key });
      want({ key: `step ${entry.key}`, offset: () => scrollOf(pane) });
    } else if (!back) {
      see({ question, entry: entry.key });
      if (seen.question !== question) want({ key: `question ${question}`, offset: () => 0 });
    }
  }
  return wanted;
}
