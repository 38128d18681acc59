/**
 * `npm run bench`: measures the explorer on a real kernel and prints figures. Asserts nothing about time.
 * In: options (README.md). Out: a table on stdout, or with `--json` one line a figure and nothing else; all other words go to
 * stderr.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSizes } from './bundle.ts';
import { Chromium, chromiumRig } from './chromium.ts';
import { curveFigures } from './curve-suite.ts';
import { Figures } from './figures.ts';
import { loadKernel, writeFiles, type Kernel } from './kernel.ts';
import { Libbpf } from './libbpf.ts';
import { nodeRig } from './node-rig.ts';
import { dumpFigures, noiseSample, parseFigures } from './parse-suite.ts';
import type { Rig } from './rig.ts';
import { indexFigures, ONE_FILE, openFigures, sessionFigures, WHOLE_KERNEL } from './session-suite.ts';
import { deviations } from './stats.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'whole-kernel': { type: 'boolean', default: false },
    kernel: { type: 'string' },
    libbpf: { type: 'boolean', default: false },
    'libbpf-archive': { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: ['parse', 'session', 'curve', 'bundle'] },
  },
});

const wants = (suite: string): boolean => options.only.includes(suite);
const tell = (message: string): void => void process.stderr.write(`${message}\n`);

async function main(): Promise<void> {
  const kernel = await loadKernel(options.kernel, options['whole-kernel']);
  const directory = mkdtempSync(join(tmpdir(), 'btf-bench-'));
  // Also when it is interrupted: Playwright turns signals into an exit
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const figures = await run(kernel, directory);
  process.stdout.write(options.json ? figures.json : figures.table);
}

async function run(kernel: Kernel, directory: string): Promise<Figures> {
  const chromium = await Chromium.start(kernel, directory);
  if (!chromium) tell('no Chromium here: Node only (npm test installs one)');
  tell(`${kernel.name}, vmlinux and ${kernel.modules.length} modules`);
  tell(
    `Node ${process.versions.node}, ${chromium?.version ?? ''}, ${cpus().length} cores (${cpus()[0].model})`,
  );
  const rigs = [nodeRig(kernel), ...(chromium ? [chromiumRig(chromium)] : [])];
  const figures = new Figures();
  try {
    await measure(kernel, directory, rigs, figures);
  } finally {
    for (const rig of rigs) await rig.close();
    await chromium?.close();
  }
  return figures;
}

async function measure(
  kernel: Kernel,
  directory: string,
  rigs: readonly Rig[],
  figures: Figures,
): Promise<void> {
  const whole = kernel.modules.length > 0;
  const noise = rigs.map((): number[] => []);
  const listen = async (): Promise<void> => {
    for (const [i, rig] of rigs.entries()) noise[i].push(await noiseSample(rig));
  };
  await listen();
  if (wants('parse')) {
    await parse(kernel, directory, rigs, figures);
    await listen();
  }
  if (wants('session')) {
    for (const rig of rigs) {
      await indexFigures(rig, whole ? WHOLE_KERNEL : ONE_FILE, figures);
      await openFigures(rig, whole ? WHOLE_KERNEL : ONE_FILE, figures);
      await rig.leaveInside();
      await sessionFigures(rig, whole ? WHOLE_KERNEL : ONE_FILE, figures, tell);
    }
    await listen();
  }
  if (whole && wants('curve')) {
    for (const rig of rigs) {
      await rig.leaveInside();
      await curveFigures(rig, kernel.modules.length, figures);
    }
    await listen();
  }
  if (wants('bundle')) await bundle(figures);
  await listen();
  for (const [i, { env }] of rigs.entries()) figures.add(env, 'noise', '%', deviations(noise[i]));
}

async function parse(
  kernel: Kernel,
  directory: string,
  rigs: readonly Rig[],
  figures: Figures,
): Promise<void> {
  const libbpfs = await startLibbpfs(kernel, directory);
  try {
    await parseFigures({ rigs, libbpfs }, 'base', figures);
    if (kernel.modules.length > 0) await parseFigures({ rigs, libbpfs }, 'modules', figures);
    await dumpFigures(rigs, figures);
  } finally {
    for (const libbpf of libbpfs) libbpf.close();
  }
}

function startLibbpfs(kernel: Kernel, directory: string): Promise<Libbpf[]> {
  const archives = [...(options.libbpf ? [null] : []), ...options['libbpf-archive']];
  if (archives.length === 0) return Promise.resolve([]);
  const files = writeFiles(kernel, directory);
  return Promise.all(archives.map((archive) => Libbpf.start(archive, files, directory)));
}

async function bundle(figures: Figures): Promise<void> {
  const { page, worker, total } = await bundleSizes();
  figures.add('chromium', 'bundle-page', 'B', [page]);
  figures.add('chromium', 'bundle-worker', 'B', [worker]);
  figures.add('chromium', 'bundle-total', 'B', [total]);
}

await main();
