/**
 * `inspect`: one JSON line a file, with the figures by which a reader is told from another.
 * In: files, each with the base it is to be seen over. Out: sizes and the SHA-256 of the raw dump, or what is wrong. A file
 * that fails never stops the rest.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printRawAll } from '../domain/render/raw.ts';
import { TextPrinter } from '../domain/render/printer.ts';
import type { BtfView } from '../domain/view/view.ts';
import { boundedSink } from '../domain/render/bounded-text.ts';
import { reportOf, Usage, type Command, type ErrorReport, type Io } from './command.ts';
import { Files } from './files.ts';

export type Inspection =
  | {
      readonly file: string;
      readonly ok: true;
      /** Void excluded in both. */
      readonly typesOwn: number;
      readonly typesTotal: number;
      readonly endian: 'little' | 'big';
      /** Bytes. */
      readonly pointerSize: number;
      readonly rawSha256: string;
      readonly ms: number;
    }
  | { readonly file: string; readonly ok: false; readonly error: ErrorReport; readonly ms: number };

export const inspect: Command = {
  usage: 'inspect --json [--base BASE] FILE... | inspect --json --list FILE.tsv',
  async run(args, io) {
    const { values, positionals } = parseArguments(args);
    const jobs = values.list === undefined ? [] : readList(values.list);
    for (const file of positionals) jobs.push({ file, base: values.base ?? '' });
    if (jobs.length === 0) throw new Usage('no file to inspect');
    return inspectAll(jobs, io);
  },
};

function parseArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, base: { type: 'string' }, list: { type: 'string' } },
  });
}

interface Job {
  readonly file: string;
  /** '' for none. */
  readonly base: string;
}

/** `file TAB base` or `file` a line. */
function readList(path: string): Job[] {
  return readText(path)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [file = '', base = ''] = line.split('\t');
      return { file, base };
    });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Usage(reportOf(error).message);
  }
}

async function inspectAll(jobs: readonly Job[], io: Io): Promise<number> {
  const files = new Files();
  let status = 0;
  for (const job of jobs) {
    const result = await inspectFile(files, job);
    if (!result.ok) status = 1;
    io.out(`${JSON.stringify(result)}\n`);
  }
  return status;
}

/** `ms` counts opening and dumping; opening the base too, where it was not open already. */
export async function inspectFile(files: Files, { file, base }: Job): Promise<Inspection> {
  const started = performance.now();
  const ms = (): number => Math.round((performance.now() - started) * 1000) / 1000;
  try {
    const view = await files.open(file, base);
    const rawSha256 = hashOfDump(view);
    return {
      file,
      ok: true,
      typesOwn: view.own.nrTypes,
      typesTotal: view.typeCount - 1,
      endian: view.littleEndian ? 'little' : 'big',
      pointerSize: view.pointerSize,
      rawSha256,
      ms: ms(),
    };
  } catch (error) {
    return { file, ok: false, error: reportOf(error), ms: ms() };
  }
}

function hashOfDump(view: BtfView): string {
  const hash = createHash('sha256');
  const printer = new TextPrinter(boundedSink(view, (chunk) => void hash.update(chunk)));
  printRawAll(view, printer);
  printer.end();
  return hash.digest('hex');
}
