/**
 * The few megabytes of BTF in a vmlinux with a gigabyte of debug information, without reading the rest.
 * In: a blob that is an ELF file. Out: a small ELF file with the same headers, in which only the sections `.BTF*` and the
 * names have bytes; offsets of all others are kept, their bytes are not (as in a file of debug information, SHT_NOBITS).
 */

import { dataView } from '../format/bytes.ts';
import { BtfError } from '../format/errors.ts';

/** Files from this size on are worth it; bytes. */
export const BIG_ELF = 32 << 20;

/** Bytes of section headers, and of names, that are read at most. */
const MAX_TABLE = 16 << 20;
const SHT_NOBITS = 8;
const SHN_XINDEX = 0xffff;

/** Where the fields are that matter here: offsets in bytes, widths by class. */
const ELF32 = { ehdr: 52, shoff: 0x20, shnum: 0x30, shdr: 40, offset: 16, size: 20, link: 24, wide: false };
const ELF64 = { ehdr: 64, shoff: 0x28, shnum: 0x3c, shdr: 64, offset: 24, size: 32, link: 40, wide: true };

/** @throws BtfError `elf-bad` where the headers point outside the file, or are larger than any real ones */
export async function readElfBtf(blob: globalThis.Blob): Promise<Uint8Array> {
  const head = await read(blob, 0, Math.min(64, blob.size));
  const cls = head[4] === 1 ? ELF32 : ELF64;
  const little = head[5] !== 2;
  const field = (view: DataView, at: number): number =>
    cls.wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const setField = (view: DataView, at: number, value: number): void =>
    cls.wide ? view.setBigUint64(at, BigInt(value), little) : view.setUint32(at, value, little);

  const ehdr = dataView(head);
  const shoff = field(ehdr, cls.shoff);
  const first = dataView(await read(blob, shoff, cls.shdr));
  const count = ehdr.getUint16(cls.shnum, little) || field(first, cls.size);
  const shstrndx = ehdr.getUint16(cls.shnum + 2, little);
  const namesIndex = shstrndx === SHN_XINDEX ? first.getUint32(cls.link, little) : shstrndx;

  const table = await read(blob, shoff, count * cls.shdr);
  const headers = dataView(table);
  if (!(namesIndex < count)) throw bad('the section of names is not there');
  const readSection = (index: number, limit: number): Promise<Uint8Array> => {
    const at = index * cls.shdr;
    return read(blob, field(headers, at + cls.offset), field(headers, at + cls.size), limit);
  };
  const names = await readSection(namesIndex, MAX_TABLE);

  const parts: Uint8Array[] = [head.subarray(0, cls.ehdr), table];
  let end = cls.ehdr + table.length;
  for (let index = 0; index < count; index++) {
    const at = index * cls.shdr;
    const isKept = index === namesIndex || startsWithBtf(names, headers.getUint32(at, little));
    if (!isKept) {
      headers.setUint32(at + 4, SHT_NOBITS, little);
      continue;
    }
    if (headers.getUint32(at + 4, little) === SHT_NOBITS) continue;
    const bytes = index === namesIndex ? names : await readSection(index, blob.size);
    setField(headers, at + cls.offset, end);
    parts.push(bytes);
    end += bytes.length;
  }
  setField(ehdr, cls.shoff, cls.ehdr);
  return concat(parts, end);
}

async function read(
  blob: globalThis.Blob,
  from: number,
  length: number,
  limit = MAX_TABLE,
): Promise<Uint8Array> {
  if (!(from + length <= blob.size)) throw bad(`${length} bytes at ${from} lie outside the file`);
  if (length > limit) throw bad(`a table of ${length} bytes is larger than any real one`);
  return new Uint8Array(await blob.slice(from, from + length).arrayBuffer());
}

const PREFIX = [...'.BTF'].map((char) => char.charCodeAt(0));

const startsWithBtf = (names: Uint8Array, off: number): boolean =>
  PREFIX.every((byte, i) => names[off + i] === byte);

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const bad = (message: string): BtfError => new BtfError('elf-bad', message);
