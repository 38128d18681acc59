/** Says in what the type differs from the one that the followed link was made for. */

import type { LinkDifference, TypePage } from '../../session/type-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { useActions } from '../../store/react.tsx';
import css from './Differences.module.css';
import { elementWord } from './element-word.ts';

type Sentence = (link: string, found: string, page: TypePage) => string;

const SENTENCES: Readonly<Record<LinkDifference['field'], Sentence>> = {
  source: (link, found) => `it was in ${link}, and is in ${found} here`,
  kind: (link, found) => `it was a ${link}, and is a ${found} here`,
  size: (link, found) => `its size was ${amount(link, 'byte')}, and is ${amount(found, 'byte')} here`,
  elements: (link, found, { kind }) =>
    `it had ${amount(link, elementWord(kind))}, and has ${amount(found, elementWord(kind))} here`,
  hash: (_link, _found, { kind }) => `its ${elementWord(kind)}s are not the same`,
};

/** A field that one side does not have reads ''. */
const amount = (figure: string, one: string): string =>
  figure === '' ? `no ${one}s` : countOf(Number(figure), one);

interface DifferencesProps {
  readonly page: TypePage;
  readonly differences: readonly LinkDifference[];
}

export function Differences({ page, differences }: DifferencesProps) {
  const { acceptDifferences } = useActions();
  return (
    <div className={css.notice} role="note" aria-label="Differences from the link">
      <p>
        The link was made for another build: <code>{page.title}</code> differs.
      </p>
      <ul>
        {differences.map(({ field, link, found }) => (
          <li key={field}>{SENTENCES[field](link, found, page)}</li>
        ))}
      </ul>
      <button type="button" onClick={acceptDifferences}>
        Link to this one instead
      </button>
    </div>
  );
}
