import { describe, expect, it } from 'vitest';
import { directoriesOf, type Directory } from './directories.ts';

const outline = (directories: readonly Directory[], depth = 0): string[] =>
  directories.flatMap(({ name, sources, children }) => [
    `${'  '.repeat(depth)}${name} ${sources}`,
    ...outline(children, depth + 1),
  ]);

const of = (...paths: string[]): readonly Directory[] => directoriesOf(paths.map((path) => ({ path })));

describe('directories of sources', () => {
  it('are a tree with counts, chains as one', () => {
    const tree = of(
      'vmlinux',
      'lib/modules/6.12/kernel/drivers/net/tun.ko',
      'lib/modules/6.12/kernel/drivers/net/intel/e1000.ko',
      'lib/modules/6.12/kernel/drivers/scsi/aacraid.ko',
      'lib/modules/6.12/kernel/fs/xfs/xfs.ko',
    );
    expect(outline(tree)).toEqual([
      'lib/modules/6.12/kernel 4',
      '  drivers 3',
      '    net 2',
      '      intel 1',
      '    scsi 1',
      '  fs/xfs 1',
    ]);
    expect(tree[0].children[0].children[0].path).toBe('lib/modules/6.12/kernel/drivers/net');
    expect(tree[0].children[1].path).toBe('lib/modules/6.12/kernel/fs/xfs');
  });

  it('are none where there is nothing to choose', () => {
    expect(of()).toEqual([]);
    expect(of('vmlinux', 'tun')).toEqual([]);
    expect(of('kernel/a', 'kernel/b')).toEqual([]);
  });

  it('are some where not all lie in the one', () => {
    expect(outline(of('vmlinux', 'modules/a', 'modules/b'))).toEqual(['modules 2']);
    expect(outline(of('a/x', 'b/y'))).toEqual(['a 1', 'b 1']);
  });
});
