/**
 * The kernels that the ground truth was taken on, one a phase.
 * In: the data that lies beside the repository: vmlinux, modules, kallsyms, orders. Out: each object, analysed once in each
 * phase. Modules are unpacked into a temporary directory with xz and tar.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { Btf } from '../../../format/btf/btf.ts';
import { Kallsyms } from '../../../format/kallsyms/kallsyms.ts';
import type { KernelModule, KernelUnderTest } from '../../bpf/kernel.ts';
import { openBpfObject } from '../../bpf/object.ts';
import { openBtf } from '../../view/validate.ts';
import type { BtfView } from '../../view/view.ts';
import { analyzeObject, type Analysis } from '../analyze.ts';
import { parseModuleOrder } from '../module-order.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
export const KSYMS = join(DATA, 'ksyms');
const KERNEL = join(DATA, 'debian-6.12.117-amd64');

const hasTool = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
/** Whether the data and the tools to unpack it are there. */
export const hasData = existsSync(join(KSYMS, 'truth.json')) && hasTool('xz') && hasTool('tar');

export const PHASES = ['mods', 'nomod', 'reorder', 'kptr2', 'nobtf', 'nosysadmin'] as const;
export type Phase = (typeof PHASES)[number];

/** The kernel of each phase, and each object analysed once in it. */
export function openKernels(): { analyze: (name: string, phase: Phase) => Analysis } {
  const temporary = mkdtempSync(join(tmpdir(), 'btf-ksyms-'));
  afterAll(() => rmSync(temporary, { recursive: true }));
  const kernels = new Map<Phase, KernelUnderTest>();
  const analyses = new Map<string, Analysis>();
  // Read by the first test that asks: unpacking takes seconds.
  let sources: Sources | null = null;
  return {
    analyze(name, phase) {
      const key = `${phase} ${name}`;
      const known = analyses.get(key);
      if (known) return known;
      sources ??= readSources(temporary);
      const kernel = kernels.get(phase) ?? kernelOf(sources, phase);
      kernels.set(phase, kernel);
      const object = openBpfObject(new Uint8Array(readFileSync(join(KSYMS, 'objs', `${name}.bpf.o`))));
      const analysis = analyzeObject(object, kernel);
      analyses.set(key, analysis);
      return analysis;
    },
  };
}

/** The kernel of the ground truth as files. */
export interface TruthFiles {
  readonly vmlinux: Uint8Array;
  /** By name, all that are in the list of loaded ones and are there. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
}

/** `temporary` is a directory to unpack into. */
export function readTruthFiles(temporary: string): TruthFiles {
  const order = orderOf('btf-list.txt');
  const blobs = join(temporary, 'modules');
  mkdirSync(blobs);
  const packed = execFileSync('tar', ['-tJf', join(KERNEL, 'modules.tar.xz')], BIG)
    .toString()
    .split('\n')
    .filter((path) => order.includes(path.replace(/^.*\//, '')));
  execFileSync('tar', ['-xJf', join(KERNEL, 'modules.tar.xz'), '-C', blobs, ...packed]);
  const paths = new Map(packed.map((path) => [path.replace(/^.*\//, ''), join(blobs, path)]));
  for (const name of ['oracle_a', 'oracle_b', 'oracle_c']) paths.set(name, join(KSYMS, 'modules', name));
  return {
    vmlinux: new Uint8Array(execFileSync('xz', ['-dc', join(KERNEL, 'vmlinux.btf.xz')], BIG)),
    modules: new Map([...paths].map(([name, path]) => [name, new Uint8Array(readFileSync(path))])),
  };
}

interface Sources {
  readonly vmlinux: BtfView;
  readonly modules: ReadonlyMap<string, KernelModule>;
  readonly kallsyms: Kallsyms;
  readonly kallsymsWithoutModules: Kallsyms;
  readonly order: readonly string[];
  readonly reordered: readonly string[];
}

function readSources(temporary: string): Sources {
  const files = readTruthFiles(temporary);
  const vmlinux = openBtf(Btf.parse(files.vmlinux));
  const modules = [...files.modules].map(([name, bytes]): [string, KernelModule] => {
    const view = openBtf(Btf.parse(bytes, vmlinux.own), vmlinux);
    return [name, { name, view }];
  });
  const kallsyms = (file: string): Kallsyms => Kallsyms.parse(gunzipSync(readFileSync(join(KSYMS, file))));
  return {
    vmlinux,
    modules: new Map(modules),
    kallsyms: kallsyms('kallsyms.gz'),
    kallsymsWithoutModules: kallsyms('kallsyms.nomod.gz'),
    order: orderOf('btf-list.txt'),
    reordered: orderOf('btf-list.reorder.txt'),
  };
}

const BIG = { maxBuffer: 1 << 28 };

const orderOf = (file: string): readonly string[] =>
  parseModuleOrder(readFileSync(join(KSYMS, file), 'utf8')).names;

function kernelOf(sources: Sources, phase: Phase): KernelUnderTest {
  const { vmlinux, modules, kallsyms } = sources;
  const inOrder = (order: readonly string[]): KernelModule[] =>
    order.map((name) => modules.get(name)).filter((module) => module !== undefined);
  const mods: KernelUnderTest = {
    vmlinux,
    modules: inOrder(sources.order),
    orderIsKnown: true,
    notLoaded: [],
    kallsyms,
    seesModules: true,
  };
  switch (phase) {
    case 'mods':
      return mods;
    case 'nomod':
      return { ...mods, modules: [], kallsyms: sources.kallsymsWithoutModules };
    case 'reorder':
      return { ...mods, modules: inOrder(sources.reordered) };
    case 'kptr2':
      return { ...mods, kallsyms: kallsyms.masked() };
    case 'nobtf':
      return { ...mods, vmlinux: null, modules: [] };
    case 'nosysadmin':
      return { ...mods, seesModules: false, kallsyms: kallsyms.masked() };
  }
}
