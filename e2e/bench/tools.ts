/**
 * bpftool and pahole as they are run: processes that print the text of a file.
 * In: a program, a file. Out: times of single runs, so that they can be taken in turns with ours.
 */

import { spawnSync } from 'node:child_process';

/** The texts of a whole file. A bpftool that cannot sort has `c-unsorted` alone. */
export type TextForm = 'raw' | 'c' | 'c-unsorted' | 'layouts';

export class Tool {
  /** `bpftool-7.8.0` */
  readonly name: string;
  readonly forms: readonly TextForm[];
  private readonly program: string;
  private readonly version: readonly string[];
  private readonly command: (form: TextForm, file: string) => readonly string[];

  private constructor(
    program: string,
    name: string,
    version: readonly string[],
    forms: readonly TextForm[],
    command: (form: TextForm, file: string) => readonly string[],
  ) {
    this.program = program;
    this.name = name;
    this.version = version;
    this.forms = forms;
    this.command = command;
  }

  /** Null where there is no such program. Since 7.5 bpftool sorts C. */
  static bpftool(program: string): Tool | null {
    const version = versionOf(program, ['version']);
    if (version === null) return null;
    const help = spawnSync(program, ['btf', 'help'], { encoding: 'utf8' });
    const sorts = `${help.stdout}${help.stderr}`.includes('unsorted');
    const forms: readonly TextForm[] = sorts ? ['raw', 'c', 'c-unsorted'] : ['raw', 'c-unsorted'];
    return new Tool(program, `bpftool-${version}`, ['version'], forms, (form, file) => [
      ...['btf', 'dump', 'file', file],
      ...(form === 'raw' ? [] : ['format', 'c']),
      ...(form === 'c-unsorted' && sorts ? ['unsorted'] : []),
    ]);
  }

  /** Null where there is no such program. */
  static pahole(program: string): Tool | null {
    const version = versionOf(program, ['--version']);
    if (version === null) return null;
    return new Tool(program, `pahole-${version}`, ['--version'], ['layouts'], (_form, file) => [
      '-F',
      'btf',
      file,
    ]);
  }

  /**
   * Milliseconds of one run that writes to nowhere, less a run just before that only tells its version: what is left is reading
   * the file, and the text.
   * @throws Error where the program fails
   */
  round(form: TextForm, file: string): number {
    const start = this.run(this.version);
    return this.run(this.command(form, file)) - start;
  }

  private run(args: readonly string[]): number {
    const started = performance.now();
    const { status, error } = spawnSync(this.program, args, { stdio: 'ignore' });
    const took = performance.now() - started;
    if (status !== 0) throw error ?? new Error(`${this.program} ${args.join(' ')}: status ${status}`);
    return took;
  }
}

/** The first number with a dot in it. */
function versionOf(program: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? (/\d+\.[\d.]+/.exec(stdout)?.[0] ?? '?') : null;
}
