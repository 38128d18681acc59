/**
 * The answer to what a tab asks: asked for together with the type's page, or as soon as the tab or its options change, before
 * they are drawn. Asked anew when more is open.
 */

import type { TypePage } from '../../session/type-api.ts';
import { useApp, useClient } from '../../store/react.tsx';
import {
  askedAhead,
  askTab,
  type TabAnswer,
  type TabAnswerOf,
  type TabQuestion,
} from '../../store/tab-question.ts';
import { useAnswer, type Answer } from '../parts/use-answer.ts';

const NONE: readonly TabAnswer[] = [];

export function useTabAnswer<Q extends TabQuestion>(page: TypePage, question: Q): Answer<TabAnswerOf<Q>> {
  const client = useClient();
  const answers = useApp(({ shown }) =>
    shown.state === 'page' && shown.page === page ? shown.answers : NONE,
  );
  const { ref, generation } = page;
  const key = `${ref.source} ${ref.id} ${generation} ${JSON.stringify(question)}`;
  const known = askedAhead(answers, question);
  return useAnswer(key, () => known?.asked ?? askTab(client, ref, question), known?.answer ?? null);
}
