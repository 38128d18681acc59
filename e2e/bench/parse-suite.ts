/**
 * Figures of the parser: index, validation, raw text; beside libbpf where it is there.
 * In: rigs and libbpf programs. Out: figures. All contestants take turns, so that a machine that slows down slows all of them,
 * and ratios are of pairs from the same round.
 */

import type { Figures } from './figures.ts';
import type { Form } from './inside.ts';
import type { Libbpf } from './libbpf.ts';
import type { Rig } from './rig.ts';
import { interleave, median, ratios, type Sampler } from './stats.ts';

const BASE = { rounds: 60, warmup: 20 };
const MODULES = { rounds: 15, warmup: 4 };
const DUMP = { rounds: 7, warmup: 2 };
const NOISE = { rounds: 15, warmup: 20 };
const FORMS: readonly Form[] = ['index', 'validate'];

type What = 'base' | 'modules';

interface Contestants {
  readonly rigs: readonly Rig[];
  readonly libbpfs: readonly Libbpf[];
}

export async function parseFigures(
  { rigs, libbpfs }: Contestants,
  what: What,
  figures: Figures,
): Promise<void> {
  const samplers: Record<string, Sampler> = {};
  for (const rig of rigs) for (const form of FORMS) samplers[`${rig.env} ${form}`] = parsing(rig, form, what);
  for (const libbpf of libbpfs) samplers[`libbpf ${libbpf.version}`] = () => libbpf.round(what);

  const samples = await interleave(samplers, what === 'base' ? BASE : MODULES);
  const suffix = what === 'base' ? '' : '-modules';
  for (const { env } of rigs)
    for (const form of FORMS) figures.add(env, `parse-${form}${suffix}`, 'ms', samples[`${env} ${form}`]);
  for (const { version, form } of libbpfs) {
    const theirs = samples[`libbpf ${version}`];
    figures.add('native', `libbpf-${version}${suffix}`, 'ms', theirs);
    for (const { env } of rigs)
      figures.add(
        env,
        `parse-${form}${suffix}/libbpf-${version}`,
        'x',
        ratios(samples[`${env} ${form}`], theirs),
      );
  }
}

function parsing({ inside }: Rig, form: Form, what: What): Sampler {
  return () => (what === 'base' ? inside.parseBase(form) : inside.parseModules(form));
}

export async function dumpFigures(rigs: readonly Rig[], figures: Figures): Promise<void> {
  const samplers = Object.fromEntries(rigs.map(({ env, inside }) => [env, () => inside.rawDump()]));
  const samples = await interleave(samplers, DUMP);
  for (const { env } of rigs) figures.add(env, 'raw-dump', 'ms', samples[env]);
}

/** One figure once more, to see how far the machine lets it stray: the median of some rounds of `parse-index`. */
export async function noiseSample(rig: Rig): Promise<number> {
  const { again } = await interleave({ again: parsing(rig, 'index', 'base') }, NOISE);
  return median(again);
}
