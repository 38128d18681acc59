import { expect, it } from 'vitest';
import type { SourceInfo, Workspace } from '../session/source-api.ts';
import { HeldSources, ToldSources } from './told-sources.ts';

function source(id: number, loaded = true): SourceInfo {
  return {
    id,
    name: `m${id}`,
    path: `m${id}.ko`,
    role: 'module',
    state: { state: 'ready' },
    ownTypes: 1,
    bytes: 100,
    base: null,
    littleEndian: true,
    pointerSize: 8,
    container: 'raw',
    loaded,
    symbols: null,
  };
}

let generation = 0;
function workspace(sources: readonly SourceInfo[]): Workspace {
  const indexes = { names: true, usedBy: true };
  return { generation: ++generation, sources, kernel: null, problems: [], types: 0, kindCounts: {}, indexes };
}

/** As it comes out of a port: nothing is the same object. */
const cross = (value: unknown): unknown => structuredClone(value);
const freshIn = (value: unknown): number[] =>
  (value as { sources: { fresh: SourceInfo[] } }).sources.fresh.map(({ id }) => id);

it('leaves out what the page has said it has, and nothing else', () => {
  const [told, held] = [new ToldSources(), new HeldSources()];
  const [one, two, three] = [source(1), source(2), source(3)];
  const first = told.shorten(workspace([one, two]));
  expect(freshIn(first.value)).toEqual([1, 2]);
  expect(held.restore(cross(first.value))).toMatchObject({ sources: [one, two] });
  // Nobody has said that it arrived
  const again = told.shorten(workspace([one, two]));
  expect(freshIn(again.value)).toEqual([1, 2]);
  again.taken();
  const off = source(2, false);
  const third = told.shorten(workspace([three, one, off]));
  expect(freshIn(third.value)).toEqual([3, 2]);
  held.restore(cross(again.value));
  expect(held.restore(cross(third.value))).toMatchObject({ sources: [three, one, off] });
});

it('finds workspaces in reports and answers, and lets everything else be', () => {
  const [told, held] = [new ToldSources(), new HeldSources()];
  const report = { phase: 'reading', workspace: workspace([source(1)]) };
  expect(held.restore(cross(told.shorten(report).value))).toEqual(report);
  for (const value of [null, 7, 'text', [1], { workspace: null }, { sources: [1] }])
    expect(held.restore(told.shorten(value).value)).toEqual(value);
});

it('keeps the list the same object while nothing in it changes, and each source while it is the same', () => {
  const [told, held] = [new ToldSources(), new HeldSources()];
  const sources = [source(1), source(2)];
  const give = (list: readonly SourceInfo[]): readonly SourceInfo[] => {
    const { value, taken } = told.shorten(workspace(list));
    const got = held.restore(cross(value)) as Workspace;
    taken();
    return got.sources;
  };
  const first = give(sources);
  expect(give(sources)).toBe(first);
  const more = give([...sources, source(3)]);
  expect(more).not.toBe(first);
  expect(more[0]).toBe(first[0]);
  expect(give([])).toEqual([]);
  expect(give([source(4)])).toEqual([source(4)]);
});

it('is not misled by an answer that a later report has overtaken', () => {
  const [told, held] = [new ToldSources(), new HeldSources()];
  const [on, off] = [source(1), source(1, false)];
  const answer = told.shorten(workspace([on]));
  const report = told.shorten(workspace([off]));
  held.restore(cross(report.value));
  report.taken();
  held.restore(cross(answer.value));
  expect(held.restore(cross(told.shorten(workspace([off])).value))).toMatchObject({ sources: [off] });
});

it('forgets nothing when a workspace without sources is overtaken by a newer one with some', () => {
  const [told, held] = [new ToldSources(), new HeldSources()];
  const empty = told.shorten(workspace([]));
  const one = source(1);
  const newer = told.shorten(workspace([one]));
  held.restore(cross(newer.value));
  newer.taken();
  held.restore(cross(empty.value));
  expect(held.restore(cross(told.shorten(workspace([one])).value))).toMatchObject({ sources: [one] });
});
