/** Says in what the type differs from the one that the followed link was made for. */

import type { LinkDifference } from '../../session/api.ts';
import { useActions } from '../../store/react.tsx';
import css from './Differences.module.css';

const SENTENCES: Readonly<Record<LinkDifference['field'], (link: string, found: string) => string>> = {
  source: (link, found) => `it was in ${link}, and is in ${found} here`,
  kind: (link, found) => `it was a ${link}, and is a ${found} here`,
  size: (link, found) => `its size was ${link}, and is ${found} here`,
  elements: (link, found) => `it had ${link} members, and has ${found} here`,
  hash: () => 'its members are not the same',
};

interface DifferencesProps {
  readonly title: string;
  readonly differences: readonly LinkDifference[];
}

export function Differences({ title, differences }: DifferencesProps) {
  const { acceptDifferences } = useActions();
  return (
    <div className={css.notice} role="note" aria-label="Differences from the link">
      <p>
        The link was made for another build: <code>{title}</code> differs.
      </p>
      <ul>
        {differences.map(({ field, link, found }) => (
          <li key={field}>{SENTENCES[field](link, found)}</li>
        ))}
      </ul>
      <button type="button" onClick={acceptDifferences}>
        Link to this one instead
      </button>
    </div>
  );
}
