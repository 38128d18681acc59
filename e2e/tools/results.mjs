// Reads the JSON reports of Vitest and Playwright into a number of passed and failed tests. A report that does not
// add up (a file that could not be loaded, an error outside any test) counts as a failure, never as nothing.

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * The fields read of Vitest's `json` report. A file that fails to load has status `failed` and no assertions.
 * @typedef {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[] }} VitestReport
 */

/**
 * The fields read of Playwright's `json` report. `errors` are those outside any test.
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] }} PlaywrightReport
 */

/** @param {VitestReport} report @returns {Count} */
export function countVitest(report) {
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** A test that passed only when run again is flaky, and counts as failed. @param {PlaywrightReport} report @returns {Count} */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/**
 * What a suite adds to the sum. A suite that ended badly has failed at least once, whatever its report says; one
 * without a report, or without a single test, has failed.
 * @param {Count | null} reported null if there is no report
 * @param {number} status exit status of the suite
 * @returns {Count}
 */
export function settle(reported, status) {
  if (!reported || reported.passed + reported.failed === 0) return { passed: 0, failed: 1 };
  return status !== 0 && reported.failed === 0 ? { ...reported, failed: 1 } : reported;
}
