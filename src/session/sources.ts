/**
 * The files that are open, and what each one is seen over.
 * In: parsed blobs, one at a time, and removals. Out: sources with their view and state, in the order they were opened.
 * Tries modules without a base again whenever a base comes or goes; nothing is read again for that.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { BaseBtf } from '../domain/view/view.ts';
import { validate } from '../domain/view/validate.ts';
import { place, type Candidate, type Placement } from '../domain/kernel/place.ts';
import type { FoundBtf } from '../intake/found.ts';
import type { Misfit, SourceId, SourceInfo, SourceRole, SourceState, TypeRef } from './api.ts';

export interface Source {
  readonly id: SourceId;
  readonly name: string;
  readonly path: string;
  readonly role: SourceRole;
  readonly found: FoundBtf;
  placement: Placement;
}

/** A source that can be looked into. */
export interface ShownSource extends Source {
  readonly placement: Extract<Placement, { state: 'ready' }>;
}

export class Sources {
  private readonly byId = new Map<SourceId, Source>();
  private nextId: SourceId;

  constructor(firstId: SourceId = 1) {
    this.nextId = firstId;
  }

  /**
   * @throws BtfError where a stand-alone blob breaks a rule; a split one waits for a base and is never refused
   */
  add(name: string, path: string, found: FoundBtf): Source {
    if (!found.btf.isSplit) validate(new BaseBtf(found.btf, found.pointerSize));
    const placement = place(found, this.bases());
    const source: Source = { id: this.nextId++, name, path, role: roleOf(found), found, placement };
    this.byId.set(source.id, source);
    return source;
  }

  /** What was seen over a removed base waits for another. */
  remove(id: SourceId): void {
    this.byId.delete(id);
    for (const source of this.byId.values())
      if (source.placement.state === 'ready' && source.placement.base === id)
        source.placement = { state: 'waiting-for-base' };
  }

  get(id: SourceId): Source | undefined {
    return this.byId.get(id);
  }

  /** The source if there is a view to look through. */
  shown(id: SourceId): ShownSource | null {
    const source = this.byId.get(id);
    return source && isShown(source) ? source : null;
  }

  get all(): readonly Source[] {
    return [...this.byId.values()];
  }

  get allShown(): readonly ShownSource[] {
    return this.all.filter(isShown);
  }

  /** Sources without a view, for which a new base may be the right one. */
  get unplaced(): readonly Source[] {
    return this.all.filter((source) => source.placement.state !== 'ready');
  }

  placeAgain(source: Source): void {
    source.placement = place(source.found, this.bases());
  }

  /** Names a type of a source's view: an id below the view's start is the base's. */
  refOf(source: ShownSource, id: TypeId): TypeRef {
    const { base, view } = source.placement;
    return { source: base !== null && id < view.startId ? base : source.id, id };
  }

  info(source: Source): SourceInfo {
    const { found, placement } = source;
    return {
      id: source.id,
      name: source.name,
      path: source.path,
      role: source.role,
      state: this.stateOf(placement),
      ownTypes: found.btf.nrTypes,
      bytes: found.btf.byteLength,
      base: placement.state === 'ready' ? placement.base : null,
      littleEndian: found.btf.littleEndian,
      pointerSize: placement.state === 'ready' ? placement.view.pointerSize : (found.pointerSize ?? 8),
      container: found.container,
    };
  }

  private bases(): Candidate[] {
    const candidates: Candidate[] = [];
    for (const source of this.byId.values())
      if (source.role === 'base' && isShown(source))
        candidates.push({ key: source.id, view: source.placement.view });
    return candidates;
  }

  private stateOf(placement: Placement): SourceState {
    if (placement.state !== 'no-base-fits') return { state: placement.state };
    const tried: Misfit[] = [];
    for (const { base, fit } of placement.tried) {
      const error = fit.error && { code: fit.error.code, message: fit.error.message };
      tried.push({
        base,
        baseName: this.byId.get(base)?.name ?? '',
        names: fit.names,
        namesFromBase: fit.namesFromBase,
        midString: fit.midString + fit.ownMidString,
        outOfRange: fit.namesOutOfRange,
        idsOutOfRange: fit.typesOutOfRange,
        implausible: fit.implausible,
        error,
      });
    }
    return { state: 'no-base-fits', tried };
  }
}

function isShown(source: Source): source is ShownSource {
  return source.placement.state === 'ready';
}

function roleOf(found: FoundBtf): SourceRole {
  if (found.btf.isSplit) return 'module';
  return found.isBpfObject ? 'object' : 'base';
}
