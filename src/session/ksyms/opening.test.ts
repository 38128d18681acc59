/** BPF objects and kallsyms among what is dropped: what becomes a source, what a problem, what a row with an error. */

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fixtureBytes, fixtureObject, KALLSYMS, testKernelBytes } from '../../domain/ksym/testing/kernel.ts';
import { parseElf, sectionByName } from '../../format/elf/elf.ts';
import { buildElf } from '../../format/testing/elf-builder.ts';
import type { OpenFile, Workspace } from '../source-api.ts';
import { Session } from '../session.ts';
import { file, ignore, problems } from '../testing/kernels.ts';
import { idOf, kallsymsFile, OpenFixture, textFile } from './testing/open.ts';

const open = async (...files: OpenFile[]): Promise<{ session: Session; workspace: Workspace }> => {
  const session = new Session();
  const { workspace } = await session.open(files, ignore);
  return { session, workspace };
};

describe('kallsyms', () => {
  it.each(['kallsyms', 'System.map-6.12', 'unknown', 'vmlinux.btf'])(
    'is a source called %s',
    async (name) => {
      const packed = file(`${name}.gz`, gzipSync(KALLSYMS));
      for (const dropped of [textFile(name, KALLSYMS), packed]) {
        const { workspace } = await open(dropped);
        expect(problems(workspace)).toEqual([]);
        expect(workspace.sources).toMatchObject([
          {
            role: 'kallsyms',
            symbols: 2,
            ownTypes: 0,
            bytes: KALLSYMS.length,
            base: null,
            state: { state: 'ready' },
          },
        ]);
        expect(workspace).toMatchObject({ types: 0, kindCounts: {} });
      }
    },
  );

  it.each([
    ['notes', 'not BTF at all\n', 'not-btf'],
    ['commits', '4dab9760 Say what\nbf4a43a1 Keep\n', 'not-btf'],
    ['kallsyms', 'ffffffff81000000 T _text\nand then a sentence\n', 'not-btf'],
    // It looks like one for as far as a beginning goes.
    ['cut', `${'ffffffff81000000 T _text\n'.repeat(100)}ffffffff8100`, 'kallsyms-bad'],
  ])('is not %s', async (name, text, code) => {
    const { workspace } = await open(textFile(name, text));
    expect(workspace.sources).toEqual([]);
    expect(problems(workspace)).toEqual([`${name}: ${code}`]);
  });

  it('counts when it was opened last, and goes when it is removed', async () => {
    const { session } = await open(kallsymsFile());
    const masked = textFile('masked', KALLSYMS.replace(/^[0-9a-f]+/gm, '0'.repeat(16)));
    const { workspace } = await session.open([masked, kallsymsFile()], ignore);
    expect(problems(workspace)).toEqual(['kallsyms: duplicate']);
    const symbols = async (): Promise<unknown> => (await session.ksymObjects()).kernel.kallsyms;
    expect(await symbols()).toEqual({ source: 2, name: 'masked', symbols: 2, masked: true });
    expect(session.remove(2).sources.map(({ name }) => name)).toEqual(['kallsyms']);
    expect(await symbols()).toEqual({ source: 1, name: 'kallsyms', symbols: 2, masked: false });
    session.remove(1);
    expect(await symbols()).toBeNull();
  });

  it('stands where it was opened, whatever the order of modules', async () => {
    const fixture = await OpenFixture.open();
    const { module } = testKernelBytes();
    await fixture.add(file('late', module));
    const workspace = fixture.session.moveModule(fixture.id('late'), fixture.id('mod'));
    const paths = workspace.sources.map(({ path }) => path);
    expect(paths).toEqual(['fixture.bpf.o', 'vmlinux', 'late', 'kallsyms', 'mod']);
  });
});

/** The fixture with some bytes changed. */
function changed(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = fixtureBytes().slice();
  change(bytes, new DataView(bytes.buffer));
  return bytes;
}

/** As `strip` leaves it: `.BTF` has another name. */
function withoutBtf(littleEndian = true): Uint8Array {
  const bytes = fixtureBytes(littleEndian).slice();
  const name = new TextEncoder().encode('.BTF\0');
  for (let at = 0; at < bytes.length; at++)
    if (name.every((byte, i) => bytes[at + i] === byte)) bytes[at + 1] = 'X'.charCodeAt(0);
  return bytes;
}

