/**
 * The order in which modules were loaded, and which of them count as loaded.
 * In: modules as they come and go, and what a person says of them. Out: their order, by default that of opening, and whether
 * each is loaded, by default yes.
 */

import type { SourceId } from './source-api.ts';

export class ModuleOrder {
  /** In load order. */
  private modules = new Set<SourceId>();
  private readonly off = new Set<SourceId>();
  private known = false;

  /** A new one was loaded last, as far as anyone knows. */
  add(id: SourceId): void {
    this.modules.add(id);
  }

  remove(id: SourceId): void {
    this.modules.delete(id);
    this.off.delete(id);
    if (this.modules.size === 0) this.known = false;
  }

  has(id: SourceId): boolean {
    return this.modules.has(id);
  }

  isLoaded(id: SourceId): boolean {
    return !this.off.has(id);
  }

  /** Whether the order is a kernel's, rather than that of opening. */
  get isKnown(): boolean {
    return this.known;
  }

  get inOrder(): Iterable<SourceId> {
    return this.modules;
  }

  /** What is no module is passed over. */
  setLoaded(ids: Iterable<SourceId>, loaded: boolean): void {
    for (const id of ids) {
      if (loaded) this.off.delete(id);
      else if (this.modules.has(id)) this.off.add(id);
    }
  }

  /** Before another one, or last. Does nothing where either is no module. @returns whether it was done */
  move(id: SourceId, before: SourceId | null): boolean {
    if (!this.modules.has(id) || before === id || (before !== null && !this.modules.has(before)))
      return false;
    const others = [...this.modules].filter((one) => one !== id);
    const at = before === null ? others.length : others.indexOf(before);
    this.modules = new Set([...others.slice(0, at), id, ...others.slice(at)]);
    this.known = true;
    return true;
  }

  /** These come first, in this order; the others keep theirs. */
  putFirst(ids: Iterable<SourceId>, isKnown = true): void {
    const first = [...ids].filter((id) => this.modules.has(id));
    this.modules = new Set([...first, ...this.modules]);
    this.known = isKnown;
  }
}
