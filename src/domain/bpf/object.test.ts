import { describe, expect, it } from 'vitest';
import { parseElf, sectionByName, type ElfSection } from '../../format/elf/elf.ts';
import { BtfError } from '../../format/errors.ts';
import { fixtureBytes, fixtureObject } from '../ksym/testing/kernel.ts';
import { layOutCode } from './code-layout.ts';
import { CALL } from './insn.ts';
import { openBpfObject } from './object.ts';

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BtfError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it was accepted');
}

describe.each([true, false])('a BPF object (little endian: %s)', (littleEndian) => {
  const object = fixtureObject(littleEndian);

  it('has its programs by place', () => {
    expect(
      object.programs.map(({ name, sectionName, insnOff, isSubprog, autoload }) => {
        return [name, sectionName, insnOff, isSubprog, autoload];
      }),
    ).toEqual([
      ['outer', '.text', 0, true, true],
      ['inner', '.text', 10, true, true],
      ['first', 'tc', 0, false, true],
      ['second', 'tc', 55, false, true],
      ['relocated', 'tc', 63, false, true],
      ['third', '?tc', 0, false, false],
    ]);
  });

  it('has its instructions, whatever the order of their nibbles', () => {
    expect(object.programs[0].code.at(0)).toEqual({ code: 0xbf, dst: 6, src: 1, off: 0, imm: 0 });
    expect(object.programs[1].code.at(1)).toEqual({ code: CALL, dst: 0, src: 1, off: 0, imm: -1 });
    expect(object.programs[4].code.at(1)).toEqual({ code: 0x61, dst: 3, src: 1, off: 0, imm: 0 });
  });

  it('knows which instructions use externs and sub-programs', () => {
    const named = object.relocations.map((list) =>
      list.map(({ insn, symbol, to }) => [insn, to, to === 'extern' ? object.symbols.name(symbol) : '']),
    );
    expect(named[0]).toEqual([[2, 'extern', 'vm_kfunc']]);
    expect(named[3]).toEqual([
      [1, 'subprog-call', ''],
      [5, 'extern', 'vm_kfunc___two'],
    ]);
  });

  it('appends sub-programs in the order of their first call', () => {
    const code = layOutCode(object).map(({ entry, parts }) => [
      entry.name,
      ...parts.map(({ program, at }) => `${object.programs[program].name}@${at}`),
    ]);
    expect(code).toEqual([
      ['first', 'first@0', 'outer@55', 'inner@65'],
      ['second', 'second@0', 'inner@8'],
      ['relocated', 'relocated@0'],
      ['third', 'third@0'],
    ]);
  });

  it('ends in a named error wherever it is cut off', () => {
    const bytes = fixtureBytes(littleEndian);
    for (let length = 0; length < bytes.length; length += 97)
      expect(refusal(() => openBpfObject(bytes.subarray(0, length)))).toMatch(/^(elf|object)-bad: /);
  });
});

/** A copy of the fixture with some bytes changed; `at` finds the place in the file. */
function damaged(change: (view: DataView, section: (name: string) => ElfSection) => void): Uint8Array {
  const bytes = fixtureBytes().slice();
  const elf = parseElf(bytes);
  change(new DataView(bytes.buffer), (name) => {
    const section = sectionByName(elf, name);
    if (!section) throw new Error(`the fixture has no ${name}`);
    return section;
  });
  return bytes;
}

/** Where in the file the fields of a symbol start. */
function symbolAt(name: string): number {
  const { symbols } = fixtureObject();
  const index = Array.from({ length: symbols.count }, (_, i) => symbols.name(i)).indexOf(name);
  return symbols.section.offset + index * 24;
}

const set64 = (view: DataView, at: number, value: number): void => view.setBigUint64(at, BigInt(value), true);

describe('a damaged BPF object', () => {
  it.each<[string, (view: DataView, section: (name: string) => ElfSection) => void, string]>([
    [
      'for another machine',
      (view) => view.setUint16(18, 62, true),
      'object-bad: no BPF object: ELF type 1, machine 62, 64 bit',
    ],
    ['that is linked', (view) => view.setUint16(16, 2, true), 'object-bad: no BPF object: ELF type 2'],
    [
      'with a relocation of a symbol that is not there',
      (view, section) => view.setUint32(section('.reltc').offset + 12, 0xffff, true),
      'elf-bad: relocation 0 names symbol 65535',
    ],
    [
      'with a relocation past the end of its section',
      (view, section) => set64(view, section('.reltc').offset, section('tc').size),
      'elf-bad: relocation 0 at',
    ],
    [
      'with a relocation in the middle of an instruction',
      (view, section) => set64(view, section('.reltc').offset, 0x14),
      'object-bad: relocation 0 of tc at 20 is not at an instruction',
    ],
    [
      'with a relocation of an instruction that takes none',
      (view, section) => set64(view, section('.reltc').offset, 0x18),
      'object-bad: relocation 0 of tc is for instruction 3 of first, code 0xbf',
    ],
    [
      'with a symbol in a section that is not there',
      (view) => view.setUint16(symbolAt('vm_kfunc') + 6, 0x1234, true),
      'of section 4660, which is not there',
    ],
    [
      'with a program that crosses the end of its section',
      (view) => set64(view, symbolAt('first') + 16, 1 << 20),
      'object-bad: program first in section tc crosses the end',
    ],
    [
      'with a program of half an instruction',
      (view) => set64(view, symbolAt('first') + 16, 12),
      'object-bad: program first in section tc has a bad place or size: 0 + 12',
    ],
    [
      'with a static program outside .text',
      (view) => view.setUint8(symbolAt('first') + 4, 2),
      'object-bad: program first in section tc is static',
    ],
    [
      'with types that are cut off',
      (view, section) => view.setUint32(section('.BTF').offset + 12, 400, true),
      'record-truncated: ',
    ],
  ])('%s is refused', (_what, change, message) => {
    expect(refusal(() => openBpfObject(damaged(change)))).toContain(message);
  });

  it('without a symbol table is refused', () => {
    const bytes = damaged((view, section) => {
      const shoff = Number(view.getBigUint64(0x28, true));
      view.setUint32(shoff + section('.symtab').index * 64 + 4, 1, true);
    });
    expect(refusal(() => openBpfObject(bytes))).toContain('there is no symbol table');
  });

  it('with a bad .BTF.ext is opened without it', () => {
    const object = openBpfObject(
      damaged((view, section) => view.setUint8(section('.BTF.ext').offset + 2, 9)),
    );
    expect(object.ext).toBeNull();
    expect(object.extError?.code).toBe('ext-bad');
  });
});
