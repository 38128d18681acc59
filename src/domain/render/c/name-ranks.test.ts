/** Ranks of names, against the order of their bytes. */

import { expect, it } from 'vitest';
import { NameRanks } from './name-ranks.ts';

/** Ranks of names that lie one behind the other; ids count from 1. */
function ranksOf(names: readonly string[]): number[] {
  const bytes = new TextEncoder().encode(`\0${names.join('\0')}\0`);
  const ranks = new NameRanks((off) => bytes[off] ?? 0, names.length + 1);
  let off = 1;
  names.forEach((name, i) => {
    ranks.add(i + 1, off);
    off += new TextEncoder().encode(name).length + 1;
  });
  ranks.sort();
  return names.map((_, i) => ranks.of(i + 1));
}

/** The same by comparing texts; all ASCII, whose order is that of its bytes. */
function expected(names: readonly string[]): number[] {
  const order = [...new Set(names)].filter((name) => name !== '').sort();
  return names.map((name) => order.indexOf(name) + 1);
}

it('ranks few names', () => {
  const names = ['b', 'a', '', 'ab', 'b', 'aaaaa', 'aaaa', 'aaaaaaaaa'];
  expect(ranksOf(names)).toEqual(expected(names));
});

it('ranks many names with common starts, equal ones alike', () => {
  const names = Array.from({ length: 5000 }, (_, i) => {
    const mixed = (i * 7919) % 3001;
    return `${'trace_event_raw_'.slice(0, mixed % 17)}${(mixed * mixed) % 997}${'_x'.repeat(mixed % 5)}`;
  });
  expect(ranksOf(names)).toEqual(expected(names));
});

it('ranks bytes above 0x7f behind ASCII', () => {
  expect(ranksOf(['é', 'z', 'zé', 'zz', 'a'])).toEqual([5, 2, 4, 3, 1]);
});
