// Runs a TypeScript entry under Node: `node e2e/tools/run-ts.mjs ENTRY [ARGUMENT...]`, installing packages first if
// need be. The entry and all it imports from this repository are bundled once (packages stay outside) and the bundle
// is kept until one of its inputs changes, so that a warm run starts at once and runs at the speed of plain
// JavaScript. Nothing of this reaches stdout. An on-the-fly loader was tried: it wraps every closure to keep its
// name, which made closures in a hot loop a hundred times slower.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './install.mjs';

/** @typedef {{ [path: string]: string }} Stamps path of an input to its size and time of change */

const [given, ...rest] = process.argv.slice(2);
if (given === undefined) throw new Error('usage: run-ts.mjs ENTRY [ARGUMENT...]');
const entry = resolve(root, given);
const cache = join(root, 'node_modules/.cache/run-ts');
const bundlePath = join(cache, `${createHash('sha256').update(entry).digest('hex').slice(0, 16)}.mjs`);

/** What the first line of a bundle starts with; the stamps of its inputs follow. */
const header = '// inputs: ';

/** @param {string} path */
function stamp(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}

function isFresh() {
  try {
    const [first = ''] = readFileSync(bundlePath, 'utf8').split('\n', 1);
    /** @type {Stamps} */
    const stamps = JSON.parse(first.slice(header.length));
    return Object.entries(stamps).every(([path, then]) => stamp(path) === then);
  } catch {
    return false;
  }
}

async function bundle() {
  const { rolldown } = await import('rolldown');
  /** @type {Stamps} */
  const stamps = { [import.meta.filename]: stamp(import.meta.filename) };
  const build = await rolldown({
    input: entry,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [
      {
        name: 'inputs',
        // Before the file is read: a change in between makes the bundle stale, not wrong for ever.
        load(id) {
          if (isAbsolute(id)) stamps[id] = stamp(id);
        },
        // The bundle lies elsewhere; a module that looks for files beside itself must still find them.
        transform: (code, id) =>
          isAbsolute(id) ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)) : null,
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  mkdirSync(cache, { recursive: true });
  // Several runs may write at once: the bundle appears whole or not at all.
  const part = `${bundlePath}.${process.pid}`;
  writeFileSync(part, `${header}${JSON.stringify(stamps)}\n${output[0].code}`);
  renameSync(part, bundlePath);
}

ensureInstalled();
if (!isFresh()) {
  try {
    await bundle();
  } catch (error) {
    console.error(`${given}: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
process.argv.splice(1, process.argv.length, entry, ...rest);
await import(pathToFileURL(bundlePath).href);
