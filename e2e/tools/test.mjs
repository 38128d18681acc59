// `npm test`: installs what is missing, then runs every check to its end, also when an earlier one failed. The last
// line says `N passed, N failed` (unit and browser tests, and lint, types and build as one each); the exit status
// is 0 only if nothing failed. Works in a fresh clone.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, npm, root } from './install.mjs';
import { countPlaywright, countVitest, settle } from './results.mjs';

/** @typedef {import('./results.mjs').Count} Count */

const results = join(root, 'e2e/.results');

/**
 * Runs a check that either passes or fails.
 * @param {string} name @param {string} script @returns {Count}
 */
function check(name, script) {
  console.log(`\n== ${name}`);
  return npm(['run', '--silent', script]) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Runs a suite that writes a JSON report, and counts its tests.
 * @template Report
 * @param {string} name
 * @param {string} file the report, inside `results`
 * @param {(report: Report) => Count} count
 * @param {() => number | Promise<number>} run gives the exit status
 * @returns {Promise<Count>}
 */
async function suite(name, file, count, run) {
  console.log(`\n== ${name}`);
  let status = 1;
  try {
    status = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  return settle(readReport(join(results, file), count), status);
}

/** @template Report @param {string} path @param {(report: Report) => Count} count @returns {Count | null} */
function readReport(path, count) {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`No usable report at ${path}: ${String(error)}`);
    return null;
  }
}

function unitTests() {
  const report = `--outputFile.json=${join(results, 'unit.json')}`;
  return npm([
    'run',
    '--silent',
    'unit',
    '--',
    '--reporter=default',
    '--reporter=json',
    report,
    '--allowOnly=false',
  ]);
}

async function browserTests() {
  const { findOrInstallBrowser } = await import('./browser.mjs');
  const browser = findOrInstallBrowser();
  if (browser === null)
    throw new Error('No Chromium here and none could be installed: set CHROMIUM_PATH to one.');
  return npm(['run', '--silent', 'e2e'], { env: { ...process.env, CHROMIUM_PATH: browser } });
}

ensureInstalled();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
// The browser tests must not pass on the page of an earlier build.
rmSync(join(root, 'dist'), { recursive: true, force: true });

const counts = [
  check('lint', 'lint'),
  check('types', 'types'),
  await suite('unit tests', 'unit.json', countVitest, unitTests),
  check('build', 'build'),
  await suite('browser tests', 'browser.json', countPlaywright, browserTests),
];
const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
process.exitCode = sum.failed === 0 ? 0 : 1;
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
