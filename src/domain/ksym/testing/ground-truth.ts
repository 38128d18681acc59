/**
 * Every object of the ground truth against what libbpf 1.8 did with it on a running kernel, phase by phase, and against what
 * aya-obj did where that differs.
 * In: the data that lies beside the repository. Out: tests; none where the data, xz or tar is not there.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CoreResult } from '../../core/relocate.ts';
import { formatSpec } from '../../core/spec.ts';
import type { Analysis } from '../analyze.ts';
import { hex, type Resolution } from '../verdict.ts';
import { hasData, KSYMS, openKernels, PHASES } from './truth-kernels.ts';

interface TruthReloc {
  readonly prog: string;
  readonly insn: number;
  readonly after: Readonly<Record<string, number | string>>;
}
interface TruthExtern {
  readonly name: string;
  readonly kind: string;
  readonly binding: string;
  readonly typed: string;
  readonly outcome: string;
  readonly module: string | null;
  readonly btf_id: number | null;
  readonly address: string | null;
  readonly error_line: string | null;
  readonly resolution_line?: string | null;
  readonly local_btf_id?: number;
  readonly relocs: readonly TruthReloc[];
}
interface TruthCore {
  readonly prog: string;
  readonly relo: number;
  readonly kind: string;
  readonly access: string | null;
  readonly local: string;
  readonly local_id: number;
  readonly result: number | string;
  readonly candidates: readonly { readonly btf: string; readonly id: number }[];
  readonly matched: readonly { readonly id: number; readonly text: string }[];
  readonly nonmatching: readonly { readonly id: number; readonly text: string }[];
  readonly patches: readonly { insn: number; old: number; new: number; what: string }[];
  readonly lines: readonly string[];
}
interface TruthPhase {
  readonly extern_order: readonly string[];
  readonly externs: readonly TruthExtern[];
  readonly core: readonly TruthCore[];
  readonly final_stage: string;
  readonly final_errno: number;
  readonly warnings: readonly string[];
}
interface Truth {
  readonly objects: Readonly<Record<string, { readonly phases: Readonly<Record<string, TruthPhase>> }>>;
}
type AyaDifferences = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, { readonly issues: string[] }>>>>>
>;

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** To be called where tests are collected. */
export function testGroundTruth(): void {
  if (!hasData) return;
  const truth = readJson<Truth>(join(KSYMS, 'truth.json'));
  const differences = readJson<AyaDifferences>(join(KSYMS, 'aya-differences.json'));
  const kernels = openKernels();

  describe.each(PHASES)('phase %s', { timeout: 120_000 }, (phase) => {
    const objects = Object.entries(truth.objects).flatMap(([name, { phases }]) =>
      phase in phases ? [{ name, expected: phases[phase] }] : [],
    );

    it('libbpf: outcomes, lines, instructions and the errno', () => {
      const disagreements = objects.flatMap(({ name, expected }) =>
        compareLibbpf(kernels.analyze(name, phase), expected).map((text) => `${name}: ${text}`),
      );
      const externs = objects.reduce((sum, { expected }) => sum + expected.externs.length, 0);
      const wrong = new Set(disagreements.map((text) => text.slice(0, text.indexOf(':')))).size;
      console.info(
        `${phase}: ${objects.length - wrong} of ${objects.length} objects agree (${externs} externs)`,
      );
      expect(disagreements).toEqual([]);
    });

    it('CO-RE: candidates, specs, results and patches', () => {
      const disagreements = objects.flatMap(({ name, expected }) =>
        compareCore(kernels.analyze(name, phase).core.results, expected.core).map(
          (text) => `${name}: ${text}`,
        ),
      );
      const count = objects.reduce((sum, { expected }) => sum + expected.core.length, 0);
      console.info(`${phase}: ${count} CO-RE relocations, ${disagreements.length} disagree`);
      expect(disagreements).toEqual([]);
    });

    // aya was not run in every phase.
    const ayaPhase = differences[phase];
    if (!(phase in differences)) return;
    it('aya: exactly the recorded differences', () => {
      for (const [key, pick] of [
        ['head', (analysis: Analysis) => analysis.aya],
        ['r5807', (analysis: Analysis) => analysis.ayaModuleBtf],
      ] as const) {
        const found = objects.flatMap(({ name }) =>
          ayaIssues(kernels.analyze(name, phase), pick(kernels.analyze(name, phase))).map(
            (issue) => `${name}: ${issue}`,
          ),
        );
        const recorded = Object.entries(ayaPhase[key]).flatMap(([name, { issues }]) =>
          issues.map((issue) => `${name}: ${bareIssue(issue)}`),
        );
        console.info(`${phase}, aya ${key}: ${recorded.length} differences recorded, ${found.length} found`);
        expect(found.sort()).toEqual(recorded.sort());
      }
    });
  });
}

