// Real kernels in the browser: many modules at once in any order, a base that looks right and is wrong, another build.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from '@playwright/test';
import { Explorer } from './page.ts';
import { realKernel, shuffled } from './real-kernel.ts';

const amd64 = realKernel('debian-6.12.117-amd64');
const cloud = realKernel('debian-6.12.117-cloud-amd64');
const RUNNING = '/sys/kernel/btf/vmlinux';
/** Types of Debian's vmlinux 6.12.117, as bpftool counts them. */
const VMLINUX_TYPES = 112_768;

const isNamed = (name: string) => (path: string) => basename(path) === name;

if (amd64) {
  test('fifty modules and their vmlinux at once, modules first, in no order', async ({ page }) => {
    const explorer = new Explorer(page);
    const wanted = amd64.modules.filter(isNamed('nf_conntrack'));
    const others = amd64.modules.filter((path) => !wanted.includes(path));
    await explorer.start();
    await explorer.open(...shuffled([...wanted, ...shuffled(others, 49)], 50), amd64.vmlinux);
    const status = page.getByRole('status').filter({ hasText: 'types in' });
    await expect(status).toContainText('in 51 sources');
    await explorer.allIn();
    await expect(explorer.problems).toHaveCount(0);

    await explorer.find('struct nf_conn_help', 'struct nf_conn_help');
    await expect(explorer.type).toContainText(/nf_conntrack:\[\d+\]/);
    const panel = explorer.type.getByRole('tabpanel');
    await expect(panel).toContainText('→ vmlinux');
    const address = page.url();
    await panel.getByRole('link', { name: 'hlist_head' }).first().click();
    await expect(explorer.heading).toHaveText('struct hlist_head');
    await expect(explorer.type).toContainText('vmlinux');
    await page.goBack();
    await expect(explorer.heading).toHaveText('struct nf_conn_help');
    expect(page.url()).toBe(address);

    // And from vmlinux back into the module, by what uses it.
    await explorer.find('struct nf_conn', 'struct nf_conn');
    await explorer.tab('Used by');
    await explorer.type
      .getByRole('tabpanel')
      .getByRole('link', { name: 'nf_ct_', exact: false })
      .first()
      .click();
    await page.goBack();
    await expect(explorer.heading).toHaveText('struct nf_conn');
  });

  test('a link to a type says what differs on another kernel', async ({ page, browser }) => {
    test.skip(!existsSync(RUNNING), 'this machine shows no BTF of its own kernel');
    const explorer = new Explorer(page);
    await explorer.start();
    await explorer.open(amd64.vmlinux);
    await explorer.find('struct task_struct', 'struct task_struct');
    const link = page.url();

    const fresh = await browser.newContext();
    const other = new Explorer(await fresh.newPage());
    await other.page.goto(link);
    await expect(other.page.getByRole('main')).toContainText('cat /sys/kernel/btf/vmlinux');
    await other.open(RUNNING);
    await expect(other.heading).toHaveText('struct task_struct');
    const notice = other.page.getByRole('note', { name: 'Differences from the link' });
    await expect(notice).toContainText('size');
    await expect(notice).toContainText('members');
    await fresh.close();
  });
}

if (amd64 && cloud) {
  test('a base that looks right and is wrong is told by content; the right one attaches the modules', async ({
    page,
  }) => {
    const explorer = new Explorer(page);
    const names = ['nf_conntrack', 'tun', 'veth', 'bridge', 'overlay'];
    const modules = amd64.modules.filter((path) => names.includes(basename(path)));
    expect(modules).toHaveLength(names.length);
    await explorer.start();
    await explorer.open(...modules, cloud.vmlinux);
    for (const name of names) {
      await expect(explorer.source(name)).toContainText(/does not fit|no base fits/i);
      await expect(explorer.source(name)).toContainText(/\d+ .*(name|string|reference)/i);
    }
    await explorer.allIn();
    expect(await explorer.hits()).toBeGreaterThan(0);

    await explorer.open(amd64.vmlinux);
    await explorer.allIn();
    for (const name of names)
      await expect(explorer.source(name)).not.toContainText(/does not fit|no base fits/i);
    await explorer.find('struct nf_conn_help', 'struct nf_conn_help');
    await expect(explorer.type).toContainText(/nf_conntrack:\[\d+\]/);
  });

  test('the status tells how many types are open', async ({ page }) => {
    const explorer = new Explorer(page);
    await explorer.start();
    await explorer.open(amd64.vmlinux);
    const words = `${VMLINUX_TYPES.toLocaleString('en-US')} types`;
    await expect(page.getByRole('status').filter({ hasText: 'types' })).toContainText(words);
  });
}
