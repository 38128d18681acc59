/**
 * The texts of a whole file, beside the tools that print the same.
 * In: rigs, tools, a file. Out: figures. All take turns, and ratios are of pairs from the same round. Either side reads the
 * file's types and prints them; ours has the bytes in memory, theirs has the file in the system's cache.
 */

import type { Figures } from './figures.ts';
import type { Rig } from './rig.ts';
import { interleave, ratios, type Sampler } from './stats.ts';
import type { TextForm, Tool } from './tools.ts';

const ROUNDS = { rounds: 15, warmup: 8 };

export async function textFigures(
  rigs: readonly Rig[],
  tools: readonly Tool[],
  file: string,
  figures: Figures,
): Promise<void> {
  const forms = new Set<TextForm>(['raw', 'c', 'layouts', ...tools.flatMap((tool) => tool.forms)]);
  for (const form of forms) {
    const theirs = tools.filter((tool) => tool.forms.includes(form));
    const samplers: Record<string, Sampler> = {};
    for (const { env, inside } of rigs) samplers[env] = () => inside.wholeText(form);
    for (const tool of theirs) samplers[tool.name] = () => tool.round(form, file);
    const samples = await interleave(samplers, ROUNDS);
    for (const { env } of rigs) figures.add(env, `text-${form}`, 'ms', samples[env]);
    for (const { name } of theirs) {
      figures.add('native', `text-${form}-${name}`, 'ms', samples[name]);
      for (const { env } of rigs)
        figures.add(env, `text-${form}/${name}`, 'x', ratios(samples[env], samples[name]));
    }
  }
}
