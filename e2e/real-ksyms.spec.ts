// Ksyms against Debian's whole kernel, where it lies beside the project: many objects at once, and the way from an object
// to its answer by keyboard alone. What is checked in the small is in ksyms.spec.ts.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Explorer, fixture } from './page.ts';
import { realKernel } from './real-kernel.ts';

const amd64 = realKernel('debian-6.12.117-amd64');
const folder = new URL('../../shared/data/ksyms/', import.meta.url).pathname;
const objects = existsSync(join(folder, 'objs'))
  ? readdirSync(join(folder, 'objs')).map((name) => join(folder, 'objs', name))
  : [];

if (amd64) {
  const conntrack = amd64.modules.filter((path) => basename(path) === 'nf_conntrack');

  test('vmlinux, nf_conntrack and an object that calls bpf_skb_ct_lookup', async ({ page }) => {
    const explorer = new Explorer(page);
    await explorer.start();
    await explorer.open(fixture('bpf/ct_lookup.bpf.o'), ...conntrack, amd64.vmlinux);
    await expect(explorer.source('nf_conntrack')).toContainText(/types/);
    await explorer.allIn();
    await page.keyboard.press('Shift+K');
    await expect(explorer.externRow('bpf_skb_ct_lookup')).toContainText('nf_conntrack');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(explorer.extern).toContainText(/in the BTF of nf_conntrack, id 11\d{4}/);
    const isLoaded = explorer.sources.getByRole('checkbox', { name: 'nf_conntrack is loaded' });
    await isLoaded.focus();
    await page.keyboard.press('Space');
    const advice = explorer.extern.getByRole('region', { name: 'What to do' });
    await expect(advice).toContainText('nf_conntrack has bpf_skb_ct_lookup and is switched off here');
    await advice.getByRole('button', { name: 'Switch nf_conntrack on' }).press('Enter');
    await expect(explorer.extern).toContainText(/in the BTF of nf_conntrack, id 11\d{4}/);
  });

  if (objects.length > 0) {
    test('all objects at once show in the list, with what each comes to', async ({ page }) => {
      const explorer = new Explorer(page);
      await explorer.start();
      await explorer.open(...conntrack, amd64.vmlinux);
      await expect(explorer.source('nf_conntrack')).toBeVisible();
      await explorer.allIn();
      await page.keyboard.press('Shift+K');
      await expect(explorer.ksyms).toContainText('No BPF object is open');
      const started = Date.now();
      await explorer.open(...objects, join(folder, 'kallsyms.gz'));
      const table = page.getByRole('table', { name: 'Objects' });
      await expect(table).toHaveAttribute('aria-rowcount', String(objects.length + 1));
      await expect(table).toHaveAttribute('aria-busy', 'false');
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      test.info().annotations.push({ type: 'objects', description: `${objects.length} in ${seconds} s` });
      await expect(page.getByRole('group', { name: 'Kernel' })).toContainText('kallsyms: ');

      await page.getByRole('checkbox', { name: 'Only problems' }).check();
      await page.keyboard.press('Tab');
      await expect(table).toBeFocused();
      await page.keyboard.press('End');
      const last = table.getByRole('row').last().getByRole('link');
      await expect(last).toBeFocused();
      const name = await last.innerText();
      await page.keyboard.press('Enter');
      await expect(explorer.externs.getByRole('row').nth(1)).toBeVisible();
      await page.goBack();
      await expect(table.getByRole('link', { name, exact: true })).toBeInViewport();
    });
  }
}
