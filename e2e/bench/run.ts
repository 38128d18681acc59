/**
 * `npm run bench`: measures the explorer on a real kernel and prints figures. Asserts nothing about time.
 * In: options (README.md). Out: a table on stdout, or with `--json` one line a figure and nothing else; all other words go to
 * stderr.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSizes } from './bundle.ts';
import { Chromium, chromiumRig } from './chromium.ts';
import { curveFigures } from './curve-suite.ts';
import { drawnFigures, expectedOf } from './drawn-suite.ts';
import { Figures } from './figures.ts';
import { loadKernel, writeFiles, type Kernel } from './kernel.ts';
import { Libbpf } from './libbpf.ts';
import { nodeRig } from './node-rig.ts';
import { dumpFigures, noiseSample, parseFigures } from './parse-suite.ts';
import type { Rig } from './rig.ts';
import {
  indexFigures,
  ONE_FILE,
  openFigures,
  sessionFigures,
  WHOLE_KERNEL,
  type Extent,
} from './session-suite.ts';
import { deviations } from './stats.ts';
import { textFigures } from './text-suite.ts';
import { Tool } from './tools.ts';

interface Run {
  readonly kernel: Kernel;
  readonly extent: Extent;
  /** For files that are gone when the run is over. */
  readonly directory: string;
  readonly node: Rig;
  readonly chromium: Chromium | null;
  /** Node, and Chromium where it is. */
  readonly rigs: readonly Rig[];
  readonly figures: Figures;
}

/** In the order in which they run; `--only` chooses. */
const SUITES: Readonly<Record<string, (run: Run) => Promise<void>>> = {
  parse,
  text,
  session,
  page,
  curve,
  bundle,
};

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'whole-kernel': { type: 'boolean', default: false },
    kernel: { type: 'string' },
    libbpf: { type: 'boolean', default: false },
    'libbpf-archive': { type: 'string', multiple: true, default: [] },
    bpftool: { type: 'string', multiple: true, default: ['bpftool'] },
    pahole: { type: 'string', multiple: true, default: ['pahole'] },
    only: { type: 'string', multiple: true, default: Object.keys(SUITES) },
  },
});

const tell = (message: string): void => void process.stderr.write(`${message}\n`);

function fail(where: string, error: unknown): void {
  tell(where + (error instanceof Error ? (error.stack ?? error.message) : String(error)));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const unknown = options.only.find((suite) => !Object.hasOwn(SUITES, suite));
  if (unknown !== undefined) throw new Error(`no suite ${unknown}: ${Object.keys(SUITES).join(', ')}`);
  const kernel = await loadKernel(options.kernel, options['whole-kernel']);
  const directory = mkdtempSync(join(tmpdir(), 'btf-bench-'));
  // Also when it is interrupted: Playwright turns signals into an exit
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const chromium = await Chromium.start(kernel, directory);
  tell(`${kernel.name}: vmlinux and ${kernel.modules.length} modules`);
  tell(`Node ${process.versions.node}, ${chromium?.version ?? 'no Chromium (npm test installs one)'}`);
  tell(`${cpus().length} cores: ${cpus()[0].model}`);
  tellLoad();
  const figures = await measure(kernel, directory, chromium);
  await chromium?.close();
  tellLoad();
  process.stdout.write(options.json ? figures.json : figures.table);
}

/** More at work than there are cores: figures are of a machine that is busy with something else. */
function tellLoad(): void {
  tell(`load average ${loadavg()[0].toFixed(1)}`);
}

async function measure(kernel: Kernel, directory: string, chromium: Chromium | null): Promise<Figures> {
  const node = nodeRig(kernel);
  const rigs = chromium ? [node, chromiumRig(chromium)] : [node];
  const extent = kernel.modules.length > 0 ? WHOLE_KERNEL : ONE_FILE;
  const figures = new Figures();
  const noise = rigs.map((): number[] => []);
  const listen = async (): Promise<void> => {
    for (const [i, rig] of rigs.entries()) noise[i].push(await noiseSample(rig));
  };
  await listen();
  for (const suite of options.only) {
    try {
      await SUITES[suite]({ kernel, extent, directory, node, chromium, rigs, figures });
    } catch (error) {
      // Figures of the other suites are worth the wait
      fail(`${suite}: `, error);
    }
    await listen();
  }
  for (const [i, { env }] of rigs.entries()) figures.add(env, 'noise', '%', deviations(noise[i]));
  return figures;
}

async function parse({ kernel, directory, rigs, figures }: Run): Promise<void> {
  const libbpfs = await startLibbpfs(kernel, directory);
  await parseFigures({ rigs, libbpfs }, 'base', figures);
  if (kernel.modules.length > 0) await parseFigures({ rigs, libbpfs }, 'modules', figures);
  for (const libbpf of libbpfs) libbpf.close();
  await dumpFigures(rigs, figures);
}

function startLibbpfs(kernel: Kernel, directory: string): Promise<Libbpf[]> {
  const archives = [...(options.libbpf ? [null] : []), ...options['libbpf-archive']];
  if (archives.length === 0) return Promise.resolve([]);
  const files = writeFiles(kernel, directory);
  return Promise.all(archives.map((archive) => Libbpf.start(archive, files, directory)));
}

async function text({ kernel, directory, rigs, figures }: Run): Promise<void> {
  const tools = [
    ...options.bpftool.map((program) => Tool.bpftool(program)),
    ...options.pahole.map((program) => Tool.pahole(program)),
  ];
  const [file] = writeFiles(kernel, directory);
  await textFigures(
    rigs,
    tools.filter((tool) => tool !== null),
    file,
    figures,
  );
}

async function session({ extent, rigs, figures }: Run): Promise<void> {
  for (const rig of rigs) {
    await indexFigures(rig, extent, figures);
    await openFigures(rig, extent, figures);
    await rig.leaveInside();
    await sessionFigures(rig, extent, figures, tell);
  }
}

async function page({ kernel, extent, directory, node, chromium, figures }: Run): Promise<void> {
  if (!chromium) return;
  const expected = await expectedOf(node, extent);
  await drawnFigures(chromium, writeFiles(kernel, directory), expected, extent, figures);
}

async function curve({ kernel, rigs, figures }: Run): Promise<void> {
  const rig = rigs[rigs.length - 1];
  await rig.leaveInside();
  if (kernel.modules.length > 0) await curveFigures(rig, kernel.modules.length, figures);
}

async function bundle({ figures }: Run): Promise<void> {
  const { page, worker, total } = await bundleSizes();
  figures.add('chromium', 'bundle-page', 'B', [page]);
  figures.add('chromium', 'bundle-worker', 'B', [worker]);
  figures.add('chromium', 'bundle-total', 'B', [total]);
}

try {
  await main();
} catch (error) {
  fail('', error);
  process.exit();
}
