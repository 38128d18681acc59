/**
 * The answer to what a tab asks: asked for together with the type's page, or when the tab or its options change. Asked anew
 * when more is open.
 */

import type { TypePage } from '../../session/type-api.ts';
import { useApp, useClient } from '../../store/react.tsx';
import { askedAhead, askTab, type TabAnswerOf, type TabQuestion } from '../../store/tab-question.ts';
import { useAnswer, type Answer } from '../parts/use-answer.ts';

export function useTabAnswer<Q extends TabQuestion>(page: TypePage, question: Q): Answer<TabAnswerOf<Q>> {
  const client = useClient();
  const ahead = useApp(({ shown }) => (shown.state === 'page' && shown.page === page ? shown.ahead : null));
  const { ref, generation } = page;
  const key = `${ref.source} ${ref.id} ${generation} ${JSON.stringify(question)}`;
  const known = askedAhead(ahead, question);
  return useAnswer(key, () => known?.asked ?? askTab(client, ref, question), known?.answer ?? null);
}
