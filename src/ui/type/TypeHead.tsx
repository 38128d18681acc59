/** What a type is called, where it is from, how large it is, what is tagged on it, and which others share its name. */

import { Link2 } from 'lucide-react';
import { memo } from 'react';
import type { LinkDifference, TypePage } from '../../session/type-api.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourcesById } from '../../store/source-labels.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { TYPE_HEADING_ID } from '../parts/row-focus.ts';
import { SourceLink } from '../parts/SourceLink.tsx';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { TypeLink } from '../parts/TypeLink.tsx';
import { elementWord } from './element-word.ts';
import { Definitions } from './Definitions.tsx';
import { Differences } from './Differences.tsx';
import css from './TypeHead.module.css';

interface TypeHeadProps {
  readonly page: TypePage;
  readonly differences: readonly LinkDifference[];
}

export const TypeHead = memo(function TypeHead({ page, differences }: TypeHeadProps) {
  const { copyLink } = useActions();
  const source = useSourceLabel(page.ref.source, page.sourceName);
  const base = useApp(({ workspace }) => sourcesById(workspace.sources).get(page.ref.source)?.base ?? null);
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
