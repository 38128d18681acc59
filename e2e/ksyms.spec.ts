// How the ksyms of BPF objects resolve, over the sample kernel: found, switched off, incompatible; by keyboard, by address.
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { Explorer, fixture } from './page.ts';

const object = (name: string) => fixture(`bpf/ct_${name}.bpf.o`);

async function openOverSample(page: Page, ...names: string[]): Promise<Explorer> {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.open(...names.map(object));
  await expect(explorer.source(`ct_${names.at(-1)}.bpf.o`)).toBeVisible();
  return explorer;
}

test('resolves to nf_conntrack; switched off, the page says so and what to do: by keyboard alone', async ({
  page,
}) => {
  const explorer = await openOverSample(page, 'lookup');
  await page.keyboard.press('Shift+K');
  await expect(explorer.externRow('bpf_skb_ct_lookup')).toContainText('nf_conntrack');
  await expect(explorer.externRow('bpf_skb_ct_lookup')).toContainText('resolved');
  await expect(explorer.externRow('bpf_rcu_read_lock')).toContainText('vmlinux');
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: 'bpf_skb_ct_lookup', exact: true }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(explorer.extern).toContainText('in the BTF of nf_conntrack, id ');
  await expect(explorer.extern.getByRole('region', { name: 'Comparison' })).toContainText(
    'Compatible with nf_conntrack',
  );
  const trail = explorer.extern.getByRole('region', { name: 'Search' }).getByRole('listitem');
  await expect(trail.first()).toContainText('vmlinux not there');
  await expect(trail.last()).toContainText('nf_conntrack found');
  await expect(explorer.extern.getByRole('region', { name: 'Instructions' })).toContainText(
    /src=2 off=1 imm=\d+/,
  );

  const isLoaded = explorer.sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' });
  await isLoaded.focus();
  await page.keyboard.press('Space');
  await expect(isLoaded).not.toBeChecked();
  await expect(explorer.source('nf_conntrack')).toContainText('off');
  const advice = explorer.extern.getByRole('region', { name: 'What to do' });
  await expect(advice).toContainText('nf_conntrack has bpf_skb_ct_lookup and is switched off here');
  await expect(advice).toContainText('sudo modprobe nf_conntrack');
  await expect(explorer.extern.getByRole('region', { name: 'Search' })).toContainText(
    'has it, and is switched off: not searched',
  );
  await expect(page.getByRole('group', { name: 'Summary' })).toContainText('libbpf: load fails at');

  await advice.getByRole('button', { name: 'Switch nf_conntrack on' }).focus();
  await page.keyboard.press('Enter');
  await expect(explorer.extern).toContainText('in the BTF of nf_conntrack, id ');
  await expect(isLoaded).toBeChecked();

  await page.keyboard.press('Escape');
  await expect(explorer.extern).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'bpf_skb_ct_lookup', exact: true }).first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(explorer.grid).toBeFocused();
});

test('an incompatible extern: the argument that differs is named, marked with a word, and linked', async ({
  page,
}) => {
  const explorer = await openOverSample(page, 'differs');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await explorer
    .externRow('bpf_ct_release')
    .getByRole('link', { name: 'bpf_ct_release', exact: true })
    .first()
    .press('Enter');
  const comparison = explorer.extern.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('argument 1: local long, kernel struct nf_conn *');
  const rows = comparison.getByRole('row').filter({ hasText: 'differs' });
  await expect(rows).toHaveCount(1);
  await expect(rows.getByRole('rowheader')).toHaveText('argument 1 differs');
  await expect(explorer.extern).toContainText(
    /extern \(func ksym\) 'bpf_ct_release': func_proto \[\d+\] incompatible with nf_conntrack \[\d+\]/,
  );
  await rows.getByRole('link', { name: 'nf_conn' }).click();
  await expect(explorer.heading).toHaveText('struct nf_conn');
  await page.goBack();
  await expect(rows).toHaveCount(1);

  // A struct that is only declared, against its definition.
  await page.getByRole('link', { name: 'bpf_task_release', exact: true }).first().click();
  await expect(explorer.extern.getByRole('region', { name: 'What to do' })).toContainText(
    'Give the whole definition of struct task_struct',
  );
});

