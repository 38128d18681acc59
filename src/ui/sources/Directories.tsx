/** The directories that sources were dropped in: each narrows the list of types to what lies in it. Folded until wanted. */

import { ChevronDown, ChevronRight, Folder } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { SourceInfo } from '../../session/source-api.ts';
import { groupDigits } from '../../store/messages/numbers.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { directoriesOf, type Directory } from './directories.ts';
import css from './Directories.module.css';

export function Directories({ sources }: { readonly sources: readonly SourceInfo[] }) {
  const tops = useMemo(() => directoriesOf(sources), [sources]);
  const chosen = useApp((state) => state.query.directory);
  const [open, setOpen] = useState(false);
  if (tops.length === 0) return null;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <div className={css.directories}>
      <button type="button" className={css.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={13} aria-hidden="true" /> Directories
        {chosen !== '' && !open && <span className={css.chosenPath}>{chosen}</span>}
      </button>
      {open && (
        <div className={css.scroller} role="group" aria-label="Directories">
          <Children directories={tops} depth={0} />
        </div>
      )}
    </div>
  );
}

interface ChildrenProps {
  readonly directories: readonly Directory[];
  readonly depth: number;
}

function Children({ directories, depth }: ChildrenProps) {
  return (
    <ul>
      {directories.map((directory) => (
        <li key={directory.path}>
          <OneDirectory directory={directory} depth={depth} />
        </li>
      ))}
    </ul>
  );
}

function OneDirectory({ directory, depth }: { readonly directory: Directory; readonly depth: number }) {
  const { path, name, sources, children } = directory;
  const chosen = useApp((state) => state.query.directory);
  const { setQuery } = useActions();
  // The top is open from the start, and so is the way to the one that is chosen.
  const [open, setOpen] = useState(depth === 0 || chosen.startsWith(`${path}/`));
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <>
      <div className={chosen === path ? `${css.row} ${css.chosen}` : css.row}>
        <span style={{ width: depth * 12 }} />
        {children.length > 0 ? (
          <button
            type="button"
            className={css.twisty}
            aria-expanded={open}
            aria-label={`Directories in ${name}`}
            onClick={() => setOpen(!open)}
          >
            <Icon size={13} aria-hidden="true" />
          </button>
        ) : (
          <span className={css.twisty} />
        )}
        <button
          type="button"
          className={css.pick}
          aria-pressed={chosen === path}
          title={`${path}/: press to list only types of what is in it`}
          onClick={() => setQuery({ directory: chosen === path ? '' : path })}
        >
          <Folder size={12} aria-hidden="true" />
          <span className={css.name}>{name}</span>
          <span className={css.count}>
            {groupDigits(sources)} <span className={css.unseen}>sources</span>
          </span>
        </button>
      </div>
      {open && <Children directories={children} depth={depth + 1} />}
    </>
  );
}
