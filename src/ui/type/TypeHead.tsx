/** What a type is called, where it is from, how large it is, what is tagged on it, and which others share its name. */

import { Link2 } from 'lucide-react';
import { memo } from 'react';
import type { LinkDifference, TypePage } from '../../session/api.ts';
import { sameRef } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { TYPE_HEADING_ID } from '../parts/row-focus.ts';
import { SourceLink } from '../parts/SourceLink.tsx';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { TypeLink } from '../parts/TypeLink.tsx';
import { elementWord } from './element-word.ts';
import { Differences } from './Differences.tsx';
import css from './TypeHead.module.css';

interface TypeHeadProps {
  readonly page: TypePage;
  readonly differences: readonly LinkDifference[];
}

export const TypeHead = memo(function TypeHead({ page, differences }: TypeHeadProps) {
  const { copyLink } = useActions();
  const source = useSourceLabel(page.ref.source, page.sourceName);
  const base = useApp(
    ({ workspace }) => workspace.sources.find(({ id }) => id === page.ref.source)?.base ?? null,
  );
  const baseLabel = useSourceLabel(base, page.baseName ?? '');
  return (
    <header className={css.head}>
      <div className={css.line}>
        <h2 id={TYPE_HEADING_ID} tabIndex={-1} className={css.title}>
          <KindBadge kind={page.kind} /> {page.title}
        </h2>
        <button type="button" className={css.copy} title="Copy link (y)" onClick={() => void copyLink()}>
          <Link2 size={14} aria-hidden="true" /> Copy link
        </button>
      </div>
      <p className={css.facts}>
        <span>
          <SourceLink to={page.ref.source} name={page.sourceName}>
            {source}
          </SourceLink>
          {baseLabel && ` on ${baseLabel}`}
        </span>
        {facts(page).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {page.badges.map(({ text, about, ref }, index) => (
          <span key={index} className={css.badge}>
            {ref ? <TypeLink to={ref} words={text} /> : text}
            {about && ` on ${about}`}
          </span>
        ))}
      </p>
      {page.definitions.length > 1 && <Definitions page={page} />}
      {differences.length > 0 && <Differences page={page} differences={differences} />}
    </header>
  );
});

function facts({ kind, displayId, size, elements }: TypePage): string[] {
  return [
    displayId,
    ...(size === null ? [] : [countOf(size, 'byte')]),
    ...(elements === null ? [] : [countOf(elements, elementWord(kind))]),
  ];
}

/** Name and kind are no key: all that share them are offered. */
function Definitions({ page }: { readonly page: TypePage }) {
  const labels = useApp(({ workspace }) => sourceLabels(workspace.sources));
  return (
    <nav className={css.definitions} aria-label="Definitions">
      <span>{countOf(page.definitions.length, 'definition')}:</span>
      {page.definitions.map(({ ref, sourceName, displayId, size }) => {
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
    </nav>
  );
}
