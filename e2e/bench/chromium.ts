/**
 * Chromium's side of the measurements.
 * In: a kernel, a directory for files. Out: a browser, and a site for it: the product as `npm run build` makes it,
 * the bench's own page built the same way, and the kernel's files. Served cross-origin isolated, without which Chromium tells
 * neither memory nor time exactly.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { findBrowser, launchOptions } from '../tools/browser.mjs';
import { root } from '../tools/install.mjs';
import type { Inside } from './inside.ts';
import type { Kernel } from './kernel.ts';
import { pack } from './packed.ts';
import type { Bench } from './page/main.ts';
import { remote, type Place, type Rig } from './rig.ts';

const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** Else Chromium waits for up to 20 s until it collects garbage for a measurement. */
const MEASURE_AT_ONCE = '--enable-blink-features=ForceEagerMeasureMemory';
/** Milliseconds; for one question, on a busy machine. */
const TIMEOUT = 600_000;

export class Chromium {
  readonly version: string;
  private readonly browser: Browser;
  private readonly server: PreviewServer;

  private constructor(browser: Browser, server: PreviewServer) {
    this.browser = browser;
    this.server = server;
    this.version = `Chromium ${browser.version()}`;
  }

  /** Null where there is no browser. */
  static async start(kernel: Kernel, directory: string): Promise<Chromium | null> {
    const path = findBrowser();
    if (path === null) return null;
    await buildSite(directory, kernel);
    const options = launchOptions(path);
    const args = [...(options.args ?? []), MEASURE_AT_ONCE];
    return new Chromium(await chromium.launch({ ...options, args }), await serve(directory));
  }

  /**
   * A page of the site, in a profile of its own. `path` is `page/` for the product, `bench/` for the bench; `before` runs in it
   * ahead of its own scripts.
   */
  async page(path: 'page/' | 'bench/', before?: () => void): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1400, height: 900 } });
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT);
    page.on('pageerror', (error) => process.stderr.write(`${path}: ${error.message}\n`));
    await page.goto(new URL(path, this.server.resolvedUrls?.local[0]).href);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}

async function buildSite(directory: string, { base, modules }: Kernel): Promise<void> {
  const outDir = (name: string): string => join(directory, 'site', name);
  const configFile = join(root, 'vite.config.ts');
  await build({ root, configFile, logLevel: 'error', build: { outDir: outDir('page'), emptyOutDir: true } });
  const bench = join(root, 'e2e/bench/page');
  await build({
    root: bench,
    configFile,
    logLevel: 'error',
    publicDir: false,
    build: { outDir: outDir('bench'), emptyOutDir: true },
  });
  const { packed, bytes } = pack([base, ...modules]);
  mkdirSync(outDir('bench/kernel'));
  writeFileSync(outDir('bench/kernel/files.json'), JSON.stringify(packed));
  writeFileSync(outDir('bench/kernel/bytes.bin'), bytes);
}

function serve(directory: string): Promise<PreviewServer> {
  return preview({
    root: directory,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: 'site' },
    preview: { host: '127.0.0.1', port: 41_730, headers: ISOLATED },
  });
}

/** The rig in the bench's page; a session of its own is a page of its own. */
export function chromiumRig(chromium: Chromium): Rig {
  let page: Promise<Page> | null = null;
  const inside = async (question: string, args: readonly unknown[]): Promise<unknown> =>
    askBench(await (page ??= chromium.page('bench/')), 'inside', [question, args]);
  const leaveInside = async (): Promise<void> => {
    const left = await page;
    page = null;
    await left?.context().close();
  };
  return {
    env: 'chromium',
    inside: remote<Inside>(inside),
    leaveInside,
    fresh: async () => placeIn(await chromium.page('bench/')),
    close: leaveInside,
  };
}

function placeIn(page: Page): Place {
  return {
    asking: remote((question, args) => askBench(page, 'asking', [question, args])),
    open: (...args) => askBench(page, 'open', args) as ReturnType<Place['open']>,
    memory: () => memoryOf(page),
    leave: () => page.context().close(),
  };
}

function askBench(page: Page, method: keyof Bench, args: readonly unknown[]): Promise<unknown> {
  return page.evaluate(
    ([name, rest]) => {
      const bench = Reflect.get(globalThis, 'bench') as Record<string, (...args: unknown[]) => unknown>;
      return bench[name](...rest);
    },
    [method, [...args]] as [string, unknown[]],
  );
}

/**
 * Page and workers together, JavaScript objects and array buffers, after garbage was collected: what
 * `performance.measureUserAgentSpecificMemory` says. Null where the browser has no such function.
 */
export async function memoryOf(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    const measure = Reflect.get(performance, 'measureUserAgentSpecificMemory') as
      (() => Promise<{ bytes: number }>) | undefined;
    return measure ? (await measure.call(performance)).bytes : null;
  });
}
