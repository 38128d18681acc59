/** Containers of every kind around the same small files, under their own names and under none; and bad ones. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import sevenZip from '7z-wasm';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { sniff } from './sniff.ts';
import { unpack, type Fault, type Leaf } from './unpack.ts';

const fixtures = join(import.meta.dirname, '../../e2e/fixtures');
const base = new Uint8Array(readFileSync(join(fixtures, 'base.btf')));
const module = new Uint8Array(readFileSync(join(fixtures, 'module.btf')));
const readme = new TextEncoder().encode('no BTF');
const inside = { 'kernel/vmlinux': base, 'kernel/nf_conntrack.btf': module, README: readme };

/** Longer than what is looked at of a file. */
const symbols = new TextEncoder().encode('ffffffff81000000 T _stext\n'.repeat(99));
const never = new AbortController().signal;
const isFault = (part: Leaf | Fault): part is Fault => 'error' in part;

async function contents(path: string, bytes: Uint8Array, signal = never): Promise<(Leaf | Fault)[]> {
  const parts: (Leaf | Fault)[] = [];
  for await (const part of unpack(path, bytes, signal)) parts.push(part);
  return parts;
}

/** Paths of leaves, and codes of faults. */
async function shortly(path: string, bytes: Uint8Array): Promise<string[]> {
  const parts = await contents(path, bytes);
  return parts.map((part) => {
    if (!isFault(part)) return part.path;
    return `${part.path}: ${'code' in part.error ? String(part.error.code) : part.error.message}`;
  });
}

/** Packed by 7-Zip itself, in the format that the ending says. */
async function pack(ending: string, files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const program = await sevenZip({ print: () => undefined });
  const top = new Set(Object.keys(files).map((path) => path.split('/')[0]));
  for (const path of top) if (!(path in files)) program.FS.mkdir(path);
  for (const [path, bytes] of Object.entries(files)) program.FS.writeFile(path, bytes);
  program.callMain(['a', `packed.${ending}`, ...top]);
  return program.FS.readFile(`packed.${ending}`);
}

/** A zstd frame of one block that is not compressed (RFC 8878, section 3.1.1). */
function zstdOf(bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(10 + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  frame[4] = 0x60;
  view.setUint16(5, bytes.length - 256, true);
  const block = (bytes.length << 3) | 1;
  frame.set([block & 0xff, (block >> 8) & 0xff], 7);
  frame.set([(block >> 16) & 0xff, ...bytes], 9);
  return frame;
}

function tarOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  return packTar(
    Object.entries(files).map(([name, body]) => ({
      header: { name, size: body.length },
      body: new Uint8Array(body),
    })),
  );
}

describe('a file packed on its own', () => {
  it.each(['gz', 'xz', 'bz2', 'zst'])('is unpacked from .%s, whatever it is called', async (ending) => {
    const packed =
      ending === 'gz'
        ? gzipSync(base)
        : ending === 'zst'
          ? zstdOf(base)
          : await pack(ending, { 'vmlinux.btf': base });
    for (const name of [`vmlinux.btf.${ending}`, 'unknown']) {
      const [leaf, ...more] = await contents(name, packed);
      expect(more).toEqual([]);
      expect(isFault(leaf) ? leaf.error : leaf.bytes).toEqual(base);
    }
    expect(await shortly(`a/vmlinux.btf.${ending}`, packed)).toEqual([`a/vmlinux.btf.${ending}/vmlinux.btf`]);
  });
});

