/**
 * Files as the terminal opens them.
 * In: a path, and the path of the base that was given for it. Out: a view. What libbpf's `btf__parse_split` accepts is
 * accepted: the base is the one that was named, whether its content fits or not.
 */

import { readFile } from 'node:fs/promises';
import { relocate } from '../domain/kernel/relocate.ts';
import { openBtf } from '../domain/view/validate.ts';
import type { BtfView } from '../domain/view/view.ts';
import { readBtf } from '../intake/found.ts';
import { isPacked, unpack } from '../intake/unpack.ts';

export class Files {
  private basePath = '';
  private base: BtfView | null = null;

  /**
   * `basePath` is '' for none; the last base is kept, so that a list in order of bases opens each once.
   * @throws BtfError what libbpf refuses; or the system's error where a file cannot be read
   */
  async open(path: string, basePath: string): Promise<BtfView> {
    if (basePath === '') return openOver(await readPacked(path), null);
    if (basePath !== this.basePath) {
      this.base = await this.open(basePath, '');
      this.basePath = basePath;
    }
    return openOver(await readPacked(path), this.base);
  }
}

/** What is packed is unpacked; of several files in an archive the first one with BTF. Anything else is left as it is. */
async function readPacked(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (!isPacked(bytes)) return bytes;
  for await (const part of unpack(path, bytes, new AbortController().signal)) {
    if ('error' in part) throw part.error;
    if (part.format !== 'kallsyms') return part.bytes;
  }
  return bytes;
}

/**
 * Over the distilled base that the file itself carries, where no other is given; moved onto the one that is (libbpf
 * `btf_parse_elf`).
 */
function openOver(bytes: Uint8Array, base: BtfView | null): BtfView {
  const { btf, distilled, pointerSize } = readBtf(bytes, base?.own ?? null);
  if (!distilled) return openBtf(btf, base, pointerSize);
  const over = openBtf(btf, openBtf(distilled, null, pointerSize), pointerSize);
  return base ? openBtf(relocate(over, base).btf, base, pointerSize) : over;
}
