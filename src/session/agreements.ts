/**
 * Whether definitions of one name agree.
 * In: types that share name and kind. Out: how many different ones are among them, by structural hash, which is which, and
 * between which sizes they are.
 * Works in slices, and keeps what it has hashed: the same rows are asked about at every keystroke.
 */

import type { TypeKey } from '../domain/kernel/corpus.ts';
import { listedSize } from '../domain/kernel/sizes.ts';
import type { BtfView } from '../domain/view/view.ts';
import type { Agreement } from './list-api.ts';
import { structuralHash } from './hash.ts';
import type { Indexing } from './indexing.ts';
import { Slices } from './slices.ts';
import type { Sources } from './sources.ts';

/** Definitions of one name that are compared; a hostile file may have a million. */
const MAX_COMPARED = 5000;
/** Hashes that are kept. */
const KEPT = 50_000;

export class Agreements {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private readonly slices = new Slices();
  private byView = new WeakMap<BtfView, Map<number, string>>();
  private kept = 0;

  constructor(sources: Sources, indexing: Indexing) {
    this.sources = sources;
    this.indexing = indexing;
  }

  /** Null for fewer than two. */
  async of(definitions: readonly TypeKey[]): Promise<Agreement | null> {
    if (definitions.length < 2) return null;
    const numbers = new Map<string, number>();
    const variantOf: number[] = [];
    let [least, largest] = [Infinity, -Infinity];
    for (const type of definitions.slice(0, MAX_COMPARED)) {
      const hash = this.hashOf(type);
      const known = numbers.has(hash);
      const variant = numbers.get(hash) ?? numbers.size;
      numbers.set(hash, variant);
      variantOf.push(variant);
      // Those of one variant have one size.
      const size = known ? null : this.sizeOf(type);
      if (size !== null) [least, largest] = [Math.min(least, size), Math.max(largest, size)];
      if (this.slices.used) await this.slices.pause();
    }
    return { variants: numbers.size, variantOf, sizes: least <= largest ? [least, largest] : null };
  }

  private viewOf({ key }: TypeKey): BtfView | undefined {
    const source = this.indexing.sourceOf(key);
    return source === null ? undefined : this.sources.shown(source)?.placement.view;
  }

  private sizeOf(type: TypeKey): number | null {
    const view = this.viewOf(type);
    return view ? listedSize(view, type.id) : null;
  }

  private hashOf(type: TypeKey): string {
    const { id } = type;
    const view = this.viewOf(type);
    if (!view) return '';
    let hashes = this.byView.get(view);
    if (!hashes) this.byView.set(view, (hashes = new Map<number, string>()));
    let hash = hashes.get(id);
    if (hash === undefined) {
      if (++this.kept > KEPT) {
        this.byView = new WeakMap();
        this.byView.set(view, (hashes = new Map<number, string>()));
        this.kept = 1;
      }
      hashes.set(id, (hash = structuralHash(view, id)));
    }
    return hash;
  }
}
