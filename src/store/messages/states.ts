/**
 * What a source is and how it stands, in words and figures.
 * In: the session's facts. Out: short text for the list of sources, with the likely cause and the next step where it needs one.
 */

import type { Misfit, SourceInfo, SourceRole } from '../../session/api.ts';
import { countOf, groupDigits } from './numbers.ts';

const ROLES: Readonly<Record<SourceRole, string>> = {
  base: 'base',
  module: 'module',
  object: 'BPF object',
  'distilled-base': 'distilled base',
};

export function roleWord(role: SourceRole): string {
  return ROLES[role];
}

export interface StateWords {
  /** A few words beside the name. */
  readonly short: string;
  /** Reasons in figures, a sentence each. */
  readonly reasons: readonly string[];
  readonly advice: string;
}

/** Null for a source that is simply open. */
export function stateWords({ state, name }: Pick<SourceInfo, 'state' | 'name'>): StateWords | null {
  switch (state.state) {
    case 'ready':
      return null;
    case 'waiting-for-base':
      return {
        short: 'waiting for its base',
        reasons: [],
        advice: 'Open the vmlinux it was built against: cat /sys/kernel/btf/vmlinux > vmlinux.btf',
      };
    case 'no-base-fits':
      return {
        short: 'no base fits',
        reasons: state.tried.map(misfitWords),
        advice: `Open the vmlinux of the very build that ${name} is from; the same version is not enough.`,
      };
    case 'over-distilled-base':
      return {
        short: 'over its distilled base',
        reasons: [],
        advice: 'Types of vmlinux show by name and size only. Open its vmlinux to see them whole.',
      };
  }
}

/** Why one base does not fit: `over vmlinux: 293 of 1,073 names begin in the middle of a string, 644 lie out of range`. */
export function misfitWords(misfit: Misfit): string {
  const { names, midString, outOfRange, idsOutOfRange, implausible, error } = misfit;
  const figures = [
    midString > 0 &&
      `${groupDigits(midString)} of ${countOf(names, 'name')} ${begin(midString)} in the middle of a string`,
    outOfRange > 0 && `${countOf(outOfRange, 'name')} ${lie(outOfRange)} out of range`,
    idsOutOfRange > 0 && `${countOf(idsOutOfRange, 'type id')} ${lie(idsOutOfRange)} out of range`,
    implausible > 0 &&
      `${countOf(implausible, 'reference')} ${implausible === 1 ? 'meets' : 'meet'} a kind that nothing can refer to so`,
  ].filter((words) => words !== false);
  const rule = error === null ? '' : `; first: ${error.message}`;
  return `over ${misfit.baseName}: ${figures.join(', ') || 'it breaks a rule'}${rule}`;
}

const begin = (count: number) => (count === 1 ? 'begins' : 'begin');
const lie = (count: number) => (count === 1 ? 'lies' : 'lie');