function compareLibbpf({ externs, libbpf, plan }: Analysis, expected: TruthPhase): string[] {
  const said: string[] = [];
  const check = (what: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      said.push(`${what} is ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
  };
  if (expected.final_stage !== 'open') {
    check(
      'extern order',
      externs.externs.map(({ name }) => name),
      expected.extern_order,
    );
  }
  for (const theirs of expected.externs) {
    const ours = externs.externs.find(({ name }) => name === theirs.name);
    if (!ours) {
      said.push(`${theirs.name} is missing`);
      continue;
    }
    const verdict = libbpf.verdicts[ours.index];
    const of = (what: string): string => `${theirs.name} ${what}`;
    check(of('outcome'), verdict.outcome, theirs.outcome);
    check(of('module'), verdict.module, theirs.module);
    check(of('BTF id'), verdict.btfId, theirs.btf_id);
    check(of('address'), verdict.address === null ? null : hex(verdict.address), theirs.address);
    check(of('binding'), ours.weak ? 'weak' : 'strong', theirs.binding);
    if (theirs.kind !== '?') {
      check(of('kind'), ours.kind, theirs.kind);
      check(of('typed'), ours.typed ? 'typed' : 'typeless', theirs.typed);
      check(of('local BTF id'), ours.btfId, theirs.local_btf_id);
    }
    const line = theirs.error_line ?? theirs.resolution_line ?? null;
    if (line !== null) check(of('line'), verdict.message, line);
    for (const { prog, insn, after } of theirs.relocs) {
      const use = plan.uses.find(
        (one) => one.extern === ours.index && one.program === prog && one.insn === insn,
      );
      check(of(`use in ${prog} #${insn}`), use && instruction(use.after), known(after));
    }
    if (expected.final_stage === 'open') continue;
    const count = plan.uses.filter((use) => use.extern === ours.index).length;
    check(of('number of uses'), count, theirs.relocs.length);
  }
  const isVerifiers = expected.final_stage === 'load';
  check('stage', libbpf.load.stage, isVerifiers ? 'load-by-verifier' : expected.final_stage);
  check('errno', libbpf.load.errno, isVerifiers ? 0 : expected.final_errno);
  return said;
}

function instruction({
  code,
  dst,
  src,
  off,
  imm,
  hi,
  fdOf,
}: Analysis['plan']['uses'][number]['after']): unknown {
  return { code: code.toString(16), dst, src, off, imm, hi: hi ?? null, fdOf };
}

/** The number of a file descriptor is the live kernel's; whose it is, is not. */
function known({ code, dst, src, off, imm, hi, btf_obj }: TruthReloc['after']): unknown {
  const module = typeof btf_obj === 'string' && btf_obj !== 'vmlinux' ? btf_obj.split(':')[1] : null;
  return { code, dst, src, off, imm, hi: module === null ? (hi ?? null) : null, fdOf: module };
}

