/** Indexes over views, finished, for tests. */

import { Btf } from '../../../format/btf/btf.ts';
import type { BtfBuilder } from '../../../format/testing/builder.ts';
import { BaseBtf, SplitBtf, type BtfView } from '../../view/view.ts';
import { KernelIndex } from '../kernel-index.ts';
import type { SearchRequest } from '../search.ts';
import { parseQuery } from '../query.ts';
import type { UsedBy } from '../used-by.ts';
import type { NamedView } from './random-kernel.ts';

/** Not validated: cycles and wrong kinds are part of what is tested. */
export function viewOf(builder: BtfBuilder, base: BtfView | null = null): BtfView {
  const btf = Btf.parse(builder.build(), base?.own ?? null);
  return base ? new SplitBtf(base, btf) : new BaseBtf(btf);
}

export function indexOf(views: readonly NamedView[]): KernelIndex {
  const index = new KernelIndex();
  for (const { key, name, view } of views) index.add(key, name, view);
  finish(index);
  return index;
}

export function finish(index: KernelIndex): void {
  while (index.step(5));
}

/** All kinds, nameless types too, by relevance, unless `options` says otherwise. */
export function requestFor(text: string, options: Partial<SearchRequest> = {}): SearchRequest {
  const sort = { column: 'relevance', descending: false } as const;
  return { query: parseQuery(text), kinds: ALL_KINDS, anonymous: true, sources: null, sort, ...options };
}

/** `key:id` of every hit, in order. */
export function hitsOf(index: KernelIndex, request: SearchRequest): string[] {
  const search = index.search(request);
  while (!search.step(5));
  return search.hits(0, search.count).map(({ key, id }) => `${key}:${id}`);
}

export function finishedUses(usedBy: UsedBy | null): UsedBy {
  if (!usedBy) throw new Error('the type is not open');
  while (!usedBy.step(5));
  return usedBy;
}

export const ALL_KINDS: SearchRequest['kinds'] = [
  'struct',
  'union',
  'enum',
  'typedef',
  'func',
  'var',
  'int',
  'float',
  'fwd',
  'datasec',
  'decl_tag',
  'type_tag',
  'ptr',
  'array',
  'const',
  'volatile',
  'restrict',
  'func_proto',
  'unknown',
];
