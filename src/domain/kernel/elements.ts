/**
 * The names inside types: members of structs and unions, or enumerators, and who has them.
 * In: the parts of a corpus, a slice at a time. Out: distinct names in alphabetical order, and for each the types that have
 * an element of that name. Bounded as the names of types are (`names.ts`).
 */

import { infoKind, infoVlen, isAnyEnum, isComposite, VLEN_WORDS } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';
import { buildAlphabet, type Alphabet } from './alphabet.ts';
import type { Corpus, Gid, Part } from './corpus.ts';
import { addToGroups, NO_GROUPS, Pairs, type Groups } from './groups.ts';
import { NamePool, NO_NAME } from './name-pool.ts';
import { NAME_BYTES, SHORT_NAME_BYTES, SPARE_BYTES } from './names.ts';

export type ElementKind = 'member' | 'enumerator';

export interface Elements {
  /** Types below this gid are in. */
  readonly end: Gid;
  readonly pool: NamePool;
  readonly alphabet: Alphabet;
  /** By number of a name: the types that have it, ascending. Some may be gone by now. */
  readonly owners: Groups;
}

/** Elements that are handled between two pauses. */
const STEP = 1 << 14;
/** Offsets of strings that are remembered for a blob; higher ones are looked up by content. */
const REMEMBERED = 1 << 22;

/** As `buildReferences`. Goes on with the pool of `before`. */
export function* buildElements(
  which: ElementKind,
  corpus: Corpus,
  end: Gid,
  before: Elements | null,
): Generator<void, Elements> {
  const start = before?.end ?? 0;
  const parts = [...corpus.live].filter((part) => part.start >= start && part.start < end);
  const pool = before?.pool ?? new NamePool();
  const pairs = new Pairs();
  yield* new Collector(which, pool, pairs).collect(parts);
  const owners = yield* addToGroups(before?.owners ?? NO_GROUPS, pairs, pool.count);
  const alphabet = yield* buildAlphabet(pool);
  return { end, pool, alphabet, owners };
}

class Collector {
  private readonly isOwner: (kind: number) => boolean;
  private readonly pool: NamePool;
  private readonly pairs: Pairs;
  /** By view: number of the name at an offset of its own strings, 0 where it is not known. */
  private readonly known = new Map<BtfView, Uint32Array>();
  private handled = 0;

  constructor(which: ElementKind, pool: NamePool, pairs: Pairs) {
    this.isOwner = which === 'member' ? isComposite : isAnyEnum;
    this.pool = pool;
    this.pairs = pairs;
  }

  *collect(parts: readonly Part[]): Generator<void, void> {
    for (const part of parts) {
      const { words, typeOffsets, strings } = part.view.own;
      const room = this.pool.byteCount + strings.length * 2 + SPARE_BYTES;
      for (let i = 1; i < typeOffsets.length; i++) {
        if (!this.isOwner(infoKind(words[typeOffsets[i] + 1]))) continue;
        this.readElements(part, typeOffsets[i], part.start + i - 1, room);
        if (this.handled < STEP) continue;
        this.handled = 0;
        yield;
      }
      // A base's names are asked for again by each of its modules
      if (part.view.base) this.known.delete(part.view);
    }
  }

  private readElements({ view }: Part, at: number, owner: Gid, room: number): void {
    const { words } = view.own;
    const info = words[at + 1];
    const step = VLEN_WORDS[infoKind(info)];
    const count = infoVlen(info);
    let word = at + 3;
    let last = NO_NAME;
    for (let i = 0; i < count; i++, word += step) {
      const off = words[word];
      const name = off === 0 ? NO_NAME : this.nameAt(view, off, room);
      if (name !== NO_NAME && name !== last) this.pairs.add(name, owner);
      last = name;
    }
    this.handled += count;
  }

  private nameAt(view: BtfView, off: number, room: number): number {
    let holder = view;
    while (off < holder.startStrOff && holder.base) holder = holder.base;
    const at = off - holder.startStrOff;
    const { strings } = holder.own;
    const known = this.knownIn(holder);
    if (at < known.length && known[at] !== 0) return known[at];
    const name = this.pool.intern(
      strings.bytes,
      at,
      this.pool.byteCount < room ? NAME_BYTES : SHORT_NAME_BYTES,
    );
    if (at < known.length) known[at] = name;
    return name;
  }

  private knownIn(view: BtfView): Uint32Array {
    let known = this.known.get(view);
    if (!known) {
      known = new Uint32Array(Math.min(view.own.strings.length, REMEMBERED));
      this.known.set(view, known);
    }
    return known;
  }
}
