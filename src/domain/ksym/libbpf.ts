/**
 * libbpf's verdict on an object's externs.
 * In: findings. Out: an outcome per extern and how the load goes on, with the lines that libbpf 1.8 prints. The order is its
 * own (`bpf_object__resolve_externs`): kallsyms, typed externs by name until the first error, then whatever is left over.
 */

import type { KernelUnderTest } from '../bpf/kernel.ts';
import { btfKindStr } from '../bpf/kind-str.ts';
import type { BtfView } from '../view/view.ts';
import type { Externs } from './externs.ts';
import type { Findings, Hit } from './findings.ts';
import { NO_PASS, passOverKallsyms, type KallsymsPass } from './kallsyms-pass.ts';
import { hex, NO_OBJECTION, type LoadResult, type Resolution, type Verdict } from './verdict.ts';

const EINVAL = -22;
const ESRCH = -3;

/** `needsBtf`: whether the object has CO-RE relocations, for which vmlinux is loaded as well. */
export function resolveWithLibbpf(
  local: BtfView | null,
  { openError }: Externs,
  findings: readonly Findings[],
  kernel: KernelUnderTest,
  needsBtf: boolean,
): Resolution {
  const run = new Run(local, findings);
  if (openError) run.stopAt(openError.extern, openError.message);
  const load: LoadResult = openError
    ? { stage: 'open', errno: openError.errno, message: openError.message, undecided: false }
    : run.prepare(kernel, needsBtf);
  return { loader: 'libbpf', verdicts: run.verdicts(), load };
}

/** What is known of an extern while the resolution goes on. */
interface State {
  hit: Hit | null;
  /** What libbpf calls `is_set`. */
  isSet: boolean;
  /** Whether the extern's turn came without an error: its look-up in BTF, or for typeless ones the pass over kallsyms. */
  passed: boolean;
  error: string | null;
  /** Whether the last check came to it: strong and not resolved is an error there, weak is null. */
  defaulted: boolean;
}

class Run {
  private readonly local: BtfView | null;
  private readonly findings: readonly Findings[];
  private readonly states: State[];
  private pass: KallsymsPass;

  constructor(local: BtfView | null, findings: readonly Findings[]) {
    this.local = local;
    this.findings = findings;
    this.pass = NO_PASS(findings.length);
    this.states = findings.map(() => ({
      hit: null,
      isSet: false,
      passed: false,
      error: null,
      defaulted: false,
    }));
  }

  stopAt(extern: number, message: string): void {
    const state = this.states.at(extern);
    if (extern >= 0 && state) state.error = message;
  }

  prepare(kernel: KernelUnderTest, needsBtf: boolean): LoadResult {
    const { findings } = this;
    const hasTyped = findings.some(({ extern }) => extern.section === '.ksyms' && extern.typed);
    const hasTypeless = findings.some(isTypeless);
    const undecided = (hasTypeless && !kernel.kallsyms) || findings.some(needsConfig);
    const stop = (errno: number, message: string): LoadResult => ({
      stage: 'prepare',
      errno,
      message,
      undecided,
    });
    if ((hasTyped || needsBtf) && !kernel.vmlinux) {
      const message = `kernel BTF is missing at '/sys/kernel/btf/vmlinux', was CONFIG_DEBUG_INFO_BTF enabled?`;
      return stop(ESRCH, message);
    }
    const virtual = this.checkVirtual();
    if (virtual) return stop(EINVAL, virtual);
    if (hasTypeless) {
      const ambiguous = this.readKallsyms();
      if (ambiguous) return stop(EINVAL, ambiguous);
    }
    for (const [i, finding] of findings.entries()) {
      if (!finding.lookup) continue;
      const error = this.resolveTyped(i, finding);
      if (error) return stop(EINVAL, error);
    }
    const unresolved = this.checkStrong();
    return unresolved ? stop(ESRCH, unresolved) : { ...NO_OBJECTION, undecided };
  }

  /** `.kconfig` externs that are none of the configuration's: libbpf has its own values for some. @returns the line of the error */
  private checkVirtual(): string | null {
    for (const [i, { extern }] of this.findings.entries()) {
      if (extern.section !== '.kconfig' || isKnownKconfig(extern)) continue;
      const message = `extern (kcfg) '${extern.name}': unrecognized virtual extern`;
      this.stopAt(i, message);
      return message;
    }
    return null;
  }

  /** Typed variables are set by it too. @returns the line of the error */
  private readKallsyms(): string | null {
    this.pass = passOverKallsyms(this.findings, () => true);
    this.pass.addresses.forEach((address, i) => {
      this.states[i].isSet = address !== null;
    });
    const { ambiguous } = this.pass;
    if (!ambiguous) return null;
    const { name } = this.findings[ambiguous.extern].extern;
    const message = `extern (ksym) '${name}': resolution is ambiguous: ${hex(ambiguous.first)} or ${hex(ambiguous.second)}`;
    this.stopAt(ambiguous.extern, message);
    return message;
  }

