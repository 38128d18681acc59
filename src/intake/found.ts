/**
 * What comes out of a file that was dropped.
 * In: the bytes of one file, unpacked. Out: BTF with what belongs to it, or a `BtfError` that says which rule is broken.
 */

import { Btf } from '../format/btf/btf.ts';
import { BtfWriter } from '../format/btf/write.ts';
import { btfSections } from '../format/elf/btf-sections.ts';
import { hasElfMagic, parseElf } from '../format/elf/elf.ts';
import { BtfError } from '../format/errors.ts';

export interface FoundBtf {
  readonly btf: Btf;
  /** `.BTF.base`, parsed. */
  readonly distilled: Btf | null;
  /** `.BTF.ext`, not looked into. */
  readonly ext: Uint8Array | null;
  readonly container: 'raw' | 'elf';
  /** Bytes; from the ELF class, null for raw BTF. */
  readonly pointerSize: 4 | 8 | null;
  /** The whole file where it is a BPF object (EM_BPF): its symbols, relocations and programs belong to its BTF. */
  readonly object: Uint8Array | null;
}

export const EM_BPF = 247;

/**
 * ELF by its magic, anything else as raw BTF, as libbpf's `btf__parse` does.
 * @param base whose layout section tells how to step over kinds that this reader does not know
 * @throws BtfError rules of ELF, and all rules of BTF that need no base
 */
export function readBtf(bytes: Uint8Array, base: Btf | null = null): FoundBtf {
  return hasElfMagic(bytes) ? readElf(bytes, base) : { ...RAW, btf: Btf.parse(bytes, base, true) };
}

/**
 * As `readBtf`; and a BPF object without `.BTF` as one without types, because loaders have a word to say on its externs all
 * the same.
 */
export function readBtfOrObject(bytes: Uint8Array): FoundBtf {
  try {
    return readBtf(bytes);
  } catch (error) {
    if (!(error instanceof BtfError) || error.code !== 'elf-no-btf') throw error;
    const { machine, littleEndian, wordSize } = parseElf(bytes);
    if (machine !== EM_BPF) throw error;
    const btf = Btf.parse(new BtfWriter(littleEndian).build());
    return { ...RAW, btf, container: 'elf', pointerSize: wordSize, object: unshared(bytes) };
  }
}

const RAW = { distilled: null, ext: null, container: 'raw', pointerSize: null, object: null } as const;

/** Sections are copied: a module's debug information is many times its BTF, and would be kept alive by it. */
function readElf(bytes: Uint8Array, base: Btf | null): FoundBtf {
  const sections = btfSections(bytes);
  const distilled = sections.base && Btf.parse(copy(sections.base));
  return {
    btf: Btf.parse(copy(sections.btf), base ?? distilled, true),
    distilled,
    ext: sections.ext && copy(sections.ext),
    container: 'elf',
    pointerSize: sections.elf.wordSize,
    object: sections.elf.machine === EM_BPF ? unshared(bytes) : null,
  };
}

/** What lies in an archive must not keep all of it alive. */
const unshared = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : copy(bytes);

const copy = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
