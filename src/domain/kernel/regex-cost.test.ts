import { describe, expect, it } from 'vitest';
import { longestName, regexCost } from './regex-cost.ts';

describe('regexCost', () => {
  it.each<[string, number, number, boolean]>([
    ['abc', 1, 0, false],
    ['^nf_.*init$', 1, 1, true],
    ['(foo|bar)_[a-z]+', 2, 1, false],
    ['a?b?', 4, 0, false],
    ['\\(a\\)*', 1, 1, false],
    ['[)(|+]*x', 1, 1, false],
    ['(?:ab){2,5}', 4, 0, false],
    ['(?<name>a)+', 1, 1, false],
    ['.*.*.*', 1, 3, false],
    ['a{3}', 1, 0, false],
    ['a{3,}?', 1, 1, false],
    ['^a|b', 2, 0, false],
  ])('bounds %s', (pattern, factor, degree, anchored) => {
    expect(() => new RegExp(pattern)).not.toThrow();
    expect(regexCost(pattern)).toEqual({ state: 'bounded', cost: { factor, degree, anchored } });
  });

  it.each([
    '(a+)+b',
    '(a|a)*b',
    '(a?)*b',
    '(a|b){40}',
    '(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)',
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    `${'('.repeat(30)}a${')'.repeat(30)}`,
    'a'.repeat(201),
    'a*b*c*d*e*f*g*h*i*j*',
  ])('refuses %s', (pattern) => {
    expect(() => new RegExp(pattern)).not.toThrow();
    expect(regexCost(pattern).state).toBe('refused');
  });

  it('allows shorter names, the more a pattern can branch', () => {
    expect(longestName({ factor: 1, degree: 0, anchored: true })).toBe(Infinity);
    expect(longestName({ factor: 1, degree: 1, anchored: false })).toBe(10_000);
    expect(longestName({ factor: 1, degree: 3, anchored: false })).toBe(100);
  });

  it('keeps the worst name that it allows to a fraction of a second', () => {
    const verdict = regexCost('a*a*a*b');
    const longest = verdict.state === 'bounded' ? longestName(verdict.cost) : 0;
    expect(longest).toBeGreaterThan(30);
    const began = performance.now();
    expect(/a*a*a*b/.test('a'.repeat(longest))).toBe(false);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
