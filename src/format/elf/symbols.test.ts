import { describe, expect, it } from 'vitest';
import { BtfError } from '../errors.ts';
import { buildElf, type TestSection } from '../testing/elf-builder.ts';
import { parseElf } from './elf.ts';
import {
  readRelocations,
  readSymbols,
  SHT_REL,
  SHT_SYMTAB,
  SymbolBinding,
  SymbolType,
  type SymbolTable,
} from './symbols.ts';

const SHAPES = [
  { wordSize: 8, littleEndian: true },
  { wordSize: 8, littleEndian: false },
  { wordSize: 4, littleEndian: true },
  { wordSize: 4, littleEndian: false },
] as const;
type Shape = (typeof SHAPES)[number];

const STRINGS = new TextEncoder().encode('\0prog\0extern_\0');

interface TestSymbol {
  readonly nameOff: number;
  readonly info: number;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

const SYMBOLS: TestSymbol[] = [
  { nameOff: 0, info: 0, section: 0, value: 0, size: 0 },
  { nameOff: 1, info: (SymbolBinding.Global << 4) | SymbolType.Func, section: 1, value: 8, size: 24 },
  { nameOff: 6, info: SymbolBinding.Weak << 4, section: 0, value: 0, size: 0 },
];

function words(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

function symtab(shape: Shape, symbols: readonly TestSymbol[]): Uint8Array {
  const { wordSize, littleEndian } = shape;
  const entry = wordSize === 4 ? 16 : 24;
  return words(symbols.length * entry, (view) => {
    symbols.forEach((symbol, i) => {
      const at = i * entry;
      view.setUint32(at, symbol.nameOff, littleEndian);
      const infoAt = at + (wordSize === 4 ? 12 : 4);
      view.setUint8(infoAt, symbol.info);
      view.setUint16(infoAt + 2, symbol.section, littleEndian);
      if (wordSize === 4) {
        view.setUint32(at + 4, symbol.value, littleEndian);
        view.setUint32(at + 8, symbol.size, littleEndian);
      } else {
        view.setBigUint64(at + 8, BigInt(symbol.value), littleEndian);
        view.setBigUint64(at + 16, BigInt(symbol.size), littleEndian);
      }
    });
  });
}

function rel(shape: Shape, entries: readonly (readonly [offset: number, symbol: number])[]): Uint8Array {
  const { wordSize, littleEndian } = shape;
  return words(entries.length * wordSize * 2, (view) => {
    entries.forEach(([offset, symbol], i) => {
      const at = i * wordSize * 2;
      if (wordSize === 4) {
        view.setUint32(at, offset, littleEndian);
        view.setUint32(at + 4, (symbol << 8) | 10, littleEndian);
      } else {
        view.setBigUint64(at, BigInt(offset), littleEndian);
        view.setBigUint64(at + 8, (BigInt(symbol) << 32n) | 10n, littleEndian);
      }
    });
  });
}

/** Sections 1 to 4: code, names, symbols, relocations of the code. */
function sections(shape: Shape, entries: readonly (readonly [number, number])[]): TestSection[] {
  const { wordSize } = shape;
  return [
    { name: 'tc', bytes: new Uint8Array(32) },
    { name: '.strtab', bytes: STRINGS, type: 3 },
    {
      name: '.symtab',
      bytes: symtab(shape, SYMBOLS),
      type: SHT_SYMTAB,
      link: 2,
      entrySize: wordSize === 4 ? 16 : 24,
    },
    { name: '.reltc', bytes: rel(shape, entries), type: SHT_REL, link: 3, info: 1, entrySize: wordSize * 2 },
  ];
}

const open = (shape: Shape, list: readonly TestSection[]): ReturnType<typeof parseElf> =>
  parseElf(buildElf(list, shape));

function symbolsOf(elf: ReturnType<typeof parseElf>): SymbolTable {
  const symbols = readSymbols(elf);
  if (!symbols) throw new Error('no symbols');
  return symbols;
}

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BtfError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it was accepted');
}

describe.each(SHAPES)('symbols ($wordSize-byte words, little endian: $littleEndian)', (shape) => {
  const good = sections(shape, [
    [8, 2],
    [16, 1],
  ]);
  const elf = open(shape, good);

  it('are read in columns', () => {
    const symbols = symbolsOf(elf);
    expect(symbols.count).toBe(3);
    expect([0, 1, 2].map((i) => symbols.name(i))).toEqual(['', 'prog', 'extern_']);
    expect([symbols.value[1], symbols.size[1], symbols.sectionIndex[1]]).toEqual([8, 24, 1]);
    expect([symbols.binding(1), symbols.type(1)]).toEqual([SymbolBinding.Global, SymbolType.Func]);
    expect([symbols.binding(2), symbols.type(2)]).toEqual([SymbolBinding.Weak, SymbolType.NoType]);
  });

  it('are what relocations name', () => {
    const relocations = readRelocations(elf, elf.sections[4], symbolsOf(elf));
    expect(relocations.target.name).toBe('tc');
    expect([...relocations.offset]).toEqual([8, 16]);
    expect([...relocations.symbol]).toEqual([2, 1]);
    expect([...relocations.type]).toEqual([10, 10]);
  });

  it.each([
    ['a symbol that is not there', [[8, 3]], 'relocation 0 names symbol 3 of 3'],
    [
      'a place behind the section',
      [
        [8, 1],
        [32, 1],
      ],
      'relocation 1 at 32 lies behind the 32 bytes of tc',
    ],
  ] as const)('refuse a relocation of %s', (_what, entries, message) => {
    const bad = open(shape, sections(shape, entries));
    expect(refusal(() => readRelocations(bad, bad.sections[4], symbolsOf(bad)))).toContain(
      `elf-bad: ${message}`,
    );
  });

  it('refuse entries of another size, a second table, and names that are not there', () => {
    const change = (i: number, what: Partial<TestSection>): ReturnType<typeof parseElf> =>
      open(
        shape,
        good.map((section, at) => (at === i ? { ...section, ...what } : section)),
      );
    expect(refusal(() => readSymbols(change(2, { entrySize: 8 })))).toContain('symbols of 8 bytes');
    expect(refusal(() => readSymbols(change(2, { link: 77 })))).toContain('section 77');
    expect(refusal(() => readSymbols(open(shape, [...good, good[2]])))).toContain('several symbol tables');
    const cut = change(1, { bytes: STRINGS.subarray(0, 4) });
    expect(refusal(() => symbolsOf(cut).name(1))).toContain('the name of symbol 1');
    const far = change(3, { info: 99 });
    expect(refusal(() => readRelocations(far, far.sections[4], symbolsOf(far)))).toContain('section 99');
  });

  it('are null in a stripped file', () => {
    expect(readSymbols(open(shape, good.slice(0, 2)))).toBeNull();
  });

  it('end in a named error wherever the file is cut', () => {
    const bytes = buildElf(good, shape);
    const end = bytes.length;
    for (let length = 0; length < end; length += 7) {
      const text = refusal(() => {
        const one = parseElf(bytes.subarray(0, length));
        readRelocations(one, one.sections[4], symbolsOf(one));
        throw new Error('it was read although it is cut');
      });
      expect(text).toMatch(/^elf-bad/);
    }
  });
});
