/**
 * What uses a type, and how.
 * In: a type, and who refers to whom. Out: the types that use it, by relation, each once a relation, in the order of lists.
 * References are followed backwards: through what has no name of its own (qualifiers, arrays, pointers, prototypes,
 * nameless structs) to what has one, and through typedefs, so that users of `spinlock_t` use `struct spinlock` too.
 *
 * `embedded-in` is what `pahole -i` counts: a struct or union with a member whose very type it is. What holds it by way of an
 * array, a typedef, a qualifier or a nameless struct is `embedded-through`. `argument-of` counts functions, as `pfunct -c`
 * does, and beyond it those that take the type by value, or a pointer to a const one. A function pointer that takes or
 * returns the type is `other`, and speaks for the struct, typedef or function that holds it.
 */

import { infoVlen, isComposite, isModifier, Kind } from '../../format/btf/kinds.ts';
import { gidIn, GONE, type Corpus, type Gid } from './corpus.ts';
import { compareNamesakes, type NameOrder } from './name-order.ts';
import { NO_NAME } from './name-pool.ts';
import type { Names } from './names.ts';
import type { References } from './references.ts';

export const USE_RELATIONS = [
  'embedded-in',
  'embedded-through',
  'pointed-to-by',
  'argument-of',
  'returned-by',
  'typedef-of',
  'variable-of',
  'other',
] as const;
export type UseRelation = (typeof USE_RELATIONS)[number];

export interface UseGroup {
  readonly relation: UseRelation;
  /** In the order of lists. */
  readonly rows: Uint32Array;
  /** By key of the part that has the users, most of them first. */
  readonly bySource: readonly { readonly key: number; readonly count: number }[];
}

/** What uses are told from. */
export interface Used {
  readonly corpus: Corpus;
  readonly names: Names;
  readonly order: NameOrder;
  readonly references: References;
}

/**
 * How the type is in what has been reached: as itself, behind a pointer, as an argument or the result of a prototype, in
 * the prototype behind a function pointer, or in a nameless struct (as itself, behind a pointer, in a function pointer).
 */
const VALUE = 1;
const POINTER = 2;
const TAKES = 4;
const RETURNS = 8;
const CALL = 16;
const HOLDS = 32;
const HOLDS_POINTER = 64;
const HOLDS_CALL = 128;
type State = number;

/** What a nameless struct is to its holder, by what it holds. */
const HELD: Readonly<Record<State, State>> = {
  [VALUE]: HOLDS,
  [HOLDS]: HOLDS,
  [POINTER]: HOLDS_POINTER,
  [HOLDS_POINTER]: HOLDS_POINTER,
};

const bitOf = (relation: UseRelation): number => 1 << USE_RELATIONS.indexOf(relation);
const EMBEDDED_IN = bitOf('embedded-in');
const EMBEDDED_THROUGH = bitOf('embedded-through');
const POINTED_TO_BY = bitOf('pointed-to-by');
const ARGUMENT_OF = bitOf('argument-of');
const RETURNED_BY = bitOf('returned-by');
const TYPEDEF_OF = bitOf('typedef-of');
const VARIABLE_OF = bitOf('variable-of');
const OTHER = bitOf('other');

/** References or types that are looked at between two looks at the clock. */
const STEP = 1 << 13;
/** A name whose users are fewer than one in so many of its types: 700,000 types have none. */
const RARE = 8;

export class Uses {
  readonly target: Gid;
  private readonly used: Used;
  private readonly work: Generator<void, UseGroup[]>;
  /** By gid: states in which it has been reached, and relations in which it uses the type. Let go when all is found. */
  private reached: Uint8Array;
  private relations: Uint8Array;
  /** Reached and still to be followed: gid * 256 + state. */
  private readonly open: number[] = [];
  private readonly holders = new Map<Gid, boolean>();
  private readonly users: Gid[] = [];
  private count = 0;
  private result: readonly UseGroup[] | null = null;

  constructor(target: Gid, used: Used) {
    this.target = target;
    this.used = used;
    this.reached = new Uint8Array(used.references.end);
    this.relations = new Uint8Array(used.references.end);
    this.work = this.run();
  }

