// What people read when something is wrong: complete, with a next step, and with the session's figures in it.
import { describe, expect, it } from 'vitest';
import { BTF_ERROR_CODES } from '../../format/errors.ts';
import type { Misfit } from '../../session/source-api.ts';
import { byteSize, countOf, groupDigits } from './numbers.ts';
import { explain } from './problems.ts';
import type { ProblemCode } from './problems.ts';
import { misfitWords, stateAdvice, stateWord } from './states.ts';

const OTHER_CODES: ProblemCode[] = [
  'no-base-fits',
  'worker-died',
  'stale-worker',
  'fetch-failed',
  'read-failed',
  'duplicate',
  'internal',
];

describe('a problem', () => {
  it.each([...BTF_ERROR_CODES, ...OTHER_CODES])('%s has a sentence and a next step', (code) => {
    const { sentence, advice } = explain(code);
    expect(sentence).toMatch(/^[A-Z].{15,}\.$/);
    expect(advice).toMatch(/^[A-Z].{15,}/);
  });

  it('has a sentence of its own', () => {
    const sentences = [...BTF_ERROR_CODES, ...OTHER_CODES].map((code) => explain(code).sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

const cloud: Misfit = {
  base: 1,
  baseName: 'vmlinux',
  names: 1073,
  namesFromBase: 937,
  midString: 293,
  outOfRange: 644,
  idsOutOfRange: 0,
  implausible: 0,
  error: null,
};

describe('a source', () => {
  it('says why a base does not fit, in figures', () => {
    expect(misfitWords(cloud)).toBe(
      'over vmlinux: 293 of 1,073 names begin in the middle of a string, 644 names lie out of range',
    );
    const one = { midString: 1, outOfRange: 0, idsOutOfRange: 1, implausible: 1 };
    expect(misfitWords({ ...cloud, ...one })).toBe(
      'over vmlinux: 1 of 1,073 names begins in the middle of a string, 1 type id lies out of range, ' +
        '1 reference meets a kind that nothing can refer to so',
    );
  });

  it('says that a rule is broken where no figure speaks', () => {
    const error = {
      code: 'bad-type-id',
      message: 'type [9] refers to type [99], which is not there',
    } as const;
    expect(misfitWords({ ...cloud, midString: 0, outOfRange: 0, error })).toBe(
      'over vmlinux: it breaks a rule of the format',
    );
  });

  it('has words for each state but the plain one, and advice for all sources in it', () => {
    expect(stateWord({ state: 'ready' })).toBe('');
    expect(stateAdvice('ready', 3)).toBeNull();
    expect(stateWord({ state: 'no-base-fits', tried: [cloud] })).toBe('no base fits');
    expect(stateAdvice('no-base-fits', 1)?.sentence).toMatch(/^1 module is of another build .* Open its own/);
    expect(stateAdvice('no-base-fits', 4230)?.sentence).toMatch(/^4,230 modules are of another build/);
    expect(stateWord({ state: 'waiting-for-base' })).toMatch(/waiting/);
    expect(stateAdvice('waiting-for-base', 2)?.command).toBe('cat /sys/kernel/btf/vmlinux > vmlinux.btf');
    expect(stateWord({ state: 'over-distilled-base' })).toMatch(/distilled/);
    expect(stateAdvice('over-distilled-base', 1)?.sentence).toMatch(/^1 module is shown/);
  });
});

describe('figures', () => {
  it('are grouped and counted', () => {
    expect(groupDigits(1_199_980)).toBe('1,199,980');
    expect(countOf(1, 'type')).toBe('1 type');
    expect(countOf(112_768, 'type')).toBe('112,768 types');
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [4_900_123, '4.9 MB'],
    [9_949, '9.9 kB'],
    [9_951, '10 kB'],
    [999_499, '999 kB'],
    [999_501, '1.0 MB'],
    [72_700_000, '73 MB'],
    [5_000_000_000_000, '5,000 GB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(byteSize(bytes)).toBe(words);
  });
});
