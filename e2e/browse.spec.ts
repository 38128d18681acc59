// The main job on the kernel in miniature: open, search, read, follow a reference into the base, and come back.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';

/** `base.btf` has 162 types and `module.btf` 46 of its own, as bpftool counts them. */
const BASE_TYPES = 162;
const MODULE_TYPES = 46;

test('a module waits for its base and attaches to it, whatever their order', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('module.btf'));
  await expect(explorer.source('module')).toContainText(/waiting for (its|a) base/i);

  await explorer.open(fixture('base.btf'));
  await expect(page.getByRole('status').filter({ hasText: 'types' })).toContainText(
    `${BASE_TYPES + MODULE_TYPES} types`,
  );
  await expect(explorer.source('module')).toContainText('base');
  await expect(explorer.source('module')).not.toContainText(/waiting/i);
});

test('a reference leads from a module into its base, and back to the same place', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('module.btf'), fixture('base.btf'));
  await explorer.find('struct conn', 'struct conn');
  await expect(explorer.type).toContainText(/module:\[\d+\]/);
  const address = page.url();

  const crossing = explorer.type.getByRole('tabpanel').getByRole('link', { name: 'list_head' });
  await expect(explorer.type.getByRole('tabpanel')).toContainText('→ base');
  const words = (await crossing.textContent()) ?? '';
  await crossing.click();
  await expect(explorer.heading).toContainText(words.replace(/^(struct|union|enum) /, ''));
  await expect(explorer.type).toContainText(/\[\d+\]/);

  await page.goBack();
  await expect(explorer.heading).toHaveText('struct conn');
  expect(page.url()).toBe(address);
});

test('the raw record is what bpftool prints', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('base.btf'));
  await explorer.find('struct list_head', 'struct list_head');
  await explorer.tab('Raw');
  const panel = explorer.type.getByRole('tabpanel');
  await expect(panel).toContainText(/\[\d+\] STRUCT 'list_head' size=16 vlen=2/);
  await expect(panel).toContainText(/'next' type_id=\d+ bits_offset=0/);
});

test('the layout says where members lie, in hexadecimal too, and opens nested members in place', async ({
  page,
}) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct nf_conn', 'struct nf_conn');
  await explorer.tab('Layout');
  const table = explorer.type.getByRole('table', { name: 'Layout' });
  await expect(table.getByRole('row').filter({ hasText: 'tuplehash' }).first()).toContainText('16');
  await expect(table).toContainText(/cacheline 2 boundary/);

  await explorer.type.getByRole('checkbox', { name: 'Hex' }).check();
  await expect(table.getByRole('row').filter({ hasText: 'tuplehash' }).first()).toContainText('0x10');

  const before = Number(await table.getAttribute('aria-rowcount'));
  await table.getByRole('button', { name: 'Members of ct_general' }).click();
  await expect(table.getByRole('row').filter({ hasText: 'refcount_t' }).first()).toBeVisible();
  expect(Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(before);
});

test('holes are said to be holes', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct seq_file', 'struct seq_file');
  await explorer.tab('Layout');
  const table = explorer.type.getByRole('table', { name: 'Layout' });
  await expect(table).toContainText(/hole/i);
  await expect(explorer.type.getByRole('region', { name: 'Totals' })).toContainText('sum members');
});

test('used by is grouped and counted over the base and all modules', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct nf_conn', 'struct nf_conn');
  await explorer.tab('Used by');
  const panel = explorer.type.getByRole('tabpanel');
  await expect(panel.getByRole('button', { name: /^Argument of \d+/ })).toBeVisible();
  await expect(panel).toContainText('nf_conntrack');
  await panel.getByRole('button', { name: /^Argument of/ }).click();
  await expect(panel.getByRole('button', { name: /^Argument of/ })).toHaveAttribute('aria-expanded', 'false');
});

test('the list narrows while typing, counts exactly, and sorts', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  const all = await explorer.hits();
  expect(all).toBeGreaterThan(60_000);
  await explorer.search.fill('nf_conn');
  await expect(explorer.grid.getByRole('row').nth(1)).toContainText('nf_conn');
  await explorer.answered();
  const some = await explorer.hits();
  expect(some).toBeLessThan(all);
  await explorer.search.fill('struct nf_conn');
  await expect.poll(() => explorer.hits()).toBeLessThan(some);
  await explorer.search.fill('kind:struct size:>=4096');
  await page.getByRole('columnheader', { name: 'size' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'size' })).toHaveAttribute('aria-sort', 'descending');
  await explorer.answered();
  const sizes = await explorer.grid
    .getByRole('row')
    .locator('[role=gridcell]:nth-child(3)')
    .allTextContents();
  const figures = sizes.map((size) => Number(size.replaceAll(',', '')));
  expect(figures.length).toBeGreaterThan(10);
  expect(figures).toEqual([...figures].sort((a, b) => b - a));
  expect(Math.min(...figures)).toBeGreaterThanOrEqual(4096);
});

test('a directory narrows the list from the search box', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.search.fill('mod:linux-*/nf_c* kind:struct');
  await explorer.answered();
  const sources = explorer.grid.getByRole('row').locator('[role=gridcell]:nth-child(4)');
  await expect(sources.first()).toHaveText('nf_conntrack');
  expect(new Set(await sources.allTextContents())).toEqual(new Set(['nf_conntrack']));
  await explorer.search.fill('mod:nowhere/* kind:struct');
  await expect(page.getByRole('alert')).toContainText('No open source lies in such a directory');
});

