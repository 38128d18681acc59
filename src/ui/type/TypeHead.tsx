/** What a type is called, where it is from, how large it is, what is tagged on it, and which others share its name. */

import { Link2 } from 'lucide-react';
import type { LinkDifference, TypePage } from '../../session/api.ts';
import { sameRef } from '../../store/place.ts';
import { useActions } from '../../store/react.tsx';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { Differences } from './Differences.tsx';
import css from './TypeHead.module.css';

interface TypeHeadProps {
  readonly page: TypePage;
  readonly differences: readonly LinkDifference[];
}

export function TypeHead({ page, differences }: TypeHeadProps) {
  const { copyLink } = useActions();
  return (
    <header className={css.head}>
      <div className={css.line}>
        <h2 className={css.title}>
          <KindBadge kind={page.kind} /> {page.title}
        </h2>
        <button type="button" className={css.copy} title="Copy link (y)" onClick={() => void copyLink()}>
          <Link2 size={14} aria-hidden="true" /> Copy link
        </button>
      </div>
      <p className={css.facts}>
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
      {differences.length > 0 && <Differences title={page.title} differences={differences} />}
    </header>
  );
}

function facts(page: TypePage): string[] {
  const { sourceName, baseName, displayId, size, elements } = page;
  return [
    baseName ? `${sourceName} on ${baseName}` : sourceName,
    displayId,
    ...(size === null ? [] : [countOf(size, 'byte')]),
    ...(elements === null ? [] : [countOf(elements, ELEMENT_WORDS[page.kind] ?? 'member')]),
  ];
}

const ELEMENT_WORDS: Readonly<Partial<Record<TypePage['kind'], string>>> = {
  struct: 'member',
  union: 'member',
  enum: 'enumerator',
  func: 'argument',
  func_proto: 'argument',
  datasec: 'variable',
};

/** Name and kind are no key: all that share them are offered. */
function Definitions({ page }: { readonly page: TypePage }) {
  return (
    <nav className={css.definitions} aria-label="Definitions">
      <span>{countOf(page.definitions.length, 'definition')}:</span>
      {page.definitions.map(({ ref, sourceName, displayId, size }) => {
        const where = `${displayId.startsWith('[') ? `${sourceName}:` : ''}${displayId}`;
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
