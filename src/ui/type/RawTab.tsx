/** bpftool's text of the record, every id a link. */

import type { TypePage } from '../../session/type-api.ts';
import { RAW } from '../../store/tab-question.ts';
import { TextPanel } from './TextPanel.tsx';
import { useTabAnswer } from './use-tab-answer.ts';

export function RawTab({ page }: { readonly page: TypePage }) {
  const answer = useTabAnswer(page, { ask: 'lines', text: RAW });
  return <TextPanel page={page} label="Raw record" pane="type/raw" answer={answer} text={RAW} />;
}
