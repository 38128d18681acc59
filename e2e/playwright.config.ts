// How the browser tests run: against the built page (`npm run build` first), served from a sub-path by vite preview,
// in a Chromium that e2e/tools/browser.mjs found. Open the page with `page.goto('./')`: an address that starts with
// a slash leaves the sub-path, which is what a page must never do.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { defineConfig, devices } from '@playwright/test';
import { findBrowser, launchOptions } from './tools/browser.mjs';

/** A port nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port ? resolve(port) : reject(new Error('no free port'))));
    });
  });
}

if (!existsSync(new URL('../dist/index.html', import.meta.url))) {
  throw new Error('There is no built page to test: npm run build');
}

// Every worker process reads this file again, and inherits the environment: choose once.
process.env.E2E_PORT ??= String(await freePort());
const browser = findBrowser();
if (browser !== null) process.env.CHROMIUM_PATH = browser;

const path = '/some/sub-path/';
const origin = `http://127.0.0.1:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '.results/browser',
  // Ten times what the longest takes by itself: a machine may be busy with other things.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.results/browser.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `${origin}${path}`,
    launchOptions: launchOptions(browser),
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${process.env.E2E_PORT} --strictPort --base ${path}`,
    cwd: '..',
    url: `${origin}${path}`,
    reuseExistingServer: false,
  },
});
