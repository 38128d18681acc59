// Makes sure the packages of package-lock.json are installed. Runs in a bare clone, so it may use Node's own
// modules only. npm's words go to stderr: stdout belongs to whoever asked.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean } | undefined> }} Lock */

/**
 * Why an installation is not the one the lock file asks for, or null when it is. A package that is optional
 * (a binary for another platform) may be absent; one that is installed beyond the list does no harm.
 * @param {Lock} wanted what package-lock.json says
 * @param {Lock | null} installed what npm noted in node_modules/.package-lock.json, null if it has not run
 * @returns {string | null}
 */
export function whyStale(wanted, installed) {
  if (!installed) return 'no packages installed yet';
  for (const [path, want] of Object.entries(wanted.packages ?? {})) {
    if (path === '' || !want) continue;
    const have = installed.packages?.[path];
    if (!have && !want.optional) return `${path} is missing`;
    if (have && have.version !== want.version) return `${path} is ${have.version}, not ${want.version}`;
  }
  return null;
}

/** @param {string} path @returns {Lock | null} */
function readLock(path) {
  if (!existsSync(path)) return null;
  /** @type {unknown} */
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  return typeof lock === 'object' ? lock : null;
}

/**
 * Runs npm in the repository.
 * @param {string[]} args
 * @param {{ stdout?: 'inherit' | 'stderr', env?: NodeJS.ProcessEnv }} [options]
 * @returns {number} its exit status; 1 if it did not start or was killed
 */
export function npm(args, { stdout = 'inherit', env = process.env } = {}) {
  const cli = process.env.npm_execpath;
  const byNode = cli !== undefined && /\.c?js$/.test(cli);
  const result = spawnSync(byNode ? process.execPath : 'npm', byNode ? [cli, ...args] : args, {
    cwd: root,
    env,
    stdio: ['ignore', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
    shell: !byNode && process.platform === 'win32',
  });
  if (result.error) console.error(`npm: ${result.error.message}`);
  return result.status ?? 1;
}

/** Installs if node_modules is missing or not what the lock file says; ends the process if that fails. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const wanted = readLock(join(root, 'package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing');
  const why = whyStale(wanted, readLock(join(root, 'node_modules/.package-lock.json')));
  if (why === null) return;
  console.error(`Installing packages (${why}).`);
  const status = npm(['ci', '--include=dev', '--no-fund', '--no-audit'], { stdout: 'stderr' });
  if (status !== 0) {
    console.error('npm ci failed: the packages are not installed.');
    process.exit(1);
  }
}
