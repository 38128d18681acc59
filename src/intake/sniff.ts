/**
 * What bytes are, told from their beginning and never from a name.
 * In: the first bytes of a file, `SNIFF_BYTES` of them where it has that many. Out: a word for the format.
 */

import { hasBtfMagic } from '../format/btf/header.ts';
import { hasElfMagic } from '../format/elf/elf.ts';
import { looksLikeKallsyms } from '../format/kallsyms/kallsyms.ts';

export type Format =
  | 'btf'
  | 'elf'
  | 'kallsyms'
  | 'gzip'
  | 'xz'
  | 'zstd'
  | 'bzip2'
  | 'lzma-alone'
  | 'lz4'
  | 'zip'
  | '7z'
  | 'ar'
  | 'cpio'
  | 'rpm'
  | 'tar'
  | 'bzimage'
  | 'empty'
  | 'unknown';

/** Enough for the marks farthest in, `HdrS` of a bzImage at 0x202 and `ustar` of a tar at 257, and for the longest symbol. */
export const SNIFF_BYTES = 1024;

interface Mark {
  readonly format: Format;
  /** Byte offset of the mark. */
  readonly at: number;
  readonly bytes: readonly number[];
}

const text = (mark: string): number[] => Array.from(mark, (char) => char.charCodeAt(0));

const MARKS: readonly Mark[] = [
  { format: 'gzip', at: 0, bytes: [0x1f, 0x8b] },
  { format: 'xz', at: 0, bytes: [0xfd, ...text('7zXZ'), 0] },
  { format: 'zstd', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { format: 'bzip2', at: 0, bytes: text('BZh') },
  { format: 'lz4', at: 0, bytes: [0x02, 0x21, 0x4c, 0x18] },
  { format: 'lz4', at: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
  { format: 'zip', at: 0, bytes: [...text('PK'), 3, 4] },
  { format: '7z', at: 0, bytes: [...text('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { format: 'ar', at: 0, bytes: text('!<arch>\n') },
  { format: 'cpio', at: 0, bytes: text('07070') },
  { format: 'rpm', at: 0, bytes: [0xed, 0xab, 0xee, 0xdb] },
  { format: 'bzimage', at: 0x202, bytes: text('HdrS') },
  { format: 'tar', at: 257, bytes: text('ustar') },
  { format: 'lzma-alone', at: 0, bytes: [0x5d, 0, 0] },
];

export function sniff(head: Uint8Array): Format {
  if (head.length === 0) return 'empty';
  if (hasBtfMagic(head)) return 'btf';
  if (hasElfMagic(head)) return 'elf';
  const marked = MARKS.find((mark) => mark.bytes.every((byte, i) => head[mark.at + i] === byte));
  if (marked) return marked.format;
  return looksLikeKallsyms(head, head.length < SNIFF_BYTES) ? 'kallsyms' : 'unknown';
}
