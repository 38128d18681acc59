/** One source: name and types, what it is and sits on, and how it stands if that is not simply open. */

import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import { roleWord, stateWords } from '../../store/messages/states.ts';
import { useActions, useApp } from '../../store/react.tsx';
import type { SourceRow } from './arrange.ts';
import css from './Sources.module.css';

export function SourceItem({ row }: { readonly row: SourceRow }) {
  const { source, base, path, indented } = row;
  const { id, name, role, bytes, ownTypes, littleEndian, pointerSize } = source;
  const chosen = useApp(({ query }) => query.sources?.includes(id) ?? false);
  const chosenOnes = useApp(({ query }) => query.sources);
  const { setQuery, remove } = useActions();
  const state = stateWords(source);
  const facts = [
    base === null ? roleWord(role) : `${roleWord(role)} on ${base}`,
    byteSize(bytes),
    littleEndian ? '' : 'big endian',
    pointerSize === 4 ? '32 bit' : '',
    path ?? '',
  ].filter((fact) => fact !== '');

  /** A click chooses one source or, once more, all; with Ctrl it adds and takes away. */
  const choose = ({ ctrlKey, metaKey }: MouseEvent) => {
    const others = ctrlKey || metaKey ? (chosenOnes ?? []).filter((other) => other !== id) : [];
    const next = chosen ? others : [...others, id];
    setQuery({ sources: next.length === 0 ? null : next });
  };

  return (
    <div className={`${css.source} ${indented ? css.indented : ''} ${chosen ? css.chosen : ''}`}>
      <button
        type="button"
        className={css.pick}
        aria-pressed={chosen}
        title={`${source.path}: ${countOf(ownTypes, 'type')}. Press to list its types only.`}
        onClick={choose}
      >
        <span className={css.name}>{name}</span>
        <span className={css.types} aria-label={countOf(ownTypes, 'type')}>
          {groupDigits(ownTypes)}
        </span>
        <span className={css.facts}>{facts.join(' · ')}</span>
      </button>
      <button
        type="button"
        className={css.remove}
        aria-label={`Remove ${name}`}
        title={`Remove ${name}`}
        onClick={() => void remove(id)}
      >
        <X size={13} aria-hidden="true" />
      </button>
      {state && (
        <div className={css.state}>
          <p className={css.short}>{state.short}</p>
          {state.reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
          <p>{state.advice}</p>
        </div>
      )}
    </div>
  );
}
