/**
 * What a visitor downloads.
 * In: the product's sources, built in memory. Out: bytes after gzip, the way hosts send them.
 */

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { root } from '../tools/install.mjs';

export interface BundleSizes {
  /** `index.html`, the script it names with all that this imports statically, and their style sheets. */
  readonly page: number;
  /** The worker's script with all that it imports statically: fetched beside the page, not before it. */
  readonly worker: number;
  /** Every script, style sheet and WebAssembly of the build, lazy ones included; no licence texts, no sample. */
  readonly total: number;
}

type Output = Rolldown.RolldownOutput['output'][number];

export async function bundleSizes(): Promise<BundleSizes> {
  const configFile = join(root, 'vite.config.ts');
  const built = await build({ root, configFile, logLevel: 'silent', build: { write: false } });
  if (!('output' in built)) throw new Error('the build gave no single output');
  const files = new Map(built.output.map((file) => [file.fileName, file]));
  const sizes = new Map(built.output.map((file) => [file.fileName, gzipped(file)]));
  const sum = (names: Iterable<string>): number =>
    [...names].reduce((bytes, name) => bytes + (sizes.get(name) ?? 0), 0);
  return {
    page: sum(loadedAtOnce('index.html', files)),
    worker: sum(workerFiles(files)),
    total: sum([...files.keys()].filter((name) => !name.startsWith('licenses/'))),
  };
}

const gzipped = (file: Output): number =>
  gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;

const textOf = (file: Output): string =>
  file.type === 'chunk' ? file.code : Buffer.from(file.source).toString();

/** The files that a page names in `src` and `href`, and what their scripts import statically. */
export function loadedAtOnce(page: string, files: ReadonlyMap<string, Output>): Set<string> {
  const html = files.get(page);
  if (!html) throw new Error(`the build has no ${page}`);
  const named = [...textOf(html).matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name);
  return closure([page, ...named.filter((name) => files.has(name))], files);
}

function workerFiles(files: ReadonlyMap<string, Output>): Set<string> {
  const entries = [...files.keys()].filter((name) => /(^|\/)worker-[^/]*\.js$/.test(name));
  if (entries.length !== 1) throw new Error(`the build has ${entries.length} workers`);
  return closure(entries, files);
}

/** With all static imports; a worker's chunks are plain files to the build, so the text of a script has the say. */
function closure(entries: readonly string[], files: ReadonlyMap<string, Output>): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const file = files.get(name);
    if (!file || reached.has(name)) return;
    reached.add(name);
    if (!name.endsWith('.js')) return;
    for (const imported of staticImports(textOf(file))) visit(join(name, '..', imported));
  };
  entries.forEach(visit);
  return reached;
}

/** The relative addresses that a built script imports, those of `import()` left out. */
export function staticImports(code: string): string[] {
  const statements = code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g);
  return [...statements].map(([, address]) => address);
}
