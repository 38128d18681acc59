/**
 * What a tab of a type asks the worker first.
 * In: a place. Out: a question as plain data, and its answer. The question is known before the type's page is, so both are
 * asked at once and shown in one frame.
 */

import type { SessionClient } from '../protocol/client.ts';
import type { TypeRef } from '../session/source-api.ts';
import type { LayoutOptions, LayoutTable, PageText, TypeText, UsedBy } from '../session/type-api.ts';
import type { CChoice, LayoutChoice, TypePlace } from './place.ts';

export type TabQuestion =
  | { readonly ask: 'lines'; readonly text: TypeText }
  | { readonly ask: 'layout'; readonly options: LayoutOptions }
  | { readonly ask: 'users' };

interface Answers {
  readonly lines: PageText;
  readonly layout: LayoutTable | null;
  readonly users: UsedBy;
}
export type TabAnswerOf<Q extends TabQuestion> = Answers[Q['ask']];

/** What was asked before the tab was drawn. */
export interface TabAnswer {
  readonly question: TabQuestion;
  readonly asked: Promise<Answers[keyof Answers]>;
  /** Null where it did not come together with the page. */
  readonly answer: Answers[keyof Answers];
}

export const RAW: TypeText = { form: 'raw' };
export const USERS = { ask: 'users' } as const satisfies TabQuestion;

export function cText({ form, asserts, preserveAccessIndex, flavor, sorted, exact }: CChoice): TypeText {
  switch (form) {
    case 'declaration':
      return { form };
    case 'header':
      return { form, asserts, preserveAccessIndex, flavor };
    case 'everything':
      return { form, sorted, exact };
  }
}

export function paholeText({ hex, expand, cachelineSize }: LayoutChoice): TypeText {
  return { form: 'pahole', hex, expand, cachelineSize };
}

export function layoutQuestion({ cachelineSize, expand, expanded, folded }: LayoutChoice) {
  return { ask: 'layout', options: { cachelineSize, expand, expanded, folded } } as const;
}

/** Null for a text of everything: too long in the making to be waited for. */
export function tabQuestion({ tab, c, layout }: TypePlace): TabQuestion | null {
  switch (tab) {
    case 'c':
      return c.form === 'everything' ? null : { ask: 'lines', text: cText(c) };
    case 'layout':
      return layout.form === 'table' ? layoutQuestion(layout) : { ask: 'lines', text: paholeText(layout) };
    case 'raw':
      return { ask: 'lines', text: RAW };
    case 'used-by':
      return USERS;
  }
}

export function askTab<Q extends TabQuestion>(
  client: SessionClient,
  ref: TypeRef,
  question: Q,
): Promise<TabAnswerOf<Q>>;
export function askTab(client: SessionClient, ref: TypeRef, question: TabQuestion): Promise<unknown> {
  switch (question.ask) {
    case 'lines':
      return client.lines(ref, question.text);
    case 'layout':
      return client.layout(ref, question.options);
    case 'users':
      return client.usedBy(ref);
  }
}

/** What was asked already, where it was this question. */
export function askedAhead<Q extends TabQuestion>(
  answers: readonly TabAnswer[],
  question: Q,
): { readonly asked: Promise<TabAnswerOf<Q>>; readonly answer: TabAnswerOf<Q> | null } | null {
  const wanted = JSON.stringify(question);
  const found = answers.find((one) => JSON.stringify(one.question) === wanted);
  if (!found) return null;
  return { asked: found.asked as Promise<TabAnswerOf<Q>>, answer: found.answer as TabAnswerOf<Q> | null };
}