  /** Works for about `budget` milliseconds; true once `groups` is there. */
  step(budget: number): boolean {
    const until = performance.now() + budget;
    while (!this.result) {
      const next = this.work.next();
      if (next.done) this.settle(next.value);
      else if (performance.now() >= until) break;
    }
    return this.result !== null;
  }

  /** Relations that have users, in their order; empty until done. */
  get groups(): readonly UseGroup[] {
    return this.result ?? [];
  }

  /** Distinct types that use the type; one may stand in several groups. 0 until done. */
  get total(): number {
    return this.count;
  }

  private settle(groups: readonly UseGroup[]): void {
    this.result = groups;
    this.count = this.users.length;
    this.users.length = 0;
    this.reached = this.relations = new Uint8Array(0);
    this.holders.clear();
  }

  private *run(): Generator<void, UseGroup[]> {
    const { end } = this.used.references;
    const { first, items: referrers } = this.used.references.referrers;
    const { kinds } = this.used.corpus;
    if (this.target < end) this.reach(this.target, VALUE);
    let looked = 0;
    for (let item = this.open.pop(); item !== undefined; item = this.open.pop()) {
      const gid = Math.floor(item / 256);
      const state = item % 256;
      for (let i = first[gid]; i < first[gid + 1]; i++) {
        if (kinds[referrers[i]] !== GONE) this.follow(gid, state, referrers[i]);
        if (++looked % STEP === 0) yield;
      }
    }
    return yield* this.group();
  }

  /** `by` mentions `gid`, in which the type is as `state` says. */
  private follow(gid: Gid, state: State, by: Gid): void {
    const kind = this.used.corpus.kinds[by];
    if (isModifier(kind) || kind === Kind.Array) this.reach(by, state);
    else if (kind === Kind.Ptr) this.followPointer(state, by);
    else if (kind === Kind.Typedef) this.followTypedef(state, by);
    else if (isComposite(kind)) this.followMember(gid, state, by);
    else if (kind === Kind.FuncProto) this.followPrototype(gid, state, by);
    else if (kind === Kind.Func)
      this.use(by, state === TAKES ? ARGUMENT_OF : state === RETURNS ? RETURNED_BY : OTHER);
    else if (kind === Kind.Var) this.use(by, state === VALUE || state === POINTER ? VARIABLE_OF : OTHER);
    else if (gid === this.target) this.use(by, OTHER);
  }

  /** A pointer to a nameless struct makes nobody a holder of what is in it. */
  private followPointer(state: State, by: Gid): void {
    if (state === VALUE || state === POINTER) this.reach(by, POINTER);
    else if (state === TAKES || state === RETURNS || state === CALL) this.reach(by, CALL);
  }

  private followTypedef(state: State, by: Gid): void {
    if (state === VALUE || state === POINTER) {
      this.use(by, state === VALUE ? TYPEDEF_OF : POINTED_TO_BY);
      this.reach(by, state);
    } else this.use(by, memberRelation(state));
  }

  private followMember(gid: Gid, state: State, by: Gid): void {
    const nameless = this.used.names.nameOf[by] === NO_NAME;
    if (nameless && this.hasHolder(by)) this.reach(by, HELD[state] ?? HOLDS_CALL);
    else this.use(by, gid === this.target && state === VALUE ? EMBEDDED_IN : memberRelation(state));
  }

  private followPrototype(gid: Gid, state: State, by: Gid): void {
    if (state !== VALUE && state !== POINTER) {
      if (state === CALL) this.reach(by, CALL);
      return;
    }
    const part = this.used.corpus.partAt(by);
    const { words, typeOffsets } = part.view.own;
    const at = typeOffsets[by - part.start + 1];
    if (gidIn(part, words[at + 2]) === gid) this.reach(by, RETURNS);
    if ((this.reached[by] & TAKES) !== 0) return;
    const end = at + 3 + infoVlen(words[at + 1]) * 2;
    for (let word = at + 4; word < end; word += 2) {
      if (gidIn(part, words[word]) !== gid) continue;
      this.reach(by, TAKES);
      break;
    }
  }

