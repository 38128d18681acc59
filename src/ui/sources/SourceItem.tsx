/**
 * One source: name, size and types, what it is and sits on, and how it stands if that is not simply open.
 * A module listed under its base takes one line: where it stands says what it is.
 */

import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import { roleWord, stateWords } from '../../store/messages/states.ts';
import { useActions, useApp } from '../../store/react.tsx';
import type { SourceRow } from './arrange.ts';
import css from './Sources.module.css';

export function SourceItem({ row }: { readonly row: SourceRow }) {
  const { source, path, indented } = row;
  const { id, name, bytes, ownTypes, littleEndian, pointerSize } = source;
  const chosenOnes = useApp(({ query }) => query.sources);
  const chosen = chosenOnes?.includes(id) ?? false;
  const { setQuery, remove } = useActions();
  const state = stateWords(source);
  const what = whatItIs(row);
  const unusual = [littleEndian ? '' : 'big endian', pointerSize === 4 ? '32 bit' : '', path ?? ''];

  /** A click chooses one source or, once more, all; with Ctrl it adds and takes away. */
  const choose = ({ ctrlKey, metaKey }: MouseEvent) => {
    const others = ctrlKey || metaKey ? (chosenOnes ?? []).filter((other) => other !== id) : [];
    const next = chosen ? others : [...others, id];
    setQuery({ sources: next.length === 0 ? null : next });
  };

  return (
    <div className={[css.source, indented ? css.indented : '', chosen ? css.chosen : ''].join(' ')}>
      <button
        type="button"
        className={css.pick}
        aria-pressed={chosen}
        title={`${source.path}: ${what}, ${countOf(ownTypes, 'type')}. Press to list its types only.`}
        onClick={choose}
      >
        <span className={css.name}>{name}</span>
        <span className={css.size}>{byteSize(bytes)}</span>
        <span className={css.types}>
          {groupDigits(ownTypes)} <span className={css.unseen}>types</span>
        </span>
        <span className={indented ? css.unseen : css.facts}>
          {[what, ...unusual].filter(Boolean).join(' · ')}
        </span>
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

function whatItIs({ source: { role }, base, modules }: SourceRow): string {
  if (base !== null) return `${roleWord(role)} on ${base}`;
  return modules === 0 ? roleWord(role) : `${roleWord(role)} of ${countOf(modules, 'module')}`;
}
