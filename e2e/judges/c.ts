/**
 * Judges C text by the tools that have the last word: bpftool for vmlinux.h, compilers for headers.
 * In: BTF files on the command line. Out: a line per question, `compared / equal`; status 1 if anything differs.
 *
 *   node e2e/tools/run-ts.mjs e2e/judges/c.ts [--bpftool PATH] [--base BASE] [--text] [--everything] [--headers N] FILE...
 *
 *   --text        vmlinux.h of each FILE against bpftool, sorted and unsorted (one order where bpftool knows only that)
 *   --everything  vmlinux.h of each FILE, with exact layouts and asserts, through clang for BPF (all of it comes from BTF, the
 *                 kernel's va_list included, so the target gives only the word size: 64 bits)
 *   --inexact     with --everything: the layouts of bpftool's text instead, where asserts fail for a few types
 *   --headers N   minimal headers of N random structs of each FILE, with asserts, each alone through clang and gcc
 *   --seed S      which structs; 1 unless told
 *   --keep DIR    leaves what a compiler refused in DIR
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { printMinimalHeader } from '../../src/domain/render/c/minimal-header.ts';
import { printVmlinuxH } from '../../src/domain/render/c/vmlinux-h.ts';
import { printToString } from '../../src/domain/render/printer.ts';
import { openBtf } from '../../src/domain/view/validate.ts';
import type { BtfView } from '../../src/domain/view/view.ts';
import { Btf } from '../../src/format/btf/btf.ts';
import type { TypeId } from '../../src/format/btf/decode.ts';
import { isComposite, Kind } from '../../src/format/btf/kinds.ts';
import { btfSections } from '../../src/format/elf/btf-sections.ts';
import { hasElfMagic } from '../../src/format/elf/elf.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bpftool: { type: 'string', default: 'bpftool' },
    base: { type: 'string' },
    text: { type: 'boolean', default: false },
    everything: { type: 'boolean', default: false },
    inexact: { type: 'boolean', default: false },
    headers: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const work = mkdtempSync(join(tmpdir(), 'c-judge-'));
const base = values.base ? open(values.base, null) : null;
let failures = 0;

function open(path: string, over: BtfView | null): BtfView {
  const bytes = readFileSync(path);
  if (!hasElfMagic(bytes)) return openBtf(Btf.parse(bytes, over?.own), over);
  const sections = btfSections(bytes);
  const distilled = sections.base ? openBtf(Btf.parse(sections.base)) : over;
  return openBtf(Btf.parse(sections.btf, distilled?.own), distilled, sections.elf.wordSize);
}

function report(question: string, compared: number, equal: number, more = ''): void {
  console.log(`${question}: compared ${compared} / equal ${equal}${more && `; ${more}`}`);
  if (equal < compared) failures++;
}

/** What a tool prints, whatever its status. */
function run(command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) throw error;
  return stdout;
}

function judgeText(): void {
  const help = spawnSync(values.bpftool, ['btf', 'help'], { encoding: 'utf8' });
  const knowsSorting = `${help.stdout}${help.stderr}`.includes('unsorted');
  const version = run(values.bpftool, ['version']).split('\n', 1)[0];
  for (const sorted of knowsSorting ? [true, false] : [false]) {
    let equal = 0;
    for (const file of positionals) if (isEqual(file, sorted, knowsSorting)) equal++;
    const what = knowsSorting ? (sorted ? 'sorted' : 'unsorted') : 'unsorted, types only';
    report(`vmlinux.h, ${what}, ${version}`, positionals.length, equal);
  }
}

function isEqual(file: string, sorted: boolean, knowsSorting: boolean): boolean {
  const options = values.base ? ['-B', values.base] : [];
  const order = knowsSorting && !sorted ? ['unsorted'] : [];
  let theirs = run(values.bpftool, [...options, 'btf', 'dump', 'file', file, 'format', 'c', ...order]);
  let ours = printToString((printer) => printVmlinuxH(open(file, base), printer, { sorted }));
  if (!knowsSorting) [theirs, ours] = [typesOnly(theirs), typesOnly(ours)];
  if (theirs === ours) return true;
  const [left, right] = [ours.split('\n'), theirs.split('\n')];
  const line = left.findIndex((text, i) => text !== right[i]);
  console.log(
    `${file}:${line + 1}: ours ${JSON.stringify(left[line])}, bpftool's ${JSON.stringify(right[line])}`,
  );
  return false;
}

/**
 * Before it knew sorting, bpftool wrote other lines around the types, and libbpf had no word for the size of small enums.
 */
