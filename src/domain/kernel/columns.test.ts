import { expect, it } from 'vitest';
import { grownBytes, grownWords } from './columns.ts';

it.each([
  ['by half', 1000, 1001, 0, 1500],
  ['to what is likely in the end', 1000, 1001, 3000, 3000],
  ['to no more than four times what is needed', 1000, 1001, 1_000_000, 4004],
  ['by half where less is likely than is needed', 1000, 1001, 900, 1500],
  ['to what is needed where that is more', 1000, 5000, 0, 5000],
  ['to a least length', 0, 1, 0, 64],
])('grows %s', (_how, length, needed, likely, expected) => {
  const bytes = grownBytes(new Uint8Array(length).fill(7), needed, likely);
  expect([bytes.length, bytes.lastIndexOf(7)]).toEqual([expected, length - 1]);
  const words = grownWords(new Uint32Array(length).fill(7), needed, likely);
  expect([words.length, words.lastIndexOf(7)]).toEqual([expected, length - 1]);
});

it('keeps an array that is long enough', () => {
  const words = new Uint32Array(8);
  expect(grownWords(words, 8, 100)).toBe(words);
});
