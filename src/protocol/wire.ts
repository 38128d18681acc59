/**
 * What crosses the port, in one place.
 * The page's side sends `ask` with the name of a question of the session; values cross by structured clone, failures as
 * data, progress through a proxied function. A new question is a line in `session/api.ts` and its name here.
 */

import type { OpenProgress, Session, SourceId } from '../session/api.ts';
import type { FailureData } from './failure.ts';

export type Question = keyof Session;

/** The compiler holds this to the interface: nothing else of the session can be called. */
const ALL: Readonly<Record<Question, true>> = {
  open: true,
  openUrl: true,
  cancelOpen: true,
  remove: true,
  dismissProblem: true,
  workspace: true,
  search: true,
  rows: true,
  rowOf: true,
  typePage: true,
  declaration: true,
  layout: true,
  raw: true,
  usedBy: true,
  usedByRows: true,
  text: true,
  resolveLink: true,
};

export const QUESTIONS = Object.keys(ALL) as readonly Question[];

export const isQuestion = (name: string): name is Question => Object.hasOwn(ALL, name);

export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: FailureData };

export type ProgressSink = (report: OpenProgress) => void;

export interface Wire {
  /** Starts a session; `firstSource` is the number that its first source gets. Returns the worker's build. */
  hello(firstSource: SourceId): string;
  ping(): true;
  /** `args` without the progress function, which comes last in every question that has one. */
  ask(question: string, args: readonly unknown[], progress: ProgressSink | null): Promise<Answer>;
}
