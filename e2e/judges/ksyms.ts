/**
 * Judges ksyms and CO-RE relocations by libbpf itself, on the kernel that this runs on.
 * In: BPF objects on the command line. Out: what differs, and `compared / equal`; status 1 if anything does. Takes root, a
 * kernel with BTF, and libbpf 1.6 or newer as it is installed below a prefix (`make install DESTDIR=... BUILD_STATIC_ONLY=1`).
 *
 *   node e2e/tools/run-ts.mjs e2e/judges/ksyms.ts --libbpf PREFIX OBJ...
 *
 * Objects that depend on the kernel's configuration (`.kconfig`), which the explorer does not read, are counted apart.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LD_IMM64 } from '../../src/domain/bpf/insn.ts';
import type { KernelUnderTest } from '../../src/domain/bpf/kernel.ts';
import { openBpfObject } from '../../src/domain/bpf/object.ts';
import type { CoreResult } from '../../src/domain/core/relocate.ts';
import { formatSpec } from '../../src/domain/core/spec.ts';
import { analyzeObject, type Analysis } from '../../src/domain/ksym/analyze.ts';
import { parseModuleOrder } from '../../src/domain/ksym/module-order.ts';
import { openBtf } from '../../src/domain/view/validate.ts';
import type { BtfView } from '../../src/domain/view/view.ts';
import { Btf } from '../../src/format/btf/btf.ts';
import { Kallsyms } from '../../src/format/kallsyms/kallsyms.ts';

/** Judges are run from the root of the repository. */
const LOADER = 'e2e/judges/ksyms-loader.c';
const KERNEL_BTF = '/sys/kernel/btf';
/** Objects that one run of the loader takes: what it prints is held in memory. */
const BATCH = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { libbpf: { type: 'string' }, cc: { type: 'string', default: 'cc' } },
});
if (values.libbpf === undefined || positionals.length === 0)
  throw new Error('usage: e2e/judges/ksyms.ts --libbpf PREFIX OBJ...');

const work = mkdtempSync(join(tmpdir(), 'ksyms-judge-'));
try {
  const loader = compileLoader(values.libbpf);
  const kernel = openRunningKernel();
  let [equal, undecided] = [0, 0];
  for (let from = 0; from < positionals.length; from += BATCH) {
    const told = spawnSync(loader, positionals.slice(from, from + BATCH), {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    for (const block of told.stdout.split(/^== /m).slice(1)) {
      const [path, ...lines] = block.split('\n');
      const differences = judge(path, lines, kernel);
      if (differences === null) undecided++;
      else if (differences.length === 0) equal++;
      else console.log([path, ...differences].join('\n    '));
    }
  }
  const compared = positionals.length - undecided;
  console.log(
    `objects: compared ${compared} / equal ${equal}; ${undecided} left to the kernel's configuration`,
  );
  process.exitCode = equal === compared ? 0 : 1;
} finally {
  rmSync(work, { recursive: true });
}

function compileLoader(prefix: string): string {
  const out = join(work, 'loader');
  const roots = [prefix, join(prefix, 'usr')];
  const root = roots.find((one) => existsSync(join(one, 'include/bpf/libbpf.h')));
  if (root === undefined) throw new Error(`no include/bpf/libbpf.h below ${prefix}`);
  const archive = ['lib64', 'lib'].map((lib) => join(root, lib, 'libbpf.a')).find((path) => existsSync(path));
  if (archive === undefined) throw new Error(`no libbpf.a below ${root}`);
  execFileSync(values.cc, ['-O1', '-I', join(root, 'include'), LOADER, archive, '-lelf', '-lz', '-o', out]);
  return out;
}

function openRunningKernel(): KernelUnderTest {
  const open = (name: string, base: BtfView | null): BtfView =>
    openBtf(Btf.parse(readFileSync(join(KERNEL_BTF, name)), base?.own), base, 8);
  const vmlinux = open('vmlinux', null);
  const names = readdirSync(KERNEL_BTF).filter((name) => name !== 'vmlinux');
  const order = names.length
    ? parseModuleOrder(execFileSync('bpftool', ['btf', 'list'], { encoding: 'utf8' })).names
    : [];
  return {
    vmlinux,
    modules: order
      .filter((name) => names.includes(name))
      .map((name) => ({ name, view: open(name, vmlinux) })),
    orderIsKnown: true,
    notLoaded: [],
    kallsyms: Kallsyms.parse(readFileSync('/proc/kallsyms')),
    seesModules: true,
  };
}

/** Null where it is not for the explorer to tell. */
function judge(path: string, lines: readonly string[], kernel: KernelUnderTest): string[] | null {
  const differences: string[] = [];
  const check: Check = (what, ours, theirs) => {
    const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (a !== b) differences.push(`${what} is ${a}, by libbpf ${b}`);
  };
  const [, stage, errno] = lines.findLast((line) => line.startsWith('END '))?.split(' ') ?? [];
  const warnings = lines.filter((line) => line.startsWith('W ')).map((line) => line.slice(2));
  try {
    const analysis = analyzeObject(openBpfObject(readFileSync(path)), kernel);
    const { load } = analysis.libbpf;
    if (load.undecided) return null;
    check('stage', load.stage, stage === 'load' ? 'load-by-verifier' : stage);
    check('errno', load.errno, Number(errno));
    if (load.message !== null)
      check(
        'a warning',
        warnings.find((line) => line === load.message),
        load.message,
      );
    if (stage !== 'open') {
      checkExterns(analysis, lines, check);
      checkCore(analysis.core.results, lines, check);
    }
    if (stage === 'load') checkCode(analysis, lines, check);
  } catch (error) {
    if (stage !== 'open') differences.push(String(error));
  }
  return differences;
}

type Check = (what: string, ours: unknown, theirs: unknown) => void;

/** The last line about an extern is the one that counts. */
function checkExterns({ externs, libbpf }: Analysis, lines: readonly string[], check: Check): void {
  const told = new Map<string, string>();
  for (const line of lines) {
    const name = /^[WD] extern (?:\((?:func ksym|var ksym|ksym)\) )?'([^']+)'/.exec(line)?.[1];
    if (name !== undefined) told.set(name, line.slice(2));
  }
  for (const { name, index, kconfig } of externs.externs)
    if (!kconfig) check(name, libbpf.verdicts[index].message, told.get(name) ?? null);
}

