// Texts that leave the page: what every tab copies is what the terminal runner prints, what is saved is what bpftool and
// pahole print, and a download can be cancelled.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Download, Page } from '@playwright/test';
import { BtfBuilder } from '../src/format/testing/builder.ts';
import { corners } from '../src/domain/render/c/testing/corners.ts';
import { Explorer, fixture } from './page.ts';

const run = promisify(execFile);
const root = new URL('..', import.meta.url).pathname;

/** What the runner prints. */
async function runner(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['e2e/tools/run-ts.mjs', 'src/headless.ts', ...args], {
    cwd: root,
    maxBuffer: 1 << 28,
  });
  return stdout;
}

/** More than are drawn where they are not in sight. */
const MEMBERS = 600;

const golden = (name: string): string => readFileSync(fixture(`golden/${name}`), 'utf8');

/** A line of the sample kernel's sums: size and SHA-256 of what a tool prints for its vmlinux. */
function sampleSum(kind: string): string {
  const lines = golden('sample/sums.tsv').split('\n');
  return lines.find((line) => line.startsWith(`vmlinux\t${kind}\t`)) ?? `no ${kind} of vmlinux`;
}

const sumOf = (kind: string, text: Buffer): string =>
  ['vmlinux', kind, text.length, createHash('sha256').update(text).digest('hex')].join('\t');

async function open(page: Page, ...names: string[]): Promise<Explorer> {
  const explorer = new Explorer(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await explorer.start();
  await explorer.open(...names.map(fixture));
  return explorer;
}

/** What the tab in sight copies. */
async function copied(explorer: Explorer): Promise<string> {
  const { page, type } = explorer;
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await explorer.settled();
  await type.getByRole('button', { name: 'Copy text' }).click();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe('');
  return read();
}

async function saved({ page, type }: Explorer): Promise<Download> {
  const download = page.waitForEvent('download');
  await type.getByRole('button', { name: 'Download' }).click();
  return download;
}

const contentOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());

const KERNELS = [
  { what: 'a base', files: ['base.btf'], name: 'task', args: ['base.btf'].map(fixture) },
  {
    what: 'a module',
    files: ['module.btf', 'base.btf'],
    name: 'opaque',
    args: ['--base', ...['base.btf', 'module.btf'].map(fixture)],
  },
] as const;

for (const { what, files, name, args } of KERNELS) {
  const type = ['--type', `struct:${name}`];

  test(`the C tab copies what the runner prints, of ${what}`, async ({ page }) => {
    const explorer = await open(page, ...files);
    await explorer.find(`struct ${name}`, `struct ${name}`);
    const form = (label: string) => explorer.type.getByRole('radio', { name: label, exact: true });
    await expect(form('Declaration')).toBeChecked();
    const declaration = await runner('dump', '--format', 'c', ...type, ...args);
    expect(declaration).toContain(`struct ${name} {`);
    expect(await copied(explorer)).toBe(declaration);

    await form('Minimal header').check();
    expect(await copied(explorer)).toBe(await runner('header', ...type, ...args));
    await explorer.type.getByRole('checkbox', { name: 'Static asserts' }).check();
    await explorer.type.getByRole('checkbox', { name: 'preserve_access_index' }).check();
    await explorer.type.getByRole('textbox', { name: 'Flavor' }).fill('new');
    const options = ['--asserts', '--preserve-access-index', '--flavor', 'new'];
    expect(await copied(explorer)).toBe(await runner('header', ...type, ...options, ...args));

    await form('Everything').check();
    const [file] = files;
    const everything = await copied(explorer);
    expect(everything).toBe(golden(file.replace('.btf', '.c')));
    expect(everything).toBe(await runner('dump', '--format', 'c', ...args));
    await explorer.type.getByRole('checkbox', { name: 'Sorted' }).uncheck();
    expect(await copied(explorer)).toBe(golden(file.replace('.btf', '.c-unsorted')));
  });

  test(`Layout and Raw copy what the runner prints, of ${what}`, async ({ page }) => {
    const explorer = await open(page, ...files);
    await explorer.find(`struct ${name}`, `struct ${name}`);
    await explorer.tab('Raw');
    expect(await copied(explorer)).toBe(await runner('dump', '--format', 'raw', ...type, ...args));

    await explorer.tab('Layout');
    const box = (label: string) => explorer.type.getByRole('checkbox', { name: label, exact: true });
    for (const [expand, format] of [
      [false, 'pahole'],
      [true, 'pahole-expanded'],
    ] as const)
      for (const hex of [false, true]) {
        await box('Expand').setChecked(expand);
        await box('Hex').setChecked(hex);
        const options = ['--format', format, ...(hex ? ['--hex'] : [])];
        const expected = await runner('dump', ...options, ...type, ...args);
        await explorer.type.getByRole('radio', { name: 'Table' }).check();
        expect(await copied(explorer)).toBe(expected);
        await explorer.type.getByRole('radio', { name: 'Pahole text' }).check();
        expect(await copied(explorer)).toBe(expected);
        // What is shown is what is copied.
        const shown = explorer.type.getByRole('region', { name: 'Pahole text' });
        await expect(shown).toContainText(`struct ${name} {`);
      }
    await explorer.type.getByLabel('Cacheline').selectOption('32 B');
    const options = ['--format', 'pahole-expanded', '--hex', '--cacheline', '32'];
    expect(await copied(explorer)).toBe(await runner('dump', ...options, ...type, ...args));
  });
}

