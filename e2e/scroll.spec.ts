// The list of more types than a browser has pixels for: it ends where it should, and stands where it was put, to the pixel.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { BtfBuilder } from '../src/format/testing/builder.ts';
import { Explorer } from './page.ts';

/** 12 million pixels of rows: scaled beyond what the list gives its element. */
const TYPES = 500_000;
const ROW = 24;

const nameOf = (index: number): string => `t_${String(index).padStart(6, '0')}`;

/** What the list shows: index of the row at the top of its rows, and how many pixels of it are above. */
interface Position {
  readonly offset: number;
  readonly name: string;
  readonly viewport: number;
}

function position(page: Page): Promise<Position> {
  return page.evaluate((rowHeight) => {
    const grid = document.querySelector('[role=grid][aria-label=Types]');
    const rows = [...(grid?.querySelectorAll('[role=row][aria-selected]') ?? [])];
    const top = (grid?.getBoundingClientRect().top ?? 0) + rowHeight;
    const row = rows.find((one) => one.getBoundingClientRect().bottom > top + 0.5);
    const index = Number(row?.getAttribute('aria-rowindex')) - 2;
    const above = top - (row?.getBoundingClientRect().top ?? 0);
    return {
      offset: Math.round(index * rowHeight + above),
      name: row?.querySelectorAll('[role=gridcell]')[1]?.textContent ?? '',
      viewport: (grid?.clientHeight ?? 0) - rowHeight,
    };
  }, ROW);
}

/** One step in the page, as a person takes it; wheel and thumb are told by pixels and share. */
type Step = { readonly key: string } | { readonly wheel: number } | { readonly thumb: number };

/** Takes steps one a frame. */
function take(page: Page, steps: readonly Step[]): Promise<void> {
  return page.evaluate(async (list) => {
    const grid = document.querySelector<HTMLElement>('[role=grid][aria-label=Types]');
    if (!grid) throw new Error('no list');
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    for (const step of list) {
      if ('key' in step)
        grid.dispatchEvent(new KeyboardEvent('keydown', { key: step.key, bubbles: true, cancelable: true }));
      else if ('wheel' in step)
        grid.dispatchEvent(new WheelEvent('wheel', { deltaY: step.wheel, bubbles: true, cancelable: true }));
      else grid.scrollTop = Math.round(step.thumb * (grid.scrollHeight - grid.clientHeight));
      await frame();
    }
  }, steps);
}

/** Keys by a letter each, for lists of them. */
const KEYS: Readonly<Record<string, string>> = {
  j: 'j',
  k: 'k',
  P: 'PageDown',
  U: 'PageUp',
  e: 'End',
  h: 'Home',
};

/** The list as it should be: a position in all rows and an active row, by plain arithmetic. */
class Model {
  offset = 0;
  active = 0;
  private readonly viewport: number;
  private readonly end = TYPES * ROW;

  constructor(viewport: number) {
    this.viewport = viewport;
  }

  take(step: Step): void {
    if ('wheel' in step) this.scrollTo(this.offset + step.wheel);
    else if ('key' in step) this.press(step.key);
  }

  private press(key: string): void {
    const page = Math.floor(this.viewport / ROW);
    const moves: Record<string, number> = {
      j: this.active + 1,
      k: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: TYPES - 1,
    };
    this.active = Math.min(Math.max(moves[key] ?? this.active, 0), TYPES - 1);
    const top = this.active * ROW;
    if (top < this.offset) this.scrollTo(top);
    else if (top + ROW - this.viewport > this.offset) this.scrollTo(top + ROW - this.viewport);
  }

  private scrollTo(offset: number): void {
    this.offset = Math.min(Math.max(offset, 0), this.end - this.viewport);
  }
}

