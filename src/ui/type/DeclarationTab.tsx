/** The type as C, every named type in it a link. */

import type { TypePage } from '../../session/api.ts';
import { useClient } from '../../store/react.tsx';
import { TextPanel } from './TextPanel.tsx';
import { useAnswer } from './use-answer.ts';
import { questionKey } from './question-key.ts';

export function DeclarationTab({ page }: { readonly page: TypePage }) {
  const client = useClient();
  const answer = useAnswer(questionKey(page), () => client.declaration(page.ref));
  return <TextPanel page={page} label="C declaration" pane="type/c" answer={answer} form="c" />;
}
