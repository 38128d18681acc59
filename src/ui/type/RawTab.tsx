/** bpftool's text of the record, every id a link. */

import type { TypePage } from '../../session/api.ts';
import { useClient } from '../../store/react.tsx';
import { TextPanel } from './TextPanel.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { questionKey } from './question-key.ts';

const RAW = { form: 'raw' } as const;

export function RawTab({ page }: { readonly page: TypePage }) {
  const client = useClient();
  const answer = useAnswer(questionKey(page), () => client.lines(page.ref, RAW));
  return <TextPanel page={page} label="Raw record" pane="type/raw" answer={answer} text={RAW} />;
}