function compareCore(results: readonly CoreResult[], expected: readonly TruthCore[]): string[] {
  const said: string[] = [];
  const reached = results.filter(({ state }) => state !== 'not-reached' && state !== 'not-loaded');
  if (reached.length !== expected.length) said.push(`${reached.length} relocations, not ${expected.length}`);
  for (const [i, theirs] of expected.entries()) {
    const ours = reached.at(i);
    const got = ours && describeCore(ours);
    const want = {
      prog: theirs.prog,
      relo: theirs.relo,
      kind: theirs.kind,
      local: theirs.local,
      local_id: theirs.local_id,
      result: theirs.result,
      matched: theirs.matched,
      nonmatching: theirs.nonmatching,
      candidates: theirs.candidates.map(({ btf, id }) => ({ btf, id })),
      patches: theirs.patches,
      line: `prog '${theirs.prog}': relo #${theirs.relo}: `,
    };
    const line = theirs.lines.find((one) => / <\w+> \[/.test(one));
    if (line !== undefined) want.line = line;
    if (JSON.stringify(got) !== JSON.stringify(want))
      said.push(`${JSON.stringify(got)} instead of ${JSON.stringify(want)}`);
  }
  return said;
}

function describeCore({ relocation, program, findings, state, value, patch }: CoreResult): unknown {
  const { number, kind, typeId, insn, local, spec } = relocation;
  const texts = (wanted: string): unknown[] =>
    findings.filter((one) => one.state === wanted).map(({ id, text }) => ({ id, text }));
  const head = `prog '${program}': relo #${number}: `;
  return {
    prog: program,
    relo: number,
    kind,
    local,
    local_id: typeId,
    result: state === 'value' ? Number(value) : state,
    matched: texts('match'),
    nonmatching: texts('no-match'),
    candidates: findings.map(({ module, id }) => ({ btf: module ?? 'vmlinux', id })),
    patches: patch ? [{ insn, new: Number(patch.after), old: Number(patch.before), what: patch.what }] : [],
    line: typeof spec === 'number' ? head : `${head}<${kind}> [${typeId}] ${formatSpec(spec)}`,
  };
}

/** Where aya ends otherwise than libbpf, in the words of the record. */
function ayaIssues({ externs, libbpf, core, ayaCore }: Analysis, aya: Resolution): string[] {
  const failed = ({ load }: Resolution): boolean => load.stage !== 'load-by-verifier';
  if (failed(libbpf) && failed(aya)) return [];
  if (failed(libbpf)) return [`libbpf ERROR: ${libbpf.load.message}, aya ok`];
  if (failed(aya)) return [`libbpf ok, aya ERROR ${aya.load.message}`];
  const ofCore = core.results.flatMap(({ relocation: { number, kind, local, insn }, patch }, i) =>
    patch && ayaCore.results[i].state === 'poisoned'
      ? [`relo #${number} <${kind}> ${local}: libbpf insn ${insn} ${patch.what}->${patch.after}, aya POISON`]
      : [],
  );
  const ofExterns = externs.externs.flatMap(({ index, name }) => {
    const [a, b] = [libbpf.verdicts[index], aya.verdicts[index]];
    const same = a.outcome === b.outcome && a.module === b.module && a.btfId === b.btfId;
    const theirs = `('${b.outcome}', ${quoted(b.module)}, ${b.btfId ?? 'None'})`;
    const ours = `${a.outcome} ${a.module ?? ''} ${a.btfId ?? 'None'}`;
    return same ? [] : [`${name}: libbpf ${ours}, aya ${theirs}`];
  });
  return [...ofCore, ...ofExterns];
}

const quoted = (name: string | null): string => (name === null ? 'None' : `'${name}'`);

/** Without the step that failed and the errors that aya wraps around it. */
const bareIssue = (issue: string): string =>
  issue.replace(
    /ERROR \[\('\w+', '(?:BtfError\(|Ksyms\(|BtfRelocationError \{ section: "\w+", error: )?(\w+ \{.*? \})[ })]*'\)\]$/,
    'ERROR $1',
  );
