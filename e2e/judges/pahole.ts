/**
 * Judges layout text by pahole and prototypes by pfunct, over whole BTF files.
 * In: BTF files (raw or ELF) on the command line. Out: a line per form, `compared / equal`; status 1 if anything differs.
 *
 *   node e2e/tools/run-ts.mjs e2e/judges/pahole.ts [--pahole PATH] [--base BASE] [--anonymous] [--single N] FILE...
 *
 *   --base BASE   FILEs are modules over it; what pahole prints of the base comes first in its output and is taken off
 *   --anonymous   also structs and unions without a name, `pahole -a -A`
 *   --single N    besides, N random named types of each FILE, one a run of pahole (`-C NAME`)
 *   --seed S      which ones; 1 unless told
 *   --pfunct PATH also the prototypes of each FILE; not with a base, for which pfunct has no option
 *
 * Ours is to be the same text as pahole's, so what is compared is everything it prints, in its order: a struct that looks like
 * one of the same name before it is left out by both. Where a text differs, its structs are paired by heading and occurrence.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PaholeCache } from '../../src/domain/render/pahole-cache.ts';
import {
  printPahole,
  printPaholeAll,
  type FinishedRun,
  type PaholeAllOptions,
} from '../../src/domain/render/pahole.ts';
import { printToString, TextPrinter } from '../../src/domain/render/printer.ts';
import { printPrototype } from '../../src/domain/render/prototype.ts';
import { openBtf } from '../../src/domain/view/validate.ts';
import type { BtfView } from '../../src/domain/view/view.ts';
import { Btf } from '../../src/format/btf/btf.ts';
import { Kind } from '../../src/format/btf/kinds.ts';
import { btfSections } from '../../src/format/elf/btf-sections.ts';
import { hasElfMagic } from '../../src/format/elf/elf.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pahole: { type: 'string', default: 'pahole' },
    pfunct: { type: 'string' },
    base: { type: 'string' },
    anonymous: { type: 'boolean', default: false },
    single: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});

interface Form {
  readonly flags: readonly string[];
  readonly options: PaholeAllOptions;
}

const FORMS: readonly Form[] = [
  { flags: [], options: {} },
  { flags: ['--hex'], options: { hex: true } },
  { flags: ['-E'], options: { expanded: true } },
];

/** Differing structs that are shown in full, of each form. */
const SHOWN = 3;

const base = values.base === undefined ? null : open(values.base, null);
const overBase = values.base === undefined ? [] : [`--btf_base=${values.base}`];
let failures = 0;

function open(path: string, over: BtfView | null): BtfView {
  const bytes = readFileSync(path);
  if (!hasElfMagic(bytes)) return openBtf(Btf.parse(bytes, over?.own), over);
  const { btf, elf } = btfSections(bytes);
  return openBtf(Btf.parse(btf, over?.own), over, elf.wordSize);
}

function run(command: string, args: readonly string[]): string {
  const { stdout, status, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) throw error;
  if (status !== 0) console.log(`${command} ${args.join(' ')}: status ${status}`);
  return stdout;
}

/** Structs and unions, an occurrence of a heading each: `struct workspace {` and `struct workspace { (2)`. */
function blocks(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const block of text.match(/^\S[^]*?^}.*\n/gm) ?? []) {
    const heading = block.slice(0, block.indexOf('\n'));
    const count = (counts.get(heading) ?? 0) + 1;
    counts.set(heading, count);
    found.set(count === 1 ? heading : `${heading} (${count})`, block);
  }
  return found;
}

class Tally {
  private compared = 0;
  private equal = 0;
  private shown = 0;
  private readonly question: string;

  constructor(question: string) {
    this.question = question;
  }

  add(file: string, ours: string, theirs: string): void {
    const [left, right] = [blocks(ours), blocks(theirs)];
    let differing = 0;
    for (const [heading, text] of right)
      if (left.get(heading) !== text) this.show(file, heading, differing++, left, text);
    for (const heading of left.keys())
      if (!right.has(heading)) this.show(file, heading, differing++, left, '');
    // Equal structs in another order, or text between them
    if (differing === 0 && ours !== theirs) this.show(file, 'the whole text', differing++, left, '');
    this.compared += right.size;
    this.equal += right.size - Math.min(differing, right.size);
    if (differing > 0) failures++;
  }

