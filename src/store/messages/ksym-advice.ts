/**
 * What a person can do about an extern, in sentences.
 * In: pieces of advice, as the session's facts. Out: what is the matter and the next step; a command where a terminal helps,
 * and the modules that the page itself can switch on. A new code without a sentence does not compile.
 */

import type { ExternDetail, ExternRow, KernelFacts } from '../../session/ksyms-api.ts';
import { countOf } from './numbers.ts';
import { DUMP_KALLSYMS, DUMP_MODULE, DUMP_VMLINUX } from './problems.ts';

export type Advice = ExternDetail['advice'][number];
export type SimilarName = Extract<Advice, { code: 'similar-names' }>['names'][number];

export interface AdviceText {
  /** Names and code stand between backticks. */
  readonly sentence: string;
  readonly next: string;
  /** For a terminal. */
  readonly command: string | null;
  /** Modules that are open and switched off. */
  readonly switchOn: readonly string[];
  /** Names that may have been meant. */
  readonly names: readonly SimilarName[];
}

/** What of the extern the sentences need; a pasted log line tells no more. */
export interface AdvisedExtern {
  readonly name: string;
  /** Null where it is not known. */
  readonly weak: boolean | null;
}

type Sentences = {
  readonly [Code in Advice['code']]: (
    advice: Extract<Advice, { code: Code }>,
    extern: AdvisedExtern,
  ) => Partial<AdviceText> & Pick<AdviceText, 'sentence'>;
};

const SENTENCES: Sentences = {
  'no-vmlinux': () => ({
    sentence: 'No vmlinux is open, so there is no kernel to search.',
    next: 'Open the BTF of the kernel that the object is to be loaded on.',
    command: DUMP_VMLINUX,
  }),
  'module-not-loaded': ({ modules }, { name }) => ({
    sentence: `${listOf(modules)} ${modules.length === 1 ? 'has' : 'have'} ${code(name)} and ${modules.length === 1 ? 'is' : 'are'} switched off here, as if not loaded: loaders do not search ${modules.length === 1 ? 'it' : 'them'}.`,
    next: 'Load the module before the program on the machine itself; here it can be switched on:',
    command: modules.length === 1 && isModuleName(modules[0]) ? `sudo modprobe ${modules[0]}` : null,
    switchOn: modules,
  }),
  'modules-not-seen': () => ({
    sentence: 'Modules are loaded, but their BTF is not visible to the loader.',
    next: 'Module BTF needs CAP_SYS_ADMIN: load as root, or grant the capability.',
  }),
  'fwd-against-struct': ({ name }) => ({
    sentence: `The program only declares ${code(`struct ${name}`)}, the kernel defines it: a FWD and a STRUCT are never compatible, not even of one name.`,
    next: `Give the whole definition of ${code(`struct ${name}`)} before the extern, for instance from vmlinux.h or with a flavor and preserve_access_index; one member is enough.`,
  }),
  shadowed: ({ by, fits }) => ({
    sentence: `The first BTF that has the name decides, and that is ${code(by ?? 'vmlinux')}; the one in ${code(fits ?? 'vmlinux')} would fit, and is not looked at.`,
    next:
      fits === null || by === null
        ? `Declare it as ${code(by ?? 'vmlinux')} has it.`
        : `Declare it as ${code(by)} has it, or load ${code(fits)} before ${code(by)}.`,
  }),
  'found-as-other-kind': ({ kind, module }, { name }) => ({
    sentence: `${code(module ?? 'vmlinux')} has ${code(name)}, but as a ${kind === 'func' ? 'function' : 'variable'}.`,
    next:
      kind === 'func'
        ? `Declare it as a function: ${code(`extern RETURN ${name}(ARGUMENTS) __ksym;`)}`
        : `Declare it as a variable: ${code(`extern const TYPE ${name} __ksym;`)}`,
  }),
  'flavor-kept': ({ name }, extern) => ({
    sentence: `Flavors are dropped from the names of functions only: ${code(extern.name)} is looked for as it stands, and the kernel has ${code(name)}.`,
    next: `Name the variable ${code(name)}.`,
  }),
  'not-a-kfunc': (_advice, { name }) => ({
    sentence: `${code(name)} is found, and is not marked as a kfunc: the verifier refuses the call (“calling kernel function ${name} is not allowed”).`,
    next: 'Look for a kfunc that does the same among the Kfuncs of this kernel.',
  }),
  'weak-incompatible': (_advice, { name }) => ({
    sentence: `${code(name)} is there with another prototype. Being weak it becomes null without an error, as if the kernel did not have it.`,
    next: 'Mend the declaration as the comparison shows; a second one for older kernels can carry a ___flavor.',
  }),
  'weak-unguarded': ({ programs }, { name }) => ({
    sentence: `${listOf(programs)} ${programs.length === 1 ? 'calls' : 'call'} ${code(name)} without looking whether it is there: the call is poisoned, and the verifier refuses the program.`,
    next: `Guard the call: ${code(`if (bpf_ksym_exists(${name})) { ... }`)}`,
  }),
  ambiguous: ({ addresses }, { name }) => ({
    sentence: `kallsyms has ${countOf(addresses, 'address', 'addresses')} for ${code(name)}, so its resolution is ambiguous.`,
    next: 'Give the extern its type, so that BTF decides, or use a name that is there once.',
  }),
  'kallsyms-not-open': (_advice, { name }) => ({
    sentence: `${code(name)} has no type, so its address comes from kallsyms, which is not open.`,
    next: 'Open kallsyms of the machine, read as root so that addresses are not masked:',
    command: DUMP_KALLSYMS,
  }),
  'kallsyms-masked': () => ({
    sentence: 'All addresses in the kallsyms that is open read 0: it was read without the right to see them.',
    next: 'Read it as root, or with kernel.kptr_restrict at 0:',
    command: DUMP_KALLSYMS,
  }),
  'similar-names': ({ names }) => ({
    sentence: 'Did you mean one of these?',
    next: '',
    names,
  }),
};

