/**
 * Types by what a person types: `struct:list_head`.
 * In: a view and KIND:NAME. Out: ids of own types, or of the base's where the module has none.
 */

import type { TypeId } from '../format/btf/decode.ts';
import { kindWord } from '../domain/kernel/kind-word.ts';
import { shortString } from '../domain/view/bounded-string.ts';
import type { BtfView } from '../domain/view/view.ts';
import { BtfError } from '../format/errors.ts';

/** @throws BtfError `type-not-found` */
export function selectTypes(view: BtfView, wanted: string): TypeId[] {
  const [, kind = '', name = wanted] = /^([a-z_0-9]+):(.*)$/i.exec(wanted) ?? [];
  for (let of: BtfView | null = view; of; of = of.base) {
    const ids = ownTypes(of, kind.toLowerCase(), name);
    if (ids.length) return ids;
  }
  throw new BtfError('type-not-found', `there is no ${kind || 'type'} ${name}`, -1, { kind, name });
}

function ownTypes(view: BtfView, kind: string, name: string): TypeId[] {
  const ids: TypeId[] = [];
  for (let id = view.startId; id < view.typeCount; id++) {
    const word = kindWord(view.kindOf(id));
    const isKind = kind === '' || word === kind || (kind === 'enum64' && word === 'enum');
    if (isKind && view.nameOffOf(id) !== 0 && shortString(view, view.nameOffOf(id), name.length) === name)
      ids.push(id);
  }
  return ids;
}
