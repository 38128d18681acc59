// The built page itself, before anything is opened: it starts under its own policy, wherever it lies.
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';

test('starts without an error or a broken rule of its policy', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });

  await page.goto('./');
  await expect(page).toHaveTitle(/BTF Explorer/);
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(complaints).toEqual([]);
});

test('lets nothing out: no foreign host, no inline script', async ({ page }) => {
  await page.goto('./');
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");

  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          resolve(`${event.effectiveDirective} ${event.blockedURI}`);
        });
        fetch('https://example.com/x').then(
          () => resolve('went out'),
          () => setTimeout(() => resolve('failed for another reason'), 1000),
        );
      }),
  );
  expect(refused).toBe('connect-src https://example.com/x');
});

test('is drawn before its worker has come, and what is opened then waits for it', async ({ page }) => {
  let come = (): void => undefined;
  const held = new Promise<void>((resolve) => (come = resolve));
  let asked = 0;
  await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  const explorer = new Explorer(page);
  await explorer.start();
  await expect(page.getByRole('button', { name: /sample/i })).toBeVisible();
  const painted = (): Promise<number> =>
    page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length);
  await expect.poll(painted).toBe(1);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await explorer.open(fixture('base.btf'));
  come();
  await expect.poll(() => explorer.hits()).toBeGreaterThan(0);
});