test('a member or an offset in the search box is found, and leads to the layout', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  const note = page.getByRole('note', { name: 'Offset' });
  await explorer.search.fill('task_struct.pid');
  await expect(note).toHaveText(/^task_struct\.pid: pid_t at offset [\d,]+ \(0x[0-9a-f]+\), 4 bytes$/);
  const [hex] = /0x[0-9a-f]+/.exec((await note.textContent()) ?? '') ?? [''];
  await explorer.search.fill(`struct task_struct+${Number(hex)}`);
  await expect(note).toContainText('task_struct.pid: pid_t at offset');
  await explorer.search.fill('task_struct.mm.pgd');
  await expect(note).toContainText('task_struct.mm at offset');
  await expect(note).toContainText('mm_struct.pgd: pgd_t * at offset');
  expect(await explorer.violations()).toEqual([]);
  // What was asked for is in sight and marked
  const sought = explorer.type.getByRole('table', { name: 'Layout' }).locator('[aria-current=location]');
  await note.getByRole('link', { name: 'task_struct' }).first().click();
  await expect(explorer.heading).toHaveText('struct task_struct');
  await expect(explorer.type.getByRole('tab', { name: 'Layout' })).toHaveAttribute('aria-selected', 'true');
  await expect(sought.getByRole('cell').first()).toHaveText('mm');
  await expect(sought).toBeInViewport();
  await note.getByRole('link', { name: 'mm_struct' }).click();
  await expect(explorer.heading).toHaveText('struct mm_struct');
  await expect(sought).toContainText('pgd');
  await expect(sought).toBeInViewport();
  expect(await explorer.violations()).toEqual([]);
  await explorer.search.fill('mm_struct.exe_file');
  await expect(note).toContainText('mm_struct.exe_file');
  await note.getByRole('link', { name: 'mm_struct' }).first().click();
  await expect(sought).toContainText('exe_file');
  await expect(sought).toBeInViewport();
  // Inside a member, which opens; at a step that was come back to; in the table, whatever was shown
  await page.goBack();
  await expect(explorer.heading).toHaveText('struct task_struct');
  await explorer.type.getByRole('radio', { name: 'Pahole text' }).check();
  await explorer.search.fill('task_struct.se.avg.load_avg');
  await expect(note).toContainText('task_struct.se.avg.load_avg');
  await note.getByRole('link', { name: 'task_struct' }).click();
  await expect(sought.getByRole('cell').first()).toHaveText('load_avg');
  await expect(sought).toBeInViewport();
  await explorer.find('struct task_struct', 'struct task_struct');
  await expect(sought).toHaveCount(0);
  await explorer.search.fill('task_struct');
  await explorer.answered();
  await expect(note).toHaveCount(0);
});

test('the last row is reached by key, and its number is the count', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  const count = await explorer.hits();
  expect(count).toBeGreaterThan(60_000);
  await explorer.grid.focus();
  await page.keyboard.press('End');
  await expect(explorer.grid.locator(`[aria-rowindex="${count + 1}"]`)).toBeVisible();
  await page.keyboard.press('Home');
  await expect(explorer.grid.locator('[aria-rowindex="2"]')).toBeVisible();
});

test('a file that is no BTF becomes a problem, and nothing is lost', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('base.btf'));
  await expect(explorer.source('base')).toBeVisible();
  await page.getByLabel('Open files').setInputFiles([
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no BTF in here, just words') },
    {
      name: 'cut.btf',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0x9f, 0xeb, 1, 0, 24, 0, 0, 0]),
    },
  ]);
  await expect(explorer.problems).toContainText('notes.txt');
  await expect(explorer.problems).toContainText('cut.btf');
  await expect(explorer.source('base')).toBeVisible();
  await expect.poll(() => explorer.hits()).toBeGreaterThan(0);
});

test('two kernels of one name are told apart wherever a source is named', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  const file = (name: string, from: string) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: readFileSync(fixture(from)),
  });
  await page
    .getByLabel('Open files')
    .setInputFiles([file('vmlinux.btf', 'base.btf'), file('vmlinux', 'base.32.btf')]);
  await expect(page.getByRole('status')).toContainText('2 sources');
  await explorer.search.fill('struct list_head');
  await explorer.answered();
  const rows = explorer.grid.getByRole('row').filter({ hasText: 'list_head' });
  await expect(rows.filter({ hasText: 'vmlinux.btf' })).toHaveCount(1);
  await rows.filter({ hasText: 'vmlinux.btf' }).click();
  await expect(explorer.heading).toHaveText('struct list_head');
  await expect(explorer.type.getByRole('navigation', { name: 'Definitions' })).toContainText('vmlinux.btf:[');
  await expect(page.getByRole('button', { name: 'Remove vmlinux.btf', exact: true })).toBeVisible();
});

test('a query that cannot be read is said to be so, and an impossible one has no rows', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('base.btf'));
  await explorer.search.fill('kind:foo');
  await expect(page.getByRole('alert')).toContainText('foo');
  await explorer.search.fill('no_type_is_called_so');
  await explorer.answered();
  await expect(explorer.grid).toHaveAttribute('aria-rowcount', '1');
  await expect(page.getByRole('button', { name: 'Clear the search' })).toBeVisible();
});
