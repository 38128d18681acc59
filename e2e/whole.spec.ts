// What helps with many modules: the list grouped by name, directories, pages of sources, diagnostics.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';

/** Defined by several modules of the sample. */
const TWINS = 'nf_conn_help';

test('the list grouped by name unfolds by keyboard, and the address keeps it', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  const types = await explorer.hits();
  await page.getByRole('checkbox', { name: 'Group by name' }).check();
  const grid = page.getByRole('treegrid', { name: 'Types' });
  await explorer.answered();
  const names = await explorer.hits();
  expect(names).toBeLessThan(types);
  await expect(page.getByText(new RegExp(`^${names.toLocaleString('en-US')} names by kind, `))).toBeVisible();
  await expect(page).toHaveURL(/group=1/);

  // Two structs of this name in different modules of the sample
  await explorer.search.fill(`struct "${TWINS}"`);
  const row = grid.getByRole('row', { level: 1, expanded: false }).first();
  await expect(row).toContainText(/×\d+, (agree|\d+ variants)/);
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const children = grid.getByRole('row', { level: 2 });
  await expect(children.first()).toContainText(TWINS);
  const count = await children.count();
  expect(count).toBeGreaterThan(1);
  await expect(row).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(explorer.heading).toHaveText(`struct ${TWINS}`);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(children).toHaveCount(0);
  expect(await explorer.violations()).toEqual([]);

  await page.reload();
  await explorer.openSample();
  await expect(page.getByRole('checkbox', { name: 'Group by name' })).toBeChecked();
});

test('a source has a page: what it is, what it takes from its base, and the way back', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.sources.getByRole('link', { name: 'About nf_conntrack', exact: true }).click();
  const about = page.getByRole('region', { name: 'Source', exact: true });
  await expect(about.getByRole('heading', { level: 2 })).toHaveText('nf_conntrack');
  await expect(about.getByRole('table', { name: 'Types by kind' })).toBeVisible();
  await expect(about).toContainText('fits its base vmlinux');
  expect(await explorer.violations()).toEqual([]);

  await about.getByRole('tab', { name: 'Takes from base' }).click();
  await expect(about.getByText(/references to \d+ types of vmlinux/)).toBeVisible();
  const table = about.getByRole('table', { name: 'Takes from base of nf_conntrack' });
  const first = table.getByRole('row').nth(1).getByRole('link');
  const name = (await first.textContent()) ?? '';
  expect(await explorer.violations()).toEqual([]);
  await first.click();
  await expect(explorer.heading).toContainText(name.replace(/^typedef /, ''));
  await explorer.type.getByRole('link', { name: 'vmlinux', exact: true }).click();
  await expect(about.getByRole('heading', { level: 2 })).toHaveText('vmlinux');
  await about.getByRole('tab', { name: 'Disagreeing' }).click();
  await expect(about.getByText(/names with several definitions disagree/)).toBeVisible();
  expect(await explorer.violations()).toEqual([]);

  // A row unfolds, by keyboard too, and tells all its variants
  const unfold = about.getByRole('button', { name: /^All variants of / }).first();
  await unfold.focus();
  await page.keyboard.press('Enter');
  await expect(unfold).toHaveAttribute('aria-expanded', 'true');
  const variants = about.getByRole('region', { name: /^Variants of / });
  await expect(variants.getByRole('term').first()).toHaveText(/^A /);
  expect(await variants.getByRole('link').count()).toBeGreaterThan(1);
  expect(await explorer.violations()).toEqual([]);
  await variants.getByRole('button', { name: 'Close the variants' }).click();
  await expect(variants).toHaveCount(0);
  await expect(unfold).toBeFocused();
  await page.goBack();
  await page.goBack();
  await expect(about.getByRole('tab', { name: 'Takes from base' })).toHaveAttribute('aria-selected', 'true');
});

test('on a phone a link to a tab of a source brings the tab into sight, and names are readable', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const explorer = new Explorer(page);
  await explorer.start('#v1/source?source=vmlinux&tab=disagreeing');
  await page.getByRole('button', { name: 'Open the sample kernel' }).click();
  const about = page.getByRole('region', { name: 'Source', exact: true });
  await expect(about.getByRole('tab', { name: 'Disagreeing' })).toBeInViewport({ ratio: 0.99 });
  const name = about.getByRole('table').getByRole('link').first();
  await expect(name).toBeVisible();
  expect(await name.evaluate((link) => link.parentElement?.clientWidth ?? 0)).toBeGreaterThan(200);
});

test('objects lead to their page and to their ksyms side by side, and off stays in sight', async ({
  page,
}) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.open(fixture('bpf/ct_lookup.bpf.o'));
  const { sources } = explorer;
  const about = await sources.getByRole('link', { name: 'About ct_lookup.bpf.o' }).boundingBox();
  const ksyms = await sources.getByRole('link', { name: 'Ksyms of ct_lookup.bpf.o' }).boundingBox();
  expect(about && ksyms && ksyms.x + ksyms.width <= about.x).toBe(true);

  await sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' }).uncheck();
  const row = explorer.source('nf_conntrack');
  const off = row.getByText('off', { exact: true });
  await expect(off).toBeVisible();
  const [word, whole] = [await off.boundingBox(), await row.boundingBox()];
  expect(word && whole && word.x + word.width <= whole.x + whole.width).toBe(true);
  expect(await explorer.violations()).toEqual([]);
});

test('a link to the page of a source waits for its file', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start('#v1/source?source=module&tab=largest');
  await explorer.open(fixture('module.btf'), fixture('base.btf'));
  const about = page.getByRole('region', { name: 'Source', exact: true });
  await expect(about.getByRole('heading', { level: 2 })).toHaveText('module');
  await expect(about.getByRole('table', { name: 'Largest of module' })).toBeVisible();
});

test('a dropped directory is a tree, and each part of it narrows the list', async ({ page }) => {
  const directory = mkdtempSync(join(tmpdir(), 'btf-tree-'));
  for (const [path, from] of [
    ['kernel/vmlinux', 'base.btf'],
    ['kernel/drivers/net/module.ko', 'module.btf'],
  ]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    copyFileSync(fixture(from), join(directory, path));
  }
  const explorer = new Explorer(page);
  await explorer.start();
  await page.locator('input[webkitdirectory]').setInputFiles(join(directory, 'kernel'));
  await expect(explorer.source('module')).toContainText('46');
  await explorer.allIn();
  const all = await explorer.hits();
  await explorer.sources.getByRole('button', { name: 'Directories', exact: true }).click();
  const folder = explorer.sources.getByRole('button', { name: /^drivers\/net 1 sources/ });
  await folder.click();
  await expect(folder).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => explorer.hits()).toBeLessThan(all);
  await expect(page).toHaveURL(/dir=kernel\/drivers\/net/);
  expect(await explorer.violations()).toEqual([]);
  await page.getByRole('button', { name: 'Search all directories, not only kernel/drivers/net' }).click();
  await expect.poll(() => explorer.hits()).toBe(all);
  rmSync(directory, { recursive: true });
});

test('diagnostics open with their key and say what is held', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('module.btf'), fixture('base.btf'));
  await explorer.find('list_head', 'struct list_head');
  await page.keyboard.press('Control+Shift+D');
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' });
  await expect(dialog.getByRole('row', { name: 'Sources 2' })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /^search \d+ [\d.]+ ms/ })).toBeVisible();
  expect(await explorer.violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
