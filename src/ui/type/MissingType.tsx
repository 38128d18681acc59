/** Stands for a type that a link names and nothing open has. */

import type { LinkTarget } from '../../session/type-api.ts';
import { useApp } from '../../store/react.tsx';
import { NeededFile, typeWords } from '../start/NeededFile.tsx';
import css from './TypePane.module.css';

export function MissingType({ sourceOpen }: { readonly sourceOpen: boolean }) {
  const target = useApp((state) => (state.place.view === 'type' ? state.place.target : null));
  const opening = useApp((state) => state.opening !== null);
  if (!target) return null;
  return (
    <div className={css.hint}>
      {opening ? (
        <p>
          Looking for <code>{typeWords(target)}</code> in what is being opened.
        </p>
      ) : (
        <Missing target={target} sourceOpen={sourceOpen} />
      )}
    </div>
  );
}

function Missing({ target, sourceOpen }: { readonly target: LinkTarget; readonly sourceOpen: boolean }) {
  const what = <code>{typeWords(target)}</code>;
  if (sourceOpen) {
    return (
      <p>
        <code>{target.source}</code> is open, and has no {what}: it may be from another build than the link.
      </p>
    );
  }
  if (target.source === '') {
    return <p>Nothing that is open has {what}, and the link does not say which file it is from.</p>;
  }
  return <NeededFile target={target} />;
}
