// How the page is built, previewed and unit-tested. Out comes a static site in dist/ that works from any folder
// of any file host: relative addresses only, no inline script or style, and a Content-Security-Policy in the page.
// Browser tests are configured in e2e/playwright.config.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Nothing but this site's own files. `wasm-unsafe-eval` lets the unpackers compile WebAssembly, and nothing else. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'none'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into the built page, ahead of everything it governs. The dev server needs inline scripts and goes without. */
function policyInPage(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

/** Packages only the worker bundles: Vite's own list of licences covers the page alone. */
const workerPackages = ['7z-wasm', 'modern-tar'];

/** Ships the licence texts of the worker's packages beside the list of the page's. */
function workerLicences(): Plugin {
  return {
    name: 'worker-licences',
    apply: 'build',
    generateBundle() {
      for (const name of workerPackages) {
        const folder = join(import.meta.dirname, 'node_modules', name);
        const texts = readdirSync(folder).filter((file) => /licen[cs]e/i.test(file));
        if (texts.length === 0) this.error(`${name} has no licence text`);
        const source = texts.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n\n');
        this.emitFile({ type: 'asset', fileName: `licenses/${name}.txt`, source });
      }
    },
  };
}

/** Tells page and worker of one build from those of another, whatever a cache serves. */
const buildId = Date.now().toString(36);

export default defineConfig({
  base: './',
  define: { __BUILD_ID__: JSON.stringify(buildId) },
  // A missing file is a 404, as on a plain file host, and not the page again.
  appType: 'mpa',
  plugins: [react(), policyInPage(), workerLicences()],
  build: {
    target: 'es2022',
    // A data: address would need a looser policy.
    assetsInlineLimit: 0,
    license: { fileName: 'licenses/page.md' },
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  preview: { headers: { 'Content-Security-Policy': pagePolicy } },
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: { name: 'node', environment: 'node', include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['src/ui/testing/cleanup.ts'],
        },
      },
    ],
  },
});
