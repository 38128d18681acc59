import { expect, it } from 'vitest';
import { RoundTrips } from './round-trips.ts';

it('tells of the last answers of each question, and how many there were', () => {
  const trips = new RoundTrips();
  for (let ms = 1; ms <= 300; ms++) trips.add('search', ms);
  trips.add('rows', 7);
  expect(trips.figures).toEqual([
    { question: 'search', count: 300, median: 200, p95: 290, max: 300 },
    { question: 'rows', count: 1, median: 7, p95: 7, max: 7 },
  ]);
  expect(new RoundTrips().figures).toEqual([]);
});
