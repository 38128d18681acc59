/**
 * How cost grows with the kernel.
 * In: a rig. Out: figures per type at several sizes: time until everything is searchable and until used-by is complete, and
 * memory. The largest is made up: every module four times, under other names.
 */

import type { Figures } from './figures.ts';
import type { Rig } from './rig.ts';
import { seen } from './session-suite.ts';

interface Step {
  readonly name: string;
  readonly modules: number;
  readonly copies: number;
}

const ROUNDS = 3;
const NANOSECONDS = 1_000_000;

export async function curveFigures(rig: Rig, modules: number, figures: Figures): Promise<void> {
  const sizes = [...[100, 1000].filter((size) => size < modules), modules];
  const steps: Step[] = sizes.map((size) => ({ name: `${size}`, modules: size, copies: 1 }));
  for (const step of [...steps, { name: '4x', modules, copies: 4 }]) await stepFigures(rig, step, figures);
}

async function stepFigures(rig: Rig, { name, modules, copies }: Step, figures: Figures): Promise<void> {
  const times: Record<'list' | 'used-by', (number | null)[]> = { list: [], 'used-by': [] };
  const memory: (number | null)[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const place = await rig.fresh();
    const { list, usedBy, types } = await place.open(modules, copies);
    const perType = (ms: number | null): number | null => ms && (ms * NANOSECONDS) / types;
    times.list.push(perType(list));
    times['used-by'].push(perType(usedBy));
    const bytes = await place.memory();
    memory.push(bytes && bytes / types);
    await place.leave();
  }
  figures.add(rig.env, `curve-${name}-list`, 'ns/type', seen(times.list));
  figures.add(rig.env, `curve-${name}-used-by`, 'ns/type', seen(times['used-by']));
  figures.add(rig.env, `curve-${name}-memory`, 'B/type', seen(memory));
}
