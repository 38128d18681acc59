import { expect, it } from 'vitest';
import { recordRoom, Referrers } from './referrers.ts';

it('gives back the room of a section that was uncommonly large, and keeps that of others', () => {
  const referrers = new Referrers();
  const roomAfter = (words: number): readonly number[] => {
    referrers.begin(words, true);
    return [referrers.shapes.length, referrers.entries.length];
  };
  const [small, kernel, large] = [3000, 1_500_000, 5_000_000];
  const kept = roomAfter(kernel);
  expect(kept[0]).toBe(recordRoom(kernel));
  expect(roomAfter(small)).toEqual(kept);
  expect(roomAfter(large)[0]).toBe(recordRoom(large));
  expect(roomAfter(kernel)[0]).toBe(recordRoom(large));
  expect(roomAfter(small)).toEqual([recordRoom(small), recordRoom(small) * 2 + 1]);
});
