/**
 * `dump`: the types of files as text.
 * In: files, a format, perhaps one type. Out: the text on stdout, or one file a text in a directory.
 */

import { closeSync, mkdirSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TextPrinter } from '../domain/render/printer.ts';
import type { BtfView } from '../domain/view/view.ts';
import { kernelName } from '../intake/names.ts';
import { boundedSink } from '../domain/render/bounded-text.ts';
import { reportOf, Usage, type Command, type Io } from './command.ts';
import { Files } from './files.ts';
import { FORMATS, type Format, type FormatOptions } from './formats.ts';
import { selectTypes } from './select.ts';

export const dump: Command = {
  usage: `dump [--base BASE] --format ${Object.keys(FORMATS).join('|')} [--hex] [--unsorted] [--exact-layouts] [--cacheline BYTES] [--type KIND:NAME ... | --all] [--out DIR] FILE...`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args);
    const format = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
    if (!format) throw new Usage(`there is no format ${values.format}`);
    if (positionals.length === 0) throw new Usage('no file to dump');
    const files = new Files();
    const { hex, unsorted } = values;
    const options = {
      hex,
      unsorted,
      exact: values['exact-layouts'],
      cachelineSize: Number(values.cacheline),
    };
    if (!CACHELINE.test(values.cacheline))
      throw new Usage(`${values.cacheline} is no cacheline size in bytes`);
    if (values.all && values.type.length > 0) throw new Usage('--all and --type exclude each other');
    const names = new OutputNames();
    let status = 0;
    for (const file of positionals) {
      try {
        const view = await files.open(file, values.base);
        const write = (sink: Sink): void => print(view, format, options, values.type, sink);
        if (values.out === undefined) write((chunk) => io.out(chunk));
        else writeFile(values.out, names.nameFor(file), write);
      } catch (error) {
        status = 1;
        tell(io, file, error);
      }
    }
    return status;
  },
};

/** Bytes, 1 to 9,999: pahole takes any, the page offers the four that processors have. */
const CACHELINE = /^[1-9]\d{0,3}$/;

function parseArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      base: { type: 'string', default: '' },
      format: { type: 'string', default: 'raw' },
      type: { type: 'string', multiple: true, default: [] },
      all: { type: 'boolean', default: false },
      out: { type: 'string' },
      hex: { type: 'boolean', default: false },
      unsorted: { type: 'boolean', default: false },
      'exact-layouts': { type: 'boolean', default: false },
      cacheline: { type: 'string', default: '64' },
    },
  });
}

type Sink = (chunk: string) => void;

function print(
  view: BtfView,
  format: Format,
  options: FormatOptions,
  types: readonly string[],
  sink: Sink,
): void {
  const printer = new TextPrinter(boundedSink(view, sink));
  if (types.length === 0) format.all(view, printer, options);
  for (const type of types) for (const id of selectTypes(view, type)) format.one(view, id, printer, options);
  printer.end();
}

/** Names of texts, each once: of two files with one name the second gets a number. */
class OutputNames {
  private readonly used = new Map<string, number>();

  nameFor(file: string): string {
    const name = kernelName(file);
    const count = (this.used.get(name) ?? 0) + 1;
    this.used.set(name, count);
    return count === 1 ? `${name}.txt` : `${name}.${count}.txt`;
  }
}

function writeFile(directory: string, name: string, write: (sink: Sink) => void): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  const file = openSync(path, 'w');
  try {
    write((chunk) => writeFileSync(file, chunk));
    closeSync(file);
  } catch (error) {
    // A text that ends in the middle must not be taken for the whole
    closeSync(file);
    unlinkSync(path);
    throw error;
  }
}

function tell(io: Io, file: string, error: unknown): void {
  io.err(`${JSON.stringify({ file, ok: false, error: reportOf(error) })}\n`);
}
