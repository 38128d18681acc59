/** A word in the colour of its tone; the word says the same. */

import type { Tone, Word } from '../../store/messages/ksyms.ts';
import css from './KsymsPane.module.css';

export const toneClass = (tone: Tone): string | undefined => css[tone];

export function Toned({ word: { word, tone } }: { readonly word: Word }) {
  return <span className={toneClass(tone)}>{word}</span>;
}
