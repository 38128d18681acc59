import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
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
