/**
 * The kernel that is measured.
 * In: a directory, or nothing. Out: the BTF of a vmlinux and of its modules, unpacked, with a name to print. A directory
 * holds `vmlinux.btf` or `vmlinux.btf.xz`, and for the whole kernel `modules.tar.xz` with a raw `.BTF` a module. Without one
 * it is Debian's 6.12 where that lies beside the repository, else the sample that the page itself offers.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import SevenZip from '7z-wasm';
import { unpackTar } from 'modern-tar';
import { kernelName } from '../../src/intake/names.ts';
import { root } from '../tools/install.mjs';
import type { KernelFile } from './inside.ts';

export interface Kernel {
  /** For people: which kernel, and where it is not the one that figures are compared for, that too. */
  readonly name: string;
  readonly base: KernelFile;
  /** In the order of their names. */
  readonly modules: readonly KernelFile[];
}

const BESIDE = join(root, '../shared/data/debian-6.12.117-amd64');
const SAMPLES = join(root, 'public/samples');

/** @throws Error where there is no vmlinux in the directory, or what is there cannot be unpacked */
export async function loadKernel(directory: string | undefined, withModules: boolean): Promise<Kernel> {
  const from = directory ?? (existsSync(BESIDE) ? BESIDE : null);
  const kernel = from === null ? await loadSample() : await loadDirectory(from, withModules);
  return { ...kernel, modules: withModules ? kernel.modules : [] };
}

/** Each file by itself: paths in the order of the base and its modules. */
export function writeFiles({ base, modules }: Kernel, directory: string): string[] {
  const files = join(directory, 'files');
  mkdirSync(files, { recursive: true });
  return [base, ...modules].map(({ name, bytes }) => {
    const path = join(files, `${name}.btf`);
    writeFileSync(path, bytes);
    return path;
  });
}

async function loadDirectory(directory: string, withModules: boolean): Promise<Kernel> {
  const plain = join(directory, 'vmlinux.btf');
  const base = existsSync(plain) ? ownBytes(readFileSync(plain)) : await unxz(`${plain}.xz`);
  const modules = withModules ? await untar(await unxz(join(directory, 'modules.tar.xz'))) : [];
  return { name: basename(directory), base: { name: 'vmlinux', bytes: base }, modules };
}

async function loadSample(): Promise<Kernel> {
  const archive = readdirSync(SAMPLES).find((name) => name.endsWith('.tar.gz'));
  if (!archive) throw new Error('public/samples has no sample kernel');
  const files = await untar(gunzipSync(readFileSync(join(SAMPLES, archive))));
  const base = files.find(({ name }) => name.startsWith('vmlinux'));
  if (!base) throw new Error(`${archive} has no vmlinux`);
  const name = `${archive.replace('.tar.gz', '')} (the sample: smaller than the kernel that targets are for)`;
  return { name, base, modules: files.filter((file) => file !== base) };
}

async function untar(archive: Uint8Array): Promise<KernelFile[]> {
  const files: KernelFile[] = [];
  for (const { header, data } of await unpackTar(archive))
    if (data && isBtf(data)) files.push({ name: kernelName(header.name), bytes: ownBytes(data) });
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function unxz(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const sevenZip = await SevenZip({ print: () => undefined, printErr: () => undefined });
  const { FS } = sevenZip;
  const stream = FS.open('packed.xz', 'w+');
  const packed = readFileSync(path);
  FS.write(stream, packed, 0, packed.length);
  FS.close(stream);
  sevenZip.callMain(['x', 'packed.xz', '-ounpacked']);
  return ownBytes(FS.readFile('unpacked/packed'));
}

const isBtf = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x9f && bytes[1] === 0xeb) || (bytes[0] === 0xeb && bytes[1] === 0x9f);

/** As a dropped file comes: in a buffer of its own, from its beginning, so aligned. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}
