// What finds or installs the browser of the browser tests: the one CHROMIUM_PATH names, Playwright's own download,
// one the system has, and if there is none, a fresh one from Playwright or from apt.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './install.mjs';

const systemBrowsers = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);

/** Ten minutes: a slow download is no failure, a proxy that swallows packets is. */
const installTimeout = 600_000;

/**
 * Whether a browser starts at all. Having the file is not enough: a download may lack system libraries, and
 * Ubuntu's chromium-browser only tells you to install a snap.
 * @param {string} path
 */
function starts(path) {
  return (
    existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0
  );
}

/** Where Playwright keeps its own build, there or not; an empty string on a platform it has none for. */
function playwrightBuild() {
  try {
    return chromium.executablePath();
  } catch {
    return '';
  }
}

/**
 * The path of a Chromium that starts, or null if this machine has none.
 * @returns {string | null}
 * @throws {Error} if CHROMIUM_PATH is set and does not start
 */
export function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (!chosen) return [playwrightBuild(), ...systemBrowsers].find(starts) ?? null;
  if (!starts(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, which does not start`);
  return chosen;
}

/**
 * How Playwright is to start a browser. A system browser gets what Playwright's own build has compiled in or
 * turned off: no sandbox for root, no GPU, no traffic of its own.
 * @param {string | null} path
 */
export function launchOptions(path) {
  if (path === null) return {};
  if (path === playwrightBuild()) return { executablePath: path };
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const args = [...quiet, '--disable-component-update', '--disable-sync'];
  return { executablePath: path, args: isRoot() ? ['--no-sandbox', ...args] : args };
}

function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: installTimeout, env });
  return result.status === 0;
}

/** The words to put before a command that needs root, or null if this user cannot become root unasked. */
function rootPrefix() {
  if (isRoot()) return [];
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}

/** Playwright's build, with the system libraries it needs where this user may install them. */
function installFromPlaywright() {
  const libraries = rootPrefix() ? ['--with-deps'] : [];
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  succeeds(process.execPath, [cli, 'install', ...libraries, 'chromium']);
}

function installFromApt() {
  const prefix = rootPrefix();
  if (!prefix || !existsSync('/usr/bin/apt-get')) return;
  const [command = 'apt-get', ...args] = [...prefix, 'apt-get'];
  // One repository that does not answer fails the update, and the browser may come from another.
  succeeds(command, [...args, 'update']);
  succeeds(command, [...args, 'install', '-y', 'chromium']);
}

/**
 * The path of a Chromium that starts, installing one if need be.
 * @returns {string | null} null if none could be had
 */
export function findOrInstallBrowser() {
  let found = findBrowser();
  for (const install of [installFromPlaywright, installFromApt]) {
    if (found !== null) return found;
    console.error('No browser for the browser tests: installing one.');
    install();
    found = findBrowser();
  }
  return found;
}
