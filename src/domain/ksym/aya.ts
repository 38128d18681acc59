/**
 * aya's verdict on an object's externs.
 * In: findings. Out: an outcome per extern and how the load goes on. Where it differs from libbpf: in the main branch of
 * August 2026 no module is searched, a weak variable that does not fit is null, and a flavor starts at the first `___`; with
 * or without the module search (pull request 1594) a kernel variable's typedef is not skipped, an address of 0 is none,
 * typed variables are not looked for in kallsyms, and weak typed externs need no vmlinux. Observed by running aya-obj.
 */

import type { Externs } from './externs.ts';
import type { Findings, Hit } from './findings.ts';
import { passOverKallsyms } from './kallsyms-pass.ts';
import { hex, NO_OBJECTION, type LoadStage, type Resolution, type Verdict } from './verdict.ts';

export interface AyaOptions {
  /** Whether module BTFs are searched (aya pull request 1594). */
  readonly modules: boolean;
  /** An error of a step that comes before externs: parsing the object, CO-RE. */
  readonly earlier: { readonly stage: LoadStage; readonly message: string } | null;
}

export function resolveWithAya(
  { openError }: Externs,
  findings: readonly Findings[],
  { modules, earlier }: AyaOptions,
): Resolution {
  const run = new Run(findings, modules);
  const undecided = findings.some(({ extern, kallsyms }) => isTypeless(extern) && isNotOpen(kallsyms));
  let stage: LoadStage = earlier?.stage ?? 'prepare';
  let message = earlier?.message ?? null;
  if (openError) {
    stage = 'open';
    message = run.stopAt(openError.extern, 'the BTF of the object has no such extern');
  }
  message ??= run.resolve();
  return {
    loader: modules ? 'aya-module-btf' : 'aya',
    verdicts: run.verdicts,
    load:
      message === null
        ? { ...NO_OBJECTION, errno: null, undecided }
        : { stage, errno: null, message, undecided },
  };
}

type Answer = { readonly hit: Hit } | { readonly error: string } | 'missing';

class Run {
  readonly verdicts: Verdict[];
  private readonly findings: readonly Findings[];
  private readonly modules: boolean;

  constructor(findings: readonly Findings[], modules: boolean) {
    this.findings = findings;
    this.modules = modules;
    this.verdicts = findings.map(() => NOT_REACHED);
  }

  /** @returns the error that ends it, or null */
  resolve(): string | null {
    return this.readKallsyms() ?? this.resolveTyped() ?? this.checkMissing();
  }

  stopAt(extern: number, message: string): string {
    if (extern >= 0) this.verdicts[extern] = { ...NOT_REACHED, outcome: 'error', message };
    return message;
  }

  private readKallsyms(): string | null {
    const { findings, verdicts } = this;
    const { addresses, ambiguous } = passOverKallsyms(
      findings,
      ({ extern }, { address }) => isTypeless(extern) && address !== 0n,
    );
    for (const [i, { extern, kallsyms }] of findings.entries()) {
      const address = addresses[i];
      if (address !== null) verdicts[i] = { ...NOT_REACHED, outcome: 'kallsyms', address };
      else if (isTypeless(extern) && isNotOpen(kallsyms))
        verdicts[i] = { ...NOT_REACHED, outcome: 'unknown' };
    }
    if (!ambiguous) return null;
    const { extern, first, second } = ambiguous;
    const { name } = findings[extern].extern;
    const message = this.stopAt(extern, `${name} is ambiguous: ${hex(first)} or ${hex(second)}`);
    verdicts[extern] = { ...verdicts[extern], address: first };
    return message;
  }

  private resolveTyped(): string | null {
    for (const [i, finding] of this.findings.entries()) {
      if (isTypeless(finding.extern)) continue;
      if (finding.extern.section === '.kconfig') return this.stopAt(i, '.kconfig externs are not supported');
      const answer = this.lookUp(finding);
      if (answer === 'missing') continue;
      if ('error' in answer) return this.stopAt(i, answer.error);
      const { module, id } = answer.hit;
      const outcome = module === null ? 'vmlinux-btf' : 'module-btf';
      this.verdicts[i] = { ...NOT_REACHED, outcome, module, btfId: id };
    }
    return null;
  }

  private lookUp({ extern, lookup, ayaLookup }: Findings): Answer {
    const { modules } = this;
    const hit = (modules ? lookup : ayaLookup)?.hits.find((one) => modules || one.module === null);
    if (!hit) return extern.weak ? 'missing' : { error: missingError(extern) };
    const comparison = extern.kind === 'var' ? hit.withTypedef : hit.comparison;
    if (comparison.compatible) return { hit };
    if (extern.weak && (extern.kind === 'func' || !modules)) return 'missing';
    return { error: incompatibleError(extern) };
  }

  private checkMissing(): string | null {
    for (const [i, { extern }] of this.findings.entries()) {
      if (this.verdicts[i].outcome !== 'not-reached') continue;
      if (!extern.weak) return this.stopAt(i, missingError(extern));
      this.verdicts[i] = { ...NOT_REACHED, outcome: 'weak-missing' };
    }
    return null;
  }
}

const NOT_REACHED: Verdict = {
  outcome: 'not-reached',
  module: null,
  btfId: null,
  address: null,
  message: null,
};

const isTypeless = ({ section, typed }: Findings['extern']): boolean => section === '.ksyms' && !typed;

const isNotOpen = (kallsyms: Findings['kallsyms']): boolean => kallsyms?.state === 'not-open';

/** Errors under the names that aya-obj gives them. */
const missingError = ({ kind, name }: Findings['extern']): string =>
  `${kind === 'func' ? 'FunctionNotFound' : 'VariableNotFound'} { name: "${name}" }`;

const incompatibleError = ({ kind, name }: Findings['extern']): string =>
  kind === 'func'
    ? `the prototype of function "${name}" is incompatible`
    : `IncompatibleVariableType { name: "${name}" }`;
