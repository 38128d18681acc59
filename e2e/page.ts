// The page as the tests speak of it: by roles and names, the ones that people and screen readers use.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A file of the fixtures, for `setInputFiles`. */
export const fixture = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname;

export type Tab = 'C' | 'Layout' | 'Raw' | 'Used by';

export type KsymsTab = 'Objects' | 'Externs' | 'Relocations' | 'Kfuncs' | 'Check';

export class Explorer {
  readonly page: Page;
  readonly search: Locator;
  readonly grid: Locator;
  /** The grid, or the treegrid that it is while types are grouped by name. */
  readonly list: Locator;
  readonly type: Locator;
  readonly sources: Locator;
  readonly problems: Locator;
  readonly ksyms: Locator;
  readonly externs: Locator;
  readonly extern: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('searchbox', { name: 'Search types' });
    this.grid = page.getByRole('grid', { name: 'Types' });
    this.list = this.grid.or(page.getByRole('treegrid', { name: 'Types' }));
    this.type = page.getByRole('region', { name: 'Type', exact: true });
    this.sources = page.getByRole('region', { name: 'Sources' });
    this.problems = page.getByRole('region', { name: 'Problems' });
    this.ksyms = page.getByRole('region', { name: 'Ksyms' });
    this.externs = page.getByRole('table', { name: 'Externs' });
    this.extern = page.getByRole('region', { name: 'Extern', exact: true });
  }

  async start(fragment = ''): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await expect(this.page.getByLabel('Open files')).toBeAttached();
  }

  async open(...files: string[]): Promise<void> {
    await this.page.getByLabel('Open files').setInputFiles(files);
  }

  /** The sample kernel, until all of it is in. */
  async openSample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the sample kernel' }).click();
    await this.allIn();
    await expect(this.list).toBeVisible();
  }

  /** Until nothing is on its way in, and the list answers over all of it. */
  async allIn(): Promise<void> {
    await expect(this.page.getByRole('progressbar')).toHaveCount(0);
    await this.answered();
  }

  source(name: string): Locator {
    return this.sources
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `Remove ${name}`, exact: true }) });
  }

  /** A row of the table of externs, by the name of its extern. */
  externRow(name: string): Locator {
    return this.externs.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  async ksymsPart(name: KsymsTab): Promise<void> {
    await this.ksyms.getByRole('tab', { name }).click();
    await expect(this.ksyms.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }

  /** Hits as the grid tells them, its head not counted. */
  async hits(): Promise<number> {
    return Number(await this.list.getAttribute('aria-rowcount')) - 1;
  }

  row(text: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: text });
  }

  /** Searches for a name and opens its first hit, which is to be the very one, by keyboard. */
  async find(query: string, title: string): Promise<void> {
    await this.search.fill(query);
    const name = title.split(' ').at(-1) ?? title;
    const first = this.grid.getByRole('row').nth(1).getByRole('gridcell').nth(1);
    await expect(first).toHaveText(name);
    await this.answered();
    await this.search.press('Enter');
    await this.page.keyboard.press('Enter');
    await expect(this.heading).toHaveText(title);
  }

  /** Until the list answers what was typed. */
  async answered(): Promise<void> {
    await expect(this.list).toHaveAttribute('aria-busy', 'false');
  }

  /** Until what the pane of the type shows is what was asked for, and not what was there before. */
  async settled(): Promise<void> {
    await expect(this.type.locator('[aria-busy=true]')).toHaveCount(0);
  }

  get heading(): Locator {
    return this.type.getByRole('heading', { level: 2 });
  }

  async tab(name: Tab): Promise<void> {
    await this.type.getByRole('tab', { name, exact: true }).click();
    await expect(this.type.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
  }

  /** What was copied, once it says so. */
  async copied(what: RegExp): Promise<string> {
    await expect(this.page.getByRole('status').filter({ hasText: what })).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Serious and critical findings of axe, in words; what is still of before is dimmed, and not looked at. */
  async violations(): Promise<string[]> {
    await expect(this.page.locator('[aria-busy=true]')).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }
}
