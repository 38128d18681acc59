/**
 * `header`: a C header with just what some types need.
 * In: a file and types. Out: text that compiles on its own, on stdout.
 */

import { parseArgs } from 'node:util';
import { boundedSink } from '../domain/render/bounded-text.ts';
import { printMinimalHeader } from '../domain/render/c/minimal-header.ts';
import { TextPrinter } from '../domain/render/printer.ts';
import { reportOf, Usage, type Command } from './command.ts';
import { Files } from './files.ts';
import { selectTypes } from './select.ts';

export const header: Command = {
  usage:
    'header --type KIND:NAME... [--asserts] [--preserve-access-index] [--flavor NAME] [--base BASE] FILE',
  async run(args, io) {
    const { values, positionals } = parseArguments(args);
    const [file, ...more] = positionals;
    if (file === undefined || more.length) throw new Usage('header takes one file');
    if (values.type.length === 0) throw new Usage('header needs a --type');
    if (!/^\w*$/.test(values.flavor)) throw new Usage(`${values.flavor} cannot be part of a C name`);
    try {
      const view = await new Files().open(file, values.base);
      const roots = values.type.flatMap((type) => selectTypes(view, type));
      const printer = new TextPrinter(boundedSink(view, (chunk) => io.out(chunk)));
      const { asserts, flavor } = values;
      printMinimalHeader(view, roots, printer, {
        asserts,
        flavor,
        preserveAccessIndex: values['preserve-access-index'],
      });
      printer.end();
      return 0;
    } catch (error) {
      io.err(`${JSON.stringify({ file, ok: false, error: reportOf(error) })}\n`);
      return 1;
    }
  },
};

function parseArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      base: { type: 'string', default: '' },
      type: { type: 'string', multiple: true, default: [] },
      asserts: { type: 'boolean', default: false },
      'preserve-access-index': { type: 'boolean', default: false },
      flavor: { type: 'string', default: '' },
    },
  });
}
