/** Stands for a type that a link names and nothing open has. */

import { useApp } from '../../store/react.tsx';
import css from './TypePane.module.css';

export function MissingType({ sourceOpen }: { readonly sourceOpen: boolean }) {
  const target = useApp((state) => (state.place.view === 'type' ? state.place.target : null));
  if (!target) return null;
  const what = `${target.kind} ${target.name || `(anon) [${target.id}]`}`;
  return (
    <div className={css['hint']}>
      <p>
        The link shows <code>{what}</code> in <code>{target.source}</code>.
      </p>
      <p>
        {sourceOpen
          ? 'That source is open, and has no such type: it may be from another build.'
          : 'That source is not open. Drop it here, and the link is followed.'}
      </p>
    </div>
  );
}
