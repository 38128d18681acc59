/** Stands for a type that a link names and nothing open has. */

import { useApp } from '../../store/react.tsx';
import { NeededFile, typeWords } from '../start/NeededFile.tsx';
import css from './TypePane.module.css';

export function MissingType({ sourceOpen }: { readonly sourceOpen: boolean }) {
  const target = useApp((state) => (state.place.view === 'type' ? state.place.target : null));
  if (!target) return null;
  return (
    <div className={css.hint}>
      {sourceOpen ? (
        <p>
          <code>{target.source}</code> is open, and has no <code>{typeWords(target)}</code>: it may be from
          another build than the link.
        </p>
      ) : (
        <NeededFile target={target} />
      )}
    </div>
  );
}