describe('an archive', () => {
  it.each(['tar', 'tar.gz', 'zip', '7z', 'tar.xz'])('gives what is BTF in a .%s', async (ending) => {
    const tar = await tarOf(inside);
    const packed = {
      tar: () => tar,
      'tar.gz': () => gzipSync(tar),
      'tar.xz': () => pack('xz', { 'sample.tar': tar }),
      zip: () => pack('zip', inside),
      '7z': () => pack('7z', inside),
    }[ending];
    const bytes = await packed?.();
    if (!bytes) throw new Error(`how is a .${ending} made?`);
    for (const name of [`sample.${ending}`, 'unknown']) {
      const leaves = (await contents(name, bytes)).filter((part): part is Leaf => !isFault(part));
      const found = new Map(leaves.map(({ path, bytes: content }) => [path.split('/').at(-1), content]));
      expect([...found.keys()].sort()).toEqual(['nf_conntrack.btf', 'vmlinux']);
      expect(found.get('vmlinux')).toEqual(base);
      expect(found.get('nf_conntrack.btf')).toEqual(module);
    }
  });

  it('may hold packed files', async () => {
    const tar = await tarOf({ 'a.ko.gz': gzipSync(module), 'b.ko.xz': await pack('xz', { 'b.ko': base }) });
    expect(await shortly('x.tar', tar)).toEqual(['x.tar/a.ko.gz/a.ko', 'x.tar/b.ko.xz/b.ko']);
  });

  it('says of what is inside what it is', async () => {
    const files = { 'boot/System.map': symbols, 'boot/vmlinux': base, 'lib/kallsyms.gz': gzipSync(symbols) };
    const parts = await contents('x.tar', await tarOf({ ...files, README: readme }));
    expect(
      parts.map((part) => (isFault(part) ? '' : `${part.path} ${part.format} ${part.bytes.length}`)),
    ).toEqual([
      `x.tar/boot/System.map kallsyms ${symbols.length}`,
      `x.tar/boot/vmlinux btf ${base.length}`,
      `x.tar/lib/kallsyms.gz/kallsyms kallsyms ${symbols.length}`,
    ]);
    expect(await contents('unknown', symbols)).toMatchObject([{ path: 'unknown', format: 'kallsyms' }]);
  });

  it('of anything else is one problem', async () => {
    expect(await shortly('x.tar', await tarOf({ README: readme, 'b/README': readme }))).toEqual([
      'x.tar: not-btf',
    ]);
    expect(await shortly('notes.gz', gzipSync(readme))).toEqual(['notes.gz: not-btf']);
  });
});

describe('a boot image', () => {
  /** The smallest header that says where its payload is. */
  function bzImage(payload: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(5 * 512 + 16 + payload.length);
    const view = new DataView(bytes.buffer);
    bytes.set(new TextEncoder().encode('HdrS'), 0x202);
    view.setUint16(0x206, 0x20f, true);
    view.setUint32(0x248, 16, true);
    view.setUint32(0x24c, payload.length, true);
    bytes.set(payload, 5 * 512 + 16);
    return bytes;
  }

  it('gives the kernel inside', async () => {
    const gzip = gzipSync(base);
    expect(await shortly('vmlinuz', bzImage(gzip))).toEqual(['vmlinuz/vmlinux/vmlinux']);
    const xz = await pack('xz', { vmlinux: base });
    const [leaf] = await contents('vmlinuz', bzImage(new Uint8Array([...xz, 1, 2, 3, 4])));
    expect(isFault(leaf) ? leaf.error : leaf.bytes).toEqual(base);
  });

  it('says what to do where the kernel is packed in a way that is not read', async () => {
    const [fault] = await contents('vmlinuz', bzImage(Uint8Array.from([2, 0x21, 0x4c, 0x18, 0, 0, 0, 0, 0])));
    expect(isFault(fault) && fault.error.message).toMatch(/lz4 -d/);
  });

  it('is refused where it is cut off or older than the payload fields', async () => {
    const image = bzImage(gzipSync(base));
    expect(await shortly('vmlinuz', image.subarray(0, 4000))).toEqual(['vmlinuz: archive-bad']);
    const old = image.slice();
    new DataView(old.buffer).setUint16(0x206, 0x207, true);
    expect(await shortly('vmlinuz', old)).toEqual(['vmlinuz: archive-bad']);
  });
});