  /** Whether something with a name, or a nameless struct in turn, has a nameless struct in it; else it stands for itself. */
  private hasHolder(gid: Gid): boolean {
    let has = this.holders.get(gid);
    if (has === undefined) this.holders.set(gid, (has = this.findHolder(gid)));
    return has;
  }

  private findHolder(gid: Gid): boolean {
    const { first, items: referrers } = this.used.references.referrers;
    const { kinds } = this.used.corpus;
    const open = [gid];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (let i = first[one]; i < first[one + 1]; i++) {
        const by = referrers[i];
        const kind = kinds[by];
        if (isComposite(kind) || kind === Kind.Typedef || kind === Kind.Var) return true;
        if (isModifier(kind) || kind === Kind.Array) open.push(by);
      }
    }
    return false;
  }

  private reach(gid: Gid, state: State): void {
    if ((this.reached[gid] & state) !== 0) return;
    this.reached[gid] |= state;
    this.open.push(gid * 256 + state);
  }

  private use(by: Gid, relation: number): void {
    if (this.relations[by] === 0) this.users.push(by);
    this.relations[by] |= relation;
  }

  /** In the order of lists, which is there already: the types of a name are walked along, unless few of them are users. */
  private *group(): Generator<void, UseGroup[]> {
    const { order, names, corpus } = this.used;
    const { first, rankOf, gids } = order;
    const users = this.users.filter((gid) => gid < order.end);
    const count = users.length;
    // Rank and place in `users` in one number: numbers are sorted fastest
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = rankOf[names.nameOf[users[i]]] * count + i;
    keys.sort();
    const rows = USE_RELATIONS.map((): Gid[] => []);
    const take = (gid: Gid): void => {
      const found = withoutRepeats(this.relations[gid] ?? 0);
      for (let relation = 0; relation < rows.length; relation++)
        if ((found & (1 << relation)) !== 0) rows[relation].push(gid);
    };
    let looked = 0;
    for (let at = 0, next = 0; at < count; at = next) {
      const rank = Math.floor(keys[at] / count);
      while (next < count && keys[next] < (rank + 1) * count) next++;
      if (first[rank + 1] - first[rank] > (next - at) * RARE) {
        const few = Array.from(keys.subarray(at, next), (key) => users[key % count]);
        for (const gid of few.sort((a, b) => compareNamesakes(order, corpus, a, b))) take(gid);
        if ((looked += few.length) >= STEP) looked = yield* pause();
        continue;
      }
      for (let i = first[rank]; i < first[rank + 1]; i++) {
        if (this.relations[gids[i]] > 0) take(gids[i]);
        if (++looked >= STEP) looked = yield* pause();
      }
    }
    return USE_RELATIONS.map((relation, i) => this.groupOf(relation, Uint32Array.from(rows[i]))).filter(
      (group) => group.rows.length > 0,
    );
  }

  private groupOf(relation: UseRelation, rows: Uint32Array): UseGroup {
    const { partOf, parts, live } = this.used.corpus;
    const counts = new Uint32Array(parts.length);
    for (const gid of rows) counts[partOf[gid]]++;
    const bySource: { key: number; count: number }[] = [];
    for (const { index, key } of live) if (counts[index] > 0) bySource.push({ key, count: counts[index] });
    bySource.sort((a, b) => b.count - a.count || a.key - b.key);
    return { relation, rows, bySource };
  }
}

function* pause(): Generator<void, 0> {
  yield;
  return 0;
}

/** What has a member of the very type is not told again for another member that holds it less directly. */
const withoutRepeats = (found: number): number =>
  (found & EMBEDDED_IN) !== 0 ? found & ~EMBEDDED_THROUGH : found;

function memberRelation(state: State): number {
  if (state === VALUE || state === HOLDS) return EMBEDDED_THROUGH;
  return state === POINTER || state === HOLDS_POINTER ? POINTED_TO_BY : OTHER;
}
