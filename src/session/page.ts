/**
 * What the page says of one type, apart from its tabs.
 * In: a reference. Out: heading, badges, the other definitions of the name, and what a link to it carries.
 */

import type { BtfType } from '../format/btf/decode.ts';
import { Kind } from '../format/btf/kinds.ts';
import type { KindWord } from '../domain/kernel/kind-word.ts';
import { declTagsOf } from '../domain/kernel/tags.ts';
import type { TypeRow } from './list-api.ts';
import type { TypeRef } from './source-api.ts';
import type { TypePage } from './type-api.ts';
import { structuralHash } from './hash.ts';
import { rowOf } from './rows.ts';
import type { ShownSource, Sources } from './sources.ts';

/** Definitions that are told of. */
const MAX_DEFINITIONS = 1000;
/** Badges of one type; a struct may have a tag on each member. */
const MAX_BADGES = 100;

/** `namesakes` finds the types of the same name, of any kind, over all sources. */
export function typePage(
  sources: Sources,
  ref: TypeRef,
  generation: number,
  namesakes: (ref: TypeRef) => readonly TypeRow[],
): TypePage | null {
  const source = sources.shown(ref.source);
  const row = source && rowOf(sources, ref);
  if (!source || !row) return null;
  const { view } = source.placement;
  const base = sources.baseOf(source);
  const type = view.typeById(ref.id);
  if (!type) return null;
  const elements = elementsOf(type);
  return {
    ref,
    generation,
    kind: row.kind,
    name: row.name,
    title: title(row.kind, row.name),
    sourceName: source.name,
    baseName: base === null ? null : (sources.get(base)?.name ?? null),
    displayId: row.displayId,
    size: row.size,
    elements,
    badges: badges(source, type),
    definitions: definitions(row, row.name === '' ? [] : namesakes(ref)),
    link: {
      kind: row.kind,
      name: row.name,
      source: source.name,
      hash: structuralHash(view, ref.id),
      size: row.size,
      elements,
      id: ref.id,
    },
  };
}

/** The type itself is among them even while the indexes do not know it yet. */
function definitions(row: TypeRow, namesakes: readonly TypeRow[]): readonly TypeRow[] {
  const same = namesakes.filter(({ kind }) => kind === row.kind).slice(0, MAX_DEFINITIONS);
  const isIn = same.some(({ ref }) => ref.source === row.ref.source && ref.id === row.ref.id);
  return isIn ? same : [row, ...same];
}

/** As people write it: `struct nf_conn`, `nf_conntrack_in()`, `(anon) union`, and a typedef's or variable's bare name. */
export function title(kind: KindWord, name: string): string {
  if (name === '') return `(anon) ${kind}`;
  switch (kind) {
    case 'struct':
    case 'union':
    case 'enum':
    case 'fwd':
    case 'datasec':
    case 'decl_tag':
    case 'type_tag':
      return `${kind} ${name}`;
    case 'func':
      return `${name}()`;
    default:
      return name;
  }
}

/** Members, arguments, enumerators or variables. */
export function elementsOf(type: BtfType): number | null {
  switch (type.kind) {
    case Kind.Struct:
    case Kind.Union:
      return type.members.length;
    case Kind.Enum:
    case Kind.Enum64:
      return type.values.length;
    case Kind.FuncProto:
      return type.params.length;
    case Kind.Datasec:
      return type.vars.length;
    case Kind.Array:
      return type.nelems;
    default:
      return null;
  }
}

type Badge = TypePage['badges'][number];

function badges(source: ShownSource, type: BtfType): Badge[] {
  const { view } = source.placement;
  const tags = declTagsOf(view);
  const list: Badge[] = [];
  if (type.kind === Kind.Func && tags.isKfunc(type.id))
    list.push({ text: 'kfunc', about: 'tagged bpf_kfunc: BPF programs may call it' });
  const linkage = linkageBadge(type);
  if (linkage) list.push(linkage);
  for (const id of tags.of(type.id).slice(0, MAX_BADGES)) {
    const tag = view.typeById(id);
    if (tag?.kind !== Kind.DeclTag) continue;
    const about = tagged(source, type, tag.componentIdx);
    list.push({ text: tag.name.slice(0, 512), about, ref: { source: source.id, id } });
  }
  return list;
}

function linkageBadge(type: BtfType): Badge | null {
  if (type.kind !== Kind.Func && type.kind !== Kind.Var) return null;
  const text = ['static', 'global', 'extern'][type.linkage];
  return text && type.linkage !== 0 ? { text, about: 'linkage' } : null;
}

/** What of a type a tag is on, in words. */
function tagged(source: ShownSource, type: BtfType, component: number): string {
  if (component < 0) return 'decl tag';
  const elements = elementNames(source, type);
  const name = elements[component];
  const what = type.kind === Kind.Func ? 'argument' : 'member';
  return name ? `decl tag on ${what} ${name}` : `decl tag on ${what} ${component + 1}`;
}

function elementNames(source: ShownSource, type: BtfType): readonly string[] {
  if (type.kind === Kind.Struct || type.kind === Kind.Union) return type.members.map((member) => member.name);
  if (type.kind !== Kind.Func) return [];
  const proto = source.placement.view.typeById(type.typeId);
  return proto?.kind === Kind.FuncProto ? proto.params.map((param) => param.name) : [];
}
