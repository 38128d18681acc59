/**
 * `ksyms`: how the ksyms and CO-RE relocations of BPF objects resolve against a kernel, one JSON line an object.
 * In: objects, and the kernel as files: vmlinux, modules in load order, kallsyms. Out: outcomes under the names that
 * `domain/ksym/json.ts` lists. An object that cannot be read never stops the rest.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { KernelModule, KernelUnderTest } from '../domain/bpf/kernel.ts';
import { openBpfObject } from '../domain/bpf/object.ts';
import { analyzeObject } from '../domain/ksym/analyze.ts';
import { parseModuleOrder } from '../domain/ksym/module-order.ts';
import { Kallsyms } from '../format/kallsyms/kallsyms.ts';
import { kernelName } from '../intake/names.ts';
import { reportOf, Usage, type Command, type Io } from './command.ts';
import { Files } from './files.ts';
import { analysisJson, toJson } from '../domain/ksym/json.ts';

export const ksyms: Command = {
  usage:
    'ksyms --json [--vmlinux FILE] [--module NAME=FILE ...] [--modules DIR ... [--order LIST]] ' +
    '[--kallsyms FILE] [--no-sysadmin] [--kptr-restrict] OBJ...',
  run: runKsyms,
};

/** @throws Usage; BtfError or the system's error where a file of the kernel cannot be read */
export async function runKsyms(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArguments(args);
  if (positionals.length === 0) throw new Usage('no object to look at');
  const kernel = await openKernel(values, io);
  let status = 0;
  for (const path of positionals) {
    try {
      const object = openBpfObject(await readFile(path));
      io.out(`${toJson(analysisJson(path, object, analyzeObject(object, kernel)))}\n`);
    } catch (error) {
      status = 1;
      io.out(`${toJson({ object: path, error: { ...reportOf(error) } })}\n`);
    }
  }
  return status;
}

type Options = ReturnType<typeof parseArguments>['values'];

function parseArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      vmlinux: { type: 'string' },
      module: { type: 'string', multiple: true, default: [] },
      modules: { type: 'string', multiple: true, default: [] },
      order: { type: 'string' },
      kallsyms: { type: 'string' },
      // A loader without CAP_SYS_ADMIN, which sees no module BTFs.
      'no-sysadmin': { type: 'boolean', default: false },
      // kernel.kptr_restrict: all addresses read 0.
      'kptr-restrict': { type: 'boolean', default: false },
    },
  });
}

async function openKernel(options: Options, io: Io): Promise<KernelUnderTest> {
  const { vmlinux } = options;
  const files = new Files();
  const kallsyms = options.kallsyms === undefined ? null : await readKallsyms(options.kallsyms);
  const paths = await modulePaths(options, io);
  const modules: KernelModule[] = [];
  if (vmlinux !== undefined) {
    for (const { name, path } of paths) modules.push({ name, view: await files.open(path, vmlinux) });
  }
  return {
    vmlinux: vmlinux === undefined ? null : await files.open(vmlinux, ''),
    modules,
    orderIsKnown: options.order !== undefined,
    notLoaded: [],
    kallsyms: options['kptr-restrict'] ? (kallsyms?.masked() ?? null) : kallsyms,
    seesModules: !options['no-sysadmin'],
  };
}

async function readKallsyms(path: string): Promise<Kallsyms> {
  const bytes = await readFile(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return Kallsyms.parse(isGzip ? gunzipSync(bytes, { maxOutputLength: 1 << 29 }) : bytes);
}

interface ModulePath {
  readonly name: string;
  readonly path: string;
}

/** In load order: as `--order` has it, else those named one by one, then those of the directories by name. */
async function modulePaths({ module, modules, order }: Options, io: Io): Promise<ModulePath[]> {
  const found = new Map<string, ModulePath>();
  for (const one of module) {
    const [name, path] = splitOnce(one);
    found.set(name, { name, path });
  }
  for (const directory of modules) {
    for (const file of (await readdir(directory)).sort()) {
      const name = kernelName(file).replaceAll('-', '_');
      if (!found.has(name)) found.set(name, { name, path: join(directory, file) });
    }
  }
  if (order === undefined) return [...found.values()];
  const { names } = parseModuleOrder(await readFile(order, 'utf8'));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length) io.err(`no file for ${missing.join(', ')} of ${order}\n`);
  return names.flatMap((name) => found.get(name) ?? []);
}

function splitOnce(argument: string): [name: string, path: string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Usage(`--module ${argument} is not NAME=FILE`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
