/**
 * The files that are open, and what each one is seen over.
 * In: parsed blobs and symbol tables, one at a time, and removals. Out: sources with their view, in the order they were
 * opened, modules in their load order. What is told of each lies in `source-info.ts`.
 * Tries modules without a base again whenever a base comes or goes; nothing is read again for that.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { openBtf } from '../domain/view/validate.ts';
import { place, placeOnNew, type Blob, type Candidate, type Placement } from '../domain/kernel/place.ts';
import type { BtfView } from '../domain/view/view.ts';
import type { Kallsyms } from '../format/kallsyms/kallsyms.ts';
import type { FoundBtf } from '../intake/found.ts';
import type { SourceId, SourceInfo, TypeRef } from './source-api.ts';
import { Duplicates } from './duplicates.ts';
import { ModuleOrder } from './module-order.ts';
import { roleOf, type BtfRole } from './roles.ts';
import { infoOf, infoOfKallsyms } from './source-info.ts';

export interface Source {
  readonly id: SourceId;
  readonly name: string;
  readonly path: string;
  readonly role: BtfRole;
  readonly found: FoundBtf;
  /** The distilled base that the file carries, as a source of its own; listed while the module is seen over it. */
  readonly distilled: ShownSource | null;
  readonly placement: Placement;
}

/** A source that can be looked into. */
export interface ShownSource extends Source {
  readonly placement: Extract<Placement, { view: BtfView }>;
}

/** A symbol table. There are no types in it. */
export interface KallsymsSource {
  readonly id: SourceId;
  readonly name: string;
  readonly path: string;
  readonly role: 'kallsyms';
  readonly kallsyms: Kallsyms;
}

/** Bases that a module is tried on, the latest ones: each try is a pass over the module. */
const MAX_CANDIDATES = 32;

export class Sources {
  /** Distilled bases are reached through their modules. */
  private readonly files = new Map<SourceId, Source>();
  private readonly symbols = new Map<SourceId, KallsymsSource>();
  readonly modules = new ModuleOrder();
  private readonly distilled = new Map<SourceId, SourceId>();
  private readonly bases = new Map<SourceId, Candidate>();
  private candidates: readonly Candidate[] = [];
  /** Files without a base; kept apart because a base may be one of 100,000. */
  private readonly baseless = new Set<SourceId>();
  private readonly duplicates = new Duplicates();
  /** Of what is ready, which nothing else has a say in: all of them are told again with every report of progress. */
  private readonly infosOfReady = new WeakMap<Source, SourceInfo>();
  private nextId: SourceId;

  constructor(firstId: SourceId = 1) {
    this.nextId = firstId;
  }

  /** The source that has the same content, and the same name where it is a module's; null where there is none. */
  sameAs(name: string, found: FoundBtf): Source | null {
    const id = this.duplicates.find(name, found);
    return id === null ? null : (this.files.get(id) ?? null);
  }

  /**
   * A stand-alone blob is checked here, and so is one with a distilled base; another split one waits for a base and is never
   * refused.
   * @throws BtfError the first broken rule
   */
  add(name: string, path: string, found: FoundBtf): Source {
    const distilled = found.distilled && this.distilledSource(name, path, found);
    if (distilled) openBtf(found.btf, distilled.placement.view, found.pointerSize);
    else if (!found.btf.isSplit) openBtf(found.btf, null, found.pointerSize);
    const id = this.nextId++;
    const role = roleOf(found);
    const placement = this.place(found, distilled);
    const source: Source = { id, name, path, role, found, distilled, placement };
    this.set(source);
    this.duplicates.add(id, name, found);
    if (role === 'module') this.modules.add(id);
    if (distilled) this.distilled.set(distilled.id, id);
    if (this.isBase(source) && isShown(source)) {
      const candidate = { key: id, view: source.placement.view };
      this.bases.set(id, candidate);
      this.candidates = [...this.candidates, candidate].slice(-MAX_CANDIDATES);
    }
    return source;
  }

  /** The source that is the same to the letter, or null. */
  sameKallsyms(kallsyms: Kallsyms): KallsymsSource | null {
    for (const source of this.symbols.values()) if (source.kallsyms.hasSameText(kallsyms)) return source;
    return null;
  }

  addKallsyms(name: string, path: string, kallsyms: Kallsyms): KallsymsSource {
    const source: KallsymsSource = { id: this.nextId++, name, path, role: 'kallsyms', kallsyms };
    this.symbols.set(source.id, source);
    return source;
  }

  /** The one opened last, or null. */
  get kallsyms(): KallsymsSource | null {
    return [...this.symbols.values()].at(-1) ?? null;
  }

  /** What was seen over a removed base waits for another. Removing a distilled base removes its module. */
  remove(id: SourceId): void {
    this.symbols.delete(id);
    const file = this.files.get(this.distilled.get(id) ?? id);
    if (!file) return;
    this.files.delete(file.id);
    this.baseless.delete(file.id);
    if (this.bases.delete(file.id)) this.candidates = [...this.bases.values()].slice(-MAX_CANDIDATES);
    this.duplicates.remove(file.id, file.name, file.found);
    this.modules.remove(file.id);
    if (file.distilled) this.distilled.delete(file.distilled.id);
    for (const source of this.files.values())
      if (source.placement.state === 'ready' && source.placement.base === file.id)
        this.set({ ...source, placement: { state: 'waiting-for-base' } });
  }