describe('a BPF object', () => {
  it.each([true, false])(
    'without BTF is there, and is refused as libbpf refuses it (little endian: %s)',
    async (littleEndian) => {
      const { session, workspace } = await open(
        file('stripped.o', withoutBtf(littleEndian)),
        file('other.o', withoutBtf(littleEndian)),
      );
      expect(problems(workspace)).toEqual([]);
      expect(workspace.sources).toMatchObject([
        { role: 'object', ownTypes: 0, littleEndian, bytes: withoutBtf().length },
        { role: 'object', ownTypes: 0, littleEndian, bytes: withoutBtf().length },
      ]);
      expect(await session.sourcePage(1)).toMatchObject({ btfBytes: 0, stringBytes: 0 });
      const [row] = (await session.ksymObjects()).objects;
      expect(row).toMatchObject({ externs: 11, relocations: 0, error: null });
      expect(row.loads[0]).toMatchObject({
        stage: 'open',
        errno: -3,
        message: expect.stringContaining('failed to find BTF') as string,
      });
      const report = await session.ksymReport(row.source);
      expect(report).toMatchObject({ fixup: null, core: [] });
      expect(report?.externs[0]).toMatchObject({ kind: null, section: null, declaration: [], found: null });
      expect(await session.externDetail(row.source, 0)).toMatchObject({
        steps: [],
        hits: [],
        kallsyms: null,
      });
    },
  );

  it('is open beside another one that has the same types', async () => {
    const { session } = await open(file('a.o', fixtureBytes()));
    const other = changed((bytes) => void (bytes[sectionByName(parseElf(bytes), 'tc')?.offset ?? 0] ^= 1));
    const { workspace } = await session.open([file('b.o', other), file('b.o', other)], ignore);
    expect(problems(workspace)).toEqual(['b.o: duplicate']);
    expect((await session.ksymObjects()).objects.map(({ name }) => name)).toEqual(['a.o', 'b.o']);
  });

  it.each<[string, string, () => Uint8Array]>([
    ['cut short', 'elf-bad', () => fixtureBytes().subarray(0, 3000)],
    ['cut in its header', 'elf-bad', () => fixtureBytes().subarray(0, 40)],
    [
      'with BTF that is refused',
      'bad-magic',
      () => changed((bytes) => void (bytes[sectionByName(parseElf(bytes), '.BTF')?.offset ?? 0] = 0)),
    ],
  ])('%s is a problem: %s', async (_what, code, bytes) => {
    const { session, workspace } = await open(file('bad.o', bytes()), file('good.o', fixtureBytes()));
    expect(problems(workspace)).toEqual([`bad.o: ${code}`]);
    expect((await session.ksymObjects()).objects.map(({ name, error }) => [name, error])).toEqual([
      ['good.o', null],
    ]);
  });

  const { symbols, elf } = fixtureObject();
  const relocations = sectionByName(elf, '.reltc');
  const offset = relocations?.offset ?? 0;
  it.each<[string, string, RegExp, () => Uint8Array]>([
    [
      'a symbol that is not there',
      'elf-bad',
      /symbol/,
      () => changed((_, view) => view.setUint32(offset + 12, 0xffff, true)),
    ],
    [
      'a symbol of a section that is not there',
      'object-bad',
      /section/,
      () =>
        changed((_, view) => {
          for (let i = 1; i < symbols.count; i++)
            if (symbols.name(i) === 'vm_kfunc')
              view.setUint16(symbols.section.offset + i * 24 + 6, 0xfe00, true);
        }),
    ],
    [
      'a relocation past the end',
      'elf-bad',
      /relocation|end/,
      () => changed((_, view) => view.setBigUint64(offset, 0x7ffffff8n, true)),
    ],
    [
      'a relocation between instructions',
      'object-bad',
      /not at an instruction/,
      () => changed((_, view) => view.setBigUint64(offset, 12n, true)),
    ],
    [
      'an entry of .ksyms that is neither FUNC nor VAR',
      'ksyms-bad',
      /lists \[1\], a PTR/,
      () =>
        changed((bytes, view) => {
          const { btf } = fixtureObject();
          const at = sectionByName(parseElf(bytes), '.BTF')?.offset ?? 0;
          for (let id = 1; btf && id < btf.typeCount; id++)
            if (btf.nameOf(id) === '.ksyms') view.setUint32(at + btf.own.byteOffsetOf(id) + 12, 1, true);
        }),
    ],
    [
      'no symbol table',
      'object-bad',
      /symbol table/,
      () => {
        const bytes = fixtureBytes();
        const section = sectionByName(parseElf(bytes), '.BTF');
        const btf = bytes.subarray(section?.offset, (section?.offset ?? 0) + (section?.size ?? 0));
        return buildElf([{ name: '.BTF', bytes: btf }]);
      },
    ],
  ])('with %s is a row with an error: %s', async (_what, code, message, bytes) => {
    const { session, workspace } = await open(file('bad.o', bytes()), file('good.o', fixtureBytes()));
    expect(problems(workspace)).toEqual([]);
    const { objects } = await session.ksymObjects();
    expect(objects.map(({ error }) => error?.code ?? null)).toEqual([code, null]);
    expect(objects[0]).toMatchObject({ externs: 0, loads: [] });
    expect(objects[0].error?.message).toMatch(message);
    expect(objects[1].externs).toBe(11);
    const bad = idOf(workspace, 'bad.o');
    expect(await session.ksymReport(bad)).toMatchObject({
      externs: [],
      core: [],
      fixup: null,
      object: objects[0],
    });
    expect(await session.externDetail(bad, 0)).toBeNull();
    expect(await session.ksymText(bad, { form: 'json', extern: null })).toMatch(
      new RegExp(`^\\{"object":"bad.o","error":\\{"code":"${code}","offset":-?\\d+,"message":".+"\\}\\}\\n$`),
    );
    expect(await session.ksymText(bad, { form: 'markdown', extern: null })).toContain('not looked into');
  });

  it('that is gone, or is none, has no answers', async () => {
    const { session, workspace } = await open(file('a.o', fixtureBytes()), kallsymsFile());
    const object = idOf(workspace, 'a.o');
    session.remove(object);
    for (const id of [object, idOf(workspace, 'kallsyms')]) {
      expect(await session.ksymReport(id)).toBeNull();
      expect(await session.externDetail(id, 0)).toBeNull();
      expect(await session.ksymText(id, { form: 'text', extern: null })).toBe('');
    }
    expect((await session.ksymObjects()).objects).toEqual([]);
  });
});