test.describe('a list of half a million rows', () => {
  let file = '';

  test.beforeAll(() => {
    const builder = new BtfBuilder();
    for (let i = 0; i < TYPES; i++) builder.addStruct(nameOf(i), 4);
    file = join(mkdtempSync(join(tmpdir(), 'btf-scroll-')), 'large.btf');
    writeFileSync(file, builder.build());
  });

  test.afterAll(() => rmSync(dirname(file), { recursive: true, force: true }));

  async function openLarge(page: Page): Promise<Explorer> {
    const explorer = new Explorer(page);
    await explorer.start();
    await explorer.open(file);
    await expect.poll(() => explorer.hits()).toBe(TYPES);
    await explorer.allIn();
    await expect(explorer.row(nameOf(0))).toBeVisible();
    return explorer;
  }

  test('shows its last row by End and by the thumb, and its first by Home', async ({ page }) => {
    const explorer = await openLarge(page);
    await explorer.grid.focus();
    await page.keyboard.press('End');
    await expect(explorer.row(nameOf(TYPES - 1))).toBeInViewport();
    const { offset, viewport } = await position(page);
    expect(offset).toBe(TYPES * ROW - viewport);
    await page.keyboard.press('Home');
    await expect(explorer.row(nameOf(0))).toBeInViewport();
    await take(page, [{ thumb: 1 }]);
    await expect(explorer.row(nameOf(TYPES - 1))).toBeInViewport();
    expect((await position(page)).offset).toBe(TYPES * ROW - viewport);
    await take(page, [{ thumb: 0 }]);
    await expect(explorer.row(nameOf(0))).toBeInViewport();
    expect((await position(page)).offset).toBe(0);
  });

  test('goes to its last row by End also while its hits are being counted', async ({ page }) => {
    const explorer = await openLarge(page);
    await explorer.search.fill('nothing is called so');
    await explorer.answered();
    await explorer.search.fill('t_');
    await page.evaluate(async (rows) => {
      const grid = document.querySelector('[role=grid][aria-label=Types]');
      // No number of rows is given until they are counted
      for (let frame = 0; frame < 300 && !['-1', `${rows}`].includes(grid?.ariaRowCount ?? ''); frame++)
        await new Promise(requestAnimationFrame);
      grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }));
    }, TYPES + 1);
    await expect(explorer.row(nameOf(TYPES - 1))).toBeInViewport();
  });

  test('stands where it should after a thousand mixed steps', async ({ page }) => {
    await openLarge(page);
    const model = new Model((await position(page)).viewport);
    const keys = [...'jjkPPPPPPUUUe', ...'jjkPPPPPPUUUh'].map((letter) => KEYS[letter]);
    const wheels = [120, -120, 360, 53, -7, 2000, -480];
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const checked: Position[] = [];
    for (let round = 0; round < 20; round++) {
      const steps = Array.from({ length: 50 }, (): Step =>
        random(2) === 0 ? { key: keys[random(keys.length)] } : { wheel: wheels[random(wheels.length)] },
      );
      await take(page, steps);
      for (const step of steps) model.take(step);
      // The thumb is put where it belongs once nothing scrolls; that must move nothing.
      if (round % 5 === 4) await page.waitForTimeout(300);
      await expect.poll(async () => (await position(page)).name).toBe(nameOf(Math.floor(model.offset / ROW)));
      const now = await position(page);
      expect(now.offset).toBe(model.offset);
      checked.push(now);
    }
    expect(new Set(checked.map(({ offset }) => offset)).size).toBeGreaterThan(10);
  });

  test('goes on from wherever the thumb was dragged to', async ({ page }) => {
    await openLarge(page);
    for (const thumb of [0.5, 0.123, 0.9, 0.001]) {
      await take(page, [{ thumb }]);
      const dragged = await position(page);
      expect(Math.abs(dragged.offset / (TYPES * ROW) - thumb)).toBeLessThan(0.001);
      await take(page, [{ wheel: 120 }, { wheel: 7 }, { wheel: -60 }]);
      await page.waitForTimeout(300);
      const { offset } = await position(page);
      expect(offset).toBe(dragged.offset + 67);
      await expect.poll(async () => (await position(page)).name).toBe(nameOf(Math.floor(offset / ROW)));
    }
  });
});
