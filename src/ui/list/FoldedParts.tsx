/** What a row of the grouped list has beside a type's own: the mark that unfolds it, how many definitions, and if they agree. */

import { ChevronDown, ChevronRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { Agreement, Folded } from '../../session/list-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { variantName } from '../parts/variant-name.ts';
import css from './FoldedParts.module.css';

interface TwistyProps {
  readonly index: number;
  readonly level: 1 | 2;
  readonly unfolded: boolean | null;
  readonly onToggle: (index: number) => void;
}

/** For the mouse; the keyboard has Right and Left, and the row itself says whether it is unfolded. */
export function Twisty({ index, level, unfolded, onToggle }: TwistyProps) {
  const press = (event: MouseEvent): void => {
    if (unfolded === null) return;
    event.stopPropagation();
    onToggle(index);
  };
  const Icon = unfolded ? ChevronDown : ChevronRight;
  return (
    <span className={level === 2 ? css.inner : css.twisty} aria-hidden="true" onClick={press}>
      {unfolded !== null && <Icon size={13} />}
    </span>
  );
}

/** What the page means by it, for whoever wonders. */
const AGREE =
  'the same size, and the same members, arguments or values in the same places, with types of the same names';

interface FoldedFiguresProps {
  readonly folded: Folded;
  readonly agreement: Agreement | null;
}

export function FoldedFigures({ folded: { definitions, sources }, agreement }: FoldedFiguresProps) {
  const where = `${countOf(definitions, 'definition')} in ${countOf(sources, 'source')}`;
  const differ = agreement !== null && agreement.variants > 1;
  const about =
    agreement === null
      ? where
      : differ
        ? `${where}, ${countOf(agreement.variants, 'variant')}. Two agree if they have ${AGREE}.`
        : `${where}, which agree: ${AGREE}.`;
  return (
    <span className={differ ? `${css.figures} ${css.differ}` : css.figures} title={about}>
      ×{groupDigits(definitions)}
      {agreement && (differ ? `, ${countOf(agreement.variants, 'variant')}` : ', agree')}
    </span>
  );
}

export function Variant({ number }: { readonly number: number }) {
  return (
    <span className={css.figures} title="Definitions with the same letter agree">
      variant {variantName(number)}
    </span>
  );
}