test('a link opens in a fresh page: says what it needs, and shows the extern once that is there', async ({
  page,
  browser,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const explorer = await openOverSample(page, 'lookup', 'differs');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('table', { name: 'Objects' }).getByRole('link', { name: 'ct_differs.bpf.o' }).click();
  await page.getByRole('checkbox', { name: 'Only problems' }).check();
  await page.getByRole('link', { name: 'bpf_ct_release', exact: true }).first().click();
  await explorer.extern.getByRole('button', { name: 'Copy link' }).click();
  const link = await explorer.copied(/link copied/i);
  expect(link).toBe(page.url());

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(link);
  const needed = other.page.getByRole('region', { name: 'What the link needs' });
  await expect(needed).toContainText('bpf_ct_release of the BPF object ct_differs.bpf.o');
  await expect(needed).toContainText('cat /sys/kernel/btf/vmlinux > vmlinux.btf');
  await other.page.getByRole('button', { name: 'Open the sample kernel' }).click();
  await expect(other.ksyms).toContainText('which is not open');
  await expect(other.page.getByRole('progressbar')).toHaveCount(0);
  await other.open(object('lookup'), object('differs'));
  await expect(other.extern.getByRole('region', { name: 'Comparison' })).toContainText('Not compatible');
  await expect(other.page.getByRole('checkbox', { name: 'Only problems' })).toBeChecked();
  expect(other.page.url()).toBe(link);
  await fresh.close();
});

test('back and forward restore part, object, extern and scroll position', async ({ page }) => {
  const explorer = await openOverSample(page, 'lookup', 'differs');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('table', { name: 'Objects' }).getByRole('link', { name: 'ct_lookup.bpf.o' }).click();
  await page.getByRole('link', { name: 'bpf_skb_ct_lookup', exact: true }).first().click();
  const about = explorer.extern.getByRole('group', { name: 'About the extern' });
  await expect(about).toContainText('Instructions');
  await about.evaluate((element) => element.scrollTo(0, 60));
  await expect.poll(() => about.evaluate((element) => element.scrollTop)).toBe(60);
  await page.getByRole('link', { name: 'bpf_ct_release', exact: true }).first().click();
  await expect(explorer.extern.getByRole('heading', { level: 2 })).toHaveText('bpf_ct_release');
  await expect.poll(() => about.evaluate((element) => element.scrollTop)).toBe(0);
  await explorer.ksymsPart('Relocations');
  await expect(page.getByRole('table', { name: 'Relocations' })).toContainText('struct task_struct.pid');

  await page.goBack();
  await expect(explorer.extern.getByRole('heading', { level: 2 })).toHaveText('bpf_ct_release');
  await page.goBack();
  await expect(explorer.extern.getByRole('heading', { level: 2 })).toHaveText('bpf_skb_ct_lookup');
  await expect.poll(() => about.evaluate((element) => element.scrollTop)).toBe(60);
  await page.goBack();
  await expect(explorer.extern).toHaveCount(0);
  await expect(explorer.externs).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Objects' })).toBeVisible();
  for (let step = 0; step < 4; step++) await page.goForward();
  await expect(page.getByRole('table', { name: 'Relocations' })).toBeVisible();
});

test('names that nobody has, weak ones, and those without a type say what to do', async ({ page }) => {
  const explorer = await openOverSample(page, 'missing', 'weak', 'typeless');
  const show = async (name: string, extern: string) => {
    await page.evaluate(
      (hash) => (location.hash = hash),
      `#v1/ksyms?part=externs&object=ct_${name}.bpf.o&extern=${extern}`,
    );
    await expect(explorer.extern.getByRole('heading', { level: 2 })).toHaveText(extern);
  };
  const advice = explorer.extern.getByRole('region', { name: 'What to do' });
  await show('missing', 'bpf_ct_relaese');
  await expect(advice).toContainText('Did you mean one of these?');
  await expect(
    advice.getByRole('listitem').filter({ hasText: 'bpf_ct_release in nf_conntrack' }).first(),
  ).toBeVisible();
  await advice.getByRole('link', { name: 'bpf_ct_release' }).click();
  await expect(explorer.type.getByRole('heading', { level: 2 })).toContainText('bpf_ct_release');
  await show('weak', 'bpf_of_another_time');
  await expect(advice).toContainText('unguarded calls bpf_of_another_time without looking');
  await expect(explorer.extern.getByRole('region', { name: 'Instructions' })).toContainText('poisoned');
  await show('typeless', 'init_task');
  await expect(advice).toContainText('sudo cat /proc/kallsyms > kallsyms');
});

test('a pasted declaration, log line or name is checked as it is typed', async ({ page }) => {
  const explorer = await openOverSample(page, 'lookup');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await explorer.ksymsPart('Check');
  const box = page.getByRole('textbox', { name: /libbpf.s log/ });
  await box.fill('extern void bpf_ct_release(int ct) __ksym;');
  await expect(explorer.extern).toContainText('argument 1: local int, kernel struct nf_conn *');
  await box.fill('extern void bpf_ct_release(int [ #');
  await expect(page.getByRole('note', { name: 'Cannot be read' })).toContainText('line 1, character 34');
  await box.fill("libbpf: extern (func ksym) 'bpf_ct_release': not found in kernel or module BTFs");
  await expect(explorer.extern).toContainText('The loader found it nowhere.');
  await expect(explorer.extern).toContainText('nf_conntrack, a function');
  await box.fill('bpf_skb_ct_lookup');
  await expect(explorer.extern).toContainText('nf_conntrack, a function');
  await expect(page).toHaveURL(/pasted=bpf_skb_ct_lookup/);
});

test('an opened relocation shows its instruction before and after, poisoned where nothing is there', async ({
  page,
}) => {
  const explorer = await openOverSample(page, 'lookup');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await explorer.ksymsPart('Relocations');
  await page.getByRole('link', { name: 'struct task_struct.pid', exact: true }).click();
  const relocation = page.getByRole('region', { name: 'Relocation', exact: true });
  const row = relocation.getByRole('region', { name: 'Instruction' }).getByRole('row').last();
  await expect(row.getByRole('cell').nth(2)).toContainText('*(u32 *)(r7 +0)');
  await expect(row.getByRole('cell').nth(3)).toContainText(/\*\(u32 \*\)\(r7 \+\d{4}\)/);
  await page.getByRole('link', { name: 'struct task_struct.no_such_member', exact: true }).last().click();
  await expect(row.getByRole('cell').nth(3)).toContainText('call unknown#195896080');
  await expect(row.getByRole('cell').nth(3)).toContainText('poisoned');
});

test('modules take a load order that is pasted', async ({ page }) => {
  const explorer = await openOverSample(page, 'lookup');
  await explorer.sources.getByRole('button', { name: 'Load order…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Load order of modules' });
  await dialog
    .getByRole('textbox')
    .fill(
      '1: name [vmlinux]  size 4900000B\n77: name [veth]  size 3000B\n78: name [nf_conntrack]  size 3000B\n79: name [zram]  size 10B\n',
    );
  await dialog.getByRole('button', { name: 'Take this order' }).click();
  await expect(dialog.getByRole('status')).toContainText('1 of them not open');
  await expect(dialog.getByRole('status')).toContainText('zram');
  await expect(dialog.getByRole('status')).toContainText(
    '10 open modules are not named, and switched off now.',
  );
  await page.keyboard.press('Escape');
  await expect(explorer.source('tun')).toContainText('off');
  await expect(explorer.sources.getByRole('listitem').nth(1)).toContainText('veth');
  await explorer.sources.getByRole('button', { name: 'Move nf_conntrack up' }).press('Enter');
  await expect(explorer.sources.getByRole('listitem').nth(1)).toContainText('nf_conntrack');
  await expect(explorer.sources.getByRole('button', { name: 'Move nf_conntrack up' })).toBeFocused();
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Kernel' })).toContainText(
    '2 modules loaded10 offin load order',
  );
});