function typesOnly(text: string): string {
  const types = /^(?:enum|struct|union|typedef)\b[^]*^}.*;$/m.exec(text)?.[0];
  if (!types) throw new Error('no types in the text');
  return types.replaceAll(' __attribute__((mode(byte)))', '').replaceAll(' __attribute__((mode(word)))', '');
}

function judgeEverything(): void {
  let equal = 0;
  for (const file of positionals) {
    const path = join(work, `${basename(file)}.h`);
    const view = open(file, base);
    const text = printToString((printer) =>
      printVmlinuxH(view, printer, { sorted: true, exact: !values.inexact, asserts: true }),
    );
    writeFileSync(path, text);
    const clang = spawnSync('clang', [...CLANG, '-ferror-limit=0', path], { encoding: 'utf8' });
    const errors = clang.stderr.split('\n').filter((line) => line.includes('error:'));
    const named = namedComposites(view);
    const asserted = text.split('_Static_assert(sizeof(').length - 1;
    if (clang.status === 0 && asserted === named) equal++;
    for (const line of errors.slice(0, 20)) console.log(line);
    const asserts = text.split('_Static_assert(').length - 1;
    console.log(
      `${file}: ${asserted} of ${named} named structs and unions, ${asserts} asserts, ${errors.length} do not hold`,
    );
  }
  report('vmlinux.h with asserts, clang -target bpf', positionals.length, equal);
}

/** Structs and unions with a name, of a base too; forward declarations have no layout. */
function namedComposites(view: BtfView): number {
  let count = 0;
  for (let id = 1; id < view.typeCount; id++)
    if (isComposite(view.kindOf(id)) && view.nameOffOf(id) !== 0) count++;
  return count;
}

const CLANG = ['-target', 'bpf', '-c', '-x', 'c', '-o', '/dev/null'];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function* random(seed: number): Generator<number, never> {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Named structs of the file itself, in the order of a shuffle. */
function randomStructs(view: BtfView, count: number): TypeId[] {
  const ids: TypeId[] = [];
  for (let id = view.startId; id < view.typeCount; id++)
    if (view.kindOf(id) === Kind.Struct && view.nameOffOf(id) !== 0) ids.push(id);
  const numbers = random(Number(values.seed));
  for (let i = ids.length - 1; i > 0; i--) {
    const other = Math.floor(numbers.next().value * (i + 1));
    [ids[i], ids[other]] = [ids[other], ids[i]];
  }
  return ids.slice(0, count);
}

async function judgeHeaders(file: string): Promise<void> {
  const view = open(file, base);
  const ids = randomStructs(view, Number(values.headers));
  const gcc = [view.pointerSize === 8 ? '-m64' : '-m32', '-c', '-x', 'c', '-o', '/dev/null'];
  const whole = printToString((printer) => printVmlinuxH(view, printer, { sorted: true })).length;
  const sizes: number[] = [];
  const passed = { clang: 0, gcc: 0 };
  const queue = ids.entries();
  const worker = async (): Promise<void> => {
    for (const [, id] of queue) {
      const header = (asserts: boolean): string =>
        printToString((printer) => printMinimalHeader(view, [id], printer, { asserts }));
      sizes.push(header(false).length);
      const path = join(work, `${id}.h`);
      writeFileSync(path, header(true));
      if (await compiles('clang', [...CLANG, path], view.nameOf(id), path)) passed.clang++;
      if (await compiles('gcc', [...gcc, path], view.nameOf(id), path)) passed.gcc++;
      rmSync(path);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const median = sizes.sort((a, b) => a - b)[sizes.length >> 1];
  const size = `median ${median} characters, 1/${Math.round(whole / median)} of vmlinux.h`;
  report(`${file}: minimal headers with asserts, clang -target bpf`, ids.length, passed.clang, size);
  report(`${file}: minimal headers with asserts, gcc ${gcc[0]}`, ids.length, passed.gcc);
}

async function compiles(
  compiler: string,
  args: readonly string[],
  name: string,
  path: string,
): Promise<boolean> {
  const child = spawn(compiler, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status === 0) return true;
  console.log(`${compiler}: struct ${name}: ${errors.split('\n').find((line) => line.includes('error:'))}`);
  if (values.keep) {
    mkdirSync(values.keep, { recursive: true });
    writeFileSync(join(values.keep, `${compiler}-${basename(path)}`), readFileSync(path));
  }
  return false;
}

try {
  if (positionals.length === 0) throw new Error('which BTF files?');
  if (values.text) judgeText();
  if (values.everything) judgeEverything();
  if (Number(values.headers) > 0) for (const file of positionals) await judgeHeaders(file);
} finally {
  rmSync(work, { recursive: true });
}
process.exitCode = failures > 0 ? 1 : 0;
