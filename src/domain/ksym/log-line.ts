/**
 * A line of a loader's log, as people paste it.
 * In: text of any number of lines. Out: the extern that the first telling line speaks of, and what it says of it. The forms
 * are those of libbpf 1.x and of the kernel's verifier.
 */

export interface ToldExtern {
  readonly name: string;
  /** Null where the line does not tell. */
  readonly kind: 'func' | 'var' | null;
  /** False for an extern whose address comes from kallsyms. */
  readonly typed: boolean | null;
  readonly weak: boolean | null;
  /** What happened, by the line. */
  readonly told:
    | 'not-found'
    | 'incompatible'
    | 'ambiguous'
    | 'not-resolved'
    | 'resolved'
    | 'no-btf-in-object'
    | 'poisoned'
    | 'not-allowed';
  /** The BTF that the line names: vmlinux or a module; null without one. */
  readonly btf: string | null;
  /** The line itself, without what a logger put before it. */
  readonly line: string;
}

type Rule = readonly [
  pattern: RegExp,
  told: ToldExtern['told'],
  rest: Partial<Pick<ToldExtern, 'kind' | 'typed' | 'weak'>>,
];

const FUNC = { kind: 'func', typed: true } as const;
const VAR = { kind: 'var', typed: true } as const;
const SYMBOL = { kind: 'var', typed: false } as const;

/** `name` and `btf` are groups of the patterns. */
const RULES: readonly Rule[] = [
  [/extern \(func ksym\) '(?<name>[^']+)': not found in kernel or module BTFs/, 'not-found', FUNC],
  [
    /extern \(func ksym\) '(?<name>[^']+)': func_proto \[\d+\] incompatible with (?<btf>[\w-]+)/,
    'incompatible',
    FUNC,
  ],
  [/extern \(func ksym\) '(?<name>[^']+)': resolved to (?<btf>[\w-]+) \[\d+\]/, 'resolved', FUNC],
  [/extern \(var ksym\) '(?<name>[^']+)': not found in kernel BTF/, 'not-found', VAR],
  [/extern \(var ksym\) '(?<name>[^']+)': incompatible types/, 'incompatible', VAR],
  [/extern \(var ksym\) '(?<name>[^']+)': resolved to \[\d+\]/, 'resolved', VAR],
  [/extern \(ksym\) '(?<name>[^']+)': resolution is ambiguous/, 'ambiguous', { kind: 'var' }],
  [/extern \(ksym\) '(?<name>[^']+)': set to 0x/, 'resolved', { kind: 'var' }],
  [/extern '(?<name>[^']+)' \(strong\): not resolved/, 'not-resolved', { ...SYMBOL, weak: false }],
  [/extern '(?<name>[^']+)' \(weak\): not resolved, defaulting to zero/, 'not-resolved', { weak: true }],
  [/failed to find BTF for extern '(?<name>[^']+)'/, 'no-btf-in-object', {}],
  [/poisoning insn #\d+ that calls kfunc '(?<name>[^']+)'/, 'poisoned', { ...FUNC, weak: true }],
  [/kfunc '(?<name>[^']+)' is referenced but wasn't resolved/, 'poisoned', { ...FUNC, weak: true }],
  [/calling kernel function (?<name>[\w.]+) is not allowed/, 'not-allowed', FUNC],
];

/** Characters and lines that are looked at. */
const MAX_TEXT = 1 << 16;
const MAX_LINE = 1024;

/** Null where no line speaks of an extern. */
export function parseLogLine(text: string): ToldExtern | null {
  for (const line of text.slice(0, MAX_TEXT).split('\n')) {
    const told = parseOne(line.slice(0, MAX_LINE));
    if (told) return told;
  }
  return null;
}

/** What libbpf puts before its lines, and lines of it that a logger has put something else before. */
const OF_LIBBPF =
  /^[^;{}"/]*\blibbpf: |^\s*(prog '[^']+': |failed to find BTF info for global\/extern symbol|failed to load object )/;

/** Whether it is of libbpf's log, whatever it speaks of. */
export const isLogText = (text: string): boolean =>
  text
    .slice(0, MAX_TEXT)
    .split('\n')
    .some((line) => OF_LIBBPF.test(line.slice(0, MAX_LINE)));

function parseOne(line: string): ToldExtern | null {
  for (const [pattern, told, rest] of RULES) {
    const match = pattern.exec(line);
    const name = match?.groups?.name;
    if (!match || name === undefined) continue;
    const btf = match.groups?.btf ?? null;
    const bare = line.slice(line.search(/prog '|extern|failed|kfunc|calling/)).trim();
    return { name, kind: null, typed: null, weak: null, ...rest, told, btf, line: bare };
  }
  return null;
}
