/** A large ELF file, of which only the BTF is read: the same as if all of it had been. */

import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import { buildElf, type ElfOptions } from '../format/testing/elf-builder.ts';
import { BIG_ELF, readElfBtf } from './big-elf.ts';
import { readBtf } from './found.ts';
import { readFiles } from './intake.ts';

function elf(options: ElfOptions): Uint8Array {
  const { littleEndian } = options;
  const base = new BtfBuilder({ littleEndian });
  base.addInt('int', 4, 1);
  const split = base.split();
  split.addPtr(1);
  return buildElf(
    [
      { name: '.debug_info', bytes: new Uint8Array(100_000).fill(7) },
      { name: '.BTF', bytes: split.build() },
      { name: '.bss', bytes: new Uint8Array(), type: 8 },
      { name: '.BTF.base', bytes: base.build() },
      { name: '.debug_str', bytes: new Uint8Array(50_000).fill(65) },
    ],
    options,
  );
}

/** A blob that counts what is read of it. */
class CountingBlob extends Blob {
  read = 0;
  override slice(from = 0, to = this.size): Blob {
    this.read += to - from;
    return super.slice(from, to);
  }
}

const shapes: ElfOptions[] = [4, 8].flatMap((wordSize) =>
  [true, false].map((littleEndian) => ({ wordSize: wordSize as 4 | 8, littleEndian, machine: 62 })),
);

describe.each(shapes)('an ELF file of $wordSize-byte words, little endian $littleEndian', (options) => {
  it('gives the same BTF by its sections as whole', async () => {
    const bytes = elf(options);
    const blob = new CountingBlob([Uint8Array.from(bytes)]);
    const small = await readElfBtf(blob);
    expect(blob.read).toBeLessThan(3000);
    expect(small.length).toBeLessThan(3000);
    const [whole, part] = [readBtf(bytes), readBtf(small)];
    expect(part.btf.bytes).toEqual(whole.btf.bytes);
    expect(part.distilled?.bytes).toEqual(whole.distilled?.bytes);
    expect(part.pointerSize).toBe(options.wordSize);
  });
});

describe('a file so large that only its BTF is read', () => {
  const filler = { name: '.debug_info', bytes: new Uint8Array(BIG_ELF) };
  const small = new BtfBuilder().build();

  it.each([
    [62, true, 5000],
    [62, false, 5000],
    // Of a BPF object code and symbols are wanted too.
    [247, true, Infinity],
    [247, false, Infinity],
  ])('of machine %i, little endian %s, leaves at most %d bytes', async (machine, littleEndian, most) => {
    const bytes = buildElf([filler, { name: '.BTF', bytes: small }], { machine, littleEndian });
    const blob = new Blob([Uint8Array.from(bytes)]);
    const lengths: number[] = [];
    for await (const item of readFiles([{ name: 'x', path: 'x', blob }], new AbortController().signal))
      if (item.item === 'leaf') lengths.push(item.bytes.length);
    expect(lengths).toEqual([most < bytes.length ? expect.any(Number) : bytes.length]);
    expect(lengths[0]).toBeLessThanOrEqual(most);
  });
});

describe('a damaged ELF file', () => {
  const bytes = elf({});
  const view = new DataView(bytes.buffer);
  const shoff = Number(view.getBigUint64(0x28, true));
  const change = (edit: (view: DataView) => void): Blob => {
    const copy = Uint8Array.from(bytes);
    edit(new DataView(copy.buffer));
    return new Blob([copy]);
  };

  it.each<[string, (view: DataView) => void]>([
    ['section headers outside the file', (v) => v.setBigUint64(0x28, 2n ** 60n, true)],
    ['more section headers than fit', (v) => v.setUint16(0x3c, 0xffff, true)],
    ['names in a section that is not there', (v) => v.setUint16(0x3e, 60, true)],
    ['names outside the file', (v) => v.setBigUint64(shoff + 6 * 64 + 24, 2n ** 40n, true)],
    ['BTF outside the file', (v) => v.setBigUint64(shoff + 2 * 64 + 32, 2n ** 40n, true)],
  ])('is refused: %s', async (_what, edit) => {
    await expect(readElfBtf(change(edit))).rejects.toMatchObject({ code: 'elf-bad' });
  });

  it('has no larger tables than real files', async () => {
    const count = 300_000;
    const huge = new Uint8Array(shoff + count * 64);
    huge.set(bytes);
    const header = new DataView(huge.buffer);
    header.setUint16(0x3c, 0, true);
    header.setBigUint64(shoff + 32, BigInt(count), true);
    await expect(readElfBtf(new Blob([huge]))).rejects.toThrow(/larger than any real one/);
  });
});