  private show(
    file: string,
    heading: string,
    nth: number,
    ours: ReadonlyMap<string, string>,
    theirs: string,
  ): void {
    if (nth >= SHOWN || this.shown++ >= SHOWN) return;
    console.log(`${file}: ${heading}\n--- ours\n${ours.get(heading) ?? ''}--- theirs\n${theirs}`);
  }

  report(): void {
    console.log(`${this.question}: compared ${this.compared} / equal ${this.equal}`);
  }
}

/** What pahole prints of the base, to take off what it prints of a module. */
function textOfBase(flags: readonly string[]): string {
  return values.base === undefined ? '' : run(values.pahole, ['-F', 'btf', ...flags, values.base]);
}

function judge({ flags, options }: Form): void {
  const all = values.anonymous ? [...flags, '-a', '-A'] : flags;
  const style: PaholeAllOptions = values.anonymous ? { ...options, anonymous: 'all' } : options;
  const tally = new Tally(`pahole ${all.join(' ')}`.trim());
  const before = textOfBase(all);
  const after = base ? silently(base, style) : undefined;
  for (const file of positionals) {
    const view = open(file, base);
    const ours = printToString((printer) => void printPaholeAll(view, printer, { ...style, after }));
    const theirs = run(values.pahole, ['-F', 'btf', ...overBase, ...all, file]);
    if (!theirs.startsWith(before)) console.log(`${file}: pahole's text does not begin with the base's`);
    tally.add(file, ours, theirs.slice(before.length));
  }
  tally.report();
}

function silently(view: BtfView, options: PaholeAllOptions): FinishedRun {
  return printPaholeAll(view, new TextPrinter(() => {}), options);
}

/** What `pahole -C` finds by a name: the first typedef, struct, union or enum, forward declarations left out. */
function namedTypes(view: BtfView): (readonly [name: string, id: number])[] {
  const found = new Map<string, number>();
  const kinds: readonly number[] = [Kind.Struct, Kind.Union, Kind.Enum, Kind.Enum64, Kind.Typedef];
  for (let id = 1; id < view.typeCount; id++) {
    const name = kinds.includes(view.kindOf(id)) ? view.nameOf(id) : '';
    if (name && !found.has(name)) found.set(name, id);
  }
  return [...found].filter(([, id]) => id >= view.startId);
}

function judgeSingle({ flags, options }: Form, count: number): void {
  const tally = new Tally(`pahole ${[...flags, '-C'].join(' ')}`);
  const random = mulberry32(Number(values.seed));
  for (const file of positionals) {
    const view = open(file, base);
    const cache = new PaholeCache(view);
    const types = namedTypes(view);
    for (let i = 0; i < count && types.length > 0; i++) {
      const [[name, id]] = types.splice(Math.floor(random() * types.length), 1);
      const ours = printToString((printer) => void printPahole(view, id, printer, { ...options, cache }));
      // A line for the heading, since a typedef or an empty enum is one line without a brace; pahole adds an empty one
      const theirs = run(values.pahole, ['-F', 'btf', ...overBase, ...flags, '-C', name, file]);
      tally.add(file, `${name}\n${ours}\n}\n`, `${name}\n${theirs}}\n`);
    }
  }
  tally.report();
}

/** Numbers from 0 to 1, the same for the same seed. */
function mulberry32(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** pfunct prints functions from the last to the first. */
function judgePrototypes(pfunct: string): void {
  let compared = 0;
  let equal = 0;
  for (const file of positionals) {
    const view = open(file, null);
    const cache = new PaholeCache(view);
    const ours: string[] = [];
    for (let id = view.typeCount - 1; id > 0; id--)
      if (view.kindOf(id) === Kind.Func)
        ours.push(printToString((printer) => void printPrototype(view, id, printer, cache)));
    const theirs = run(pfunct, ['-P', '-F', 'btf', file]).split(/(?<=\n)/);
    compared += theirs.length;
    theirs.forEach((line, i) => {
      if (line === ours[i]) equal++;
      else if (failures++ < SHOWN) console.log(`${file}: ours ${ours[i]}theirs ${line}`);
    });
    if (ours.length !== theirs.length) failures++;
  }
  console.log(`pfunct -P: compared ${compared} / equal ${equal}`);
}

console.log(`${run(values.pahole, ['--version']).trim()}, ${positionals.length} files`);
for (const form of FORMS) judge(form);
if (Number(values.single) > 0) for (const form of FORMS) judgeSingle(form, Number(values.single));
if (values.pfunct !== undefined) judgePrototypes(values.pfunct);
process.exitCode = failures > 0 ? 1 : 0;
