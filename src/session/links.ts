/**
 * From what an address says of a type to the type.
 * In: a link whose fields may each be missing or wrong. Out: the best match, with what differs, or what is missing.
 * Name and kind find candidates; source, hash and id choose among them. So a link survives another build of the kernel.
 */

import { KIND_WORDS, type TypeRef } from './source-api.ts';
import type { LinkDifference, LinkResolution, LinkTarget } from './type-api.ts';
import { kindWord } from '../domain/kernel/kind-word.ts';
import { structuralHash } from './hash.ts';
import { elementsOf } from './page.ts';
import { rowOf } from './rows.ts';
import type { ShownSource, Sources } from './sources.ts';

/** Finds types of exactly a name, of any kind, over all sources. */
export type FindByName = (name: string) => readonly TypeRef[];

/** Candidates that are compared at most. */
const MAX_CANDIDATES = 200;

interface Match {
  readonly ref: TypeRef;
  readonly differences: readonly LinkDifference[];
}

export function resolveLink(sources: Sources, find: FindByName, link: LinkTarget): LinkResolution {
  const shown = sources.allShown;
  const sourceOpen = shown.some((source) => source.name === link.source);
  const match = best(sources, link, candidates(sources, find, link));
  if (match) return { state: 'found', ...match };
  return { state: 'missing', sourceOpen, anyOpen: shown.length > 0 };
}

/** Of the link's kind where there are any of it. */
function candidates(sources: Sources, find: FindByName, link: LinkTarget): readonly TypeRef[] {
  if (link.name === '') return byId(sources.allShown, link);
  const named = find(link.name);
  const sameKind = named.filter(({ source, id }) => {
    const view = sources.shown(source)?.placement.view;
    return view && kindWord(view.kindOf(id)) === link.kind;
  });
  return sameKind.length ? sameKind : named;
}

/** An anonymous type has nothing but its id, which means something in its own source alone. */
function byId(shown: readonly ShownSource[], { source, id }: LinkTarget): TypeRef[] {
  return shown
    .filter((one) => one.name === source)
    .filter(({ placement: { view } }) => id >= view.startId && id < view.typeCount)
    .map((one) => ({ source: one.id, id }));
}

function best(sources: Sources, link: LinkTarget, refs: readonly TypeRef[]): Match | null {
  let found: (Match & { score: number }) | null = null;
  for (const ref of refs.slice(0, MAX_CANDIDATES)) {
    const match = compare(sources, link, ref);
    if (match && (!found || match.score > found.score)) found = match;
  }
  return found && { ref: found.ref, differences: found.differences };
}

/** What it is worth that a field agrees. The source a person was looking at counts most; the id decides among equals. */
const WORTH = { source: 16, hash: 8, size: 4, elements: 2 } as const;

function compare(sources: Sources, link: LinkTarget, ref: TypeRef): (Match & { score: number }) | null {
  const source = sources.shown(ref.source);
  const row = rowOf(sources, ref);
  const type = source?.placement.view.typeById(ref.id);
  if (!source || !row || !type) return null;
  // Another anonymous type may have the id in another build: it must look the same
  const hash = structuralHash(source.placement.view, ref.id);
  if (link.name === '' && link.hash !== hash) return null;

  const differences: LinkDifference[] = [];
  let score = ref.id === link.id ? 1 : 0;
  const check = (field: LinkDifference['field'], said: string, is: string, worth: number): void => {
    if (said === is) score += worth;
    else if (said !== '') differences.push({ field, link: said, found: is });
  };
  check('source', link.source, row.sourceName, WORTH.source);
  check('kind', KIND_WORDS.includes(link.kind) ? link.kind : '', row.kind, 0);
  check('size', numeric(link.size), numeric(row.size), WORTH.size);
  check('elements', numeric(link.elements), numeric(elementsOf(type)), WORTH.elements);
  check('hash', link.hash, hash, WORTH.hash);
  return { ref, differences, score };
}

const numeric = (value: number | null): string => (value === null ? '' : `${value}`);
