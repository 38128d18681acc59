import { describe, expect, it } from 'vitest';
import type { Difference } from './difference.ts';
import { differenceText } from './difference-text.ts';

const LOCAL = ['void', 'int', 'int *', 'const void *'];
const KERNEL = ['void', 'long', 'struct sk_buff *', 'struct sk_buff'];
const text = (difference: Partial<Difference>): string =>
  differenceText(
    {
      reason: 'kind',
      path: [],
      whole: { local: 1, target: 2 },
      local: 1,
      target: 2,
      detail: null,
      ...difference,
    },
    (id) => LOCAL[id],
    (id) => KERNEL[id],
  );

describe('differenceText', () => {
  it.each<[Partial<Difference>, string]>([
    [{}, 'local `int`, kernel `struct sk_buff *`'],
    [{ path: ['argument 2'] }, 'argument 2: local `int`, kernel `struct sk_buff *`'],
    [
      { path: ['argument 1', 'pointee'], whole: { local: 3, target: 2 }, local: 0, target: 3 },
      'argument 1: local `const void *`, kernel `struct sk_buff *` (pointee: `void` against `struct sk_buff`)',
    ],
    [
      { path: ['pointee'], whole: { local: 3, target: 2 }, local: 0, target: 3 },
      'pointee: local `void`, kernel `struct sk_buff`',
    ],
    [
      { path: ['argument 1', 'pointee', 'return type'] },
      'argument 1, pointee, return type: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { reason: 'argument-count', detail: { local: 3, target: 2 } },
      '3 arguments against 2: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { reason: 'argument-count', detail: { local: 1, target: 0 } },
      '1 argument against 0: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { reason: 'array-length', detail: { local: 1, target: 128 } },
      '1 element against 128: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { detail: { local: 'int', target: 'ptr' } },
      'the kinds int and ptr differ: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { reason: 'member-missing', path: ['member a'], detail: { local: 'b', target: '' } },
      'member a: no member b: local `int`, kernel `struct sk_buff *`',
    ],
    [
      { reason: 'int-offset', detail: { local: 0, target: 5 } },
      'an integer that starts at bit 5: local `int`, kernel `struct sk_buff *`',
    ],
  ])('%j', (difference, expected) => {
    expect(text(difference)).toBe(expected);
  });
});
