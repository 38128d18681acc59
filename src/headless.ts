/**
 * The terminal runner's composition root: the same core as the page, without a browser.
 * In: a command and its arguments. Out: text on stdout, complaints on stderr; status 0, or 1 if anything failed.
 */

import { Usage, type Command, type Io } from './terminal/command.ts';
import { dump } from './terminal/dump.ts';
import { header } from './terminal/header.ts';
import { inspect } from './terminal/inspect.ts';
import { ksyms } from './terminal/ksyms.ts';

/** A new command is a row. */
const COMMANDS: Readonly<Record<string, Command>> = { dump, header, inspect, ksyms };

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!command) throw new Usage(name ? `there is no command ${name}` : 'no command');
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof Usage) && !isArgumentError(error)) throw error;
    const usages = command ? [command] : Object.values(COMMANDS);
    io.err(`${error.message}\n${usages.map(({ usage }) => `usage: btf ${usage}\n`).join('')}`);
    return 1;
  }
}

/** What `parseArgs` throws for an option that it does not know. */
function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

// `btf dump ... | head` closes the pipe early, which is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
