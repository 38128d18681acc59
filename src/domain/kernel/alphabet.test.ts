import { describe, expect, it } from 'vitest';
import { buildAlphabet, type Alphabet } from './alphabet.ts';
import { bytesOf, foldText, textOf } from './fold.ts';
import { NamePool } from './name-pool.ts';
import { Random } from './testing/random.ts';

function build(pool: NamePool): Alphabet {
  const work = buildAlphabet(pool);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function add(pool: NamePool, names: Iterable<string>): void {
  for (const name of names) pool.intern(bytesOf(name), 0, 1024);
}

const spelled = ({ nameAt, names }: Alphabet, pool: NamePool): string[] =>
  [...nameAt.subarray(0, names - 1)].map((name) => textOf(pool.bytesOf(name)));

/** By code points of the folded form, then in the order they were met. */
function sorted(names: Iterable<string>): string[] {
  const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return [...new Set(names)].sort((a, b) => byBytes(foldText(a), foldText(b)));
}

const ANY_STEMS = ['', '__bpf_trace_', 'trace_event_raw_event_', 'nf_', 'Nf_', 'straße_', '日本_'];
const ANY_LETTERS = [...'abcXYZ_019ßé'];
const ASCII_STEMS = ['', '__bpf_trace_', 'TRACE_event_raw_event_', 'nf_', 'Nf_'];
const ASCII = Array.from({ length: 127 }, (_, i) => String.fromCharCode(i + 1));

function randomNames(random: Random, count: number, stems = ANY_STEMS, letters = ANY_LETTERS): string[] {
  return Array.from({ length: count }, () => {
    const tail = Array.from({ length: 1 + random.below(12) }, () => random.pick(letters)).join('');
    return random.pick(stems) + tail;
  });
}

describe('buildAlphabet', () => {
  it.each([1, 2, 3])('puts names in the order of their folded bytes (%i)', (seed) => {
    const names = randomNames(new Random(seed), 20_000);
    const pool = new NamePool();
    add(pool, names);
    expect(spelled(build(pool), pool)).toEqual(sorted(names));
  });

  it.each([4, 5])('does so for every byte of ASCII (%i)', (seed) => {
    const names = randomNames(new Random(seed), 20_000, ASCII_STEMS, ASCII);
    const pool = new NamePool();
    add(pool, names);
    const alphabet = build(pool);
    expect(spelled(alphabet, pool)).toEqual(sorted(names));
    const folded = sorted(names).map(foldText);
    expect(folded.map((_, rank) => alphabet.text.at(rank))).toEqual(folded);
  });

  it('sorts what differs behind a thousand equal bytes, and names that are beginnings of others', () => {
    const stem = 'a'.repeat(1000);
    const names = [
      `${stem}b`,
      stem,
      `${stem}a`,
      'a',
      `${stem}B`,
      'aa',
      ...Array.from({ length: 50 }, (_, i) => stem.slice(i)),
    ];
    const pool = new NamePool();
    add(pool, names);
    expect(spelled(build(pool), pool)).toEqual(sorted(names));
  });

  it('finds every name by every text in it, at the ends of chunks too', () => {
    // Enough for several chunks; a loop once skipped the last bytes of each
    const names = sorted(randomNames(new Random(3), 15_000));
    const pool = new NamePool();
    add(pool, names);
    const { text } = build(pool);
    expect(text.end).toBe(names.length);
    const random = new Random(5);
    const queries = Array.from({ length: 60 }, () => {
      const name = foldText(random.pick(names));
      const from = random.below(name.length);
      return name.slice(from, from + 1 + random.below(6));
    });
    for (const query of [
      ...queries,
      foldText(names[0]),
      foldText(names[names.length - 1]),
      'ß',
      'nothing has this',
    ]) {
      const found: number[] = [];
      for (let rank = 0; rank < text.end;)
        rank = text.findIn(query, rank, text.end, (hit) => found.push(hit) > 0);
      const expected = names.flatMap((name, rank) => (foldText(name).includes(query) ? [rank] : []));
      expect({ query, found }).toEqual({ query, found: expected });
      const [from, end] = text.prefixRange(query);
      const prefixed = names.flatMap((name, rank) => (foldText(name).startsWith(query) ? [rank] : []));
      expect([end - from, prefixed[0] ?? from]).toEqual([prefixed.length, from]);
    }
  });

  it('searches part of the ranks', () => {
    const names = sorted(randomNames(new Random(9), 500));
    const pool = new NamePool();
    add(pool, names);
    const { text } = build(pool);
    for (const [from, end] of [
      [0, 0],
      [0, 1],
      [17, 18],
      [100, 400],
      [names.length - 1, names.length],
    ]) {
      const found: number[] = [];
      for (let rank = from; rank < end;) rank = text.findIn('a', rank, end, (hit) => found.push(hit) > 0);
      const expected = names.flatMap((name, i) =>
        i >= from && i < end && foldText(name).includes('a') ? [i] : [],
      );
      expect(found).toEqual(expected);
    }
  });
});