export function adviceText(advice: Advice, extern: AdvisedExtern): AdviceText {
  const say = SENTENCES[advice.code] as (advice: Advice, extern: AdvisedExtern) => Partial<AdviceText>;
  return { sentence: '', next: '', command: null, switchOn: [], names: [], ...say(advice, extern) };
}

/** Where nothing that is open has a typed extern: what that can mean. Null where something has, or no kernel is open. */
export function missingAdvice(
  { row, hits, steps }: Pick<ExternDetail, 'row' | 'hits' | 'steps'>,
  kernel: KernelFacts | null,
): AdviceText | null {
  const isThere = hits.length > 0 || steps.some(({ result }) => result === 'other-kind');
  if (!isLookedUp(row) || isThere || kernel?.vmlinux == null) return null;
  return {
    sentence: `No BTF that is open has ${code(row.name)}.`,
    next: row.weak
      ? 'If a module has it, open that module too. If this kernel is older than the symbol, null is what the program gets: guard each use with `bpf_ksym_exists()`.'
      : 'If a module has it, open that module too. If this kernel is older than the symbol, or built without it, declare it `__weak` and guard each use with `bpf_ksym_exists()`.',
    command: DUMP_MODULE,
    switchOn: [],
    names: [],
  };
}

const isLookedUp = ({ kind, typed, section }: ExternRow): boolean =>
  kind !== null && typed && section !== '.kconfig';

/** Only what can be a module's name goes into a command for a shell. */
export function isModuleName(name: string | undefined): name is string {
  return name !== undefined && /^[\w.-]{1,64}$/.test(name);
}

/** As the page and Markdown show code. */
const code = (text: string): string => `\`${text}\``;

function listOf(names: readonly string[]): string {
  const quoted = names.map(code);
  if (names.length > 4) return `${quoted.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
