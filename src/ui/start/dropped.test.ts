// Walking through what was dropped, over directory entries that behave as a browser's do.
import { describe, expect, it } from 'vitest';
import { carriesFiles, chosenFiles, gatherEntries } from './dropped.ts';

interface Tree {
  readonly [name: string]: Tree | string | Error;
}

/** A reader hands out two entries at a time, as browsers hand out a hundred. */
const PART = 2;

function entryOf(name: string, node: Tree | string | Error, above: string): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  const common = { name, fullPath, filesystem: {} as FileSystem, getParent: () => {} };
  if (typeof node === 'string' || node instanceof Error) {
    const file = (give: FileCallback, refuse?: ErrorCallback) => {
      if (typeof node === 'string') give(new File([node], name));
      else refuse?.(node as DOMException);
    };
    const entry: FileSystemFileEntry = { ...common, isFile: true, isDirectory: false, file };
    return entry;
  }
  const children = Object.entries(node).map(([child, below]) => entryOf(child, below, fullPath));
  const entry: FileSystemDirectoryEntry = {
    ...common,
    isFile: false,
    isDirectory: true,
    getFile: () => {},
    getDirectory: () => {},
    createReader: () => {
      let at = 0;
      return { readEntries: (give) => give(children.slice(at, (at += PART))) };
    },
  };
  return entry;
}

const gather = (tree: Tree) =>
  gatherEntries(Object.entries(tree).map(([name, node]) => entryOf(name, node, '')));

describe('a drop', () => {
  it('gives files with their paths, directories walked through to the end', async () => {
    const { files, failures } = await gather({
      vmlinux: 'v',
      btf: { a: '1', b: '22', c: '333', net: { tun: '4', veth: '5', nat: '6' } },
      empty: {},
    });
    expect(files.map(({ path }) => path)).toEqual([
      'vmlinux',
      'btf/a',
      'btf/b',
      'btf/c',
      'btf/net/tun',
      'btf/net/veth',
      'btf/net/nat',
    ]);
    expect(files.map(({ name, blob }) => [name, blob.size])).toContainEqual(['c', 3]);
    expect(failures).toEqual([]);
  });

  it('keeps the rest when a file cannot be read', async () => {
    const { files, failures } = await gather({
      btf: { good: '1', secret: new Error('not permitted'), fine: '2' },
    });
    expect(files.map(({ path }) => path)).toEqual(['btf/good', 'btf/fine']);
    expect(failures).toEqual([{ path: 'btf/secret', message: 'not permitted' }]);
  });

  it('takes thousands of files', async () => {
    const many = Object.fromEntries(Array.from({ length: 4231 }, (_, i) => [`m${i}`, 'x']));
    const { files } = await gather({ btf: many });
    expect(files).toHaveLength(4231);
    expect(files[4230].path).toBe('btf/m4230');
  });

  it('ends in a tree without end', async () => {
    let tree: Tree = { bottom: 'x' };
    for (let i = 0; i < 100; i++) tree = { loop: tree };
    const { files, failures } = await gather(tree);
    expect(files).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(failures[0].message).toMatch(/nested/);
  });
});

describe('chosen files', () => {
  it('have the path of the chosen directory, if one was', () => {
    const inDirectory = Object.defineProperty(new File(['x'], 'tun'), 'webkitRelativePath', {
      value: 'btf/tun',
    });
    const alone = Object.defineProperty(new File(['x'], 'vmlinux'), 'webkitRelativePath', { value: '' });
    expect(chosenFiles([inDirectory, alone]).map(({ path }) => path)).toEqual(['btf/tun', 'vmlinux']);
  });
});

describe('a drag', () => {
  it('counts only if it carries files', () => {
    const drag = (...types: string[]) => ({ types }) as Partial<DataTransfer> as DataTransfer;
    expect(carriesFiles(drag('Files'))).toBe(true);
    expect(carriesFiles(drag('text/plain', 'text/html'))).toBe(false);
    expect(carriesFiles(null)).toBe(false);
  });
});
