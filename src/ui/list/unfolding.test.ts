import { describe, expect, it } from 'vitest';
import { Unfolding } from './unfolding.ts';

const shown = (unfolding: Unfolding): string[] =>
  Array.from({ length: unfolding.count }, (_, index) => {
    const { row, child } = unfolding.at(index);
    return child === null ? `${row}` : `${row}.${child}`;
  });

describe('a list with unfolded rows', () => {
  it('is its rows while none is unfolded', () => {
    expect(shown(new Unfolding(3))).toEqual(['0', '1', '2']);
    expect(new Unfolding(0).count).toBe(0);
  });

  it('has definitions below their rows, in whatever order they were unfolded', () => {
    const unfolding = new Unfolding(5).unfold(3, 3).unfold(0, 2).unfold(4, 2);
    expect(shown(unfolding)).toEqual([
      '0',
      '0.0',
      '0.1',
      '1',
      '2',
      '3',
      '3.0',
      '3.1',
      '3.2',
      '4',
      '4.0',
      '4.1',
    ]);
    for (let row = 0; row < 5; row++)
      expect(unfolding.at(unfolding.indexOf(row))).toEqual({ row, child: null });
    expect([0, 1, 2, 3, 4].filter((row) => unfolding.isUnfolded(row))).toEqual([0, 3, 4]);
  });

  it('closes up again', () => {
    const unfolding = new Unfolding(3).unfold(0, 2).unfold(1, 2).fold(0);
    expect(shown(unfolding)).toEqual(['0', '1', '1.0', '1.1', '2']);
    expect(shown(unfolding.fold(1).fold(2))).toEqual(['0', '1', '2']);
  });
});
