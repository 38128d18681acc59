/**
 * 7-Zip as a function.
 * In: the bytes of an archive, or of a file packed on its own, in any format that 7-Zip knows. Out: the files inside, and
 * its complaint if it had one. Works on a file system in memory that is full when the limit is reached. Blocks its thread:
 * `unpack.ts` has it run in one of its own where there are threads.
 */

import type { FileSystem, FSStream, SevenZipModule } from '7z-wasm';

export interface Extracted {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** What 7-Zip said, or '' when all went well; files may be there all the same, the last one damaged. */
  readonly complaint: string;
  /** Whether the limit was reached. */
  readonly full: boolean;
}

/** Output after which the program is started anew: what it holds grows and never shrinks. Bytes. */
const RENEW_AFTER = 256 << 20;
/** The same, in runs: each leaves something behind. */
const RENEW_AFTER_RUNS = 200;
/** Files and directories of one archive. */
const MAX_NODES = 200_000;
const NO_SPACE_LEFT = 51;

export class SevenZip {
  private program: Promise<Program> | null = null;

  /** `limit` in bytes, over all files together. Never rejects for what is in the archive. */
  async extract(bytes: Uint8Array, limit: number): Promise<Extracted> {
    const first = await this.run(bytes, limit);
    // After hundreds of runs the program fails for want of memory; a fresh one tells whether it was that
    return first.crashed && !first.full ? this.run(bytes, limit) : first;
  }

  private async run(bytes: Uint8Array, limit: number): Promise<Extracted & { crashed: boolean }> {
    this.program ??= Program.start();
    const program = await this.program;
    const extracted = program.extract(bytes, limit);
    if (program.isSpent) this.program = null;
    return extracted;
  }
}

/** What the package's types leave out of its file system. */
type Files = FileSystem & { readonly ErrnoError: new (errno: number) => Error };
type Stream = FSStream & { readonly stream_ops: { write: (...args: WriteArguments) => number } };
type WriteArguments = [stream: unknown, buffer: unknown, offset: number, length: number, ...rest: unknown[]];

class Program {
  isSpent = false;
  private readonly module: SevenZipModule;
  private readonly said: string[];
  private readonly files: Files;
  private left = Infinity;
  private written = 0;
  private runs = 0;

  private constructor(module: SevenZipModule, said: string[]) {
    this.module = module;
    this.said = said;
    this.files = module.FS as Files;
    this.watchWrites();
  }

  static async start(): Promise<Program> {
    const { default: load } = await import('7z-wasm');
    const said: string[] = [];
    const module = await load({ print: () => undefined, printErr: (line) => said.push(line) });
    return new Program(module, said);
  }

  extract(bytes: Uint8Array, limit: number): Extracted & { crashed: boolean } {
    const { module, files, said } = this;
    let crashed = false;
    this.left = Infinity;
    files.writeFile('/packed', bytes);
    said.length = 0;
    this.left = limit;
    let failed: boolean;
    try {
      // Everything, yes to all, nothing but errors said
      failed = Boolean(module.callMain(['x', '-y', '-bso0', '-bsp0', '-o/out', '/packed']) ?? 0);
    } catch {
      failed = true;
      crashed = true;
      this.isSpent = true;
    }
    const full = this.left < 0;
    this.left = Infinity;
    const found = this.takeFiles();
    files.unlink('/packed');
    this.isSpent ||= this.written > RENEW_AFTER || ++this.runs >= RENEW_AFTER_RUNS;
    const complaint = failed
      ? said.join(' ').replaceAll('ERROR: ', '').trim() || 'it cannot be unpacked'
      : '';
    return { files: found, complaint, full, crashed };
  }

  /** All files of the memory file system are written through one function. */
  private watchWrites(): void {
    const { files } = this;
    const operations = (files.open('/probe', 'w') as Stream).stream_ops;
    const { write } = operations;
    operations.write = (...args) => {
      this.left -= args[3];
      this.written += args[3];
      if (this.left < 0) throw new files.ErrnoError(NO_SPACE_LEFT);
      return write.apply(operations, args);
    };
  }

  /** Moves what was unpacked out of the file system; links and devices stay behind and are forgotten. */
  private takeFiles(): Extracted['files'] {
    const { files } = this;
    const found: { path: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
    let nodes = 0;
    const take = (directory: string, prefix: string): void => {
      for (const name of files.readdir(directory)) {
        if (name === '.' || name === '..' || ++nodes > MAX_NODES) continue;
        const path = `${directory}/${name}`;
        const { mode } = files.lstat(path);
        if (files.isDir(mode)) {
          take(path, `${prefix}${name}/`);
          files.rmdir(path);
          continue;
        }
        if (files.isFile(mode))
          found.push({ path: prefix + name, bytes: new Uint8Array(files.readFile(path)) });
        files.unlink(path);
      }
    };
    if (files.readdir('/').includes('out')) take('/out', '');
    return found;
  }
}