test('everything with exact layouts is what the runner prints, on the clipboard, in a file and by its link', async ({
  page,
  browser,
}, info) => {
  const file = info.outputPath('corners.btf');
  writeFileSync(file, corners().build());
  const options = ['dump', '--format', 'c', file];
  const exact = await runner(...options, '--exact-layouts');
  expect(exact).not.toBe(await runner(...options));

  const explorer = await open(page, 'base.btf');
  await explorer.open(file);
  await explorer.find('struct nested', 'struct nested');
  await explorer.type.getByRole('radio', { name: 'Everything' }).check();
  const box = explorer.type.getByRole('checkbox', { name: 'Exact layouts' });
  await expect(box).not.toBeChecked();
  expect(await copied(explorer)).toBe(await runner(...options));
  await box.check();
  expect(await copied(explorer)).toBe(exact);
  const shown = explorer.type.getByRole('region', { name: 'C of everything' });
  await expect(shown).toContainText('} __attribute__((packed));');
  expect((await contentOf(await saved(explorer))).toString()).toBe(exact);
  await explorer.type.getByRole('checkbox', { name: 'Sorted' }).uncheck();
  expect(await copied(explorer)).toBe(await runner(...options, '--exact-layouts', '--unsorted'));

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(page.url());
  await other.open(file);
  await expect(other.heading).toContainText('struct nested');
  await expect(other.type.getByRole('checkbox', { name: 'Exact layouts' })).toBeChecked();
  await expect(other.type.getByRole('checkbox', { name: 'Sorted' })).not.toBeChecked();
  await fresh.close();
});

test('copied text carries the link where that is wanted, and the choice is kept', async ({ page }) => {
  const explorer = await open(page, 'base.btf');
  await explorer.find('struct task', 'struct task');
  const plain = await copied(explorer);
  await explorer.type.getByRole('checkbox', { name: 'With link' }).check();
  expect(await copied(explorer)).toBe(`${plain}/* ${page.url()} */\n`);
  await explorer.tab('Raw');
  expect((await copied(explorer)).split('\n').at(-2)).toBe(`# ${page.url()}`);
  await page.reload();
  await explorer.open(fixture('base.btf'));
  await expect(explorer.heading).toContainText('struct task');
  await expect(explorer.type.getByRole('checkbox', { name: 'With link' })).toBeChecked();
});