function checkCore(results: readonly CoreResult[], lines: readonly string[], check: Check): void {
  const told = new Map<string, string[]>();
  for (const line of lines) {
    const [, relocation, text] = /^[WD] (prog '[^']+': relo #\d+): (.*)$/.exec(line) ?? [];
    if (relocation) told.set(relocation, [...(told.get(relocation) ?? []), text]);
  }
  for (const result of results) {
    const { relocation, program, state, findings, patch, line } = result;
    if (state === 'not-reached' || state === 'not-loaded') continue;
    const name = `prog '${program}': relo #${relocation.number}`;
    const theirs = told.get(name) ?? [];
    if (typeof relocation.spec !== 'number')
      check(
        `${name}: spec`,
        `<${relocation.kind}> [${relocation.typeId}] ${formatSpec(relocation.spec)}`,
        theirs.find((text) => text.startsWith('<')),
      );
    const candidates = theirs.filter((text) => / ?matching candidate #/.test(text)).map(withoutNumber);
    check(
      `${name}: candidates`,
      findings.map(({ state, id, text }) => `${state} [${id}] ${text}`),
      candidates,
    );
    const patched = theirs.find((text) => text.startsWith('patched insn'));
    const [, insn, before, after] = /^patched insn #(\d+) .*?(\S+) -> (\S+)/.exec(patched ?? '') ?? [];
    const ours = patch ? [`${relocation.insn}`, `${patch.before}`, `${patch.after}`] : [];
    check(`${name}: patch`, ours, patched === undefined ? [] : [insn, before, after]);
    const poisoned = theirs.some((text) => text.startsWith('substituting insn'));
    check(`${name}: poisoned`, state === 'poisoned', poisoned);
    if (state === 'error') check(name, line, lines.find((one) => one.slice(2) === line)?.slice(2));
  }
}

/** `matching candidate #0 <byte_off> [893] struct ...`. */
function withoutNumber(text: string): string {
  return text.replace(/^(non-)?matching candidate #\d+ (?:<\w+> )?/, (_all, non?: string) =>
    non === undefined ? 'match ' : 'no-match ',
  );
}

/** Instructions that use externs, as the kernel would get them. */
function checkCode({ plan }: Analysis, lines: readonly string[], check: Check): void {
  const programs = new Map<string, number[][]>();
  let code: number[][] = [];
  for (const line of lines) {
    const [word, ...rest] = line.split(' ');
    if (word === 'PROG') programs.set(rest[0], (code = []));
    if (word === 'INSN') code.push([parseInt(rest[0], 16), ...rest.slice(1).map(Number)]);
  }
  for (const { program, insn, after } of plan.uses) {
    const theirs = programs.get(program)?.at(insn);
    // A program that is not loaded has no final code
    if (!theirs) continue;
    const { code, dst, src, off, imm, hi } = after;
    const what = `${program} #${insn}`;
    check(what, [code, dst, src, off, imm], [...theirs.slice(0, 4), imm === null ? null : theirs[4]]);
    if (code === LD_IMM64 && hi !== null)
      check(`${what}, upper half`, hi, programs.get(program)?.at(insn + 1)?.[4]);
  }
}
