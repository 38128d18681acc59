/**
 * Runs a command as the terminal does.
 * In: a command and its arguments. Out: what it wrote, and its status.
 */

import type { Command } from '../command.ts';

export async function run(
  command: Command,
  ...args: string[]
): Promise<{ out: string; err: string; status: number }> {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string): void => void (out += text),
    err: (text: string): void => void (err += text),
  };
  const status = await command.run(args, io);
  return { out, err, status };
}