describe('a damaged file', () => {
  it('is told of, with what lies before the damage', async () => {
    const tar = await tarOf({ vmlinux: base, nf_conntrack: module });
    expect(await shortly('x.tar', tar.subarray(0, base.length + 1500))).toEqual([
      'x.tar/vmlinux',
      'x.tar: archive-bad',
    ]);
    expect(await shortly('x.gz', gzipSync(base).subarray(0, 1000))).toEqual(['x.gz: archive-bad']);
    const xz = await pack('xz', { vmlinux: base });
    const cut = await contents('x.xz', xz.subarray(0, 1000));
    expect(cut.filter(isFault).map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/Unexpected end/) as string,
    ]);
  });

  it.each(['gzip', 'xz', 'zstd', 'bzip2', 'zip', '7z', 'ar', 'cpio', 'rpm', 'lzma-alone', 'bzimage', 'tar'])(
    'that only begins as %s ends in a problem',
    async (format) => {
      const marks: Readonly<Record<string, readonly number[]>> = {
        gzip: [0x1f, 0x8b],
        xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
        zstd: [0x28, 0xb5, 0x2f, 0xfd],
        bzip2: [0x42, 0x5a, 0x68],
        zip: [0x50, 0x4b, 3, 4],
        '7z': [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
        ar: [...'!<arch>\n'].map((char) => char.charCodeAt(0)),
        cpio: [...'070701'].map((char) => char.charCodeAt(0)),
        rpm: [0xed, 0xab, 0xee, 0xdb],
        'lzma-alone': [0x5d, 0, 0],
      };
      const bytes = Uint8Array.from({ length: 2000 }, (_, i) => (i * 7919) & 0xff);
      bytes.set(marks[format] ?? []);
      if (format === 'bzimage') bytes.set(new TextEncoder().encode('HdrS'), 0x202);
      if (format === 'tar') bytes.set(new TextEncoder().encode('ustar'), 257);
      expect(sniff(bytes)).toBe(format);
      const parts = await contents('x', bytes);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.every(isFault)).toBe(true);
    },
  );
});

describe('a hostile file', () => {
  it('is given up when it grows beyond measure', async () => {
    const bomb = gzipSync(new Uint8Array(300 << 20), { level: 1 });
    expect(await shortly('bomb.gz', bomb)).toEqual(['bomb.gz: too-large']);
  });

  it('is given up when 7-Zip fills its budget', async () => {
    const budget = new Budget(0);
    budget.takeBytes(budget.left - 1000);
    const { unpackSevenZip } = await import('./seven-zip/unpack.ts');
    const bytes = await pack('xz', { vmlinux: base });
    const unpacking = unpackSevenZip({ name: 'x.xz', bytes, budget, signal: never });
    await expect(unpacking.next()).rejects.toMatchObject({ code: 'too-large' });
    // And it goes on with the next one
    expect(await shortly('y.xz', bytes)).toEqual(['y.xz/y']);
  });

  it('is given up when archives lie in archives without end', async () => {
    let packed: Uint8Array = base;
    for (let i = 0; i < 6; i++) packed = gzipSync(packed);
    expect((await shortly('x.gz', packed)).every((path) => !path.includes(': '))).toBe(true);
    packed = gzipSync(packed);
    expect((await shortly('x.gz', packed))[0]).toMatch(/: too-large$/);
  });

  it('may hold only so many files', () => {
    const budget = new Budget(1);
    for (let i = 0; i < 100_000; i++) budget.takeEntry();
    expect(() => budget.takeEntry()).toThrow(/100000/);
  });

  it('may grow with its size, to a ceiling', () => {
    expect(new Budget(0).left).toBe(256 << 20);
    expect(new Budget(10 << 20).left).toBe(1000 << 20);
    expect(new Budget(1e9).left).toBe(2 ** 31);
  });
});

it('stops without a word when it is cancelled', async () => {
  const controller = new AbortController();
  const tar = await tarOf({ vmlinux: base, nf_conntrack: module });
  const parts: string[] = [];
  for await (const part of unpack('x.tar', tar, controller.signal)) {
    parts.push(part.path);
    controller.abort();
  }
  expect(parts).toEqual(['x.tar/vmlinux']);
});

const shared = join(import.meta.dirname, '../../../shared/data');
const quadratic = join(shared, 'btf-cases/corpus/names/quadratic-300x3MiB.btf.gz');
if (existsSync(quadratic)) {
  it('unpacks what others packed', async () => {
    const packed = readFileSync(quadratic);
    const [leaf] = await contents('quadratic.btf.gz', packed);
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(isFault(leaf) ? leaf.error : hash(leaf.bytes)).toBe(hash(gunzipSync(packed)));
  });
}
