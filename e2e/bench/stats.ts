/**
 * What is said of many measurements in few numbers.
 * In: samples, or ways to take them. Out: median and 95th percentile, and samples that were taken in turns. Knows no kernel
 * and no clock.
 */

export interface Summary {
  readonly median: number;
  readonly p95: number;
  readonly n: number;
}

/** Takes one sample. */
export type Sampler = () => number | Promise<number>;

/** Of an even number of samples the mean of the middle two. @throws RangeError without samples */
export function median(samples: readonly number[]): number {
  const sorted = ascending(samples);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The smallest sample that `share` of the samples do not exceed (nearest rank), so always one that was seen.
 * @param share over 0, at most 1
 * @throws RangeError without samples
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = ascending(samples);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** @throws RangeError without samples */
export function summarize(samples: readonly number[]): Summary {
  return { median: median(samples), p95: percentile(samples, 0.95), n: samples.length };
}

/** Each of `ours` divided by the one of `theirs` that was taken in the same round. @throws RangeError for unequal numbers */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) throw new RangeError('samples that are not pairs');
  return ours.map((sample, round) => sample / theirs[round]);
}

/** How far each sample lies from their median, in percent of it. @throws RangeError without samples */
export function deviations(samples: readonly number[]): number[] {
  const middle = median(samples);
  return samples.map((sample) => (Math.abs(sample - middle) / middle) * 100);
}

/**
 * Samples taken in turns, so that what slows the machine for a while slows all of them: each round asks each sampler once,
 * and each round another one comes first. The first `warmup` rounds are thrown away.
 */
export async function interleave<Name extends string>(
  samplers: Readonly<Record<Name, Sampler>>,
  { rounds, warmup }: { readonly rounds: number; readonly warmup: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(samplers) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < warmup + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      const sample = await samplers[name]();
      if (round >= warmup) samples[name].push(sample);
    }
  }
  return samples;
}

function ascending(samples: readonly number[]): number[] {
  if (samples.length === 0) throw new RangeError('no samples');
  return [...samples].sort((a, b) => a - b);
}
