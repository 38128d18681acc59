/**
 * Scrolling through more rows than a browser has pixels for.
 * In: the scroll position of an element whose height is capped. Out: the position in the full list, exact to the pixel.
 * Browsers cut elements (Chromium near 33.5 million px, Firefox near 17.9), so above `MAX_SCROLL_RANGE` the scrollbar is a
 * scaled picture: small steps move the list by the same number of pixels, long ones (dragging the thumb) in proportion.
 * Knows no DOM; `use-rows.ts` feeds it.
 */

/** Pixels; well below what any browser cuts. */
export const MAX_SCROLL_RANGE = 8_000_000;

/** A step longer than this many viewports was a jump of the thumb. */
const JUMP_VIEWPORTS = 4;

export interface ScrollGeometry {
  /** Height of all rows, pixels. */
  readonly contentHeight: number;
  /** Height in which rows are seen, pixels. */
  readonly viewportHeight: number;
}

export class ScaledScroll {
  private geometry: ScrollGeometry = { contentHeight: 0, viewportHeight: 0 };
  private top = 0;
  /** What the element last reported or was set to. */
  private elementTop = 0;

  /** Position in the full list, pixels. */
  get offset(): number {
    return this.top;
  }

  /** Height that the scrolled element is given, pixels. */
  get elementHeight(): number {
    return Math.min(this.geometry.contentHeight, MAX_SCROLL_RANGE);
  }

  get scaled(): boolean {
    return this.geometry.contentHeight > MAX_SCROLL_RANGE;
  }

  get maxOffset(): number {
    return Math.max(0, this.geometry.contentHeight - this.geometry.viewportHeight);
  }

  resize(geometry: ScrollGeometry): void {
    this.geometry = geometry;
    this.top = Math.min(this.top, this.maxOffset);
  }

  /** The element was scrolled to `elementTop`. */
  onScroll(elementTop: number): void {
    const step = elementTop - this.elementTop;
    this.elementTop = elementTop;
    const jump = Math.abs(step) > this.geometry.viewportHeight * JUMP_VIEWPORTS;
    if (!this.scaled) this.top = elementTop;
    else if (jump) this.top = this.proportional(elementTop);
    else this.top = clamp(this.top + step, 0, this.maxOffset);
  }

  /** Moves the list; returns where the element must be scrolled to. */
  scrollTo(offset: number): number {
    this.top = clamp(offset, 0, this.maxOffset);
    return this.synced();
  }

  /** Where the element belongs for the present position; its own report of getting there moves nothing. */
  synced(): number {
    this.elementTop = this.scaled ? Math.round((this.top / this.maxOffset) * this.maxElementTop) : this.top;
    return this.elementTop;
  }

  /** Where the element came to stand when it was put where it belongs: browsers round, and report it as if it were scrolled. */
  stands(elementTop: number): void {
    this.elementTop = elementTop;
  }

  private get maxElementTop(): number {
    return Math.max(0, this.elementHeight - this.geometry.viewportHeight);
  }

  private proportional(elementTop: number): number {
    return Math.round((elementTop / this.maxElementTop) * this.maxOffset);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
