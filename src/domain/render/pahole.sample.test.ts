import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { openBtf } from '../view/validate.ts';
import { PaholeCache } from './pahole-cache.ts';
import { printPaholeAll, type PaholeAllOptions } from './pahole.ts';
import { TextPrinter, type Printer } from './printer.ts';
import { printPrototype } from './prototype.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SAMPLE = 'public/samples/linux-6.12.117-debian-cloud-amd64.tar.gz';

/** The files of a tar archive of plain files, whose headers are blocks of 512 bytes. */
function untar(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const text = (from: number, length: number): string =>
    Buffer.from(bytes.subarray(from, from + length))
      .toString('latin1')
      .split('\0', 1)[0];
  for (let at = 0; text(at, 100) !== '';) {
    const size = parseInt(text(at + 124, 12), 8);
    files.set(text(at, 100), bytes.slice(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Sums of what pahole and pfunct print: of a module only what comes after its base's text. */
const sums = new Map(
  readFileSync(join(ROOT, 'e2e/fixtures/golden/sample/sums.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([entry, kind, , sha256]) => [`${entry} ${kind}`, sha256]),
);

function sumOf(print: (printer: Printer) => void): string {
  const hash = createHash('sha256');
  const printer = new TextPrinter((chunk) => hash.update(chunk));
  print(printer);
  printer.end();
  return hash.digest('hex');
}

describe('the sample kernel', () => {
  const files = untar(gunzipSync(readFileSync(join(ROOT, SAMPLE))));
  const vmlinux = openBtf(Btf.parse(files.get('vmlinux') ?? new Uint8Array()));
  const modules = [...files].filter(([name]) => name !== 'vmlinux');

  // The other forms are judged on the fixtures; each takes seconds here.
  it.each<[kind: string, options: PaholeAllOptions]>([
    ['pahole', {}],
    ['pahole-E', { expanded: true }],
  ])('has the text of %s, vmlinux and modules', (kind, options) => {
    expect(modules.length).toBeGreaterThan(5);
    let after: PaholeAllOptions['after'];
    const ours = new Map<string, string>();
    ours.set(
      'vmlinux',
      sumOf((printer) => (after = printPaholeAll(vmlinux, printer, options))),
    );
    for (const [name, bytes] of modules) {
      const view = openBtf(Btf.parse(bytes, vmlinux.own), vmlinux);
      ours.set(
        name,
        sumOf((printer) => printPaholeAll(view, printer, { ...options, after })),
      );
    }
    for (const [name, sum] of ours) expect(`${name} ${sum}`).toBe(`${name} ${sums.get(`${name} ${kind}`)}`);
  });

  it('has the prototypes of pfunct', () => {
    const cache = new PaholeCache(vmlinux);
    const sum = sumOf((printer) => {
      for (let id = vmlinux.typeCount - 1; id > 0; id--) printPrototype(vmlinux, id, printer, cache);
    });
    expect(sum).toBe(sums.get('vmlinux pfunct'));
  });
});
