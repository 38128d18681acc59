import { expect, it } from 'vitest';
import { failureWords } from './offsets.ts';

it('does not tell a limit as a fact about the type', () => {
  const [before, after] = failureWords({ why: 'too-large', type: [{ kind: 'type', text: 'union u' }] });
  expect(`${before}union u${after}`).toBe('union u has too many members, or too deep ones, to look through');
});
