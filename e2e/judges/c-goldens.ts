/**
 * Remakes the goldens of the C text's unit tests.
 * In: bpftool 7.8 or newer (`--bpftool PATH`). Out: `src/domain/render/c/testing/corners.c` and `corners.c-unsorted`, what
 * bpftool prints for the blob that `corners.ts` builds.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corners } from '../../src/domain/render/c/testing/corners.ts';

const { values } = parseArgs({ options: { bpftool: { type: 'string', default: 'bpftool' } } });
const work = mkdtempSync(join(tmpdir(), 'c-goldens-'));
try {
  const blob = join(work, 'corners.btf');
  writeFileSync(blob, corners().build());
  for (const order of ['', 'unsorted']) {
    const args = ['btf', 'dump', 'file', blob, 'format', 'c', ...(order ? [order] : [])];
    const { status, stdout, stderr } = spawnSync(values.bpftool, args);
    if (status !== 0) throw new Error(`${values.bpftool}: ${stderr.toString()}`);
    const golden = new URL(
      `../../src/domain/render/c/testing/corners.c${order && '-unsorted'}`,
      import.meta.url,
    );
    writeFileSync(golden, stdout);
  }
} finally {
  rmSync(work, { recursive: true });
}
