/**
 * A kind as a letter and a hue, for rows where the eye looks for one kind among others.
 * Decoration: whoever uses it writes the word beside it, so that nothing hangs on letter or hue.
 */

import type { KindWord } from '../../session/source-api.ts';
import css from './KindBadge.module.css';

const LETTERS: Readonly<Record<KindWord, string>> = {
  struct: 'S',
  union: 'U',
  enum: 'E',
  typedef: 'T',
  func: 'F',
  var: 'V',
  int: 'I',
  float: 'D',
  fwd: '~',
  datasec: '§',
  decl_tag: '@',
  type_tag: '#',
  ptr: '*',
  array: '[]',
  const: 'c',
  volatile: 'v',
  restrict: 'r',
  func_proto: '()',
  unknown: '?',
};

export function KindBadge({ kind }: { readonly kind: KindWord }) {
  // The letter is drawn by the style sheet, so that it is no part of a heading's or a row's text.
  return (
    <span
      className={`${css.badge} ${css[kind] ?? ''}`}
      data-letter={LETTERS[kind]}
      aria-hidden="true"
      title={kind}
    />
  );
}
