/**
 * What becomes of externs and objects, in words and sentences.
 * In: outcomes, loads and facts, as the session tells them. Out: text, and a tone for what should catch the eye. The loaders'
 * own lines are shown beside it, verbatim, and are not repeated here.
 */

import type {
  CheckAnswer,
  CoreRow,
  ExternRow,
  KernelFacts,
  LoadSummary,
  SearchStep,
  VerdictRow,
  VerdictRows,
} from '../../session/ksyms-api.ts';
import { countOf, groupDigits } from './numbers.ts';

type LoaderName = LoadSummary['loader'];
type Outcome = VerdictRow['outcome'];

/** How a word is coloured; the word itself says the same. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim';

export interface Word {
  readonly word: string;
  readonly tone: Tone;
}

export const LOADER_NAMES: Readonly<Record<LoaderName, string>> = {
  libbpf: 'libbpf',
  aya: 'aya',
  'aya-module-btf': 'aya with module BTF',
};

export const LOADERS = Object.keys(LOADER_NAMES) as readonly LoaderName[];

const OUTCOMES: Readonly<Record<Outcome, Word & { readonly sentence: string }>> = {
  'vmlinux-btf': { word: 'resolved', tone: 'good', sentence: 'in the BTF of vmlinux' },
  'module-btf': { word: 'resolved', tone: 'good', sentence: 'in the BTF of a module' },
  kallsyms: { word: 'resolved', tone: 'good', sentence: 'by its address in kallsyms' },
  'weak-missing': {
    word: 'null',
    tone: 'warn',
    sentence: 'in the program: it is weak and not resolved',
  },
  error: { word: 'error', tone: 'bad', sentence: 'that ends the load' },
  'not-reached': {
    word: 'not reached',
    tone: 'dim',
    sentence: 'because an earlier error ended the load',
  },
  kconfig: {
    word: 'kconfig',
    tone: 'dim',
    sentence: 'filled from the configuration of the kernel that runs, which is not looked at here',
  },
  'quirk-typed-set-by-kallsyms': {
    word: 'BTF id 0',
    tone: 'bad',
    sentence: 'because kallsyms has it: taken for resolved, and refused by the verifier',
  },
  unknown: { word: 'undecided', tone: 'dim', sentence: 'without kallsyms, which is not open' },
};

export function outcomeWord({ outcome }: Pick<VerdictRow, 'outcome'>): Word {
  const { word, tone } = OUTCOMES[outcome];
  return { word, tone };
}

/** What follows the word: `in the BTF of nf_conntrack, id 112901`. */
export function outcomeSentence({ outcome, module, btfId, address }: VerdictRow): string {
  const { sentence } = OUTCOMES[outcome];
  const where = outcome === 'module-btf' && module !== null ? `in the BTF of ${module}` : sentence;
  const facts = [btfId === null ? '' : `id ${btfId}`, address === null ? '' : `address ${address}`];
  return [where, ...facts.filter(Boolean)].join(', ');
}

/** Both revisions of aya, as one where they agree. */
export function ayaAgrees({ aya, 'aya-module-btf': withModules }: VerdictRows): boolean {
  return aya.outcome === withModules.outcome && aya.module === withModules.module;
}

/** Errors as errno(3) names them. */
const ERRNOS: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  3: 'ESRCH',
  7: 'E2BIG',
  12: 'ENOMEM',
  13: 'EACCES',
  22: 'EINVAL',
  95: 'EOPNOTSUPP',
  524: 'ENOTSUPP',
};

export function errnoWord(errno: number | null): string {
  if (errno === null || errno === 0) return '';
  const name = ERRNOS[Math.abs(errno)];
  return name === undefined ? String(errno) : `${name} (${errno})`;
}

const failed = ({ errno, message }: LoadSummary): boolean =>
  message !== null || (errno !== null && errno !== 0);

/** For the list of objects. `problems` are those of the object that do not end its load. */
export function loadWord(load: LoadSummary, problems = 0): Word {
  if (failed(load)) {
    const errno = errnoWord(load.errno).replace(/ .*/, '');
    const at = load.extern === null ? '' : ` at ${load.extern}`;
    return {
      word: `${load.stage === 'open' ? 'open' : 'load'} fails${errno && `: ${errno}`}${at}`,
      tone: 'bad',
    };
  }
  if (load.undecided) return { word: 'undecided', tone: 'dim' };
  return problems === 0
    ? { word: 'no objection', tone: 'good' }
    : { word: `no objection, ${countOf(problems, 'problem')}`, tone: 'warn' };
}

/** What a loader makes of the whole object: `before`, the extern to blame (or null), `after`. */
export interface LoadSentence {
  readonly before: string;
  readonly extern: string | null;
  readonly after: string;
  readonly tone: Tone;
}

