/**
 * The address of a type or source that is only mentioned: what is known without asking the worker. Enough for a link to be opened
 * in another tab; once the type is shown, its full address takes the place of this one.
 */

import type { TypeRef } from '../../session/source-api.ts';
import type { LinkTarget } from '../../session/type-api.ts';
import { DEFAULT_C, DEFAULT_LAYOUT, DEFAULT_QUERY } from '../place.ts';
import type { TypeTab } from '../place.ts';
import { isKindWord } from '../kinds.ts';
import { KERNEL_AS_OPENED } from './address.ts';
import { writeFragment } from './fragment.ts';

/** `words` is what stands in the text: `struct sk_buff`, `u32`. */
export function shortFragment(ref: TypeRef, words: string, sourceName: string, tab: TypeTab = 'c'): string {
  return targetFragment(shortTarget(ref, words, sourceName), tab);
}

/** The address of a type of which more is known than words. */
export function targetFragment(target: LinkTarget, tab: TypeTab = 'c'): string {
  return writeFragment({
    place: { view: 'type', target, tab, c: DEFAULT_C, layout: DEFAULT_LAYOUT },
    query: DEFAULT_QUERY,
    sources: [],
    kernel: KERNEL_AS_OPENED,
  });
}

/** The address of a source's page. */
export function sourceFragment(name: string): string {
  return writeFragment({
    place: { view: 'source', name, tab: 'overview' },
    query: DEFAULT_QUERY,
    sources: [],
    kernel: KERNEL_AS_OPENED,
  });
}

export function shortTarget(ref: TypeRef, words: string, sourceName: string): LinkTarget {
  const [, first = '', rest = ''] = /^(\w+) +(.*)$/s.exec(words) ?? [];
  const kind = isKindWord(first) ? first : 'unknown';
  return {
    kind,
    name: kind === 'unknown' ? words : rest,
    source: sourceName,
    hash: '',
    size: null,
    elements: null,
    id: ref.id,
  };
}
