// The command on files: what it prints for the fixture against a small kernel, and what it says of files that are broken.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureBytes, KALLSYMS, testKernelBytes } from '../domain/ksym/testing/kernel.ts';
import { Usage } from './command.ts';
import { toJson } from '../domain/ksym/json.ts';
import { runKsyms } from './ksyms.ts';

const directory = mkdtempSync(join(tmpdir(), 'btf-ksyms-'));
const path = (name: string): string => join(directory, name);

beforeAll(() => {
  const { vmlinux, module } = testKernelBytes();
  writeFileSync(path('vmlinux'), vmlinux);
  writeFileSync(path('mod'), module);
  writeFileSync(path('other-mod'), module);
  writeFileSync(
    path('order'),
    '1: name [vmlinux]  size 1B\n2: name [other_mod]  size 1B\n3: name [mod]  size 1B\n4: name [gone]  size 1B\n',
  );
  writeFileSync(path('kallsyms'), gzipSync(KALLSYMS));
  writeFileSync(path('good.o'), fixtureBytes());
  writeFileSync(path('cut.o'), fixtureBytes().subarray(0, 3000));
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Line {
  readonly object: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly externs: readonly {
    readonly name: string;
    readonly libbpf: {
      readonly outcome: string;
      readonly module: string | null;
      readonly address: string | null;
    };
    readonly relocs: readonly { readonly prog: string; readonly insn: number; readonly after: unknown }[];
  }[];
  readonly core: readonly { readonly kind: string; readonly result: number | string }[];
  readonly libbpf: { readonly errno: number; readonly stage: string };
}

async function run(...args: string[]): Promise<{ status: number; lines: Line[]; complaints: string }> {
  let [out, complaints] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (complaints += text) };
  const status = await runKsyms(args, io);
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { status, lines, complaints };
}

const outcomesOf = (line: Line): Record<string, string> =>
  Object.fromEntries(line.externs.map(({ name, libbpf }) => [name, libbpf.outcome]));

describe('btf ksyms', () => {
  it('prints a line for each object', async () => {
    const kernel = ['--vmlinux', path('vmlinux'), '--module', `mod=${path('mod')}`];
    const { status, lines } = await run('--json', ...kernel, '--kallsyms', path('kallsyms'), path('good.o'));
    expect(status).toBe(0);
    expect(lines[0].libbpf).toMatchObject({ errno: 0, stage: 'load-by-verifier' });
    expect(outcomesOf(lines[0])).toMatchObject({ mod_kfunc: 'module-btf', vm_symbol: 'kallsyms' });
    const symbol = lines[0].externs.find(({ name }) => name === 'vm_symbol');
    expect(symbol?.libbpf.address).toBe('0xffffffff82c10940');
    expect(symbol?.relocs).toMatchObject([
      { prog: 'first', insn: 7, after: { code: '18', src: 0, off: 0, imm: -2101278400, hi: -1 } },
    ]);
    expect(lines[0].core.map(({ kind, result }) => `${kind} ${result}`)).toContain('byte_off 34');
  });

  it('takes modules from a directory, in the order of a list', async () => {
    const order = ['--modules', directory, '--order', path('order')];
    const { lines, complaints } = await run('--vmlinux', path('vmlinux'), ...order, path('good.o'));
    expect(lines[0].externs.find(({ name }) => name === 'mod_kfunc')?.libbpf.module).toBe('other_mod');
    expect(complaints).toBe(`no file for gone of ${path('order')}\n`);
    // kallsyms was not given: what depends on it stays open.
    expect(outcomesOf(lines[0]).vm_symbol).toBe('unknown');
  });

  it('is of a kernel without BTF when no vmlinux is given', async () => {
    const { lines } = await run(path('good.o'));
    expect(lines[0].libbpf).toMatchObject({ errno: -3, stage: 'prepare' });
  });

  it('can hide modules and addresses', async () => {
    const kernel = ['--vmlinux', path('vmlinux'), '--module', `mod=${path('mod')}`];
    const hidden = ['--no-sysadmin', '--kptr-restrict', '--kallsyms', path('kallsyms')];
    const { lines } = await run(...kernel, ...hidden, path('good.o'));
    expect(outcomesOf(lines[0]).mod_kfunc).toBe('error');
    expect(lines[0].externs.find(({ name }) => name === 'vm_symbol')?.libbpf.address).toBe('0x0');
  });

  it('goes on after an object that cannot be read, and fails in the end', async () => {
    const { status, lines } = await run(path('cut.o'), path('not-there.o'), path('good.o'));
    expect(status).toBe(1);
    expect(lines.map(({ error }) => error?.code)).toEqual(['elf-bad', 'read-failed', undefined]);
  });

  it('asks for an object, and for modules with a name', async () => {
    await expect(run('--json')).rejects.toThrow(Usage);
    await expect(run('--module', 'mod', path('good.o'))).rejects.toThrow('--module mod is not NAME=FILE');
  });
});

describe('toJson', () => {
  it('keeps whole numbers of any size', () => {
    const value = { a: [1n << 64n, -1, null, true], 'b"': 'x\n' };
    expect(toJson(value)).toBe('{"a":[18446744073709551616,-1,null,true],"b\\"":"x\\n"}');
  });
});
