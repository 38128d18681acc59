/**
 * What a source is and how it stands, in words and figures.
 * In: the session's facts. Out: short text for the list of sources, with the likely cause and the next step where it needs one.
 */

import type { Misfit, SourceRole, SourceState } from '../../session/source-api.ts';
import { countOf, groupDigits } from './numbers.ts';
import { DUMP_VMLINUX } from './problems.ts';

const ROLES: Readonly<Record<SourceRole, string>> = {
  base: 'base',
  module: 'module',
  object: 'BPF object',
  'distilled-base': 'distilled base',
  kallsyms: 'kallsyms',
};

export function roleWord(role: SourceRole): string {
  return ROLES[role];
}

/** A few words beside the name; '' for a source that is simply open. */
export function stateWord({ state }: SourceState): string {
  return STATES[state].word;
}

/** What concerns all sources in a state, told once; null where there is nothing to do. */
export function stateAdvice(state: SourceState['state'], count: number): StateAdvice | null {
  const { advice } = STATES[state];
  return advice && advice(countOf(count, 'module'), count === 1);
}

export interface StateAdvice {
  readonly sentence: string;
  /** For a terminal. */
  readonly command: string | null;
}

interface StateText {
  readonly word: string;
  readonly advice: ((modules: string, one: boolean) => StateAdvice) | null;
}

const STATES: Readonly<Record<SourceState['state'], StateText>> = {
  ready: { word: '', advice: null },
  'waiting-for-base': {
    word: 'waiting for its base',
    advice: (modules, one) => ({
      sentence: one
        ? `${modules} is readable only over the vmlinux it was built against. Open that as well:`
        : `${modules} are readable only over the vmlinux they were built against. Open that as well:`,
      command: DUMP_VMLINUX,
    }),
  },
  'no-base-fits': {
    word: 'no base fits',
    advice: (modules, one) => ({
      sentence: one
        ? `${modules} is of another build than the vmlinux that is open. Open its own; the same version is not enough.`
        : `${modules} are of another build than the vmlinux that is open. Open their own; the same version is not enough.`,
      command: null,
    }),
  },
  'over-distilled-base': {
    word: 'over its distilled base',
    advice: (modules, one) => ({
      sentence: `${modules} ${one ? 'is' : 'are'} shown over the distilled base in the file itself, which has names and sizes only. Open the vmlinux to see types of the kernel whole.`,
      command: null,
    }),
  },
};

/** Why one base does not fit, in figures; the broken rule, where there is one, is the core's own sentence. */
export function misfitWords(misfit: Misfit): string {
  const { names, midString, outOfRange, idsOutOfRange, implausible } = misfit;
  const figures = [
    midString > 0 &&
      `${groupDigits(midString)} of ${countOf(names, 'name')} ${begin(midString)} in the middle of a string`,
    outOfRange > 0 && `${countOf(outOfRange, 'name')} ${lie(outOfRange)} out of range`,
    idsOutOfRange > 0 && `${countOf(idsOutOfRange, 'type id')} ${lie(idsOutOfRange)} out of range`,
    implausible > 0 &&
      `${countOf(implausible, 'reference')} ${implausible === 1 ? 'meets' : 'meet'} a kind that nothing can refer to so`,
  ].filter((words) => words !== false);
  return `over ${misfit.baseName}: ${figures.join(', ') || 'it breaks a rule of the format'}`;
}

const begin = (count: number) => (count === 1 ? 'begins' : 'begin');
const lie = (count: number) => (count === 1 ? 'lies' : 'lie');
