/**
 * Places in types that the search is asked for: `task_struct.pid`, `task_struct+0x2f0`.
 * In: a query, and which sources it is narrowed to. Out: the answer of `offset-api.ts`, of the first definition that has the
 * place; null where no place is asked for, or no open struct or union has the name.
 */

import { memberPathsAt, type MemberAt } from '../domain/layout/members-at.ts';
import { offsetOfPath, type PathOffset } from '../domain/layout/offset-of.ts';
import { parsePlace, type PlaceKind } from '../domain/layout/place-query.ts';
import type { PaholeCache } from '../domain/render/pahole-cache.ts';
import { typeLine } from '../domain/render/type-line.ts';
import { resolveType } from '../domain/view/walk.ts';
import type { TypeId } from '../format/btf/decode.ts';
import { isComposite, Kind } from '../format/btf/kinds.ts';
import type { SourceId } from './source-api.ts';
import type { PageLine } from './type-api.ts';
import type { Caches } from './caches.ts';
import type { Indexing } from './indexing.ts';
import type { NamedType, OffsetAnswer, OffsetFailure, OffsetPlace } from './offset-api.ts';
import { title } from './page.ts';
import { rowOf } from './rows.ts';
import type { ShownSource, Sources } from './sources.ts';
import { pageLine } from './tokens.ts';

/** Definitions of one name that are tried until one has the place. */
const MAX_TRIED = 8;
/** Types of one name that are looked at: a hostile file may have a million. */
const MAX_NAMESAKES = 5000;
/** Of the members that cover one byte; a union has any number of them. */
const MAX_PLACES = 8;

export class Offsets {
  private readonly sources: Sources;
  private readonly indexing: Indexing;
  private readonly caches: Caches;

  constructor(sources: Sources, indexing: Indexing, caches: Caches) {
    this.sources = sources;
    this.indexing = indexing;
    this.caches = caches;
  }

  find(text: string, isSearched: (source: SourceId) => boolean): OffsetAnswer | null {
    const asked = parsePlace(text);
    if (!asked) return null;
    const { kind, name, place } = asked;
    const candidates = this.definitions(name, kind, isSearched);
    let first: OffsetAnswer | null = null;
    for (const candidate of candidates.slice(0, MAX_TRIED)) {
      const lookUp = new LookUp(this.sources, this.caches, candidate, candidates.length - 1);
      const answer = 'path' in place ? lookUp.path(place.path) : lookUp.offset(place.offset);
      if (answer && !answer.failure) return answer;
      first ??= answer;
    }
    return first;
  }

  /**
   * Structs and unions; where there are none, typedefs of them. In the order of lists, but last those of BPF objects, which
   * have of a kernel's struct what they use.
   */
  private definitions(
    name: string,
    kind: PlaceKind | null,
    isSearched: (source: SourceId) => boolean,
  ): Candidate[] {
    const composites: Candidate[] = [];
    const typedefs: Candidate[] = [];
    for (const { key, id } of this.indexing.index.find(name, MAX_NAMESAKES)) {
      const ref = this.indexing.sourceOf(key);
      const source = ref !== null && isSearched(ref) ? this.sources.shown(ref) : null;
      if (!source) continue;
      const { view } = source.placement;
      const is = view.kindOf(id);
      if (isComposite(is)) {
        if (kind === null || kind === (is === Kind.Union ? 'union' : 'struct'))
          composites.push({ source, id });
      } else if (is === Kind.Typedef && (kind === null || kind === 'typedef')) {
        if (isComposite(view.kindOf(resolveType(view, id) ?? 0))) typedefs.push({ source, id });
      }
    }
    const found = composites.length > 0 ? composites : typedefs;
    const isObject = ({ source }: Candidate): boolean => source.role === 'object';
    return [...found.filter((one) => !isObject(one)), ...found.filter(isObject)];
  }
}

interface Candidate {
  readonly source: ShownSource;
  readonly id: TypeId;
}

/** A place in one definition. */
class LookUp {
  private readonly sources: Sources;
  private readonly source: ShownSource;
  private readonly id: TypeId;
  private readonly cache: PaholeCache;
  private readonly others: number;

  constructor(sources: Sources, caches: Caches, { source, id }: Candidate, others: number) {
    this.sources = sources;
    this.source = source;
    this.id = id;
    this.cache = caches.inUse(source.placement.view);
    this.others = others;
  }

  /** Null for what is no path. */
  path(path: string): OffsetAnswer | null {
    const found = offsetOfPath(this.cache.layouts, this.id, path);
    const asked = { by: 'path', path } as const;
    switch (found.state) {
      case 'bad-path':
        return null;
      case 'found':
        return { ...this.head(), asked, ...this.atPath(found) };
      case 'too-large':
        return { ...this.head(), asked, failure: { why: 'too-large', type: this.line(found.typeId) } };
      default: {
        const { state: why, at, typeId } = found;
        return { ...this.head(), asked, failure: { why, at, type: this.line(typeId) } };
      }
    }
  }

  offset(offset: number): OffsetAnswer {
    const { layouts } = this.cache;
    const { members, truncated } = memberPathsAt(layouts, this.id, offset, MAX_PLACES);
    const failure = members.length > 0 ? null : this.nowhere(truncated, layouts.sizeOf(this.id));
    const places = members.map((member) => this.place(member));
    return { ...this.head(), asked: { by: 'offset', offset }, places, truncated, failure };
  }

  private nowhere(truncated: boolean, size: number): OffsetFailure {
    return truncated ? { why: 'too-large', type: this.line(this.id) } : { why: 'outside', size };
  }

  private head(): Omit<OffsetAnswer, 'asked'> {
    const type = this.named(this.id);
    const { others, source } = this;
    const none = { through: [], places: [], truncated: false, failure: null };
    return { type, sourceName: source.name, others, within: type, ...none };
  }

  private atPath(
    found: Extract<PathOffset, { state: 'found' }>,
  ): Pick<OffsetAnswer, 'through' | 'within' | 'places'> {
    const { hops, ...place } = found;
    const last = hops[hops.length - 1];
    const through = hops
      .slice(0, -1)
      .map(({ typeId, path, offset }) => ({ in: this.named(typeId), path, offset }));
    const member: MemberAt = { ...place, path: last.path, place: 'member' };
    return { through, within: this.named(last.typeId), places: [this.place(member)] };
  }

  private place({ path, place, typeId, offset, size, bits }: MemberAt): OffsetPlace {
    const inUnit = bits && { offset: bits.offset - offset * 8, size: bits.size };
    return { path, place, type: this.line(typeId), offset, size, bits: inUnit };
  }

  /** As it is called, and what is behind a typedef. */
  private named(id: TypeId): NamedType {
    const { sources, source } = this;
    const row = rowOf(sources, sources.refOf(source, id));
    const behind = resolveType(source.placement.view, id) ?? id;
    return { ref: sources.refOf(source, behind), words: row ? title(row.kind, row.name) : '' };
  }

  private line(id: TypeId): PageLine {
    return pageLine(this.sources, this.source, typeLine(this.cache, id));
  }
}
