/**
 * What is asked: the keystrokes and types that figures are about.
 * Fixed, so that figures of different days can be compared.
 */

import type { TypeQuery } from '../../src/session/list-api.ts';
import { DEFAULT_KINDS } from '../../src/session/source-api.ts';

/** From 1 to 12 characters; the last one has no match. */
export const TEN_QUERIES = [
  's',
  'nf',
  'skb',
  'list',
  'inode',
  'task_s',
  'nf_conn',
  'net_devi',
  'file_operati',
  'zqxjkvbn',
] as const;

/** The ten, and twenty more: common and rare letters, words in the middle of names, two without a match. */
export const THIRTY_QUERIES = [
  ...TEN_QUERIES,
  'e',
  '_',
  'x',
  'sk',
  '__',
  'io',
  'bpf',
  'tcp',
  'xfs',
  'page',
  'node',
  'queue',
  'event',
  'device',
  'mutex_',
  'dma_buf',
  'i915_gem',
  'nf_conntrack',
  'qqqq',
  'nosuchname12',
] as const;

/** Used from nearly everywhere in a kernel. */
export const USED_EVERYWHERE = ['list_head', 'device', 'module'] as const;

/** Rows of a first screenful, as many as the page asks for. */
export const FIRST_ROWS = 100;

export function typeQuery(text: string, change: Partial<TypeQuery> = {}): TypeQuery {
  return {
    text,
    kinds: DEFAULT_KINDS,
    anonymous: false,
    sources: null,
    directory: '',
    grouped: false,
    sort: { column: 'relevance', descending: false },
    ...change,
  };
}

/** Numbers from 0 to below 1, the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
