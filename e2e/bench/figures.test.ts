import { expect, it } from 'vitest';
import { Figures, shown, table } from './figures.ts';

it('writes one line of JSON a figure, and none for what was not measured', () => {
  const figures = new Figures();
  figures.add('node', 'parse-index', 'ms', [1, 3, 2]);
  figures.add('chromium', 'memory', 'B', []);
  expect(figures.json).toBe('{"name":"parse-index","env":"node","unit":"ms","median":2,"p95":3,"n":3}\n');
});

it('prints a table that Markdown reads', () => {
  const figures = new Figures();
  figures.add('node', 'parse-index', 'ms', [1.5]);
  figures.add('chromium', 'bundle-page', 'B', [123_456]);
  expect(figures.table).toBe(
    [
      '| figure      | where    |  median |     p95 |   n |',
      '| ----------- | -------- | ------: | ------: | --: |',
      '| parse-index | node     | 1.50 ms | 1.50 ms |   1 |',
      '| bundle-page | chromium |  123 KB |  123 KB |   1 |',
      '',
    ].join('\n'),
  );
});

it('shows as many digits as a figure bears', () => {
  expect(shown(1.234, 'ms')).toBe('1.23 ms');
  expect(shown(12.34, 'ms')).toBe('12.3 ms');
  expect(shown(1234.5, 'ms')).toBe('1235 ms');
  expect(shown(0.567, 'x')).toBe('0.57 x');
  expect(shown(350_000_000, 'B')).toBe('350 MB');
});

it('is no narrower than a rule needs to be', () => {
  expect(table([['a'], ['b']], 0)).toBe('|   a |\n| --: |\n|   b |\n');
});
