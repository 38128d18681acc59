// Everybody can use it: axe on every screen in both themes, and the whole way by keyboard alone.
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';
import type { Tab } from './page.ts';

const TABS: readonly Tab[] = ['C', 'Layout', 'Raw', 'Used by'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const explorer = new Explorer(page);
    await explorer.start();
    expect(await explorer.violations(), 'start screen').toEqual([]);

    await explorer.open(fixture('module.btf'));
    await expect(explorer.source('module')).toBeVisible();
    await explorer.open(fixture('base.btf'));
    await expect(explorer.grid.getByRole('row').nth(1)).toBeVisible();
    expect(await explorer.violations(), 'list').toEqual([]);

    await explorer.find('struct workspace', 'struct workspace');
    for (const tab of TABS) {
      await explorer.tab(tab);
      await expect(explorer.type.getByRole('tabpanel')).not.toBeEmpty();
      expect(await explorer.violations(), `tab ${tab}`).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await explorer.violations(), 'help').toEqual([]);
  });
}

test('search, open, switch tabs, follow and return by keyboard alone', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('module.btf'), fixture('base.btf'));
  await expect(explorer.grid.getByRole('row').nth(1)).toBeVisible();

  await page.keyboard.press('/');
  await expect(explorer.search).toBeFocused();
  await page.keyboard.type('struct conn');
  await explorer.answered();
  await page.keyboard.press('ArrowDown');
  await expect(explorer.grid).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(explorer.heading).toHaveText('struct conn');

  await explorer.type.getByRole('tab', { name: 'C', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(explorer.type.getByRole('tab', { name: 'Layout' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('x');
  await expect(explorer.type.getByRole('checkbox', { name: 'Hex' })).toBeChecked();
  await page.keyboard.press('y');
  await expect(page.getByRole('status').filter({ hasText: /link copied/i })).toBeVisible();

  const link = explorer.type.getByRole('table', { name: 'Layout' }).getByRole('link', { name: 'list_head' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(explorer.heading).toHaveText('struct list_head');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(explorer.heading).toHaveText('struct conn');
  await page.keyboard.press('Escape');
  await expect(explorer.heading).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the focus goes on when a source is removed by keyboard', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('base.btf'), fixture('module.btf'));
  await expect(explorer.source('module')).toContainText('module on base');
  await page.getByRole('button', { name: 'Remove base', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(explorer.source('base')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Remove module', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Open the sample kernel' })).toBeVisible();
  await expect(page.getByLabel('Open files')).toBeFocused();
});
