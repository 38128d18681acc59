import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAnswer } from './use-answer.ts';

function questions() {
  const pending = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const ask = (key: string) =>
    new Promise<string>((resolve, reject) => pending.set(key, { resolve, reject }));
  const view = renderHook(({ key }) => useAnswer(key, () => ask(key)), { initialProps: { key: 'a' } });
  return { pending, view };
}

it('keeps the older answer, marked stale, until the newer one is there', async () => {
  const { pending, view } = questions();
  act(() => pending.get('a')?.resolve('A'));
  await waitFor(() => expect(view.result.current).toEqual({ value: 'A', stale: false, failure: null }));
  view.rerender({ key: 'b' });
  expect(view.result.current).toEqual({ value: 'A', stale: true, failure: null });
  act(() => pending.get('b')?.resolve('B'));
  await waitFor(() => expect(view.result.current).toEqual({ value: 'B', stale: false, failure: null }));
});

it('never shows an answer that a newer question has overtaken', async () => {
  const { pending, view } = questions();
  view.rerender({ key: 'b' });
  act(() => pending.get('b')?.resolve('B'));
  await waitFor(() => expect(view.result.current.value).toBe('B'));
  await act(() => {
    pending.get('a')?.resolve('late');
    return Promise.resolve();
  });
  expect(view.result.current.value).toBe('B');
});

it('says in words what failed', async () => {
  const { pending, view } = questions();
  act(() => pending.get('a')?.reject(new Error('not open any more')));
  await waitFor(() => expect(view.result.current.failure).toBe('not open any more'));
});

describe('an answer that is known', () => {
  type Known = Readonly<Record<string, string>>;

  function known(initial: Known) {
    const asked: string[] = [];
    const never = (key: string) => {
      asked.push(key);
      return new Promise<string>(() => {});
    };
    const view = renderHook(
      ({ key, answers }: { key: string; answers: Known }) =>
        useAnswer(key, () => never(key), answers[key] ?? null),
      { initialProps: { key: 'a', answers: initial } },
    );
    return { asked, view };
  }

  it('is there at once, and is not asked for', () => {
    const { asked, view } = known({ a: 'A' });
    expect(view.result.current).toEqual({ value: 'A', stale: false, failure: null });
    expect(asked).toEqual([]);
  });

  it('is held on to when it is not handed in any more, and while the next is on its way', () => {
    const { asked, view } = known({ a: 'A' });
    view.rerender({ key: 'a', answers: {} });
    expect(view.result.current).toEqual({ value: 'A', stale: false, failure: null });
    expect(asked).toEqual([]);
    view.rerender({ key: 'b', answers: {} });
    expect(view.result.current).toEqual({ value: 'A', stale: true, failure: null });
    expect(asked).toEqual(['b']);
  });

  it('is that of the key, also of an earlier one that is come back to', () => {
    const { asked, view } = known({ a: 'A', b: 'B' });
    view.rerender({ key: 'b', answers: { a: 'A', b: 'B' } });
    expect(view.result.current).toEqual({ value: 'B', stale: false, failure: null });
    view.rerender({ key: 'a', answers: { a: 'A' } });
    expect(view.result.current).toEqual({ value: 'A', stale: false, failure: null });
    expect(asked).toEqual([]);
    view.rerender({ key: 'b', answers: {} });
    expect(view.result.current).toEqual({ value: 'A', stale: true, failure: null });
    expect(asked).toEqual(['b']);
  });

  it('wins over a question for an earlier key whose answer comes late', async () => {
    let answer = (_value: string) => {};
    const late = () => new Promise<string>((resolve) => (answer = resolve));
    const view = renderHook(({ key, value }) => useAnswer(key, late, value), {
      initialProps: { key: 'a', value: null as string | null },
    });
    view.rerender({ key: 'b', value: 'B' });
    await act(() => {
      answer('late');
      return Promise.resolve();
    });
    expect(view.result.current).toEqual({ value: 'B', stale: false, failure: null });
  });
});
