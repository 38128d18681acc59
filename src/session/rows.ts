/**
 * Types as rows of a list.
 * In: a source and an id. Out: what one line says of a type, small enough to be sent by the thousand.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { Kind } from '../format/btf/kinds.ts';
import { kindWord } from '../domain/kernel/kind-word.ts';
import { listedSize } from '../domain/kernel/sizes.ts';
import { declTagsOf } from '../domain/kernel/tags.ts';
import { stringStart } from '../domain/view/bounded-string.ts';
import type { TypeRow } from './list-api.ts';
import type { TypeRef } from './source-api.ts';
import type { ShownSource, Sources } from './sources.ts';

/** Characters of a name that a row has. */
const NAME_LIMIT = 512;

/** Null for an id that is not there. `id` may be the base's: the row is then the base's. */
export function rowOf(sources: Sources, ref: TypeRef): TypeRow | null {
  const source = sources.shown(ref.source);
  if (!source) return null;
  const { view } = source.placement;
  if (!(ref.id >= view.startId && ref.id < view.typeCount)) return null;
  const kind = view.kindOf(ref.id);
  return {
    ref,
    kind: kindWord(kind),
    name: stringStart(view, view.nameOffOf(ref.id), NAME_LIMIT),
    size: listedSize(view, ref.id),
    sourceName: source.name,
    displayId: displayId(source, ref.id),
    kfunc: kind === Kind.Func && declTagsOf(view).isKfunc(ref.id),
  };
}

/** Ids of modules start anew in each of them, so that a bare one says nothing. */
export function displayId(source: ShownSource, id: TypeId): string {
  return source.role !== 'module' ? `[${id}]` : `${source.name}:[${id}]`;
}
