import { describe, expect, it } from 'vitest';
import { addToGroups, NO_GROUPS, Pairs, type Groups } from './groups.ts';
import { Random } from './testing/random.ts';

function add(before: Groups, list: readonly (readonly [number, number])[], keys: number): Groups {
  const pairs = new Pairs();
  for (const [key, item] of list) pairs.add(key, item);
  const work = addToGroups(before, pairs, keys);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const itemsOf = ({ first, items }: Groups, key: number): number[] => [
  ...items.subarray(first[key], first[key + 1]),
];

describe('addToGroups', () => {
  it.each([0, 1, 100, 32_767, 32_768, 32_769, 100_000])('groups %i pairs, added in three goes', (count) => {
    const random = new Random(count + 1);
    const keys = 500;
    const expected: number[][] = Array.from({ length: keys }, () => []);
    let groups = NO_GROUPS;
    for (const [go, size] of [count, 3, count].entries()) {
      const known = keys - 200 + go * 100;
      const list = Array.from({ length: size }, (_, i) => [random.below(known), i] as const);
      for (const [key, item] of list) expected[key].push(item);
      groups = add(groups, list, known);
    }
    expect(Array.from({ length: keys }, (_, key) => itemsOf(groups, key))).toEqual(expected);
  });
});
