/**
 * What crosses the port, in one place.
 * The page's side sends `ask` with the name of a question of the session; values cross by structured clone, failures as
 * data, progress through a proxied function. A new question is a line in `session/api.ts` and its name here.
 */

import type { Session } from '../session/api.ts';
import type { OpenFile, OpenProgress, SourceId } from '../session/source-api.ts';
import type { SourceListProgress } from '../session/source-page-api.ts';
import type { WholePart } from '../session/type-api.ts';
import type { FailureData } from './failure.ts';

export type Question = keyof Session;

/** The compiler holds this to the interface: nothing else of the session can be called. */
const ALL: Readonly<Record<Question, true>> = {
  open: true,
  openUrl: true,
  cancelOpen: true,
  remove: true,
  removeAll: true,
  dismissProblem: true,
  workspace: true,
  search: true,
  counted: true,
  rows: true,
  definitions: true,
  agreement: true,
  typePage: true,
  lines: true,
  layout: true,
  usedBy: true,
  usedByRows: true,
  text: true,
  wholeText: true,
  cancelWholeText: true,
  resolveLink: true,
  sourcePage: true,
  sourceList: true,
  cancelSourceList: true,
  sourceListRows: true,
  sourceListText: true,
  diagnostics: true,
  setLoaded: true,
  moveModule: true,
  takeModuleOrder: true,
  chooseKernel: true,
  restoreKernel: true,
  ksymObjects: true,
  ksymReport: true,
  externDetail: true,
  coreDetail: true,
  ksymText: true,
  kfuncs: true,
  checkExtern: true,
};

export const QUESTIONS = Object.keys(ALL) as readonly Question[];

export const isQuestion = (name: string): name is Question => Object.hasOwn(ALL, name);

export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: FailureData };

/** What comes before the answer. */
export type Report = OpenProgress | WholePart | SourceListProgress;
/** In the worker the promise tells that the page has taken the report and, where it carries what is open, has drawn it. */
export type ProgressSink = (report: Report) => unknown;

export interface Wire {
  /** Starts a session; `firstSource` is the number that its first source gets. Returns the worker's build. */
  hello(firstSource: SourceId): string;
  ping(): true;
  /** Files of an `open` that comes later; `job` is what it calls them. */
  hand(job: number, files: readonly OpenFile[]): void;
  /** `args` without the progress function, which comes last in every question that has one. */
  ask(question: string, args: readonly unknown[], progress: ProgressSink | null): Promise<Answer>;
}
