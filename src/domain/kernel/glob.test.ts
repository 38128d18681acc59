import { describe, expect, it } from 'vitest';
import { globLiteral, globMatches, globPrefix } from './glob.ts';
import { Random } from './testing/random.ts';

describe('globs', () => {
  it('agree with the regular expression of the same meaning', () => {
    const random = new Random(1);
    const text = (alphabet: readonly string[], length: number): string =>
      Array.from({ length: random.below(length) }, () => random.pick(alphabet)).join('');
    for (let i = 0; i < 3000; i++) {
      const pattern = text(['a', 'b', '*', '?'], 8);
      const name = text(['a', 'b'], 10);
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect({ pattern, name, matches: globMatches(pattern, name) }).toEqual({
        pattern,
        name,
        matches: regex.test(name),
      });
    }
  });

  it('take dots and brackets as they are', () => {
    expect(globMatches('a.b', 'axb')).toBe(false);
    expect(globMatches('[a]*', '[a]b')).toBe(true);
  });

  it('give literals that every match holds', () => {
    expect([globPrefix('nf_*_in?t'), globLiteral('nf_*_in?t')]).toEqual(['nf_', 'nf_']);
    expect([globPrefix('*init'), globLiteral('*init')]).toEqual(['', 'init']);
    expect([globPrefix('*'), globLiteral('*')]).toEqual(['', '']);
    expect(globPrefix('plain')).toBe('plain');
  });

  it('end soon where a regular expression would not', () => {
    const began = performance.now();
    expect(globMatches(`${'*a'.repeat(50)}b`, 'a'.repeat(1000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