test('copies of an extern carry what is shown', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const explorer = await openOverSample(page, 'differs');
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('link', { name: 'bpf_ct_release', exact: true }).first().click();
  await explorer.extern.getByRole('button', { name: 'Copy as Markdown' }).click();
  expect(await explorer.copied(/Markdown copied/)).toContain('bpf_ct_release');
  const saved = page.waitForEvent('download');
  await explorer.extern.getByRole('button', { name: 'Download JSON' }).click();
  expect((await saved).suggestedFilename()).toBe('ct_differs.bpf.o.bpf_ct_release.json');
});

test('on a phone one thing is shown at a time, with a way back', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.open(object('differs'));
  await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
  await page.getByRole('link', { name: 'bpf_ct_release', exact: true }).first().click();
  await expect(explorer.extern).toBeVisible();
  await expect(explorer.externs).toBeHidden();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await explorer.extern.getByRole('button', { name: 'Externs' }).click();
  await expect(explorer.externs).toBeVisible();
  await expect(explorer.extern).toHaveCount(0);
});

test('the focus is never lost: into the table, to a type, back to the row, back to the list', async ({
  page,
}) => {
  const explorer = await openOverSample(page, 'lookup', 'differs');
  await page.keyboard.press('Shift+K');
  await expect(page.getByRole('table', { name: 'Objects' })).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'ct_lookup.bpf.o', exact: true })).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(explorer.externs).toBeFocused();
  const row = explorer.externs.getByRole('link', { name: 'bpf_ct_release', exact: true }).first();
  await row.press('Enter');
  await explorer.extern.getByRole('link', { name: 'nf_conn' }).last().press('Enter');
  await expect(explorer.heading).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(row).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  // The panes are put together anew, with the row in them.
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(row).toBeFocused();
  await row.press('Enter');
  await expect(explorer.extern).toBeVisible();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row).toBeFocused();
  await page.setViewportSize({ width: 1280, height: 720 });
  for (let step = 0; step < 5; step++) await page.goBack();
  await expect(page.getByRole('link', { name: 'ct_differs.bpf.o', exact: true })).toBeFocused();
});

