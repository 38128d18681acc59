import { describe, expect, it } from 'vitest';
import { deviations, interleave, median, percentile, ratios, summarize } from './stats.ts';

describe('median', () => {
  it('is the middle of an odd number of samples, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of the middle two of an even number', () => {
    expect(median([10, 1, 2, 3])).toBe(2.5);
  });

  it('sorts as numbers, not as text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('leaves the samples as they are', () => {
    const samples = [3, 1, 2];
    median(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('refuses to speak of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => summarize([])).toThrow(RangeError);
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

  it.each([
    [0.95, 95],
    [0.5, 50],
    [1, 100],
    [0.001, 1],
  ])('of 1 to 100 at %f is %i', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('is the largest of few samples, never one that was not seen', () => {
    expect(percentile([1, 2, 30], 0.95)).toBe(30);
  });
});

it('summarizes', () => {
  expect(summarize([4, 1, 3, 2])).toEqual({ median: 2.5, p95: 4, n: 4 });
});

it('divides pair by pair', () => {
  expect(ratios([1, 9], [2, 3])).toEqual([0.5, 3]);
  expect(() => ratios([1], [1, 2])).toThrow(RangeError);
});

it('gives the distance from the median in percent', () => {
  expect(deviations([90, 100, 120])).toEqual([10, 0, 20]);
});

describe('interleave', () => {
  it('asks everyone once a round, another one first each time, and forgets the warm-up', async () => {
    const asked: string[] = [];
    let clock = 0;
    const taking = (name: string) => () => {
      asked.push(name);
      return clock++;
    };
    const samples = await interleave({ a: taking('a'), b: taking('b') }, { rounds: 2, warmup: 1 });
    expect(asked.join('')).toBe('abbaab');
    expect(samples).toEqual({ a: [3, 4], b: [2, 5] });
  });

  it('waits for each before it asks the next', async () => {
    let running = 0;
    let most = 0;
    const slow = async (): Promise<number> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return running--;
    };
    await interleave({ a: slow, b: slow }, { rounds: 2, warmup: 0 });
    expect(most).toBe(1);
  });

  it('passes a failure on', async () => {
    const failing = (): number => {
      throw new Error('no clock');
    };
    await expect(interleave({ failing }, { rounds: 1, warmup: 0 })).rejects.toThrow('no clock');
  });
});
