/** What narrows the list: kinds with their counts, anonymous types, and the sources chosen in Sources. */

import { X } from 'lucide-react';
import { useState } from 'react';
import type { KindWord } from '../../session/source-api.ts';
import { ALL_KINDS, DEFAULT_KINDS } from '../../store/kinds.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import css from './Filters.module.css';

const OTHER_KINDS = ALL_KINDS.filter((kind) => !DEFAULT_KINDS.includes(kind));

export function Filters() {
  const kinds = useApp((state) => state.query.kinds);
  const anonymous = useApp((state) => state.query.anonymous);
  const { setQuery } = useActions();
  const others = kinds.some((kind) => OTHER_KINDS.includes(kind)) || anonymous;
  const [unfolded, setUnfolded] = useState(false);
  const all = unfolded || others;

  return (
    <div className={css.bar} role="group" aria-label="Kinds">
      {DEFAULT_KINDS.map((kind) => (
        <KindToggle key={kind} kind={kind} />
      ))}
      {all && OTHER_KINDS.map((kind) => <KindToggle key={kind} kind={kind} />)}
      {all && (
        <Toggle pressed={anonymous} onPress={() => setQuery({ anonymous: !anonymous })}>
          anonymous
        </Toggle>
      )}
      {others ? (
        <button
          type="button"
          className={css.more}
          onClick={() => {
            setUnfolded(false);
            setQuery({ kinds: DEFAULT_KINDS, anonymous: false });
          }}
        >
          Default kinds
        </button>
      ) : (
        <button type="button" className={css.more} aria-expanded={all} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? 'Fewer kinds' : 'More kinds'}
        </button>
      )}
      <GroupToggle />
      <SourceFilter />
      <DirectoryFilter />
    </div>
  );
}

function KindToggle({ kind }: { readonly kind: KindWord }) {
  const kinds = useApp((state) => state.query.kinds);
  const count = useApp((state) => state.workspace.kindCounts[kind] ?? 0);
  const { setQuery } = useActions();
  const pressed = kinds.includes(kind);
  const press = (): void =>
    setQuery({ kinds: pressed ? kinds.filter((other) => other !== kind) : [...kinds, kind] });
  return (
    <Toggle pressed={pressed} onPress={press}>
      <KindBadge kind={kind} /> {kind} <span className={css.figure}>{groupDigits(count)}</span>
    </Toggle>
  );
}

interface ToggleProps {
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function Toggle({ pressed, onPress, children }: ToggleProps) {
  return (
    <button type="button" className={css.toggle} aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}

function GroupToggle() {
  const grouped = useApp((state) => state.query.grouped);
  const { setQuery } = useActions();
  return (
    <label className={css.check} title="One row for all definitions of a name, which says whether they agree">
      <input type="checkbox" checked={grouped} onChange={() => setQuery({ grouped: !grouped })} />
      Group by name
    </label>
  );
}

function SourceFilter() {
  const sources = useApp((state) => state.query.sources);
  const open = useApp((state) => state.workspace.sources);
  const { setQuery } = useActions();
  if (sources === null) return null;
  const wanted = new Set(sources);
  const names = open.filter(({ id }) => wanted.has(id)).map(({ name }) => name);
  const words = names.length > 3 ? `${groupDigits(names.length)} sources` : names.join(', ');
  return (
    <button
      type="button"
      className={css.source}
      aria-label={`Search all sources, not only ${words}`}
      onClick={() => setQuery({ sources: null })}
    >
      in {words} <X size={12} aria-hidden="true" />
    </button>
  );
}

function DirectoryFilter() {
  const directory = useApp((state) => state.query.directory);
  const { setQuery } = useActions();
  if (directory === '') return null;
  return (
    <button
      type="button"
      className={css.source}
      aria-label={`Search all directories, not only ${directory}`}
      title={directory}
      onClick={() => setQuery({ directory: '' })}
    >
      in {directory}/ <X size={12} aria-hidden="true" />
    </button>
  );
}
