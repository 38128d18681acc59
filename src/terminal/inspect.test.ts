/**
 * `inspect` on the fixtures, and on a corpus of valid, unusual and malformed files where it is at hand: verdicts, figures
 * and the text of each, in one list.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Usage } from './command.ts';
import { inspect, type Inspection } from './inspect.ts';
import { run } from './testing/run.ts';

const fixtures = join(import.meta.dirname, '../../e2e/fixtures');
const fixture = (name: string): string => join(fixtures, name);
const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(fixtures, 'golden', name)))
    .digest('hex');

const scratch = mkdtempSync(join(tmpdir(), 'btf-inspect-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function inspectList(jobs: readonly (readonly [file: string, base: string])[]): Promise<{
  results: Inspection[];
  status: number;
}> {
  const list = join(scratch, 'list.tsv');
  writeFileSync(list, jobs.map(([file, base]) => (base ? `${file}\t${base}\n` : `${file}\n`)).join(''));
  const { out, status } = await run(inspect, '--json', '--list', list);
  return {
    results: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Inspection),
    status,
  };
}

describe('inspect', () => {
  it('tells what a file is, on one line', async () => {
    const { out, status } = await run(inspect, '--json', fixture('base.be.btf'));
    expect(status).toBe(0);
    expect(out.endsWith('}\n')).toBe(true);
    const result = JSON.parse(out) as Inspection;
    expect(result).toEqual({
      file: fixture('base.be.btf'),
      ok: true,
      typesOwn: 162,
      typesTotal: 162,
      endian: 'big',
      pointerSize: 8,
      rawSha256: sha256('base.be.raw'),
      ms: expect.any(Number) as number,
    });
  });

  it('does a list in one go, each over its base, and goes on after what fails', async () => {
    const cut = join(scratch, 'cut.btf');
    writeFileSync(cut, readFileSync(fixture('base.btf')).subarray(0, 3000));
    const { results, status } = await inspectList([
      [fixture('module.btf'), fixture('base.btf')],
      [cut, ''],
      [fixture('module.btf'), cut],
      [fixture('module.btf'), ''],
      [join(scratch, 'nowhere'), ''],
      [fixture('module.32.btf'), fixture('base.32.btf')],
      [fixture('module.distilled.ko'), ''],
      [fixture('module.distilled.ko'), fixture('base.btf')],
      [fixture('types.bpfeb.o'), ''],
    ]);
    expect(status).toBe(1);
    const short = results.map((result) => (result.ok ? result.rawSha256 : result.error.code));
    expect(short).toEqual([
      sha256('module.raw'),
      'section-out-of-range',
      'section-out-of-range',
      'needs-base',
      'read-failed',
      sha256('module.32.raw'),
      sha256('module.distilled.raw'),
      sha256('module.distilled.relocated.raw'),
      sha256('types.bpfeb.raw'),
    ]);
    expect(results[0]).toMatchObject({ typesOwn: 46, typesTotal: 208, endian: 'little', pointerSize: 8 });
    expect(results[1]).toMatchObject({ error: { offset: 16, message: expect.any(String) as string } });
    expect(results[5]).toMatchObject({ pointerSize: 4 });
  });

  it('wants something to inspect', async () => {
    await expect(run(inspect, '--json')).rejects.toThrow(Usage);
  });
});

interface CorpusEntry {
  readonly name: string;
  readonly file: string;
  readonly base: readonly string[] | null;
  readonly expect: 'parse' | 'error' | 'no-crash';
  readonly reason?: string;
  readonly raw_sha256?: string;
  readonly raw_sha256_replaced?: string;
  readonly types_own?: number;
  readonly types_total?: number;
  readonly endian?: string;
  readonly ptr_size?: number;
  readonly limits: { readonly ms: number };
}

/** What is not as the corpus has it, in words; '' where all is. */
function difference(entry: CorpusEntry, result: Inspection): string {
  if (result.ms > entry.limits.ms) return `took ${result.ms} ms`;
  if (entry.expect === 'no-crash') return '';
  if (!result.ok) {
    if (entry.expect === 'parse') return `refused: ${result.error.message}`;
    return entry.reason === undefined || entry.reason === result.error.code
      ? ''
      : `refused: ${result.error.code}`;
  }
  if (entry.expect === 'error') return 'accepted';
  const figures = [result.typesOwn, result.typesTotal, result.endian, result.pointerSize].join();
  const wanted = [entry.types_own, entry.types_total, entry.endian, entry.ptr_size || 8].join();
  if (figures !== wanted) return `${figures} instead of ${wanted}`;
  const isText = [entry.raw_sha256, entry.raw_sha256_replaced].includes(result.rawSha256);
  return isText ? '' : 'another raw text';
}

const corpus = join(import.meta.dirname, '../../../shared/data/btf-cases');
if (existsSync(join(corpus, 'manifest.json'))) {
  it('agrees with the corpus, in one list', async () => {
    const text = readFileSync(join(corpus, 'manifest.json'), 'utf8');
    const { entries } = JSON.parse(text) as { entries: CorpusEntry[] };
    const { results } = await inspectList(
      entries.map(({ file, base }) => [join(corpus, file), base?.[0] ? join(corpus, base[0]) : '']),
    );
    expect(results.length).toBe(entries.length);
    const differences = entries.map((entry, i) => [entry.name, difference(entry, results[i])]);
    expect(differences.filter(([, what]) => what)).toEqual([]);
  });
}
