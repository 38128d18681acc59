/**
 * Where in a type another one is used, in words.
 * In: a user and the type it uses. Out: the members, argument or chain that lead there: `list`, `u.list, tasks`,
 * `argument 2`, `const *`. Follows the user's own record forwards, as `uses.ts` follows references backwards. For the rows
 * on the screen: the work for one is bounded, and what lies beyond reads as an ellipsis.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { infoVlen, isComposite, isModifier, Kind, kindName } from '../../format/btf/kinds.ts';
import { stringStart } from '../view/bounded-string.ts';
import type { BtfView } from '../view/view.ts';
import { gidIn, type Corpus, type Gid, type Part } from './corpus.ts';
import type { UseRelation } from './uses.ts';

/** Paths that are told of one user. */
const MAX_PATHS = 3;
/** Types and elements that are looked at for one user. */
const MAX_STEPS = 20_000;
/** Steps of one chain of references. */
const MAX_CHAIN = 64;
/** Nameless structs and prototypes inside each other. */
const MAX_DEPTH = 8;
/** Characters of one name. */
const NAME_LIMIT = 80;

const ELLIPSIS = '\u2026';

/** '' where there is nothing to say beyond the relation. */
export function usePath(corpus: Corpus, target: Gid, user: Gid, relation: UseRelation): string {
  const part = corpus.partAt(user);
  return new PathFinder(part, target, relation).describe(corpus.typeKey(user).id);
}

/** How a reference leads to the target. */
interface Lead {
  /** Steps in the order they are taken: `const`, `*`, `[]`, or the name of a typedef. */
  readonly chain: readonly string[];
  readonly pointer: boolean;
  /** Paths inside a nameless struct or a prototype that the chain ends in. */
  readonly inside: readonly string[];
  readonly ends: 'target' | 'struct' | 'prototype';
}

class PathFinder {
  private readonly part: Part;
  private readonly view: BtfView;
  private readonly target: Gid;
  private readonly relation: UseRelation;
  private left = MAX_STEPS;

  constructor(part: Part, target: Gid, relation: UseRelation) {
    this.part = part;
    this.view = part.view;
    this.target = target;
    this.relation = relation;
  }

  describe(id: TypeId): string {
    const kind = this.view.kindOf(id);
    if (isComposite(kind)) return listed(this.membersOf(id, 0), this.left);
    if (kind === Kind.Func) return this.describeFunc(this.view.sizeOrTypeOf(id));
    if (kind === Kind.Typedef || kind === Kind.Var) return this.describeChain(id);
    return '';
  }

  private describeFunc(prototype: TypeId): string {
    if (gidIn(this.part, prototype) === this.target) return 'prototype';
    return listed(this.prototypeUses(prototype, 0), this.left);
  }

  private describeChain(id: TypeId): string {
    const lead = this.follow(this.view.sizeOrTypeOf(id), 0);
    if (!lead) return '';
    return [lead.chain.join(' '), listed(lead.inside, this.left)].filter((text) => text !== '').join(': ');
  }

  /** Paths of the members that lead to the target as the relation says. */
  private membersOf(id: TypeId, depth: number): string[] {
    const { words, typeOffsets } = this.wordsOf(id);
    const paths: string[] = [];
    const at = typeOffsets[this.localOf(id)];
    const end = at + 3 + infoVlen(words[at + 1]) * 3;
    for (let word = at + 3; word < end && this.left > 0 && paths.length <= MAX_PATHS; word += 3) {
      const lead = this.follow(words[word + 1], depth);
      if (!lead || !this.fits(lead, depth)) continue;
      const name = this.nameAt(words[word]);
      if (lead.ends === 'struct') paths.push(...lead.inside.map((path) => joined(name, path)));
      else paths.push(lead.ends === 'prototype' ? `${name || '(anon)'} (${lead.inside.join(', ')})` : name);
    }
    return paths.map((path) => path || '(anon)');
  }

