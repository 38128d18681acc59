// Whole kernels for the tests that want them: Debian's, where they lie beside the project. A test that needs them is not
// registered elsewhere; what it checks in the small is checked by the other specs with the fixtures.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const shared = new URL('../../shared/data/', import.meta.url).pathname;
const unpacked = new URL('./.results/kernels/', import.meta.url).pathname;

export type KernelName = 'debian-6.12.117-amd64' | 'debian-6.12.117-cloud-amd64';

export interface RealKernel {
  readonly vmlinux: string;
  /** Paths of the modules' BTF, by name. */
  readonly modules: readonly string[];
}

/** Unpacked once and kept; null where the kernel or `xz` is missing. */
export function realKernel(name: KernelName): RealKernel | null {
  const from = join(shared, name);
  if (!existsSync(from)) return null;
  const to = join(unpacked, name);
  const vmlinux = join(to, 'vmlinux');
  const modules = join(to, 'modules');
  try {
    if (!existsSync(vmlinux)) {
      mkdirSync(modules, { recursive: true });
      execFileSync('tar', ['-xJf', join(from, 'modules.tar.xz'), '-C', modules]);
      copyFileSync(join(from, 'vmlinux.btf.xz'), `${vmlinux}.xz`);
      execFileSync('xz', ['-d', `${vmlinux}.xz`]);
    }
  } catch {
    return null;
  }
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return { vmlinux, modules: files.map((entry) => join(entry.parentPath, entry.name)).sort() };
}

/** `count` of a list in an order that is the same every time (a linear congruential generator shuffles). */
export function shuffled<Item>(list: readonly Item[], count: number, seed = 1): Item[] {
  const items = [...list];
  let state = seed;
  for (let i = items.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items.slice(0, count);
}