test('the forms are in the address: a copied link shows the same text', async ({ page, browser }) => {
  const explorer = await open(page, 'base.btf');
  await explorer.find('struct task', 'struct task');
  await explorer.type.getByRole('radio', { name: 'Minimal header' }).check();
  await explorer.type.getByRole('checkbox', { name: 'Static asserts' }).check();
  await explorer.tab('Layout');
  await explorer.type.getByRole('radio', { name: 'Pahole text' }).check();
  await explorer.type.getByRole('checkbox', { name: 'Expand' }).check();
  await explorer.settled();
  const text = await explorer.type.getByRole('region', { name: 'Pahole text' }).textContent();

  const fresh = await browser.newContext();
  const other = new Explorer(await fresh.newPage());
  await other.page.goto(page.url());
  await other.open(fixture('base.btf'));
  await expect(other.heading).toContainText('struct task');
  await expect(other.type.getByRole('checkbox', { name: 'Expand' })).toBeChecked();
  await expect(other.type.getByRole('region', { name: 'Pahole text' })).toHaveText(text ?? '');
  await other.tab('C');
  await expect(other.type.getByRole('radio', { name: 'Minimal header' })).toBeChecked();
  await expect(other.type.getByRole('checkbox', { name: 'Static asserts' })).toBeChecked();
  await fresh.close();
});

test('a long text is there when it is come back to, and when a link leads to it', async ({
  page,
}, testInfo) => {
  const b = new BtfBuilder();
  const long = b.addInt('unsigned long', 8);
  b.addStruct('long_one', MEMBERS * 8);
  for (let i = 0; i < MEMBERS; i++) b.addField(`member_${i}`, long, i * 64);
  const path = testInfo.outputPath('long.btf');
  writeFileSync(path, b.build());
  const explorer = await open(page);
  await explorer.open(path);
  await explorer.find('struct long_one', 'struct long_one');
  const text = explorer.type.getByRole('region', { name: 'C declaration' });
  await expect(text).toContainText('member_9;');
  const address = page.url();
  await explorer.type.getByRole('button', { name: 'Close the type' }).click();
  await page.goBack();
  await expect(text).toContainText('member_9;');
  await page.goto('about:blank');
  await page.goto(address);
  await explorer.open(path);
  await expect(text).toContainText('member_9;');
  await text.hover();
  await page.mouse.wheel(0, MEMBERS * 100);
  await expect(text).toContainText(`member_${MEMBERS - 1};`);
});

test('types in every text are links, and one out of everything shows its declaration', async ({ page }) => {
  const explorer = await open(page, 'base.btf');
  await explorer.find('struct task', 'struct task');
  await explorer.tab('Layout');
  await explorer.type.getByRole('radio', { name: 'Pahole text' }).check();
  const text = explorer.type.getByRole('region', { name: 'Pahole text' });
  await expect(text.getByRole('link', { name: 'spinlock_t' })).toBeVisible();
  await explorer.tab('C');
  await explorer.type.getByRole('radio', { name: 'Minimal header' }).check();
  const header = explorer.type.getByRole('region', { name: 'Minimal C header' });
  await expect(header.getByRole('link', { name: 'spinlock_t' }).first()).toBeVisible();
  await explorer.type.getByRole('radio', { name: 'Everything' }).check();
  const everything = explorer.type.getByRole('region', { name: 'C of everything' });
  await everything.getByRole('link', { name: 'list_head' }).first().click();
  await expect(explorer.heading).toContainText('struct list_head');
  await expect(explorer.type.getByRole('radio', { name: 'Declaration' })).toBeChecked();
  await page.goBack();
  await expect(explorer.type.getByRole('radio', { name: 'Everything' })).toBeChecked();
});

