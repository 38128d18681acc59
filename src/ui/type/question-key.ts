/** Names a question about a type: asked anew when more is open, or when anything else in it changes. */

import type { TypePage } from '../../session/api.ts';

export function questionKey(
  { ref, generation }: TypePage,
  ...rest: readonly (string | number | boolean)[]
): string {
  return [ref.source, ref.id, generation, ...rest].join(' ');
}