  private prototypeUses(id: TypeId, depth: number): string[] {
    const { words, typeOffsets } = this.wordsOf(id);
    const at = typeOffsets[this.localOf(id)];
    if (this.view.kindOf(id) !== Kind.FuncProto) return [];
    const uses: string[] = [];
    const add = (what: string, type: TypeId): void => {
      const lead = this.follow(type, depth + 1);
      if (!lead || lead.ends === 'struct' || (depth === 0 && !this.fitsPrototype(lead, what))) return;
      uses.push(lead.ends === 'prototype' ? `${what}: ${lead.inside.join(', ')}` : what);
    };
    const vlen = infoVlen(words[at + 1]);
    for (let i = 0; i < vlen && this.left > 0 && uses.length <= MAX_PATHS; i++)
      add(`argument ${i + 1}`, words[at + 4 + i * 2]);
    add(RESULT, words[at + 2]);
    return uses;
  }

  /** Null where the chain does not lead to the target. A typedef is where nameless structs and prototypes end. */
  private follow(id: TypeId, depth: number): Lead | null {
    const chain: string[] = [];
    let pointer = false;
    let named = false;
    for (let step = 0; step < MAX_CHAIN && this.left-- > 0; step++) {
      if (gidIn(this.part, id) === this.target) return { chain, pointer, inside: [], ends: 'target' };
      const kind = this.view.kindOf(id);
      if (kind === Kind.FuncProto || isComposite(kind)) {
        if (named || depth >= MAX_DEPTH || this.view.nameOf(id) !== '') return null;
        return this.lookInside(id, kind, { chain, pointer }, depth);
      }
      if (kind === Kind.Typedef) named = true;
      else if (kind === Kind.Ptr) pointer = true;
      else if (!isModifier(kind) && kind !== Kind.Array) return null;
      chain.push(this.stepName(id, kind));
      id = kind === Kind.Array ? this.elementOf(id) : this.view.sizeOrTypeOf(id);
    }
    return null;
  }

  private lookInside(
    id: TypeId,
    kind: number,
    so: { readonly chain: readonly string[]; readonly pointer: boolean },
    depth: number,
  ): Lead | null {
    const ends = isComposite(kind) ? 'struct' : 'prototype';
    if (ends === 'struct' && so.pointer) return null;
    const inside = ends === 'struct' ? this.membersOf(id, depth + 1) : this.prototypeUses(id, depth + 1);
    return inside.length === 0 ? null : { ...so, inside, ends };
  }

  /** Whether a member that leads to the target is one of those that the relation is about. */
  private fits({ chain, pointer, ends }: Lead, depth: number): boolean {
    if (ends === 'struct') return this.relation !== 'embedded-in';
    switch (this.relation) {
      case 'embedded-in':
        return chain.length === 0 && ends === 'target' && depth === 0;
      case 'embedded-through':
        return !pointer && ends === 'target';
      case 'pointed-to-by':
        return pointer && ends === 'target';
      default:
        return ends === 'prototype';
    }
  }

  private fitsPrototype({ ends }: Lead, what: string): boolean {
    if (this.relation === 'argument-of') return ends === 'target' && what !== RESULT;
    if (this.relation === 'returned-by') return ends === 'target' && what === RESULT;
    return ends === 'prototype';
  }

  private stepName(id: TypeId, kind: number): string {
    if (kind === Kind.Ptr) return '*';
    if (kind === Kind.Array) return '[]';
    return kind === Kind.Typedef ? this.nameAt(this.view.nameOffOf(id)) : kindName(kind).toLowerCase();
  }

  private elementOf(id: TypeId): TypeId {
    const { words, typeOffsets } = this.wordsOf(id);
    return words[typeOffsets[this.localOf(id)] + 3];
  }

  private nameAt(off: number): string {
    return stringStart(this.view, off, NAME_LIMIT);
  }

  private holderOf(id: TypeId): BtfView {
    let view = this.view;
    while (id < view.startId && view.base) view = view.base;
    return view;
  }

  private wordsOf(id: TypeId): BtfView['own'] {
    return this.holderOf(id).own;
  }

  private localOf(id: TypeId): number {
    return id - this.holderOf(id).startId + 1;
  }
}

const RESULT = 'result';

const joined = (outer: string, inner: string): string => (outer === '' ? inner : `${outer}.${inner}`);

function listed(paths: readonly string[], left: number): string {
  const more = paths.length > MAX_PATHS || left <= 0;
  return paths.slice(0, MAX_PATHS).join(', ') + (more ? `, ${ELLIPSIS}` : '');
}
