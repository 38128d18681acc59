/**
 * Layouts once found, for as long as a view is open and the cacheline size is the same.
 * In: a view. Out: its cache, over that of its base.
 */

import { DEFAULT_CACHELINE_SIZE } from '../domain/layout/layouts.ts';
import { PaholeCache } from '../domain/render/pahole-cache.ts';
import type { BtfView } from '../domain/view/view.ts';

export class Caches {
  private byView = new WeakMap<BtfView, PaholeCache>();
  private cachelineSize = 0;

  /** For whoever does not look at cachelines: as they were last looked at. */
  inUse(view: BtfView): PaholeCache {
    return this.of(view, this.cachelineSize || DEFAULT_CACHELINE_SIZE);
  }

  /** In bytes; another size than the last one drops what was found. */
  of(view: BtfView, cachelineSize: number): PaholeCache {
    if (cachelineSize !== this.cachelineSize) {
      this.byView = new WeakMap();
      this.cachelineSize = cachelineSize;
    }
    let cache = this.byView.get(view);
    if (!cache) {
      const base = view.base && this.of(view.base, cachelineSize);
      this.byView.set(view, (cache = new PaholeCache(view, cachelineSize, base)));
    }
    return cache;
  }
}
