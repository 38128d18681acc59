/**
 * Figures of a session: opening, searching, reading types, used-by, memory.
 * In: a rig. Out: figures. Each opening starts a session of its own; questions go to the last one that was opened.
 */

import type { Opened, UsedByAnswer } from './asking.ts';
import type { Figures, Unit } from './figures.ts';
import type { Indexed } from './inside.ts';
import { THIRTY_QUERIES, TEN_QUERIES, USED_EVERYWHERE } from './questions.ts';
import type { Place, Rig } from './rig.ts';

export interface Extent {
  /** Modules to open. */
  readonly modules: number;
  readonly opens: number;
  readonly queries: readonly string[];
  /** Times that each query is asked. */
  readonly passes: number;
  /** Types to open, beside the ten largest. */
  readonly types: number;
}

export const ONE_FILE: Extent = { modules: 0, opens: 7, queries: TEN_QUERIES, passes: 10, types: 200 };
export const WHOLE_KERNEL: Extent = {
  modules: Number.MAX_SAFE_INTEGER,
  opens: 3,
  queries: THIRTY_QUERIES,
  passes: 3,
  types: 300,
};

export type Tell = (message: string) => void;

/** The indexes by themselves, one after the other. */
export async function indexFigures(rig: Rig, { modules, opens }: Extent, figures: Figures): Promise<void> {
  const all: Indexed[] = [];
  for (let i = 0; i <= opens; i++) all.push(await rig.inside.index(modules));
  const warm = all.slice(1);
  const add = (name: string, unit: Unit, of: (indexed: Indexed) => number): void =>
    figures.add(rig.env, name, unit, warm.map(of));
  add('list-index', 'ms', ({ list }) => list);
  add('used-by-index', 'ms', ({ usedBy }) => usedBy);
  add('element-index', 'ms', ({ elements }) => elements);
  add('index-bytes', 'B', ({ bytes }) => bytes);
}

/** Opens what is in memory where the parser runs. */
export async function openFigures(rig: Rig, { modules, opens }: Extent, figures: Figures): Promise<void> {
  const all: Opened[] = [];
  for (let i = 0; i < opens; i++) all.push(await rig.inside.open(modules));
  figures.add(rig.env, 'first-list', 'ms', seen(all.map(({ firstList }) => firstList)));
  figures.add(rig.env, 'list', 'ms', seen(all.map(({ list }) => list)));
  figures.add(rig.env, 'used-by', 'ms', seen(all.map(({ usedBy }) => usedBy)));
}

/** Opens files over the port, then asks. */
export async function sessionFigures(rig: Rig, extent: Extent, figures: Figures, tell: Tell): Promise<void> {
  const { modules, opens } = extent;
  const all: Opened[] = [];
  let place: Place | null = null;
  for (let i = 0; i < opens; i++) {
    await place?.leave();
    place = await rig.fresh();
    all.push(await place.open(modules, 1));
  }
  if (!place) return;
  const { sources, types, problems } = all[0];
  tell(`${rig.env}: ${types} types in ${sources} sources, ${problems} problems`);
  if (rig.env === 'chromium') {
    figures.add(rig.env, 'drop-first-list', 'ms', seen(all.map(({ firstList }) => firstList)));
    figures.add(rig.env, 'drop-list', 'ms', seen(all.map(({ list }) => list)));
    figures.add(rig.env, 'drop-used-by', 'ms', seen(all.map(({ usedBy }) => usedBy)));
  }
  await questionFigures(rig, place, extent, figures, tell);
  await memoryFigures(rig, place, figures);
  await place.leave();
}

async function questionFigures(
  { env }: Rig,
  { asking }: Place,
  { queries, passes, types }: Extent,
  figures: Figures,
  tell: Tell,
): Promise<void> {
  const keystrokes = await asking.keystrokes(queries, passes);
  for (const [name, times] of [
    ['search-keystroke', keystrokes.map(({ ms }) => ms)],
    ['search-count', keystrokes.map(({ countedMs }) => countedMs)],
  ] as const)
    figures.add(env, name, 'ms', times);
  const slowest = keystrokes.reduce((a, b) => (b.countedMs > a.countedMs ? b : a));
  tell(`${env}: slowest keystroke "${slowest.text}", ${slowest.count} hits`);
  figures.add(env, 'open-type', 'ms', await asking.openTypes(types));
  for (const name of USED_EVERYWHERE) {
    const answers: (UsedByAnswer | null)[] = [];
    for (let i = 0; i < 5; i++) answers.push(await asking.usedBy(name));
    const [first, ...rest] = answers;
    if (!first) tell(`${env}: used-by of struct ${name} was not complete: no figure`);
    else tell(`${env}: struct ${name} is used by ${first.total} types`);
    figures.add(env, `used-by-${name}`, 'ms', seen(rest.map((answer) => answer?.ms ?? null)));
  }
}

async function memoryFigures({ env }: Rig, { asking, memory }: Place, figures: Figures): Promise<void> {
  figures.add(env, 'memory', 'B', seen([await memory()]));
  const started = performance.now();
  await asking.closeAll();
  figures.add(env, 'close', 'ms', [performance.now() - started]);
  figures.add(env, 'memory-closed', 'B', seen([await memory()]));
}

/** What has not come to pass is no sample. */
export function seen(samples: readonly (number | null)[]): number[] {
  return samples.filter((sample) => sample !== null);
}