test('a download is what the tool prints of the whole file, or the text in sight', async ({ page }) => {
  const explorer = await open(page, 'base.btf');
  await explorer.find('struct task', 'struct task');
  const expectSaved = async (file: string, content: string): Promise<void> => {
    const download = await saved(explorer);
    expect(download.suggestedFilename()).toBe(file);
    expect((await contentOf(download)).toString()).toBe(content);
  };
  const what = explorer.type.getByRole('combobox', { name: 'What to save' });

  await expectSaved('task.h', await copied(explorer));
  await what.selectOption('all of base');
  await expectSaved('base.h', golden('base.c'));
  await explorer.type.getByRole('radio', { name: 'Everything' }).check();
  await expectSaved('base.h', golden('base.c'));

  await explorer.tab('Raw');
  await what.selectOption('all of base');
  await expectSaved('base.raw.txt', golden('base.raw'));
  await explorer.tab('Layout');
  await what.selectOption('all of base');
  await expectSaved('base.pahole.txt', golden('base.pahole'));
  await explorer.type.getByRole('checkbox', { name: 'Hex' }).check();
  await expectSaved('base.pahole.txt', golden('base.pahole-hex'));
  await explorer.type.getByRole('checkbox', { name: 'Hex' }).uncheck();
  await explorer.type.getByRole('checkbox', { name: 'Expand' }).check();
  await expectSaved('base.pahole-expanded.txt', golden('base.pahole-E'));
  await what.selectOption('this type');
  await expectSaved('task.pahole-expanded.txt', await copied(explorer));
});

test('the C of a real kernel is bpftool’s, as a preview, on the clipboard and in a file', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct task_struct', 'struct task_struct');
  await explorer.type.getByRole('radio', { name: 'Everything' }).check();
  await expect(explorer.type.getByText('first 5,000 lines')).toBeVisible();
  expect(sumOf('c', Buffer.from(await copied(explorer)))).toBe(sampleSum('c'));
  const download = await saved(explorer);
  expect(download.suggestedFilename()).toBe('vmlinux.h');
  expect(sumOf('c', await contentOf(download))).toBe(sampleSum('c'));
});

test('a download shows how far it is, leaves the page free, and can be cancelled', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.start();
  await explorer.openSample();
  await explorer.find('struct task_struct', 'struct task_struct');
  await explorer.tab('Layout');
  await explorer.type.getByRole('combobox', { name: 'What to save' }).selectOption('all of vmlinux');
  await explorer.type.getByRole('checkbox', { name: 'Expand' }).check();
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  const button = explorer.type.getByRole('button', { name: 'Download' });
  const bar = explorer.type.getByRole('progressbar', { name: /vmlinux\.pahole-expanded\.txt/ });

  await button.click();
  await expect(bar).toBeVisible();
  await explorer.type.getByRole('button', { name: 'Cancel the download' }).click();
  await expect(page.getByRole('status').filter({ hasText: /cancelled/ })).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect(downloads).toEqual([]);

  const download = page.waitForEvent('download');
  await button.click();
  await expect(bar).toBeVisible();
  await explorer.tab('Raw');
  await expect(explorer.type.getByRole('region', { name: 'Raw record' })).toContainText(
    "STRUCT 'task_struct'",
  );
  expect(sumOf('pahole-E', await contentOf(await download))).toBe(sampleSum('pahole-E'));
  expect(downloads).toEqual(['vmlinux.pahole-expanded.txt']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in any form (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const explorer = await open(page, 'base.btf');
    await explorer.find('struct task', 'struct task');
    for (const form of ['Minimal header', 'Everything']) {
      await explorer.type.getByRole('radio', { name: form }).check();
      await expect(explorer.type.getByRole('region')).not.toBeEmpty();
      expect(await explorer.violations(), form).toEqual([]);
    }
    await explorer.tab('Layout');
    await explorer.type.getByRole('checkbox', { name: 'Expand' }).check();
    await expect(explorer.type.getByRole('table')).toBeVisible();
    expect(await explorer.violations(), 'expanded table').toEqual([]);
    await explorer.type.getByRole('radio', { name: 'Pahole text' }).check();
    await expect(explorer.type.getByRole('region')).not.toBeEmpty();
    expect(await explorer.violations(), 'pahole text').toEqual([]);
  });
}
