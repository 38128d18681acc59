/**
 * Places in types, in words.
 * In: what the session found. Out: what stands behind the name and the type of a member, and why nothing is there.
 */

import type { OffsetAnswer, OffsetFailure, OffsetPlace } from '../../session/offset-api.ts';
import { countOf, groupDigits } from './numbers.ts';

/** `2,472 (0x9a8)` */
export function offsetWords(offset: number): string {
  return `${groupDigits(offset)} (0x${offset.toString(16)})`;
}

/** `at offset 2,472 (0x9a8), 4 bytes`; of an offset that was asked for also how far into it that is. */
export function memberWords({ offset, size, bits }: OffsetPlace, asked: OffsetAnswer['asked']): string {
  const into = asked.by === 'offset' ? asked.offset - offset : 0;
  const unit = countOf(size, 'byte');
  const where = `at offset ${offsetWords(offset)}`;
  if (bits) return `${where}, ${countOf(bits.size, 'bit')} from bit ${bits.offset} of ${unit}`;
  return `${where}, ${unit}${into > 0 ? `, ${countOf(into, 'byte')} into it` : ''}`;
}

/** `a hole between the members of bits`: what no member covers. */
export function roomWords({ place, path }: OffsetPlace): string {
  const of = path === '' ? '' : ` of ${path}`;
  return place === 'hole' ? `a hole between the members${of}` : `padding behind the last member${of}`;
}

/** What stands before and behind the type that the failure is about; '' for nothing. */
export function failureWords(failure: OffsetFailure): readonly [before: string, after: string] {
  switch (failure.why) {
    case 'outside':
      return [`it ends before that, after ${countOf(failure.size, 'byte')}`, ''];
    case 'no-member':
      return ['', ` has no member ${failure.at}`];
    case 'no-struct':
      return [`${failure.at} is looked for in `, ', which has no members'];
    case 'no-array':
      return [`${failure.at} is looked for in `, ', which is no array'];
    case 'out-of-range':
      return [`${failure.at} is beyond the end of `, ''];
    case 'too-large':
      return ['', ' has too many members, or too deep ones, to look through'];
  }
}

/** `3 other definitions of struct workspace`; '' where there is none. */
export function othersWords({ others, type }: OffsetAnswer): string {
  return others === 0 ? '' : `${countOf(others, 'other definition')} of ${type.words}`;
}
