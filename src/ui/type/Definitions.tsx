/** Name and kind are no key: all types that share them are offered, the first ones at once. */

import { useState } from 'react';
import type { TypePage } from '../../session/type-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { sameRef } from '../../store/place.ts';
import { useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';
import { TypeLink } from '../parts/TypeLink.tsx';
import css from './TypeHead.module.css';

/** A name may have hundreds, and nobody reads them all. */
const FEW = 12;

export function Definitions({ page }: { readonly page: TypePage }) {
  const labels = useApp(({ workspace }) => sourceLabels(workspace.sources));
  const [whole, showWhole] = useState<TypePage['link'] | null>(null);
  const all = page.definitions;
  const isWhole = whole?.name === page.name && whole.kind === page.kind;
  const few = all.filter(({ ref }, index) => index < FEW || sameRef(ref, page.ref));
  return (
    <nav className={css.definitions} aria-label="Definitions">
      <span>{countOf(all.length, 'definition')}:</span>
      {(isWhole ? all : few).map(({ ref, sourceName, displayId, size }) => {
        const label = labels.get(ref.source) ?? sourceName;
        const where = `${label}:${displayId.slice(displayId.indexOf('['))}`;
        const words = size === null ? where : `${where} ${groupDigits(size)} B`;
        return sameRef(ref, page.ref) ? (
          <b key={`${ref.source}:${ref.id}`} aria-current="page">
            {words}
          </b>
        ) : (
          <TypeLink key={`${ref.source}:${ref.id}`} to={ref} words={page.title}>
            {words}
          </TypeLink>
        );
      })}
      {few.length < all.length && (
        <button
          type="button"
          className={css.more}
          aria-expanded={isWhole}
          onClick={() => showWhole(isWhole ? null : page.link)}
        >
          {isWhole ? 'Fewer' : `${groupDigits(all.length - few.length)} more`}
        </button>
      )}
    </nav>
  );
}
