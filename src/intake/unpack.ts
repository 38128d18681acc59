/**
 * From a file to what can be read in it, however it was packed.
 * In: the bytes of a dropped file. Out: leaves - BTF, ELF or kallsyms - and faults, in the order of the file. What is told apart is
 * told by content. Leaves to `found.ts`: what a leaf holds.
 */

import { BtfError } from '../format/errors.ts';
import { Budget, MAX_DEPTH } from './budget.ts';
import { sniff, SNIFF_BYTES, type Format } from './sniff.ts';
import type { Unpacker } from './unpacker.ts';

/** What is not looked into here: BTF and ELF by their magic, kallsyms by its lines. */
const LEAVES = ['btf', 'elf', 'kallsyms'] as const satisfies readonly Format[];
export type LeafFormat = (typeof LEAVES)[number];

const leafFormat = (format: Format): LeafFormat | undefined => LEAVES.find((one) => one === format);

export interface Leaf {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly format: LeafFormat;
}

export interface Fault {
  readonly path: string;
  readonly error: Error;
}

/** A file inside that is passed over. */
interface Passed {
  readonly passed: Format;
}

const sevenZip = async (): Promise<Unpacker> => (await import('./seven-zip/unpack.ts')).unpackSevenZip;

/** Loaded when first needed. A new container is a row. */
const UNPACKERS: Partial<Record<Format, () => Promise<Unpacker>>> = {
  gzip: async () => (await import('./gzip.ts')).unpackGzip,
  tar: async () => (await import('./tar.ts')).unpackTar,
  bzimage: async () => (await import('./bzimage.ts')).unpackBzImage,
  xz: sevenZip,
  zstd: sevenZip,
  bzip2: sevenZip,
  'lzma-alone': sevenZip,
  zip: sevenZip,
  '7z': sevenZip,
  ar: sevenZip,
  cpio: sevenZip,
  rpm: sevenZip,
};

/** Whether the bytes are of a container that `unpack` looks into. */
export const isPacked = (bytes: Uint8Array): boolean =>
  UNPACKERS[sniff(bytes.subarray(0, SNIFF_BYTES))] !== undefined;

/** What to do about a format that is known and cannot be unpacked here. */
const ADVICE: Partial<Record<Format, string>> = {
  lz4: 'it is packed with lz4, unpack it with `lz4 -d` first',
};

export async function* unpack(
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): AsyncGenerator<Leaf | Fault> {
  yield* new Unpacking(new Budget(bytes.length, signal), signal).file(path, bytes);
}

class Unpacking {
  private readonly budget: Budget;
  private readonly signal: AbortSignal;

  constructor(budget: Budget, signal: AbortSignal) {
    this.budget = budget;
    this.signal = signal;
  }

  /** A file by itself: if nothing can be read in it, that is a fault. */
  async *file(path: string, bytes: Uint8Array): AsyncGenerator<Leaf | Fault> {
    const format = sniff(bytes.subarray(0, SNIFF_BYTES));
    const leaf = leafFormat(format);
    if (leaf) {
      yield { path, bytes, format: leaf };
    } else if (!UNPACKERS[format]) {
      yield { path, error: unreadable(format) };
    } else {
      yield* this.packedFile(format, path, bytes);
    }
  }

  private async *packedFile(format: Format, path: string, bytes: Uint8Array): AsyncGenerator<Leaf | Fault> {
    let found = 0;
    let passed = 0;
    let advice = '';
    for await (const item of this.inside(format, path, bytes, 1)) {
      if ('passed' in item) {
        passed++;
        advice ||= ADVICE[item.passed] ?? '';
      } else {
        found++;
        yield item;
      }
    }
    if (found > 0 || this.signal.aborted) return;
    yield {
      path,
      error: new BtfError('not-btf', `${insideIsNone(passed)}${advice && `; ${advice}`}`, -1, {
        format,
        files: passed,
        advice,
      }),
    };
  }

  /** What a packed file holds, at any depth; other files are passed over. */
  private async *inside(
    format: Format,
    path: string,
    bytes: Uint8Array,
    depth: number,
  ): AsyncGenerator<Leaf | Fault | Passed> {
    try {
      const unpacker = await UNPACKERS[format]?.();
      if (!unpacker) {
        yield { passed: format };
        return;
      }
      if (depth > MAX_DEPTH)
        throw new BtfError('too-large', `archives inside archives, more than ${MAX_DEPTH} deep`);
      for await (const entry of unpacker({
        name: fileName(path),
        bytes,
        budget: this.budget,
        signal: this.signal,
      })) {
        if (this.signal.aborted) return;
        yield* this.entry(`${path}/${entry.name}`, entry.bytes, depth);
      }
    } catch (error) {
      if (this.signal.aborted) return;
      yield { path, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  private async *entry(
    path: string,
    bytes: Uint8Array,
    depth: number,
  ): AsyncGenerator<Leaf | Fault | Passed> {
    const format = sniff(bytes.subarray(0, SNIFF_BYTES));
    const leaf = leafFormat(format);
    if (leaf) yield { path, bytes, format: leaf };
    else yield* this.inside(format, path, bytes, depth + 1);
  }
}

const insideIsNone = (files: number): string =>
  files === 1 ? 'what is inside is neither BTF nor ELF' : `none of the ${files} files inside is BTF or ELF`;

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function unreadable(format: Format): BtfError {
  if (format === 'empty') return new BtfError('empty-file', 'the file is empty', 0);
  if (format === 'unknown') return new BtfError('not-btf', 'neither BTF nor ELF', 0);
  const advice = ADVICE[format] ?? 'unpack it first';
  return new BtfError('not-btf', `${format}: ${advice}`, 0, { format, advice });
}
