/** Load order of modules, and which of them are loaded. */

import { expect, it } from 'vitest';
import { ModuleOrder } from './module-order.ts';

function modules(...ids: number[]): ModuleOrder {
  const order = new ModuleOrder();
  for (const id of ids) order.add(id);
  return order;
}

it('is that of opening until something else is said', () => {
  const order = modules(5, 3, 9);
  expect([...order.inOrder]).toEqual([5, 3, 9]);
  expect(order.isKnown).toBe(false);
  expect(order.move(9, 5)).toBe(true);
  expect([...order.inOrder]).toEqual([9, 5, 3]);
  expect(order.isKnown).toBe(true);
  expect(order.move(9, null)).toBe(true);
  order.add(1);
  expect([...order.inOrder]).toEqual([5, 3, 9, 1]);
  order.putFirst([1, 77, 3]);
  expect([...order.inOrder]).toEqual([1, 3, 5, 9]);
});

it('moves nothing that is no module', () => {
  const order = modules(1, 2);
  expect([order.move(7, 1), order.move(1, 7), order.move(1, 1)]).toEqual([false, false, false]);
  expect([...order.inOrder]).toEqual([1, 2]);
  expect(order.isKnown).toBe(false);
});

it('knows what is switched off, and forgets it with the module', () => {
  const order = modules(1, 2);
  order.setLoaded([2, 7], false);
  expect([1, 2, 7].map((id) => order.isLoaded(id))).toEqual([true, false, true]);
  order.remove(2);
  order.add(2);
  expect(order.isLoaded(2)).toBe(true);
  order.move(2, 1);
  order.remove(1);
  order.remove(2);
  order.add(3);
  expect(order.isKnown).toBe(false);
});
