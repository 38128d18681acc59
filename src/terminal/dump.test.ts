/** `dump` and `header` on the fixtures, against what bpftool and pahole print for them. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { corners } from '../domain/render/c/testing/corners.ts';
import { Usage } from './command.ts';
import { dump } from './dump.ts';
import { header } from './header.ts';
import { run } from './testing/run.ts';

const fixtures = join(import.meta.dirname, '../../e2e/fixtures');
const fixture = (name: string): string => join(fixtures, name);
const golden = (name: string): string => readFileSync(join(fixtures, 'golden', name), 'utf8');

const scratch = mkdtempSync(join(tmpdir(), 'btf-dump-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  raw: ['--format', 'raw'],
  c: ['--format', 'c'],
  'c-unsorted': ['--format', 'c', '--unsorted'],
  pahole: ['--format', 'pahole'],
  'pahole-hex': ['--format', 'pahole', '--hex'],
  'pahole-E': ['--format', 'pahole-expanded'],
};
const FILES: readonly [name: string, file: string, base: string][] = [
  ['base', 'base.btf', ''],
  ['module', 'module.btf', 'base.btf'],
  ['base.be', 'base.be.btf', ''],
  ['module.be', 'module.be.btf', 'base.be.btf'],
  ['base.32', 'base.32.btf', ''],
  ['module.32', 'module.32.btf', 'base.32.btf'],
  ['types.bpfel', 'types.bpfel.o', ''],
  ['types.bpfeb', 'types.bpfeb.o', ''],
];

describe('dump of a file', () => {
  const cases = FILES.flatMap(([name, file, base]) =>
    Object.keys(OPTIONS).map((kind) => [name, kind, file, base] as const),
  );
  it.each(cases)('%s as %s is what the tool prints', async (name, kind, file, base) => {
    const over = base ? ['--base', fixture(base)] : [];
    const { out, err, status } = await run(dump, ...OPTIONS[kind], ...over, fixture(file));
    expect(err).toBe('');
    expect(out).toBe(golden(`${name}.${kind}`));
    expect(status).toBe(0);
  });

  it('with a layout section is the same text', async () => {
    expect((await run(dump, fixture('base.layout.btf'))).out).toBe(golden('base.layout.raw'));
  });

  it('with a distilled base is over that, or moved onto the base that is given', async () => {
    const ko = fixture('module.distilled.ko');
    expect((await run(dump, ko)).out).toBe(golden('module.distilled.raw'));
    const { out } = await run(dump, '--base', fixture('base.btf'), ko);
    expect(out).toBe(golden('module.distilled.relocated.raw'));
  });

  it('that is packed is that of what is in it', async () => {
    const packed = join(scratch, 'base.btf.gz');
    writeFileSync(packed, gzipSync(readFileSync(fixture('base.btf'))));
    expect((await run(dump, packed)).out).toBe(golden('base.raw'));
  });
});

it('departs from bpftool only for layouts that are to be exact', async () => {
  const file = join(scratch, 'corners.btf');
  writeFileSync(file, corners().build());
  const { out } = await run(dump, '--format', 'c', file);
  expect(out).toBe(readFileSync(join(import.meta.dirname, '../domain/render/c/testing/corners.c'), 'utf8'));
  const exact = await run(dump, '--format', 'c', '--exact-layouts', file);
  const changed = exact.out.replace(
    'typedef struct __va_list_tag __builtin_va_list___btf[1];\n\ntypedef __builtin_va_list___btf ',
    'typedef __builtin_va_list ',
  );
  expect(changed.replace('\tstruct {\n\t\tlong: 40;\n\t};\n} __attribute__((packed))', '}')).toBe(out);
  expect(exact.out).not.toBe(out);
});

describe('dump', () => {
  it('writes a text a file, under the names that the kernel uses', async () => {
    const out = join(scratch, 'out');
    const files = [fixture('base.btf'), fixture('base.be.btf'), join(fixtures, '.', 'base.btf')];
    await run(dump, '--out', out, ...files);
    expect(readdirSync(out).sort()).toEqual(['base.2.txt', 'base.be.txt', 'base.txt']);
    expect(readFileSync(join(out, 'base.txt'), 'utf8')).toBe(golden('base.raw'));
    expect(readFileSync(join(out, 'base.be.txt'), 'utf8')).toBe(golden('base.be.raw'));
  });

  it('picks types by kind and name, all of that name', async () => {
    const { out } = await run(dump, '--type', 'struct:workspace', fixture('base.btf'));
    const heads = out.split('\n').filter((line) => line.startsWith('['));
    expect(heads.length).toBe(2);
    for (const head of heads) expect(golden('base.raw').split('\n')).toContain(head);
    expect(heads.every((head) => head.includes(`STRUCT 'workspace'`))).toBe(true);
  });

  it("finds the base's types for a module", async () => {
    const over = ['--base', fixture('base.btf'), '--type', 'struct:list_head', '--format', 'pahole'];
    const { out } = await run(dump, ...over, fixture('module.btf'));
    expect(out).toContain('struct list_head {');
    expect(golden('base.pahole')).toContain(out.trim());
  });

  it('goes on after a file that fails, and says so', async () => {
    const { out, err, status } = await run(dump, '/nowhere', fixture('module.btf'), fixture('base.btf'));
    expect(status).toBe(1);
    expect(out).toBe(golden('base.raw'));
    const errors = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { error: { code: string } });
    expect(errors.map(({ error }) => error.code)).toEqual(['read-failed', 'needs-base']);
  });

  it('fails for a type that is not there', async () => {
    const { err, status } = await run(dump, '--type', 'struct:nothing', fixture('base.btf'));
    expect(status).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'type-not-found' } });
  });

  it('knows its formats', async () => {
    await expect(run(dump, '--format', 'toString', fixture('base.btf'))).rejects.toThrow(Usage);
    await expect(run(dump)).rejects.toThrow(Usage);
  });
});

describe('header', () => {
  it('has what the type needs, and the asserts that are asked for', async () => {
    const { out, status } = await run(header, '--type', 'struct:list_head', '--asserts', fixture('base.btf'));
    expect(status).toBe(0);
    expect(out).toContain('struct list_head {');
    expect(out).toMatch(/_Static_assert\(sizeof\(struct list_head\) == 16/);
    expect(out).not.toContain('workspace');
  });

  it('fails for a type that is not there', async () => {
    const { out, status } = await run(header, '--type', 'struct:nothing', fixture('base.btf'));
    expect([out, status]).toEqual(['', 1]);
  });
});
