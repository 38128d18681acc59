/**
 * libbpf beside the explorer.
 * In: a kernel's files, and perhaps a `libbpf.a` instead of the installed library. Out: times of single rounds, so that they
 * can be taken in turns with ours. Compiles `libbpf.c` with `cc` when it starts.
 */

import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../tools/install.mjs';
import type { Form } from './inside.ts';

export class Libbpf {
  /** `1.1` */
  readonly version: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>, version: string) {
    this.child = child;
    this.lines = lines;
    this.version = version;
  }

  /**
   * @param archive path of a `libbpf.a`; null for the library that `-lbpf` finds
   * @param files paths of the base and its modules
   * @param directory for the program
   * @throws Error where there is no compiler or no library
   */
  static async start(archive: string | null, files: readonly string[], directory: string): Promise<Libbpf> {
    const program = join(mkdtempSync(join(directory, 'libbpf-')), 'rounds');
    const library = archive === null ? ['-lbpf'] : [archive, '-lelf', '-lz'];
    const source = join(root, 'e2e/bench/libbpf.c');
    const compiled = spawnSync('cc', ['-O2', '-o', program, source, ...library], { encoding: 'utf8' });
    if (compiled.status !== 0)
      throw new Error(`libbpf.c could not be compiled: ${compiled.error?.message ?? compiled.stderr}`);
    const child = spawn(program, files);
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Libbpf(child, lines, await next(lines));
  }

  /** What this version does when it opens BTF: since 1.3 it validates (`btf_sanity_check`). */
  get form(): Form {
    const [major, minor] = this.version.split('.').map(Number);
    return major > 1 || (major === 1 && minor >= 3) ? 'validate' : 'index';
  }

  async round(what: 'base' | 'modules'): Promise<number> {
    this.child.stdin.write(`${what}\n`);
    return Number(await next(this.lines));
  }

  close(): void {
    this.child.stdin.end();
  }
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  if (line.done) throw new Error('the libbpf program has ended');
  return line.value;
}