  /** @returns the line of the error */
  private resolveTyped(i: number, { extern, lookup }: Findings): string | null {
    const state = this.states[i];
    const hit = lookup?.hits.at(0);
    if (hit?.comparison.compatible) {
      [state.hit, state.isSet] = [hit, true];
    } else if (!extern.weak || (hit && extern.kind === 'var')) {
      state.error = hit
        ? this.incompatible(extern.name, extern.kind, extern.typeId ?? 0, hit)
        : notFound(extern);
      return state.error;
    }
    state.passed = true;
    return null;
  }

  private incompatible(name: string, kind: 'func' | 'var' | null, localId: number, hit: Hit): string {
    if (kind === 'func')
      return `extern (func ksym) '${name}': func_proto [${localId}] incompatible with ${hit.module ?? 'vmlinux'} [${hit.typeId}]`;
    const expected = this.local ? describe(this.local, localId) : '';
    return `extern (var ksym) '${name}': incompatible types, expected ${expected}, but kernel has ${describe(hit.view, hit.comparedId)}`;
  }

  /** @returns the line of the error */
  private checkStrong(): string | null {
    for (const [i, { extern, kallsyms }] of this.findings.entries()) {
      const state = this.states[i];
      const isKnown = extern.section === '.ksyms' && (extern.typed || kallsyms?.state === 'searched');
      if (!isKnown) continue;
      state.defaulted = true;
      if (state.isSet || extern.weak) continue;
      state.error = `extern '${extern.name}' (strong): not resolved`;
      return state.error;
    }
    return null;
  }

  verdicts(): Verdict[] {
    return this.findings.map((finding, i) => this.verdict(finding, this.states[i], this.pass.addresses[i]));
  }

  private verdict(finding: Findings, state: State, address: bigint | null): Verdict {
    const { extern, kallsyms } = finding;
    const base = { module: null, btfId: null, address, message: null };
    if (state.error) return { ...base, outcome: 'error', message: state.error };
    if (extern.section === '.kconfig') return { ...base, outcome: 'kconfig' };
    if (state.hit) {
      const { module, id } = state.hit;
      const outcome = module === null ? 'vmlinux-btf' : 'module-btf';
      return { ...base, outcome, module, btfId: id, message: resolvedLine(finding, state.hit) };
    }
    if (isTypeless(finding)) {
      if (kallsyms?.state === 'not-open') return { ...base, outcome: 'unknown' };
      if (address !== null) {
        return { ...base, outcome: 'kallsyms', message: setLine(extern.name, address) };
      }
    } else if (address !== null) {
      const outcome = state.passed ? 'quirk-typed-set-by-kallsyms' : 'not-reached';
      return { ...base, outcome, message: setLine(extern.name, address) };
    }
    if (!state.defaulted) return { ...base, outcome: 'not-reached' };
    const message = `extern '${extern.name}' (weak): not resolved, defaulting to zero`;
    return { ...base, outcome: 'weak-missing', message };
  }
}

const isTypeless = ({ extern }: Findings): boolean => extern.section === '.ksyms' && !extern.typed;

const VIRTUAL = new Set(['LINUX_KERNEL_VERSION', 'LINUX_HAS_BPF_COOKIE', 'LINUX_HAS_SYSCALL_WRAPPER']);

const isKnownKconfig = ({ name, weak }: Findings['extern']): boolean =>
  name.startsWith('CONFIG_') || VIRTUAL.has(name) || (name.startsWith('LINUX_') && weak);

/** A strong option that the kernel was not configured with ends the load; its configuration is not looked at. */
const needsConfig = ({ extern }: Findings): boolean =>
  extern.section === '.kconfig' && !extern.weak && extern.name.startsWith('CONFIG_');

const setLine = (name: string, address: bigint): string => `extern (ksym) '${name}': set to ${hex(address)}`;

const notFound = ({ kind, name }: Findings['extern']): string =>
  kind === 'func'
    ? `extern (func ksym) '${name}': not found in kernel or module BTFs`
    : `extern (var ksym) '${name}': not found in kernel BTF`;

function resolvedLine({ extern }: Findings, { view, id, module }: Hit): string {
  return extern.kind === 'func'
    ? `extern (func ksym) '${extern.name}': resolved to ${module ?? 'vmlinux'} [${id}]`
    : `extern (var ksym) '${extern.name}': resolved to [${id}] var ${view.nameOf(id)}`;
}

/** `[21] int int`, libbpf's way to name a type. */
const describe = (view: BtfView, id: number): string => `[${id}] ${btfKindStr(view, id)} ${view.nameOf(id)}`;
