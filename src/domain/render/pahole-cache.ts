/**
 * What printing in pahole's way looks up again and again.
 * In: a view. Out: its layouts, names, tags and typedefs, found once and kept for as long as the caller keeps the cache. A
 * module's cache borrows its base's. Nothing here depends on what was printed before.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { DEFAULT_CACHELINE_SIZE, Layouts } from '../layout/layouts.ts';
import type { BtfView } from '../view/view.ts';
import { recordOf } from '../view/walk.ts';
import { TypeNames } from './pahole-names.ts';
import { PlainNames } from './pahole-plain-names.ts';

/** Values of DECL_TAGs, which pahole and pfunct write before what is tagged (dwarves `tag__attributes_fprintf`). */
export interface Attributes {
  /** By FUNC. */
  readonly ofFunction: ReadonlyMap<TypeId, readonly string[]>;
  /** By FUNC_PROTO, then by index of the parameter: functions of one prototype share them. */
  readonly ofParameters: ReadonlyMap<TypeId, ReadonlyMap<number, readonly string[]>>;
}

export class PaholeCache {
  readonly view: BtfView;
  readonly layouts: Layouts;
  readonly names: TypeNames;
  readonly plainNames: PlainNames;
  private foundAttributes: Attributes | null = null;
  private foundTypedefs: ReadonlyMap<TypeId, TypeId> | null = null;

  /** `base`: the cache of `view.base`, with the same cacheline size, to share. Cacheline size in bytes. */
  constructor(view: BtfView, cachelineSize = DEFAULT_CACHELINE_SIZE, base: PaholeCache | null = null) {
    const below = base ?? (view.base ? new PaholeCache(view.base, cachelineSize) : null);
    this.view = view;
    this.layouts = new Layouts(view, cachelineSize, below?.layouts ?? null);
    this.names = new TypeNames(view, below?.names ?? null);
    this.plainNames = new PlainNames(view, below?.plainNames ?? null);
  }

  get attributes(): Attributes {
    return (this.foundAttributes ??= collectAttributes(this.view));
  }

  /** The first typedef of a type, which names an anonymous one (dwarves `cu__find_first_typedef_of_type`); 0 without one. */
  firstTypedefOf(id: TypeId): TypeId {
    return (this.foundTypedefs ??= collectTypedefs(this.view)).get(id) ?? 0;
  }
}

/** dwarves `process_decl_tag`: tags of functions and of their parameters; void parameters have no index. */
function collectAttributes(view: BtfView): Attributes {
  const ofFunction = new Map<TypeId, string[]>();
  const ofParameters = new Map<TypeId, Map<number, string[]>>();
  for (let id = 1; id < view.typeCount; id++) {
    if (view.kindOf(id) !== Kind.DeclTag) continue;
    const target = view.sizeOrTypeOf(id);
    if (view.kindOf(target) !== Kind.Func) continue;
    const { words, at } = recordOf(view, id);
    const parameter = words[at + 3] | 0;
    if (parameter < 0) {
      append(ofFunction, target, view.nameOf(id));
      continue;
    }
    const proto = view.sizeOrTypeOf(target);
    const ofProto = ofParameters.get(proto) ?? new Map<number, string[]>();
    ofParameters.set(proto, ofProto);
    append(ofProto, parameter, view.nameOf(id));
  }
  return { ofFunction, ofParameters };
}

function append(map: Map<number, string[]>, key: number, value: string): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function collectTypedefs(view: BtfView): ReadonlyMap<TypeId, TypeId> {
  const typedefs = new Map<TypeId, TypeId>();
  for (let id = 1; id < view.typeCount; id++) {
    if (view.kindOf(id) !== Kind.Typedef) continue;
    const target = view.sizeOrTypeOf(id);
    if (!typedefs.has(target)) typedefs.set(target, id);
  }
  return typedefs;
}