/** `poisoned` are instructions that a relocation has poisoned. */
export function loadSentence(load: LoadSummary, poisoned = 0): LoadSentence {
  const undecided = load.undecided
    ? ' as far as this page can tell: it also depends on kallsyms or on the kernel’s configuration, which is not open'
    : '';
  if (!failed(load)) {
    const also =
      poisoned === 0
        ? ''
        : ` ${countOf(poisoned, 'instruction')} ${poisoned === 1 ? 'is' : 'are'} poisoned: the verifier refuses a program that can reach one.`;
    const sentence = load.undecided
      ? `no objection,${undecided}.`
      : 'no objection; the kernel’s verifier decides.';
    const tone = poisoned > 0 ? 'warn' : load.undecided ? 'dim' : 'good';
    return { before: sentence + also, extern: null, after: '', tone };
  }
  const errno = errnoWord(load.errno);
  const what = load.stage === 'open' ? 'opening the object fails' : 'load fails';
  return {
    before: load.extern === null ? what : `${what} at `,
    extern: load.extern,
    after: `${errno && ` with ${errno}`}${undecided && `,${undecided}`}`,
    tone: 'bad',
  };
}

export function bindingWord({ weak }: Pick<ExternRow, 'weak'>): string {
  return weak ? 'weak' : 'strong';
}

/** What an extern is: `function`, `typed variable`, `typeless symbol`. */
export function externWord({ kind, typed, section }: Pick<ExternRow, 'kind' | 'typed' | 'section'>): string {
  if (kind === null) return 'symbol that the BTF of the object does not have';
  if (section === '.kconfig') return 'kconfig variable';
  if (!typed) return 'typeless symbol';
  return kind === 'func' ? 'function' : 'typed variable';
}

const STEPS: Readonly<Record<SearchStep['result'], Word>> = {
  hit: { word: 'found; the first BTF that has it decides', tone: 'good' },
  'other-kind': { word: 'has the name as something else', tone: 'warn' },
  none: { word: 'not there', tone: 'dim' },
  'not-loaded': { word: 'has it, and is switched off: not searched', tone: 'warn' },
};

export function stepWord(result: SearchStep['result'], wanted: 'func' | 'var' | null): Word {
  if (result !== 'other-kind' || wanted === null) return STEPS[result];
  const other = wanted === 'func' ? 'a variable, not a function' : 'a function, not a variable';
  return { word: `has the name as ${other}`, tone: 'warn' };
}

const CORE_STATES: Readonly<Record<CoreRow['state'], Word>> = {
  value: { word: 'value', tone: 'good' },
  poisoned: { word: 'poisoned', tone: 'bad' },
  error: { word: 'error', tone: 'bad' },
  'not-reached': { word: 'not reached', tone: 'dim' },
  'not-loaded': { word: 'not loaded', tone: 'dim' },
};

/** The value itself, where there is one. */
export function coreWord({ state, value }: Pick<CoreRow, 'state' | 'value'>): Word {
  const { word, tone } = CORE_STATES[state];
  return { word: state === 'value' && value !== null ? value : word, tone };
}

/** What objects are held against, but for the name of vmlinux. */
export function kernelWords({ vmlinux, loaded, notLoaded, orderIsKnown, kallsyms }: KernelFacts): string[] {
  const order = orderIsKnown ? 'in load order' : 'load order not known: as opened';
  const modules = loaded === 0 && notLoaded === 0 ? 'no modules open' : `${countOf(loaded, 'module')} loaded`;
  const symbols =
    kallsyms === null
      ? 'no kallsyms'
      : kallsyms.masked
        ? `kallsyms: ${countOf(kallsyms.symbols, 'symbol')}, addresses masked`
        : `kallsyms: ${countOf(kallsyms.symbols, 'symbol')}`;
  return [
    ...(vmlinux ? [modules] : []),
    ...(vmlinux && notLoaded > 0 ? [`${groupDigits(notLoaded)} off`] : []),
    ...(vmlinux && loaded + notLoaded > 1 ? [order] : []),
    symbols,
  ];
}

/** Why kfuncs cannot be told from other functions: pahole writes their tags since 1.27. */
export const NO_KFUNC_TAGS = 'A kernel built with a pahole older than 1.27 does not tag its kfuncs.';

type ToldExtern = Extract<CheckAnswer, { state: 'log' }>['told'];

const TOLD: Readonly<Record<ToldExtern['told'], string>> = {
  'not-found': 'The loader found it nowhere.',
  incompatible: 'The loader found it with another prototype than the program declares.',
  ambiguous: 'kallsyms had several addresses for it.',
  'not-resolved': 'The loader did not find it.',
  resolved: 'The loader resolved it.',
  'no-btf-in-object': 'The BTF of the object does not describe it.',
  poisoned: 'It was not resolved, and a call of it is poisoned: the verifier refuses the program.',
  'not-allowed': 'The verifier refuses the call: for this program type it is not among the kfuncs.',
};

/** What a line of a log tells of an extern. */
export function toldSentence({ told, btf }: ToldExtern): string {
  return btf === null ? TOLD[told] : `${TOLD[told]} The line names the BTF of ${btf}.`;
}