  get(id: SourceId): Source | undefined {
    const module = this.distilled.get(id);
    return module === undefined ? this.files.get(id) : (this.files.get(module)?.distilled ?? undefined);
  }

  /** The source if there is a view to look through. */
  shown(id: SourceId): ShownSource | null {
    const source = this.get(id);
    return source && isShown(source) ? source : null;
  }

  /**
   * BTF in the order it was opened, but modules in their load order; a distilled base that is in use before its module.
   */
  get all(): readonly Source[] {
    return this.listed([]);
  }

  /** With `others`, sorted by number, where they were opened. */
  private listed<T extends { readonly id: SourceId }>(others: readonly T[]): (Source | T)[] {
    const list: (Source | T)[] = [];
    const modules = this.modulesInOrder();
    let next = 0;
    for (const { role, id } of this.files.values()) {
      while (next < others.length && others[next].id < id) list.push(others[next++]);
      const file = role === 'module' ? modules.next().value : this.files.get(id);
      if (!file) continue;
      if (file.distilled && file.placement.state === 'over-distilled-base') list.push(file.distilled);
      list.push(file);
    }
    return [...list, ...others.slice(next)];
  }

  get allShown(): readonly ShownSource[] {
    return this.all.filter(isShown);
  }

  private *modulesInOrder(): Generator<Source, undefined> {
    for (const id of this.modules.inOrder) {
      const module = this.files.get(id);
      if (module) yield module;
    }
  }

  /** Everything that is open. */
  get infos(): SourceInfo[] {
    return this.listed([...this.symbols.values()]).map((source) => this.infoFor(source));
  }

  /** Null for what is not open. */
  info(id: SourceId): SourceInfo | null {
    const source = this.get(id) ?? this.symbols.get(id);
    return source ? this.infoFor(source) : null;
  }

  private infoFor(source: Source | KallsymsSource): SourceInfo {
    if (source.role === 'kallsyms') return infoOfKallsyms(source);
    const loaded = this.modules.isLoaded(source.id);
    const known = this.infosOfReady.get(source);
    if (known?.loaded === loaded) return known;
    const nameOf = (id: SourceId): string => this.get(id)?.name ?? '';
    const info = infoOf(source, this.baseOf(source), loaded, nameOf);
    if (source.placement.state === 'ready') this.infosOfReady.set(source, info);
    return info;
  }

  /** Whether modules may sit on it. */
  isBase({ role }: Source): boolean {
    return role === 'base' || role === 'distilled-base';
  }

  /** Sources for which a new base may be the right one. */
  get unplaced(): readonly Source[] {
    return [...this.baseless].map((id) => this.files.get(id)).filter((source) => source !== undefined);
  }

  /** Tries all bases anew. */
  placeAgain({ id }: Source): void {
    const source = this.files.get(id);
    if (source) this.set({ ...source, placement: this.place(source.found, source.distilled) });
  }

  /** Tries a base that was just added, the others having been tried before. */
  placeOn(base: Source, { id }: Source): void {
    const source = this.files.get(id);
    const candidate = this.bases.get(base.id);
    if (!source || !candidate || source.placement.state === 'ready') return;
    this.set({ ...source, placement: placeOnNew(blobOf(source), source.placement, candidate) });
  }

  /** Names a type of a source's view: an id below the view's start is the base's. */
  refOf(source: ShownSource, id: TypeId): TypeRef {
    const base = this.baseOf(source);
    return { source: base !== null && id < source.placement.view.startId ? base : source.id, id };
  }

  baseOf({ distilled, placement }: Source): SourceId | null {
    if (placement.state === 'over-distilled-base') return distilled?.id ?? null;
    return placement.state === 'ready' ? placement.base : null;
  }

  private distilledSource(name: string, path: string, found: FoundBtf): ShownSource | null {
    if (!found.distilled) return null;
    const view = openBtf(found.distilled, null, found.pointerSize);
    return {
      id: this.nextId++,
      name: `${name}.BTF.base`,
      path,
      role: 'distilled-base',
      found: { ...found, btf: found.distilled, distilled: null, ext: null, object: null },
      distilled: null,
      placement: { state: 'ready', view, base: null },
    };
  }

  private set(source: Source): void {
    this.files.set(source.id, source);
    if (source.placement.state === 'ready') this.baseless.delete(source.id);
    else this.baseless.add(source.id);
  }

  private place(found: FoundBtf, distilled: ShownSource | null): Placement {
    return place(blobOf({ found, distilled }), this.candidates);
  }
}

function blobOf({ found, distilled }: Pick<Source, 'found' | 'distilled'>): Blob {
  const { btf, pointerSize } = found;
  return { btf, pointerSize, distilled: distilled?.placement.view ?? null };
}

function isShown(source: Source): source is ShownSource {
  return 'view' in source.placement;
}