/** What axe looks at: a part each, what is opened in it, and what a link changes of the kernel. */
const PLACES = [
  'part=externs&object=ct_lookup.bpf.o&off=veth',
  'part=externs&object=ct_differs.bpf.o&extern=bpf_ct_release',
  'part=externs&object=ct_missing.bpf.o&extern=bpf_ct_relaese',
  'part=externs&object=ct_gone.bpf.o',
  'part=relocations&object=ct_lookup.bpf.o&relocation=4',
  'part=kfuncs',
  'part=check&pasted=extern+void+bpf_ct_release(int)+__ksym%3B',
  'part=check&pasted=int+%23',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in Ksyms (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const explorer = await openOverSample(page, 'lookup', 'differs', 'missing');
    await explorer.sources.getByRole('checkbox', { name: 'tun is loaded' }).click();
    await page.getByRole('link', { name: 'Ksyms', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Objects' }).getByRole('row').nth(1)).toBeVisible();
    expect(await explorer.violations(), 'objects').toEqual([]);
    for (const place of PLACES) {
      await page.evaluate((hash) => (location.hash = hash), `#v1/ksyms?${place}`);
      const [, part, extern] = /part=(\w+)(?:.*extern=(\w+))?/.exec(place) ?? [];
      const tab = explorer.ksyms.getByRole('tab', { name: new RegExp(part, 'i') });
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      if (extern) await expect(explorer.extern.getByRole('heading', { level: 2 })).toHaveText(extern);
      await expect(explorer.ksyms.getByRole('tabpanel')).not.toBeEmpty();
      expect(await explorer.violations(), place).toEqual([]);
    }
    await explorer.sources.getByRole('combobox', { name: 'Order of modules' }).selectOption('as loaded');
    await explorer.sources.getByRole('button', { name: 'Load order…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await explorer.violations(), 'load order').toEqual([]);
  });
}
