import { describe, expect, it } from 'vitest';
import { MAX_SCROLL_RANGE, ScaledScroll } from './scaled-scroll.ts';

const ROW = 24;
const VIEWPORT = 600;

function list(rows: number): ScaledScroll {
  const scroll = new ScaledScroll();
  scroll.resize({ contentHeight: rows * ROW, viewportHeight: VIEWPORT });
  return scroll;
}

describe('a list that fits the browser', () => {
  it('scrolls pixel by pixel with the element', () => {
    const scroll = list(1000);
    for (const top of [0, 10, 5000, 23_400]) {
      scroll.onScroll(top);
      expect(scroll.offset).toBe(top);
    }
    expect(scroll.elementHeight).toBe(1000 * ROW);
  });
});

describe.each([1_200_000, 10_000_000])('a list of %d rows', (rows) => {
  it('gives the element a height that no browser cuts', () => {
    expect(list(rows).elementHeight).toBe(MAX_SCROLL_RANGE);
  });

  it('reaches the last row by the thumb and by position', () => {
    const scroll = list(rows);
    scroll.onScroll(MAX_SCROLL_RANGE - VIEWPORT);
    expect(scroll.offset).toBe(rows * ROW - VIEWPORT);
    expect(scroll.scrollTo(Infinity)).toBe(MAX_SCROLL_RANGE - VIEWPORT);
    expect(scroll.offset).toBe(rows * ROW - VIEWPORT);
    scroll.onScroll(0);
    expect(scroll.offset).toBe(0);
  });

  it('moves by exactly what the wheel turns, also across re-syncs', () => {
    const scroll = list(rows);
    let element = scroll.scrollTo(rows * ROW * 0.37);
    const start = scroll.offset;
    for (let step = 0; step < 1000; step++) {
      element += 120;
      scroll.onScroll(element);
      if (step % 7 === 0) element = scroll.synced();
      scroll.onScroll(element);
    }
    expect(scroll.offset - start).toBe(120_000);
  });

  it("does not take a browser's rounding of where it was put for a movement", () => {
    const scroll = list(rows);
    const element = scroll.scrollTo(rows * ROW - VIEWPORT - 16) - 1;
    scroll.stands(element);
    scroll.onScroll(element);
    expect(scroll.offset).toBe(rows * ROW - VIEWPORT - 16);
    scroll.onScroll(element - 120);
    expect(scroll.offset).toBe(rows * ROW - VIEWPORT - 136);
  });

  it('jumps in proportion when the thumb is dragged', () => {
    const scroll = list(rows);
    scroll.onScroll((MAX_SCROLL_RANGE - VIEWPORT) / 2);
    expect(scroll.offset / (rows * ROW - VIEWPORT)).toBeCloseTo(0.5, 6);
  });

  it('does not take a re-sync near the ends for a movement', () => {
    const scroll = list(rows);
    for (const offset of [ROW, rows * ROW - VIEWPORT - ROW]) {
      scroll.onScroll(scroll.scrollTo(offset));
      expect(scroll.offset).toBe(offset);
    }
  });
});

it('stays inside when the list becomes shorter', () => {
  const scroll = list(1_000_000);
  scroll.scrollTo(20_000_000);
  scroll.resize({ contentHeight: 100 * ROW, viewportHeight: VIEWPORT });
  expect(scroll.offset).toBe(100 * ROW - VIEWPORT);
});
