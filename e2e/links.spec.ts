// The address names what is shown: it opens in a fresh profile, asks for its file, and bears with another build.
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';

test('a copied link opens in a fresh profile: asks for the file, then shows the type', async ({
  page,
  browser,
}) => {
  const explorer = new Explorer(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await explorer.start();
  await explorer.open(fixture('base.btf'));
  await explorer.find('struct list_head', 'struct list_head');
  await explorer.tab('Raw');
  await explorer.type.getByRole('button', { name: 'Copy link' }).click();
  const link = await explorer.copied(/link copied/i);
  expect(link).toBe(page.url());

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(link);
  await expect(other.page.getByRole('main')).toContainText('struct list_head');
  await expect(other.page.getByRole('main')).toContainText('cat /sys/kernel/btf/vmlinux > vmlinux.btf');
  await other.open(fixture('base.btf'));
  await expect(other.heading).toContainText('struct list_head');
  await expect(other.type.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
  await expect(other.page.getByRole('note', { name: 'Differences from the link' })).toHaveCount(0);
  await fresh.close();
});

test('on another build the type is found by name, and what differs is said', async ({ page, browser }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.open(fixture('base.btf'));
  await explorer.find('struct list_head', 'struct list_head');
  const link = page.url();

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(link);
  await other.open(fixture('base.32.btf'));
  await expect(other.heading).toContainText('struct list_head');
  const notice = other.page.getByRole('note', { name: 'Differences from the link' });
  await expect(notice).toContainText('16');
  await expect(notice).toContainText('8');
  await fresh.close();
});

test('a link into Ksyms carries the modules that are off: it fails where it failed, and says so', async ({
  page,
  browser,
}) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.open(fixture('bpf/ct_lookup.bpf.o'));
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('link', { name: 'bpf_skb_ct_lookup', exact: true }).first().click();
  await expect(explorer.extern).toContainText('in the BTF of nf_conntrack, id ');
  await explorer.sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' }).click();
  await expect(explorer.extern).toContainText('nf_conntrack has bpf_skb_ct_lookup and is switched off here');
  await expect(page).toHaveURL(/&off=nf_conntrack$/);
  const link = page.url();

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(link);
  await other.page.getByRole('button', { name: 'Open the sample kernel' }).click();
  await expect(other.ksyms).toContainText('which is not open');
  await other.open(fixture('bpf/ct_lookup.bpf.o'));
  await expect(other.extern).toContainText('nf_conntrack has bpf_skb_ct_lookup and is switched off here');
  expect(other.page.url()).toBe(link);
  const note = other.page.getByRole('note', { name: 'Changed for the link' });
  await expect(note).toContainText('As in the link: nf_conntrack switched off.');
  // Their own switch wins, and the address follows it.
  await other.sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' }).click();
  await expect(other.extern).toContainText('in the BTF of nf_conntrack, id ');
  await expect(note).toHaveCount(0);
  await expect(other.page).not.toHaveURL(/off=/);
  await other.open(fixture('bpf/ct_differs.bpf.o'));
  await expect(other.source('ct_differs.bpf.o')).toBeVisible();
  await expect(other.sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' })).toBeChecked();
  await fresh.close();
});

test('a link into Ksyms carries which kernel was chosen, where several are open', async ({
  page,
  browser,
}) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.open(fixture('base.btf'), fixture('bpf/ct_lookup.bpf.o'));
  // Before it is there, the link leads to the list of objects
  await expect(explorer.source('ct_lookup.bpf.o')).toBeVisible();
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('combobox', { name: 'Kernel to hold against' }).selectOption('base');
  await expect(page).toHaveURL(/&kernel=base$/);

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(page.url());
  await other.page.getByRole('button', { name: 'Open the sample kernel' }).click();
  await expect(other.source('nf_conntrack')).toBeVisible();
  await expect(other.page.getByRole('note', { name: 'Changed for the link' })).toHaveCount(0);
  await other.open(fixture('base.btf'), fixture('bpf/ct_lookup.bpf.o'));
  await expect(other.page.getByRole('note', { name: 'Changed for the link' })).toContainText(
    'As in the link: held against base.',
  );
  const chosen = other.page.getByRole('combobox', { name: 'Kernel to hold against' });
  await expect(chosen.locator('option:checked')).toHaveText('base');
  await fresh.close();
});

for (const [what, fragment] of [
  ['nonsense', '#%%%'],
  ['an unknown version', '#v99/type/struct/list_head'],
  ['an unknown view', '#v1/nowhere'],
  ['markup', '#v1/type?name=<img src=x onerror=alert(1)>'],
] as const) {
  test(`a damaged link (${what}) never ends on a blank page`, async ({ page }) => {
    const explorer = new Explorer(page);
    await explorer.start(fragment);
    await expect(page.getByRole('button', { name: 'Open the sample kernel' })).toBeVisible();
    await explorer.open(fixture('base.btf'));
    await expect(explorer.source('base')).toBeVisible();
    await expect(page.locator('img')).toHaveCount(0);
  });
}

test('back and forward restore type, tab and scroll position', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct task_struct', 'struct task_struct');
  const scroller = explorer.type.getByRole('region', { name: 'C declaration' });
  await expect(scroller).toContainText('thread_info');
  await scroller.evaluate((element) => element.scrollTo(0, 700));
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(700);
  await explorer.search.fill('struct list_head');
  await explorer.find('struct list_head', 'struct list_head');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(explorer.heading).toContainText('struct task_struct');
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(700);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(explorer.heading).toContainText('struct list_head');
});
