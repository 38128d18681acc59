/**
 * Figures of the product's own page: from what a person does to the frame that shows the answer.
 * In: the built page in Chromium, the kernel's files, and what Node says of the same kernel, which tells what the page must
 * show. Out: figures. A frame lasts 16.7 ms, so figures are no finer than that.
 */

import { dirname } from 'node:path';
import type { Page } from '@playwright/test';
import { memoryOf, type Chromium } from './chromium.ts';
import type { Figures } from './figures.ts';
import { MainThread } from './main-thread.ts';
import { installDrawnTools, type DrawnTools, type Hits } from './page/drawn-tools.ts';
import { seeded, USED_EVERYWHERE } from './questions.ts';
import type { Rig } from './rig.ts';
import type { Extent } from './session-suite.ts';

/** What the page must show. */
export interface Expected {
  readonly all: number;
  readonly queries: readonly Query[];
  /** To be searched for, so that the type of this name is the first hit. */
  readonly types: readonly (Query & { readonly name: string })[];
}

interface Query {
  readonly text: string;
  readonly hits: Hits;
}

/** Milliseconds: 60 frames a second. */
const FRAME = 1000 / 60;
/** Milliseconds between two things that a person does, at least. */
const PAUSE = 20;
/** Hits that any window has in sight. */
const FIRST_HITS = 15;
/** Types that are opened. */
const TYPES = 60;
const SCROLL_WAYS = ['wheel', 'drag', 'page-down', 'end'] as const;
/** Frames that each way of scrolling lasts. */
const SCROLL_STEPS = 120;

export async function expectedOf(node: Rig, { modules, queries }: Extent): Promise<Expected> {
  const place = await node.fresh();
  await place.open(modules, 1);
  const names = USED_EVERYWHERE.map((name) => `struct ${name}`);
  const types = [...names, ...(await place.asking.someNames(TYPES))];
  const counted = await place.asking.keystrokes(['', ...queries, ...types], 1);
  await place.leave();
  const [everything, ...rest] = counted.map(({ text, count, first }) => ({
    text,
    hits: { count, first: first.slice(0, FIRST_HITS).map(({ name }) => name) },
  }));
  return {
    all: everything.hits.count,
    queries: rest.slice(0, queries.length),
    types: rest.slice(queries.length).map(({ text, hits }) => ({ name: text.split(' ')[1], text, hits })),
  };
}

export async function drawnFigures(
  chromium: Chromium,
  files: readonly string[],
  expected: Expected,
  { opens, passes }: Extent,
  figures: Figures,
): Promise<void> {
  const samples: Record<string, number[]> = {};
  const add = (name: string, sample: number): void => void (samples[name] ??= []).push(sample);
  try {
    for (let i = 0; i < opens; i++) {
      const page = await chromium.page('page/', installDrawnTools);
      add('first-paint', await ask(page, 'firstPaint'));
      const trace = await MainThread.start(page);
      await drop(page, files);
      add('drawn-list', await ask(page, 'listed', expected.all));
      add('drawn-idle', await ask(page, 'idle'));
      add('longest-task', await ask(page, 'longestTask'));
      const longest = await trace.longest();
      if (longest !== null) add('longest-task-cpu', longest);
      if (i === opens - 1) await useFigures(page, expected, passes, add);
      await page.context().close();
    }
  } finally {
    for (const [name, taken] of Object.entries(samples))
      figures.add('chromium', name, name === 'page-memory' ? 'B' : 'ms', taken);
  }
}

type Add = (name: string, sample: number) => void;

async function useFigures(
  page: Page,
  { all, queries, types }: Expected,
  passes: number,
  add: Add,
): Promise<void> {
  const random = seeded(2);
  /** What was drawn last ends with a frame, as no person's patience does: the next thing begins anywhere in one. */
  const pause = (): Promise<void> => page.waitForTimeout(PAUSE + random() * FRAME);
  const memory = await memoryOf(page);
  if (memory !== null) add('page-memory', memory);
  for (let pass = 0; pass < passes; pass++) {
    for (const { text, hits } of queries) {
      await pause();
      const { first, counted } = await ask(page, 'type', text, hits);
      add('drawn-keystroke', first);
      add('drawn-count', counted);
    }
  }
  await ask(page, 'type', '', { count: all, first: [] });
  for (const way of SCROLL_WAYS)
    for (const ms of await ask(page, 'scroll', way, SCROLL_STEPS)) add(`scroll-${way}`, ms);
  await ask(page, 'lastRow');
  for (const { name, text, hits } of types) {
    await ask(page, 'type', text, hits);
    await pause();
    add('drawn-open-type', await ask(page, 'openFirst', name));
    if (!USED_EVERYWHERE.some((used) => text === `struct ${used}`)) continue;
    await pause();
    add(`drawn-used-by-${name}`, await ask(page, 'usedBy'));
  }
}

/** What a person drops: the one file, or the directory that all of them lie in. */
async function drop(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const dropped = files.length === 1 ? files[0] : dirname(files[0]);
  const data = { items: [], files: [dropped], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  await session.detach();
}

function ask<Q extends keyof DrawnTools>(
  page: Page,
  question: Q,
  ...args: Parameters<DrawnTools[Q]>
): Promise<Awaited<ReturnType<DrawnTools[Q]>>> {
  type Answer = Awaited<ReturnType<DrawnTools[Q]>>;
  return page.evaluate(
    ([name, rest]) => {
      const tools = Reflect.get(globalThis, 'drawn') as Record<string, (...args: unknown[]) => unknown>;
      return tools[name](...rest);
    },
    [question, args] as [string, unknown[]],
  ) as Promise<Answer>;
}
